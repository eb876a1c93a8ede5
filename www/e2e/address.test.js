// The address of the page says what is open, down to the branch and the comparison: Back, a reload and a link give it again.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { buy, header, Person, pick, report, seek } from './person.js';
import { linkOf, openDialog, pathOf } from './sharer.js';

/** @import { Page } from 'playwright-core' */

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** @param {Page} page */
const asked = (page) => Object.fromEntries(new URL(page.url()).searchParams);

/** Waits until the address says so. @param {Page} page @param {string} name @param {string} value none is an empty text */
const says = (page, name, value) =>
  page.waitForFunction(({ name, value }) => (new URLSearchParams(location.search).get(name) ?? '') === value, {
    name,
    value,
  });

/** A run that stands still, some seconds after its beginning. @param {Page} page */
const pause = (page) => seek(page, 3000);

/** Buys one second earlier: another branch begins. @param {Page} page */
async function branch(page) {
  await page.keyboard.press('ArrowLeft');
  await buy(page);
}

/** @param {Page} page */
const present = (page) => page.getByRole('textbox', { name: 'Name of this branch' }).inputValue();

describe('a branch', () => {
  test('is in the address; Back goes to the one before, and a reload keeps it', async () => {
    const { page, witness } = await person.open('/?scenario=purchase-fan-out&lang=en');
    await pause(page);
    await branch(page);
    await says(page, 'branch', '2');
    const second = await present(page);
    const orders = await header(page, 'orders');
    await page.goBack();
    await says(page, 'branch', '');
    assert.notEqual(await present(page), second);
    await page.goForward();
    await says(page, 'branch', '2');
    assert.equal(await present(page), second);
    await page.reload();
    await page.getByRole('region', { name: 'Timeline' }).waitFor();
    assert.equal(await present(page), second);
    assert.equal(await header(page, 'orders'), orders);
    assert.equal(asked(page).branch, '2');
    assert.deepEqual(witness.complaints, []);
  });
});

describe('a comparison', () => {
  /** @param {Page} page */
  const sentence = (page) => page.locator('.difference');

  test('is in the address; Back closes it, Forward opens it, a reload keeps it where it stood', async () => {
    const { page, witness } = await person.open('/?scenario=duplicates&lang=en');
    await pause(page);
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByLabel('What differs').selectOption('inbox');
    await says(page, 'compare', 'inbox..off');
    await seek(page, 40_000);
    await sentence(page).getByText('With idempotency off: ').waitFor();
    const said = await sentence(page).innerText();
    await says(page, 'compare', 'inbox..off.40000');
    await page.reload();
    await sentence(page).getByText('With idempotency off: ').waitFor();
    assert.equal(await sentence(page).innerText(), said);
    await page.goBack();
    await page.getByRole('region', { name: 'Timeline' }).waitFor();
    assert.equal(asked(page).compare, undefined);
    await page.goForward();
    await sentence(page).waitFor();
    await page.getByRole('button', { name: 'Stop comparing' }).click();
    await says(page, 'compare', '');
    await pick(page, 'workers');
    await says(page, 'scenario', 'workers');
    assert.equal(asked(page).compare, undefined);
    assert.deepEqual(witness.complaints, []);
  });

  test('is handed on by a link, with its sentence and with what was done to both', async () => {
    const { page } = await person.open('/?scenario=duplicates&lang=en&seed=5');
    await pause(page);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByLabel('What differs').selectOption('inbox');
    await seek(page, 2000);
    await page.getByRole('region', { name: /^A:/ }).locator('.buy').click();
    await seek(page, 40_000);
    await sentence(page).getByText('With idempotency off: ').waitFor();
    const said = await sentence(page).innerText();
    const books = await page.locator('.twin .books').allInnerTexts();
    const link = await linkOf(page);
    const dialog = await openDialog(page);
    assert.equal(await dialog.locator('blockquote').innerText(), said);
    await dialog.getByRole('button', { name: 'Copy link and sentence' }).click();
    await dialog.getByText('Copied.').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${said} ${link}`);
    const { page: other, witness } = await person.open(pathOf(link));
    await sentence(other).getByText('With idempotency off: ').waitFor();
    assert.equal(await sentence(other).innerText(), said);
    assert.deepEqual(await other.locator('.twin .books').allInnerTexts(), books);
    await other.getByRole('button', { name: 'Stop comparing' }).click();
    await other.getByRole('region', { name: 'Timeline' }).waitFor();
    assert.equal((await report(other)).seed, '5');
    assert.deepEqual(witness.complaints, []);
  });

  test('of two branches is handed on, too', async () => {
    const { page } = await person.open('/?scenario=purchase-fan-out&lang=en');
    await pause(page);
    await branch(page);
    await says(page, 'branch', '2');
    await page.getByRole('button', { name: /^Compare the branch/ }).click();
    await says(page, 'compare', 'branches.1.2');
    const said = await sentence(page).innerText();
    const books = await page.locator('.twin .books').allInnerTexts();
    const { page: other, witness } = await person.open(pathOf(await linkOf(page)));
    await sentence(other).waitFor();
    assert.equal(await sentence(other).innerText(), said);
    assert.deepEqual(await other.locator('.twin .books').allInnerTexts(), books);
    assert.deepEqual(witness.complaints, []);
  });
});
