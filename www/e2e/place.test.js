// The place of a figure in a page before it is loaded: its height, its poster, and what is there without scripts.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { keptFile } from '../test/scenario-files.js';
import { openCourse } from './course.js';
import { frames, LESSONS, Person, report } from './person.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */
/** @import { Page } from 'playwright-core' */
/** @import { Course, Visit } from './course.js' */

const person = new Person();
/** @param {Course} page @param {Visit} [options] */
const course = (page, options) => openCourse(person, page, options);

before(() => person.arrive());
after(() => person.leave());

/** Holds back what an address matches until it is released. @param {string} address */
function holding(address) {
  let release = () => {};
  /** @type {Promise<void>} */
  const released = new Promise((resolve) => {
    release = resolve;
  });
  /** @param {Page} page */
  const prepare = (page) => page.route(address, (route) => released.then(() => route.continue()));
  return { prepare, release };
}

/** The heights of all figures of a page, part by part. @param {Page} page @returns {Promise<Record<string, number[]>>} */
const heightsIn = (page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('carteiro-playground')].map((figure) => [
        figure.getAttribute('scenario'),
        [...(figure.shadowRoot?.querySelectorAll('.frame > *') ?? [])].map((part) => part.clientHeight),
      ]),
    ),
  );

/** What all figures of a page do. @param {Page} page @param {'pause' | 'seek'} what @param {number} [ms] */
const all = (page, what, ms = 0) =>
  page.evaluate(
    async ({ what, ms }) => {
      const figures = /** @type {NodeListOf<CarteiroPlayground>} */ (document.querySelectorAll('carteiro-playground'));
      for (const figure of figures) {
        if (what === 'seek') await figure.seek(ms);
        else await figure.pause();
      }
    },
    { what, ms },
  );

describe('the height of a figure', () => {
  // Those that are kept for the tests under a lesson's name have other texts.
  const lessons = LESSONS.filter(({ id }) => !keptFile(id));
  for (const [lang, width] of /** @type {const} */ ([
    ['en', 680],
    ['pt-BR', 560],
    ['pt-BR', 360],
  ])) {
    test(`is there before it is loaded, and stays, for every lesson: ${lang}, ${width} px`, async () => {
      const { prepare, release } = holding('**/*.wasm');
      const body = lessons
        .map(
          ({ id }) =>
            `<carteiro-playground figure goals lang="${lang}" scenario="${id}" start="now"></carteiro-playground>`,
        )
        .join('');
      const { page } = await course(
        { style: 'body { margin: 0; }', body },
        { viewport: { width, height: 700 }, prepare },
      );
      await page.waitForFunction(() => customElements.get('carteiro-playground'));
      const before = await heightsIn(page);
      assert.ok(
        Object.values(before).every((parts) => parts.length === 5 && parts.every((height, i) => i > 3 || height > 40)),
      );
      release();
      await all(page, 'pause');
      assert.deepEqual(await heightsIn(page), before);
      for (const ms of [10_000, 40_000]) {
        await all(page, 'seek', ms);
        assert.deepEqual(await heightsIn(page), before);
      }
    });
  }
});

describe('layout shift', () => {
  for (const [name, width, height] of /** @type {const} */ ([
    ['in a column', 680, 520],
    ['on a phone', 360, 900],
  ])) {
    test(`is none from the first paint on where the page keeps the height free: ${name}`, async () => {
      const wasm = holding('**/*.wasm');
      const { page } = await course(
        {
          script: false,
          style: `body { margin: 0; } carteiro-playground { display: block; min-height: ${height}px; }`,
          body: `<p>Before.</p><carteiro-playground figure scenario="cache-fallback" lang="en"><a href="#">Open it</a></carteiro-playground><p>After.</p>`,
        },
        {
          viewport: { width, height: 1000 },
          prepare: async (page) => {
            await page.addInitScript(() => {
              Object.assign(globalThis, { shifts: [] });
              new PerformanceObserver((list) => {
                for (const entry of list.getEntries())
                  Reflect.get(globalThis, 'shifts').push(Reflect.get(entry, 'value'));
              }).observe({ type: 'layout-shift', buffered: true });
            });
            await wasm.prepare(page);
          },
        },
      );
      await page.getByRole('link', { name: 'Open it' }).waitFor();
      await frames(page, 3);
      await page.addScriptTag({ type: 'module', url: './carteiro-playground.js' });
      await page.waitForFunction(() => customElements.get('carteiro-playground'));
      await frames(page, 3);
      wasm.release();
      await report(page);
      await frames(page, 30);
      assert.equal(await page.locator('carteiro-playground').evaluate((figure) => figure.clientHeight), height);
      assert.deepEqual(await page.evaluate(() => Reflect.get(globalThis, 'shifts')), []);
    });
  }
});

describe('before a figure is loaded', () => {
  const POSTER = `<img slot="poster" alt="Shop, topic, services" width="662" height="346" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 662 346'/%3E" />`;

  test('its poster and its caption are there, then its stage takes the poster’s place', async () => {
    const wasm = holding('**/*.wasm');
    const { page } = await course(
      { figure: 'figure scenario="retry" lang="en"', inside: `${POSTER}<span slot="caption">Figure 1</span>` },
      { prepare: wasm.prepare },
    );
    await page.waitForFunction(() => customElements.get('carteiro-playground'));
    const poster = page.getByRole('img', { name: 'Shop, topic, services' });
    await poster.waitFor();
    assert.equal(await page.getByText('Figure 1').isVisible(), true);
    wasm.release();
    await page.locator('.buy').waitFor();
    assert.equal(await poster.isVisible(), false);
    assert.equal(await page.getByText('Figure 1').isVisible(), true);
  });

  test('without scripts what it holds is there', async () => {
    const { page } = await course(
      { inside: `${POSTER}<a href="#whole">Open the simulation</a>` },
      { javaScriptEnabled: false },
    );
    assert.equal(await page.getByRole('link', { name: 'Open the simulation' }).isVisible(), true);
    assert.equal(await page.getByRole('img').isVisible(), true);
  });
});

test('of ten figures those near the screen are loaded, with one wasm, and those on it run', async () => {
  /** @type {string[]} */
  const asked = [];
  const { page } = await course(
    {
      body: Array.from(
        { length: 10 },
        () => '<carteiro-playground figure scenario="retry" lang="en"></carteiro-playground>',
      ).join(''),
    },
    {
      viewport: { width: 700, height: 600 },
      prepare: async (page) => {
        page.on('request', (request) => asked.push(request.url()));
      },
    },
  );
  /** @param {number} n */
  const nth = (n) => page.locator('carteiro-playground').nth(n);
  const timeOf = (/** @type {number} */ n) =>
    nth(n).evaluate(async (figure) => (await /** @type {any} */ (figure).report()).nowMs);
  const loaded = () =>
    page
      .locator('carteiro-playground')
      .evaluateAll((all) => all.map((one) => Boolean(one.shadowRoot?.querySelector('.stage'))));
  await nth(0).locator('.buy').waitFor();
  await nth(1).locator('.buy').waitFor();
  assert.deepEqual((await loaded()).slice(4), Array(6).fill(false));
  await nth(9).scrollIntoViewIfNeeded();
  await nth(9).locator('.buy').waitFor();
  await frames(page, 5);
  const [first, last] = [await timeOf(0), await timeOf(9)];
  await frames(page, 30);
  assert.equal(await timeOf(0), first);
  assert.ok((await timeOf(9)) > last);
  assert.equal(asked.filter((url) => url.endsWith('.wasm')).length, 1);
});
