// What the lab says of what stands elsewhere on the page: how sure a claim is, how a setting varies, where a bad end was decided.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { violations } from './axe.js';
import { header, Person, seek } from './person.js';

/** @import { Page } from 'playwright-core' */

const LESSON = new URL('../../tests/lab-lesson.json', import.meta.url);
/** A lesson of chance: two attempts, each of which fails in half of the cases. */
const FILE = JSON.parse(readFileSync(LESSON, 'utf8'));
/** What `carteiro sure` says of it: `tests/sure.rs` holds it to that. */
const SURE = JSON.parse(readFileSync(new URL('../../tests/lab-sure.json', import.meta.url), 'utf8'));
/** With this seed both attempts fail. */
const DEAD = '1';
const PHONE = { width: 360, height: 740 };

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** @param {string} lang @param {{ value: number, low: number, high: number }} share */
function inWords(lang, { value, low, high }) {
  const percent = new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 1 });
  const [middle, from, to] = [value, low, high].map((one) => percent.format(one));
  return `${middle} [${from}, ${to}]`;
}

/** Opens the lesson of chance, at its end. @param {string} lang @param {object} [options] */
async function openLesson(lang, options) {
  const opened = await person.open(`/?lang=${lang}`, options);
  const { page } = opened;
  await page.locator('header.head').waitFor();
  const buffer = Buffer.from(JSON.stringify({ ...FILE, seed: Number(DEAD) }));
  await page.locator('input[type=file]').setInputFiles({ name: 'mine.json', mimeType: 'application/json', buffer });
  await page
    .getByText(FILE.claims[0].text[lang])
    .or(page.locator('.picker', { hasText: FILE.title[lang] }))
    .first()
    .waitFor();
  await seek(page, 60_000);
  return opened;
}

/** Shows all that there is to read. @param {Page} page */
async function read(page) {
  await page.locator('.goals .button[aria-expanded=false]').first().click();
  await page.locator('.claims').waitFor();
}

/** @param {Page} page */
const wider = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Where the run was decided, once that is known. @param {Page} page */
async function decided(page) {
  const card = page.getByRole('region', { name: /^(The point of no return|O ponto sem volta)$/ });
  await card.locator('[aria-busy=false] .borders').waitFor();
  return card;
}

