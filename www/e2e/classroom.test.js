// The classroom: a teacher makes a task, a student does it and hands it in, and the teacher's page tells the truth about it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { frames, Person } from './person.js';

/** @import { Locator, Page } from 'playwright-core' */

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** The text of a field, once it is another. @param {Locator} field @param {string} before */
async function another(field, before) {
  for (let i = 0; i < 2_000; i += 1) {
    const value = await field.inputValue();
    if (value !== '' && value !== before) return value;
    await frames(field.page(), 1);
  }
  return assert.fail(`the field still says ${before}`);
}

/** Makes a task in the lesson `retry` as a teacher does, and returns its link. @param {string} commands how many are allowed */
async function taskOf(commands) {
  const { page, witness } = await person.open('/task.html?lang=en');
  const link = page.getByRole('textbox', { name: 'Link of the task' });
  await page.getByRole('combobox', { name: 'Lesson' }).selectOption('retry');
  await page.getByText('Redrive after the outage: every ride is charged.').waitFor();
  const chosen = await another(link, '');
  const most = page.getByRole('spinbutton', { name: 'Commands at most' });
  await most.fill(commands);
  await most.blur();
  const address = await another(link, chosen);
  assert.deepEqual(witness.complaints, []);
  return address;
}

/** Gives commands at instants in the playground of a task. @param {Page} page @param {[number, object][]} commands @param {number} endMs */
const play = (page, commands, endMs) =>
  page.evaluate(
    async ({ commands, endMs }) => {
      const root = document.querySelector('carteiro-task')?.shadowRoot;
      const playground = /** @type {any} */ (root?.querySelector('carteiro-playground'));
      await playground.ready;
      for (const [ms, command] of commands) {
        await playground.seek(ms);
        await playground.command(command);
      }
      await playground.seek(endMs);
    },
    { commands, endMs },
  );

/** Hands in under a name, and returns the link. @param {Page} page @param {string} name */
async function handIn(page, name) {
  await page.getByRole('button', { name: 'Hand in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Hand in' });
  const link = dialog.getByRole('textbox', { name: 'Link' });
  const before = await link.inputValue();
  await dialog.getByRole('textbox', { name: 'Your name' }).fill(name);
  return another(link, before);
}

/** @type {[number, object][]} */
const SOLUTION = [
  [11_300, { placeOrder: { client: 'taxi' } }],
  [21_500, { redriveAll: { subscription: 'charge' } }],
];

test('a task is made, done by two, handed in by link and file, and graded as it was played', async () => {
  const task = await taskOf('3');
  const path = task.slice(new URL(task).origin.length);

  const ana = await person.open(path);
  await ana.page.getByText('Commands: 0 of 3').waitFor();
  await play(ana.page, SOLUTION, 45_000);
  await ana.page.getByText('Goals: 2 of 2').waitFor();
  const link = await handIn(ana.page, 'Ana');
  assert.deepEqual(ana.witness.complaints, []);

  const bruno = await person.open(path.replace('lang=en', 'lang=pt-BR'));
  await bruno.page.getByText('Comandos: 0 de 3').waitFor();
  await play(bruno.page, [[11_300, { placeOrder: { client: 'taxi' } }]], 20_000);
  await bruno.page.getByText('Objetivos: 1 de 2').waitFor();
  await bruno.page.getByRole('button', { name: 'Entregar' }).click();
  await bruno.page.getByRole('textbox', { name: 'Seu nome' }).fill('Bruno');
  const download = bruno.page.waitForEvent('download');
  await bruno.page.getByRole('button', { name: 'Salvar o arquivo' }).click();
  const stream = await (await download).createReadStream();
  let file = '';
  for await (const part of stream) file += part;
  const forged = JSON.parse(file);
  assert.equal(forged.handIn.student, 'Bruno');
  forged.handIn.goals = [0, 1];
  forged.handIn.student = 'Caio';

  const { page, witness } = await person.open('/grade.html?lang=en');
  await page.getByRole('textbox', { name: 'Link of the task' }).fill(task);
  await page.getByRole('textbox', { name: 'Link of the task' }).blur();
  await page.getByRole('combobox', { name: 'Lesson' }).getByText('Task').waitFor({ state: 'attached' });
  const chooser = page.waitForEvent('filechooser');
  await page.getByText('Choose files…').click();
  const json = (/** @type {string} */ text) => ({ mimeType: 'application/json', buffer: Buffer.from(text) });
  await (await chooser).setFiles([
    { name: 'bruno.json', ...json(file) },
    { name: 'caio.json', ...json(JSON.stringify(forged)) },
    { name: 'dora.json', ...json('{"version": 7}') },
  ]);
  await page.getByRole('textbox', { name: /paste links/ }).fill(`Ana ${link}`);
  await page.getByRole('textbox', { name: /paste links/ }).blur();
  await page.getByText('Handed in: 4. Genuine: 2; rescored: 1; refused: 1.').waitFor();
  const rows = await page.getByRole('row').allInnerTexts();
  const [bruno1, caio, dora, ana1] = rows.slice(1).map((row) => row.replaceAll(/\s+/g, ' '));
  assert.match(
    bruno1,
    /^Bruno bruno\.json genuine A copy, to the millisecond on the clock: caio\.json 1 \/ 3 – 1 \/ 2 /,
  );
  assert.match(caio, /^Caio caio\.json rescored .*It says that it reached the goals 1, 2; it reached 1\..* 1 \/ 3 /);
  assert.match(dora, /^dora dora\.json refused Version 7 of a saved run is not known\./);
  assert.match(ana1, /^Ana links\.txt:1 genuine 2 \/ 3 .*2 \/ 2 placeOrder taxi/);

  // The run is watched where every run is.
  const watched = page.context().waitForEvent('page');
  await page.getByRole('row', { name: /Ana/ }).getByRole('button', { name: 'Watch' }).click();
  const run = await watched;
  await run.waitForURL(/index\.html\?lang=en#run=1\./);
  assert.deepEqual(witness.complaints, []);
});

test('a damaged link of a task is refused with a sentence', async () => {
  const { page } = await person.open('/task.html?lang=en#task=1.AAAA');
  await page.getByText('The link is damaged: it did not arrive whole.').waitFor();
});
