// A teacher makes a lesson of one's own out of a built-in one on the page: words, question, goals, guide, claims that are tried while one writes.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { builtInText } from '../test/scenario-files.js';
import { violations } from './axe.js';
import { Person } from './person.js';
import { linkOf, pathOf, recordOf, savedByEditor } from './sharer.js';

/** @import { Page } from 'playwright-core' */

/** One that is not kept for the tests: it is opened as it is built in. */
const LESSON = 'retry';

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** @param {Page} page @param {string} name */
const button = (page, name) => page.getByRole('button', { name, exact: true });
/** @param {Page} page @param {string} path */
const field = (page, path) => page.locator(`[data-place="${path}"]`);
/** @param {Page} page @param {string} path */
const entry = (page, path) => page.locator(`[data-entry="${path}"]`);
/** @param {Page} page @param {string | RegExp} name */
const part = (page, name) =>
  page.getByRole('group', { name: /Parts of the lesson|Partes da lição/ }).getByRole('button', { name });

/** @param {Page} page @param {[build: string, lesson: string]} [names] */
async function teach(page, [build, lesson] = ['Build', 'Lesson']) {
  // On a phone it stands behind another one.
  const more = page.locator('.head').getByRole('button', { name: /^(More|Mais)$/ });
  await page.locator('.head .build').waitFor({ state: 'attached' });
  if (await more.isVisible()) await more.click();
  await button(page, build).click();
  await button(page, lesson).click();
  await page.locator('.lesson-panel').waitFor();
}

describe('a lesson of one’s own', () => {
  test('from a built-in one to another question, one goal and a claim that falls, shared by link and opened', async () => {
    const { page, witness } = await person.open(`/?scenario=${LESSON}&lang=en`);
    await teach(page);
    await field(page, 'title.en').fill('The taxi that pays later');
    await field(page, 'title.pt-BR').fill('O táxi que paga depois');
    // Another question.
    await part(page, 'Question').click();
    await field(page, 'lesson.prediction.question.en').fill('Is every ride charged?');
    await field(page, 'lesson.prediction.question.pt-BR').fill('Toda corrida é cobrada?');
    await page.getByText(/^Answer \d is right in all of 1,000 runs/).waitFor();
    // One goal in place of two; the guide, which waited for them, goes on by the learner.
    await part(page, /^Goals/).click();
    await button(page, 'Remove: Goal 2').click();
    await button(page, 'Remove: Goal 1').click();
    await button(page, 'Add a goal').click();
    await field(page, 'lesson.goals[0].text.en').fill('End a ride.');
    await field(page, 'lesson.goals[0].text.pt-BR').fill('Encerre uma corrida.');
    // It is done instead of being written.
    const file = JSON.parse(await savedByEditor(page));
    assert.deepEqual(
      file.lesson.beats.flatMap((/** @type {{ until?: { goal?: number } }} */ { until }) => until?.goal ?? []),
      [],
    );
    await button(page, 'Do it now: steps').click();
    const banner = page.getByRole('region', { name: 'Do it now' });
    await banner.getByText('Nothing done yet.').waitFor();
    await button(page, 'End a ride').click();
    await banner.getByText('1 command so far.').waitFor();
    await button(page, 'Take it into the lesson').click();
    await entry(page, 'lesson.goals[0].steps[0]').getByText('place an order').waitFor();
    await page.getByText('The solution reaches it.').waitFor();
    // A claim that falls: how often, and the first run in which it does.
    await part(page, /^Claims/).click();
    await entry(page, 'claims[2]').click();
    await field(page, 'claims[2].expect').fill('maxAttempts == 4');
    await button(page, 'See the run with seed 0').waitFor();
    await page.getByText('Falls in 1,000 of 1,000 runs').waitFor();
    const text = await savedByEditor(page);
    const made = JSON.parse(text);
    assert.deepEqual(made.lesson.goals[0].steps, [{ do: { placeOrder: { client: 'taxi' } } }]);
    await button(page, 'See the run with seed 0').click();
    await page.locator('.edit-stage').waitFor({ state: 'detached' });
    const { seed, scenario } = await recordOf(page);
    assert.deepEqual({ seed, title: scenario.title }, { seed: '0', title: made.title });
    // Whoever opens the link has the lesson as it was made, and reaches its goal.
    const link = await linkOf(page);
    const other = await person.open(pathOf(link), { guided: true });
    await other.page.getByText('Is every ride charged?').first().waitFor();
    assert.deepEqual((await recordOf(other.page)).scenario.title, made.title);
    await button(other.page, 'End a ride').click();
    await other.page.getByText('Goal reached: End a ride.').first().waitFor();
    assert.deepEqual([...witness.complaints, ...other.witness.complaints], []);
  });
});