describe('beside the run', () => {
  test('each claim and each answer says how sure it is, as the command line does', async () => {
    const { page, witness } = await openLesson('en');
    await read(page);
    assert.equal(await page.locator('.sure-of').count(), 0, 'nothing is counted before it is asked for');
    await page.locator('.facts').getByRole('button', { name: 'How sure?' }).click();
    await page.locator('.facts').getByText('In 1,000 runs, each with a seed of its own').waitFor();
    const claims = await page.locator('.sure-of .quiet').allInnerTexts();
    assert.deepEqual(
      claims,
      SURE.claims.map((/** @type {{ share: * }} */ { share }) => inWords('en', share)),
    );
    // The run has answered: at its end the card says how often each answer is right.
    const answers = await page.locator('.outcome li .quiet').allInnerTexts();
    assert.deepEqual(
      answers,
      SURE.answers.map((/** @type {{ share: * }} */ { share }) => inWords('en', share)),
    );
    // In the lab it was counted, too.
    await page.getByRole('button', { name: 'Lab', exact: true }).click();
    const card = page.getByRole('region', { name: 'How sure is the lesson?' });
    await card.waitFor();
    assert.deepEqual(await card.locator('li .quiet').allInnerTexts(), [...claims, ...answers]);
    assert.equal(await card.getByRole('button').count(), 0);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(witness.complaints, []);
  });

  test('on a phone in Portuguese it fits, and before the run has answered nothing is given away', async () => {
    const { page } = await openLesson('pt-BR', { viewport: PHONE });
    await seek(page, 0);
    await page.locator('.grip').click();
    await page.locator('.facts').getByRole('button', { name: 'Quão certo é?' }).click();
    await page.locator('.facts').getByText('Em 1.000 execuções').waitFor();
    assert.equal(await page.locator('.sure-of').count(), SURE.claims.length);
    assert.equal(await page.locator('.bars').count(), 0);
    assert.equal(await wider(page), 0);
    assert.deepEqual(await violations(page), []);
  });

  test('a setting that is touched varies in the lab, alone and with another, by keys', async () => {
    const { page, witness } = await person.open('/?scenario=flaky-retries&lang=en');
    await page.getByRole('button', { name: 'Settings of Invoice' }).click();
    const panel = page.getByRole('dialog', { name: /Invoice/ });
    await panel.getByText('Touch a setting to vary it in the Lab.').waitFor();
    const attempts = panel.getByLabel('Max attempts', { exact: true }).first();
    await attempts.focus();
    const vary = panel.getByRole('button', { name: 'Vary “Max attempts” in the Lab' });
    await vary.focus();
    await page.keyboard.press('Enter');
    const question = page.locator('.question');
    await question.waitFor();
    const settings = () => question.locator('.asked b').allInnerTexts();
    assert.match(await question.innerText(), /max attempts \(Invoice\): 3, 5, 8/);
    assert.deepEqual((await settings()).length, 2, 'one setting and the measure');
    // What is asked is in hand: it may be typed over.
    assert.equal(
      await page.evaluate(() => document.querySelector('carteiro-playground')?.shadowRoot?.activeElement?.tagName),
      'INPUT',
    );
    await page.getByRole('button', { name: 'Leave the lab' }).click();
    const rate = page.getByRole('textbox', { name: /^Automatic .+ per minute$/ }).first();
    await rate.focus();
    await page.getByRole('button', { name: 'Vary it in the Lab' }).click();
    await question.getByText('orders a minute').waitFor();
    assert.match(await question.innerText(), /max attempts \(Invoice\): 3, 5, 8/, 'the one before stays');
    assert.deepEqual(witness.complaints, []);
  });

  test('an order that is dead leads to where that was decided, and from there to why', async () => {
    const { page, witness } = await openLesson('en');
    assert.equal(await header(page, 'deadLettered'), 1);
    await page.locator('.books .r-dead').first().click();
    await page.locator('.why .line').first().click();
    await page.getByRole('button', { name: 'Where was it decided?' }).click();
    const card = await decided(page);
    assert.match(await card.locator('.borders').innerText(), /^It was decided at .+: .+ before, .+ after this step\.$/);
    assert.match(await card.innerText(), /order 1 is lost, dead or done twice/);
    assert.equal(await card.locator('.decided-curve .turn-line').count(), 1);
    assert.equal(
      await page.evaluate(() =>
        document.querySelector('carteiro-playground')?.shadowRoot?.activeElement?.className.includes('decided'),
      ),
      true,
    );
    await card.getByText('Table').click();
    assert.equal(await card.locator('tbody tr').count(), 25);
    assert.deepEqual(await violations(page), []);
    await card.getByRole('button', { name: 'Why?' }).first().click();
    await page.locator('.why').waitFor();
    const now = await header(page, 'nowMs');
    assert.ok(now > 0 && now < 60_000, `the run stands at the step that decided: ${now}`);
    assert.deepEqual(witness.complaints, []);
  });

  test('a claim that fell says where that was decided, in Portuguese and on a phone', async () => {
    const { page, witness } = await openLesson('pt-BR', { viewport: PHONE });
    await page.locator('.grip').click();
    await page
      .locator('.claims li', { hasText: 'A nota é emitida.' })
      .getByRole('button', { name: 'Onde se decidiu?' })
      .click();
    const card = await decided(page);
    assert.match(await card.innerText(), /“A nota é emitida\.” cai/);
    assert.match(await card.locator('.borders').innerText(), /^Decidiu-se aos/);
    assert.equal(await wider(page), 0);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(witness.complaints, []);
  });
});
