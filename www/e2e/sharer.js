// What a person does who plays a while and hands the run on, for the end-to-end tests.
import { readFileSync } from 'node:fs';
import { atSpeed, buy, byHand, header, setHealth, until } from './person.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */
/** @import { LogEntry } from '../src/core/types.js' */
/** @import { Page } from 'playwright-core' */

/** What the element says of its run. @param {Page} page */
export const state = (page) =>
  page.evaluate(async () => {
    const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
    const { nowMs: now, headMs: head, seed, hash, scenario: id, facts } = await playground.report();
    const { log } = await playground.record();
    return { now, head, seed, hash, id, log, facts };
  });

/** Takes Logistics down, buys, lets the mail run, and stops. @param {Page} page */
export async function play(page) {
  await byHand(page);
  await setHealth(page, 'Logistics', 'Down');
  for (let i = 0; i < 3; i += 1) await buy(page);
  await atSpeed(page, '4×');
  const now = await header(page, 'nowMs');
  await until(page, 'nowMs', (later) => later > now + 4000);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  return state(page);
}

/** @param {Page} page */
export async function openDialog(page) {
  // On a narrow page it is behind More.
  const more = page.getByRole('button', { name: 'More', exact: true });
  if (await more.isVisible()) await more.click();
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this run' });
  await dialog.waitFor();
  return dialog;
}

/** @param {Page} page */
export async function linkOf(page) {
  const field = (await openDialog(page)).getByRole('textbox', { name: 'Link' });
  await page.waitForFunction(() => {
    const input = document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('dialog input');
    return input instanceof HTMLInputElement && input.value !== '';
  });
  const link = await field.inputValue();
  await page.keyboard.press('Escape');
  return link;
}

/** @param {Page} page @param {string} button @returns {Promise<{ name: string, path: string, text: string }>} */
export async function saved(page, button) {
  const dialog = await openDialog(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: button }).click(),
  ]);
  const path = await download.path();
  await dialog.getByRole('status').getByText(`Saved: ${download.suggestedFilename()}`).waitFor();
  await page.keyboard.press('Escape');
  return { name: download.suggestedFilename(), path, text: readFileSync(path, 'utf8') };
}

/** What the editor saves, as text. @param {Page} page */
export async function savedByEditor(page) {
  const save = page.getByRole('button', { name: 'Save', exact: true });
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
  return readFileSync(await download.path(), 'utf8');
}

/** The record of the run: a built-in scenario by its name, any other whole. @param {Page} page @returns {Promise<{ seed: string, scenario: any, log: LogEntry[] }>} */
export const recordOf = (page) =>
  page.evaluate(() => /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground')).record());

/** The path of an address on the site. @param {string} link */
export const pathOf = (link) => link.slice(new URL(link).origin.length);
