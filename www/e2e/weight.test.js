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
      page.on('response', (response) => {
        const body = response.body();
        // What is still on its way when the page is closed fails for nobody but those who wait for it.
        body.catch(() => {});
        files.set(new URL(response.url()).pathname, body);
      });
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

  /** @param {Map<string, unknown>} files */
  const cores = (files) => [...files.keys()].flatMap((name) => name.match(/\/(\w+)_bg-[^/]*\.wasm$/)?.[1] ?? []);

  /** Does something with the element. @template T @param {Page} page @param {(figure: CarteiroPlayground) => Promise<T>} deed @returns {Promise<T>} */
  const withElement = (page, deed) =>
    /** @type {Promise<T>} */ (page.evaluate(`(${deed})(document.querySelector('carteiro-playground'))`));

  test('what the stage of a figure can do, its own core does', async () => {
    const { page, files } = await watched('/figure.html?scenario=service-down&lang=en&start=paused');
    await shown(page);
    await page.getByRole('button', { name: 'Buy' }).click();
    await page.getByRole('button', { name: /^Logistics/ }).click();
    await page.getByRole('button', { name: 'Logistics: Down' }).waitFor();
    await withElement(page, (figure) => figure.seek(60_000));
    const { log } = await withElement(page, (figure) => figure.record());
    const words = log.flatMap(([, , json]) => Object.keys(JSON.parse(json)));
    assert.deepEqual(new Set(words), new Set(['placeOrder', 'setHealth']));
    await page.waitForLoadState('networkidle');
    assert.deepEqual(cores(files), ['figure']);
  });

  test('asked for more, the run goes on in the whole core as it was', async () => {
    const { page, files } = await watched('/figure.html?scenario=service-down&lang=en&start=paused');
    await shown(page);
    await withElement(page, (figure) => figure.seek(4_000));
    await page.getByRole('button', { name: 'Buy' }).click();
    await withElement(page, (figure) => figure.seek(9_000));
    await withElement(page, (figure) => figure.seek(7_000));
    const before = await withElement(page, (figure) => figure.report());
    await withElement(page, (figure) => figure.command({ crash: { node: 'logistics', point: 'now' } }));
    const after = await withElement(page, (figure) => figure.report());
    assert.deepEqual(cores(files), ['figure', 'carteiro']);
    assert.equal(after.nowMs, before.nowMs);
    assert.equal(after.events, before.events);
    await withElement(page, (figure) => figure.seek(20_000));
    const record = await withElement(page, (figure) => figure.record());
    assert.equal(record.log.length, 2);
    // A run that is not the recorded one to the last fact is said to be another.
    await page.evaluate(
      (record) => /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground')).open(record),
      record,
    );
    const again = await withElement(page, (figure) => figure.report());
    assert.equal(again.hash, record.hash);
    const refused = await withElement(page, (figure) =>
      figure.command({ crash: { node: 'nobody', point: 'now' } }).then(
        () => '',
        (error) => error.message,
      ),
    );
    assert.match(refused, /^unknown-node/);
  });

  test('a figure that becomes the full playground goes on with its run', async () => {
    const { page, files } = await watched('/figure.html?scenario=service-down&lang=en&start=paused');
    await shown(page);
    await withElement(page, (figure) => figure.seek(8_000));
    const before = await withElement(page, (figure) => figure.report());
    await withElement(page, async (figure) => {
      figure.figure = false;
    });
    await page.getByRole('region', { name: 'The books' }).waitFor();
    assert.deepEqual(await withElement(page, (figure) => figure.report()), before);
    assert.deepEqual(cores(files), ['figure', 'carteiro']);
  });

  test('what is not prepared is opened by the whole core, which is then the only one', async () => {
    const { page, files } = await watched('/figure.html?src=lesson.json&lang=en');
    await page.waitForLoadState('networkidle');
    assert.deepEqual(cores(files), ['carteiro']);
  });

  test('the whole core is lost: it is said, and what was asked for is done when it comes', async () => {
    const { page } = await watched('/figure.html?scenario=service-down&lang=en&start=paused');
    await shown(page);
    await page.route('**/carteiro_bg*.wasm', (route) => route.abort());
    const refused = await withElement(page, (figure) =>
      figure.command({ crash: { node: 'logistics', point: 'now' } }).then(
        () => '',
        (error) => error.detail.kind,
      ),
    );
    assert.equal(refused, 'load');
    // Its own core goes on.
    await page.getByRole('button', { name: 'Buy' }).click();
    await page.unroute('**/carteiro_bg*.wasm');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForFunction(async () => {
      const figure = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
      return (await figure.record()).log.length === 2;
    });
  });
});