describe('what is typed', () => {
  test('stays although it is not valid, and what is wrong stands by its field in the language of the page', async () => {
    const { page, witness } = await person.open(`/?scenario=${LESSON}&lang=pt-BR`, { locale: 'pt-BR' });
    await teach(page, ['Montar', 'Lição']);
    await part(page, /^Objetivos/).click();
    await entry(page, 'lesson.goals[0]').click();
    await entry(page, 'lesson.goals[0].steps[1]').click();
    const when = field(page, 'lesson.goals[0].steps[1].when[0]');
    await when.fill('charge.dedLettered >= 2');
    const problem = page.locator('.line-field', { has: when }).locator('.field-problem');
    await problem.getByText('"dedLettered"').waitFor();
    assert.equal(await when.getAttribute('aria-invalid'), 'true');
    // It is the only place where it is said; from another part a button leads back.
    assert.equal(await page.locator('.field-problem').count(), 1);
    assert.equal(await page.locator('.edit-problem').count(), 0);
    await part(page, 'Textos').click();
    await button(page, 'Mostrar').click();
    await when.and(page.locator(':focus')).waitFor();
    assert.equal(await when.inputValue(), 'charge.dedLettered >= 2');
    // Nor does it run.
    await button(page, 'Executar').click();
    await when.and(page.locator(':focus')).waitFor();
    // A text that is emptied is wrong in its language alone.
    await when.fill('charge.deadLettered >= 2');
    await problem.waitFor({ state: 'detached' });
    await field(page, 'lesson.goals[0].text.pt-BR').fill('');
    assert.equal(await field(page, 'lesson.goals[0].text.pt-BR').getAttribute('aria-invalid'), 'true');
    assert.equal(await field(page, 'lesson.goals[0].text.en').getAttribute('aria-invalid'), null);
    // What is no JSON is kept as it is typed.
    await field(page, 'lesson.goals[0].text.pt-BR').fill('Encerre uma corrida.');
    await part(page, 'Contraste').click();
    await entry(page, 'lesson.contrast.changes[0]').click();
    const changes = field(page, 'lesson.contrast.changes[0].value');
    await changes.fill('{');
    await page.getByText('Isto ainda não é JSON.').waitFor();
    await part(page, 'Textos').click();
    await part(page, 'Contraste').click();
    assert.equal(await changes.inputValue(), '{');
    await page.reload();
    await teach(page, ['Montar', 'Lição']);
    await part(page, /^Objetivos/).click();
    await entry(page, 'lesson.goals[0]').click();
    assert.equal(await field(page, 'lesson.goals[0].text.pt-BR').inputValue(), 'Encerre uma corrida.');
    assert.deepEqual(witness.complaints, []);
  });

  test('is saved as by hand: another title changes its line alone, and undoing gives every byte back', async () => {
    const { page } = await person.open(`/?scenario=${LESSON}&lang=en`);
    await teach(page);
    const text = await savedByEditor(page);
    assert.equal(text, builtInText(LESSON));
    await field(page, 'title.en').fill('Another title');
    const [before, now] = [text, await savedByEditor(page)].map((one) => one.split('\n'));
    assert.equal(now.length, before.length);
    const lines = now.filter((line, n) => line !== before[n]);
    assert.equal(lines.length, 1);
    assert.match(lines[0], /"Another title"/);
    await button(page, 'Undo').click();
    assert.equal(await savedByEditor(page), text);
  });

  test('is seen as the learner will see it: the question, the goals, and the beat that is open', async () => {
    const { page, witness } = await person.open(`/?scenario=${LESSON}&lang=en`);
    await teach(page);
    const seen = page.locator('.preview');
    await part(page, 'Question').click();
    await field(page, 'lesson.prediction.question.en').fill('Is every ride charged?');
    await seen.getByText('Is every ride charged?').waitFor();
    await field(page, 'lesson.prediction.options[0].text.en').or(entry(page, 'lesson.prediction.options[0]')).click();
    await field(page, 'lesson.prediction.options[0].text.en').fill('Each of them.');
    await seen.locator('.chip').getByText('Each of them.').waitFor();
    await part(page, /^Goals/).click();
    await entry(page, 'lesson.goals[0]').click();
    await field(page, 'lesson.goals[0].text.en').fill('End a ride.');
    await seen.locator('.goals').getByText('End a ride.').waitFor();
    await part(page, /^Guide/).click();
    await entry(page, 'lesson.beats[3]').click();
    await field(page, 'lesson.beats[3].say.en').fill('Look at the queue.');
    await seen
      .getByRole('heading', { name: 'Look at the queue.' })
      .or(seen.locator('h2', { hasText: 'Look at the queue.' }))
      .first()
      .waitFor();
    // Nobody gets into it by Tab.
    assert.equal(await seen.locator('[inert]').count(), 1);
    assert.deepEqual(witness.complaints, []);
  });

  test('of a contrast: what is set on the stage is a change, and another is chosen from lists', async () => {
    const { page, witness } = await person.open(`/?scenario=${LESSON}&lang=en`);
    await teach(page);
    await part(page, 'Contrast').click();
    await button(page, 'Do it now').click();
    await page.locator('[data-node="card-company"] .h-down').click();
    await button(page, 'Take it into the lesson').click();
    await page.locator('.lesson-panel').waitFor();
    const place = 'lesson.contrast.changes';
    /** @returns {Promise<{ op: string, path: string, value?: unknown }[]>} */
    const changes = async () => JSON.parse(await savedByEditor(page)).lesson.contrast.changes;
    const [first, second] = await changes();
    assert.match(first.path, /retry.backoff$/);
    assert.deepEqual([second.op, second.path], ['add', '/faults/-']);
    assert.deepEqual(/** @type {{ do: object }} */ (second.value).do, {
      setHealth: { node: 'card-company', health: 'down' },
    });
    // Another value for a setting of a subscription, from lists; it is written where the core looks for it.
    await button(page, 'Add a change').click();
    await field(page, `${place}[2].part`).selectOption('/faults');
    await field(page, `${place}[2].path`).selectOption('/until');
    await field(page, `${place}[2].value`).fill('50s');
    assert.deepEqual((await changes())[2], { op: 'replace', path: '/until', value: '50s' });
    // What is set so can be taken out, too.
    await field(page, `${place}[2].path`).selectOption('/faults');
    await field(page, `${place}[2].op`).selectOption('remove');
    assert.deepEqual((await changes())[2], { op: 'remove', path: '/faults' });
    assert.deepEqual(witness.complaints, []);
  });

  test('of a beat: what is pointed at is picked on the stage, and the deed that ends it is done', async () => {
    const { page, witness } = await person.open(`/?scenario=${LESSON}&lang=en`);
    await teach(page);
    await part(page, /^Guide/).click();
    await entry(page, 'lesson.beats[2]').click();
    await button(page, 'Pick it on the stage').click();
    await button(page, 'Choose Card company').click();
    await field(page, 'lesson.beats[2].point').and(page.locator(':focus')).waitFor();
    await field(page, 'lesson.beats[2].until.kind').selectOption('do');
    await button(page, 'Do it now').click();
    await page
      .getByRole('region', { name: 'Card company', exact: true })
      .getByRole('radio', { name: 'Down' })
      .or(page.locator('[data-node="card-company"] .h-down'))
      .first()
      .click();
    await button(page, 'Take it into the lesson').click();
    await page.locator('.lesson-panel').waitFor();
    const { beats } = JSON.parse(await savedByEditor(page)).lesson;
    assert.equal(beats[2].point, 'card-company');
    assert.deepEqual(beats[2].until, { do: { setHealth: { node: 'card-company', health: 'down' } } });
    // What ran before is what runs again.
    await button(page, 'Back to the run').click();
    assert.equal((await recordOf(page)).scenario, LESSON);
    assert.deepEqual(witness.complaints, []);
  });
});

