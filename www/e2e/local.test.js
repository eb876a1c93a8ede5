// An author's own file, as `make play FILE=…` serves it: opened, and opened again when it is saved.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { preview } from 'vite';
import { launch } from './browser.js';

/** @import { Browser } from 'playwright-core' */
/** @import { PreviewServer } from 'vite' */

const LESSON = readFileSync(new URL('../../src/cli/template.json', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'carteiro-'));
const file = join(folder, 'mine.json');

/** @type {Browser} */
let browser;
/** @type {PreviewServer} */
let server;
before(async () => {
  writeFileSync(file, LESSON);
  process.env.CARTEIRO_FILE = file;
  const root = new URL('..', import.meta.url).pathname;
  server = await preview({ root, logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true });
});

test('a file is opened, opened again when it is saved, and what is wrong with it is said', async () => {
  const page = await browser.newPage();
  await page.goto(`${server.resolvedUrls?.local[0]}?file&lang=en`);
  await page.getByText('Customers order, and the bar makes their coffee.').waitFor();
  writeFileSync(file, LESSON.replace('Customers order, and the bar makes their coffee.', 'Drink tea.'));
  await page.getByText('Drink tea.').waitFor();
  writeFileSync(file, LESSON.replace('"seed"', '"sede"'));
  const alert = page.getByRole('alert');
  await alert.getByText('sede').first().waitFor();
  await page.getByText('Drink tea.').waitFor();
  writeFileSync(file, LESSON);
  await page.getByText('Customers order, and the bar makes their coffee.').waitFor();
  assert.equal(await alert.count(), 0);
});
