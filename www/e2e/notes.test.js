// The page of the teacher's notes: every lesson has a sheet that gives nothing away, and its notes on a page apart.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { scenarioText } from '../test/scenario-files.js';
import { LESSONS, Person } from './person.js';

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(join(import.meta.dirname, '../../lessons', path), 'utf8'));

/** The nodes of a lesson, as the page opens it. @param {string} id @returns {{ name: Record<string, string> }[]} */
const nodesOf = (id) =>
  JSON.parse(scenarioText(id)).nodes.filter((/** @type {{ kind: string }} */ { kind }) => kind !== 'broker');

/** A long name is broken on a figure's card, but not before so many letters. */
const BROKEN = 6;

/** The pages of a PDF. @param {Buffer} pdf */
const pagesIn = (pdf) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;

test('every lesson has a sheet of one page without answers, and notes', async () => {
  const { page, witness } = await person.open('/notes.html?lang=en', { reducedMotion: 'reduce' });
  for (const lang of /** @type {const} */ (['en', 'pt-BR'])) {
    await page.getByRole('button', { name: lang === 'en' ? 'EN' : 'PT' }).click();
    for (const { id } of LESSONS) {
      const notes = read(`notes/${id}.notes.json`);
      await page.locator('.chooser select').selectOption(id);
      const sheet = page.locator('.sheet');
      await page.locator('.notes').getByText(notes.for[lang]).waitFor();
      const picture = sheet.locator('img.picture');
      await picture.waitFor({ state: 'attached' });
      const svg = decodeURIComponent((await picture.getAttribute('src')) ?? '');
      for (const { name } of nodesOf(id))
        assert.ok(svg.includes(name[lang].split(' ')[0].slice(0, BROKEN)), `${id}: ${name[lang]} is in the picture`);
      const words = await sheet.evaluate((element) => element.textContent ?? '');
      for (const { ask, expect } of notes.questions) {
        assert.ok(words.includes(ask[lang]), `${id}: the sheet asks`);
        assert.ok(!words.includes(expect[lang]), `${id}: the sheet does not answer`);
      }
      for (const { believes } of notes.misconceptions) assert.ok(!words.includes(believes[lang]), id);
      const pdf = await page.pdf({
        format: 'A4',
        margin: { top: '12mm', bottom: '12mm', left: '14mm', right: '14mm' },
      });
      assert.equal(pagesIn(pdf), 2, `${id} in ${lang}: the sheet and the notes are a page each`);
    }
  }
  assert.deepEqual(witness.complaints, []);
});

test('the address says lesson and language; one of no lesson opens the first', async () => {
  const { page } = await person.open('/notes.html?lang=pt-BR&lesson=retry');
  await page.getByRole('heading', { name: 'Para o professor: Cinco tentativas em um segundo' }).waitFor();
  await page.locator('.chooser select').selectOption('jitter');
  await page.waitForURL(/lesson=jitter&lang=pt-BR|lang=pt-BR&lesson=jitter/);
  await page.goto(`${person.address}/notes.html?lesson=__proto__&lang=en`);
  await page.getByRole('heading', { name: /For the teacher: The phone call/ }).waitFor();
});

test('the list of lessons leads to the notes on the one that is open', async () => {
  const { page } = await person.open('/index.html?scenario=retry&lang=en');
  await page.locator('.picker').click();
  const list = page.getByRole('dialog', { name: 'Lessons' });
  const [notes] = await Promise.all([
    page.context().waitForEvent('page'),
    list.getByRole('link', { name: 'For teachers: notes and a sheet for each lesson' }).click(),
  ]);
  await notes.getByRole('heading', { name: 'For the teacher: Five attempts in a second' }).waitFor();
});

test('the table of a class says what a wrong prediction shows, by the notes', async () => {
  const { page, witness } = await person.open('/grade.html?lang=en');
  await page.getByLabel('Lesson').selectOption('retry');
  const bruno = join(import.meta.dirname, '../../examples/class/bruno.carteiro.json');
  await page.locator('input[type=file][multiple]').setInputFiles(bruno);
  const { misconceptions } = read('notes/retry.notes.json');
  await page.getByRole('cell').filter({ hasText: misconceptions[0].believes.en }).waitFor();
  assert.deepEqual(witness.complaints, []);
});

for (const [name, viewport] of /** @type {const} */ ([
  ['at a desk', { width: 1280, height: 880 }],
  ['on a phone', { width: 360, height: 740 }],
])) {
  test(`nothing scrolls sideways: ${name}`, async () => {
    const { page } = await person.open('/notes.html?lang=pt-BR&lesson=hot-key', { viewport, colorScheme: 'dark' });
    await page.locator('.notes').waitFor();
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= viewport.width);
  });
}