test('by touch, on a phone in Portuguese: a goal is done, what a beat points at is picked', async () => {
  const { page, witness } = await person.open(`/?scenario=${LESSON}&lang=pt-BR`, {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    locale: 'pt-BR',
  });
  await button(page, 'Mais').tap();
  await button(page, 'Montar').tap();
  await button(page, 'Lição').tap();
  await part(page, /^Objetivos/).tap();
  await button(page, 'Acrescentar um objetivo').tap();
  await field(page, 'lesson.goals[2].text.en').fill('End a ride.');
  await field(page, 'lesson.goals[2].text.pt-BR').fill('Encerre uma corrida.');
  await button(page, 'Faça agora: etapas').tap();
  await button(page, 'Encerrar corrida').tap();
  await button(page, 'Levar para a lição').tap();
  await entry(page, 'lesson.goals[2].steps[0]').getByText('fazer um pedido').waitFor();
  await part(page, /^Guia/).tap();
  await entry(page, 'lesson.beats[0]').tap();
  await button(page, 'Escolher no palco').tap();
  // The stage takes the place of the words meanwhile.
  assert.equal(await page.locator('.lesson-panel').count(), 0);
  await button(page, 'Escolher Operadora do cartão').tap();
  await page.locator('.lesson-panel').waitFor();
  assert.equal(await field(page, 'lesson.beats[0].point').inputValue(), 'card-company');
  await button(page, 'Executar').tap();
  await page.locator('.edit').waitFor({ state: 'detached' });
  assert.deepEqual(witness.complaints, []);
});

