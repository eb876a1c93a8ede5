// What a figure loads: its own code and words, the simulation, one scenario. The rest comes when it is asked for.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { BUDGETS } from '../scripts/budgets.js';
import { frames, Person } from './person.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */
/** @import { Page } from 'playwright-core' */

const person = new Person();

/** Opens a page and notes the files it asks for. @param {string} path */
async function watched(path) {
  /** @type {Map<string, Promise<Buffer>>} */
  const files = new Map();
  const { page } = await person.open(path, {
    prepare: async (page) => {
      page.on('response', (response) => files.set(new URL(response.url()).pathname, response.body()));
    },
  });
  return { page, files };
}

/** @param {Page} page */
const shown = (page) => page.locator('.env').first().waitFor({ state: 'attached' });

describe('what is loaded', () => {
  before(() => person.arrive());
  after(() => person.leave());

  test('a page with a figure keeps to its budget, in bytes and in requests, and loads no more by itself', async () => {
    const { page, files } = await watched('/figure.html?scenario=service-down&lang=pt-BR');
    await shown(page);
    await frames(page, 60);
    await page.waitForLoadState('networkidle');
    const names = [...files.keys()];
    assert.ok(names.length <= BUDGETS.figurePage.requests, names.join(' '));
    const bodies = await Promise.all(files.values());
    const kilobytes = bodies.reduce((sum, body) => sum + brotliCompressSync(body).length, 0) / 1024;
    assert.ok(kilobytes <= BUDGETS.figurePage.kilobytes, `${kilobytes.toFixed(1)} KB`);
    // One language, one scenario.
    assert.equal(names.filter((name) => /\/(en|pt-BR)-/.test(name)).length, 1, names.join(' '));
    assert.equal(names.filter((name) => name.endsWith('.json')).length, 1, names.join(' '));
  });

  test('a figure that is touched tells what happens, and has its keys', async () => {
    const { page, files } = await watched('/figure.html?scenario=service-down&lang=en');
    await shown(page);
    const before = files.size;
    assert.equal(await page.locator('[aria-live]').innerText(), '');
    await page.getByRole('button', { name: 'Buy' }).click();
    await page.locator('[aria-live]', { hasText: /purchase/i }).waitFor();
    assert.ok(files.size > before);
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.keyboard.press('k');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  });

  test('nothing is drawn before there are words for it, in whatever order files come', async () => {
    const { page } = await person.open('/?lang=en', {
      prepare: async (page) => {
        const code = page.waitForResponse(/\/full-/);
        let words = 0;
        await page.route(/\/en-[\w-]+\.js$/, async (route) => {
          words += 1;
          // The words of a figure come after the code of the full page, and the full page's own a while after them.
          if (words === 1) await code;
          await frames(page, 20);
          await route.continue();
        });
      },
    });
    await page.locator('header').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Compare' }).count(), 1);
  });

  test('a figure becomes the full playground, and a figure again', async () => {
    const { page } = await watched('/figure.html?scenario=service-down&lang=en');
    await shown(page);
    /** @param {boolean} figure */
    const set = (figure) =>
      page.evaluate((to) => {
        const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
        playground.figure = to;
      }, figure);
    await set(false);
    await page.getByRole('region', { name: 'The books' }).waitFor();
    await page.locator('.lanes canvas').waitFor();
    await set(true);
    await page.locator('.figure-bar').waitFor();
    assert.equal(await page.locator('header').count(), 0);
  });
});
