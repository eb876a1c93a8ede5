// What is closed is gone: after twenty lessons there is no more on the page, and in the simulation, than after two.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Person } from './person.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */
/** @import { CDPSession, Page } from 'playwright-core' */

const person = new Person();
/** Two that have different cards, so that some are taken away and others put there. */
const LESSONS = ['retry', 'service-down'];

const OPENED = 18;
/** The unit in which the memory of the simulation grows; a run that is not closed takes several. */
const WASM_PAGE = 65_536;

/** Keeps the simulation's memory where it can be asked for. */
function holdMemory() {
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(Instance, given) {
      const instance = /** @type {WebAssembly.Instance} */ (Reflect.construct(Instance, given));
      Object.assign(globalThis, { simulation: instance.exports.memory });
      return instance;
    },
  });
}

/** Opens so many lessons in turn. @param {Page} page @param {number} count */
const open = (page, count) =>
  page.evaluate(
    async ({ lessons, count }) => {
      const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
      await playground.pause();
      for (let i = 0; i < count; i += 1) {
        await playground.open(lessons[i % lessons.length]);
        await new Promise(requestAnimationFrame);
      }
    },
    { lessons: LESSONS, count },
  );

/** What is held after everything was collected that can be. @param {Page} page @param {CDPSession} session */
async function held(page, session) {
  // What is collected first may hold what is collected next.
  for (let i = 0; i < 3; i += 1) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  /** @param {string} name */
  const metric = (name) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  const simulation = await page.evaluate(
    () => /** @type {WebAssembly.Memory} */ (Reflect.get(globalThis, 'simulation')).buffer.byteLength,
  );
  return { nodes: metric('Nodes'), listeners: metric('JSEventListeners'), simulation };
}

describe('after twenty lessons there is no more than after two', () => {
  before(() => person.arrive());
  after(() => person.leave());

  for (const [what, path] of [
    ['on the full page', '/?lang=en'],
    ['in a figure', '/figure.html?lang=en'],
    ['in a figure in a narrow column', '/figure.html?lang=en&narrow'],
  ]) {
    test(what, async () => {
      const width = path.includes('narrow') ? 400 : 1280;
      const { page } = await person.open(path.replace('&narrow', ''), {
        viewport: { width, height: 800 },
        prepare: (page) => page.addInitScript(holdMemory),
      });
      await page.getByRole('button', { name: 'Buy' }).first().waitFor();
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable');
      // Once for what is kept on purpose, such as templates.
      await open(page, 2);
      await open(page, 2);
      const before = await held(page, session);
      await open(page, OPENED);
      const now = await held(page, session);
      // What the page shows besides changes a little with time; a lesson that stays is more.
      assert.ok(now.nodes < before.nodes + OPENED, `${now.nodes} nodes instead of ${before.nodes}`);
      assert.ok(now.listeners < before.listeners + OPENED, `${now.listeners} listeners instead of ${before.listeners}`);
      const grown = now.simulation - before.simulation;
      assert.ok(grown <= WASM_PAGE, `${grown} bytes more in the simulation`);
    });
  }
});