test('by keys alone: a claim is added, tried and taken away', async () => {
  const { page, witness } = await person.open(`/?scenario=${LESSON}&lang=en`);
  await button(page, 'Build').focus();
  await page.keyboard.press('Enter');
  await button(page, 'Lesson').waitFor();
  await button(page, 'Lesson').focus();
  await page.keyboard.press('Enter');
  await part(page, /^Claims/).focus();
  await page.keyboard.press('Enter');
  await button(page, 'Add a claim').focus();
  await page.keyboard.press('Enter');
  await field(page, 'claims[4].expect').and(page.locator(':focus')).waitFor();
  await page.keyboard.type('charge.dead >= 9999');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Many are dead.');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Muitas morrem.');
  await page.getByText('Falls in 1,000 of 1,000 runs').waitFor();
  await entry(page, 'claims[4]').focus();
  // The last one cannot go down.
  for (let n = 0; n < 2; n += 1) await page.keyboard.press('Tab');
  await button(page, 'Remove: charge.dead >= 9999').and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await button(page, 'Add a claim').and(page.locator(':focus')).waitFor();
  assert.equal(await savedByEditor(page), builtInText(LESSON));
  assert.deepEqual(witness.complaints, []);
});

test('where no worker may be had, the page tries the claims by itself', async () => {
  const { page, witness } = await person.open(`/?scenario=${LESSON}&lang=en`, {
    prepare: (page) => page.addInitScript(() => Reflect.deleteProperty(globalThis, 'Worker')),
  });
  await teach(page);
  await part(page, /^Claims/).click();
  assert.equal(
    await page
      .getByText('Holds in all of 1,000 runs')
      .nth(3)
      .waitFor()
      .then(() => 4),
    4,
  );
  assert.deepEqual(witness.complaints, []);
});

for (const [name, path, size, buttons] of /** @type {const} */ ([
  ['at a desk, dark', `/?scenario=${LESSON}&lang=en&theme=dark`, [1280, 880], ['Build', 'Lesson']],
  ['on a phone in Portuguese', `/?scenario=${LESSON}&lang=pt-BR`, [360, 740], ['Montar', 'Lição']],
  ['on a phone that lies', `/?scenario=${LESSON}&lang=en`, [740, 360], ['Build', 'Lesson']],
  ['at 320 px', `/?scenario=${LESSON}&lang=en`, [320, 700], ['Build', 'Lesson']],
])) {
  test(`axe finds nothing in any part, and nothing scrolls sideways: ${name}`, async () => {
    const { page, witness } = await person.open(path, { viewport: { width: size[0], height: size[1] } });
    await teach(page, [buttons[0], buttons[1]]);
    const tabs = page.locator('.lesson-panel .tabs button');
    for (let n = 0; n < 6; n += 1) {
      await tabs.nth(n).click();
      const entries = page.locator('.lesson-panel [data-entry]');
      if ((await entries.count()) > 0) await entries.first().click();
      const inner = page.locator('.lesson-panel .entry .entry [data-entry]');
      if ((await inner.count()) > 0) await inner.first().click();
      const found = await violations(page);
      assert.deepEqual(found, [], `part ${n}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `part ${n}: ${wide} px`);
    }
    assert.deepEqual(witness.complaints, []);
  });
}
