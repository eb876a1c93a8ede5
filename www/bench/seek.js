// Measures the time machine: seeking in ten minutes of a hundred thousand events, the memory that takes, and ten thousand attempts in sight.
import { launch, serve } from '../e2e/browser.js';
import { busy, quantile, scaled } from './common.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */
/** @import { Page } from 'playwright-core' */

const SEEKS = scaled(300);
const LENGTH_MS = 600_000;

const RUN = busy({
  id: 'ten-minutes',
  latency: '5ms',
  every: '54ms',
  workers: 4,
  takes: { exponential: { mean: '60ms' } },
  fails: 0.1,
  delivery: {
    retry: { backoff: { exponential: { base: '1s', factor: 2, cap: '1min' } }, jitter: 'full', maxAttempts: 5 },
    deadLetter: true,
  },
});

/** @param {Page} page @param {string} address */
async function measure(page, address) {
  // The memory of the simulation, which the page itself has no use for.
  await page.addInitScript(() => {
    WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
      construct(Instance, given) {
        const instance = /** @type {WebAssembly.Instance} */ (Reflect.construct(Instance, given));
        Object.assign(globalThis, { simulationMemory: instance.exports.memory });
        return instance;
      },
    });
  });
  await page.goto(`${address}/?lang=en&theme=light`);
  await page.waitForFunction(() =>
    document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('.envelopes'),
  );
  return page.evaluate(
    async ({ json, seeks, length }) => {
      const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
      const { simulationMemory } = /** @type {{ simulationMemory: WebAssembly.Memory }} */ (
        /** @type {unknown} */ (globalThis)
      );
      const megabytes = () => simulationMemory.buffer.byteLength / 2 ** 20;
      await playground.open(json);
      const before = megabytes();
      const began = performance.now();
      await playground.seek(length);
      const playing = performance.now() - began;
      const { events } = await playground.report();
      const canvas = /** @type {HTMLCanvasElement} */ (playground.renderRoot.querySelector('.lanes canvas'));
      const shown = [];
      let x = 12_345;
      for (let i = 0; i < seeks; i += 1) {
        x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
        const start = performance.now();
        await playground.seek((x / 2 ** 32) * length);
        canvas.getBoundingClientRect();
        shown.push(performance.now() - start);
      }
      // All ten minutes in sight, dragged.
      for (let i = 0; i < 12; i += 1) document.dispatchEvent(new KeyboardEvent('keydown', { key: '-' }));
      await playground.updateComplete;
      const drawn = [];
      for (let i = 0; i < 60; i += 1) {
        const start = performance.now();
        document.dispatchEvent(new KeyboardEvent('keydown', { key: i % 2 ? ']' : '[' }));
        await playground.updateComplete;
        canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
        drawn.push(performance.now() - start);
      }
      return { shown, drawn, events, playing, memory: megabytes() - before };
    },
    { json: JSON.stringify(RUN), seeks: SEEKS, length: LENGTH_MS },
  );
}

const browser = await launch();
const site = await serve();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 880 } });
  const { shown, drawn, events, playing, memory } = await measure(page, site.address);
  /** @param {number[]} values */
  const figures = (values) =>
    `median ${quantile(values, 0.5).toFixed(2)} ms, p95 ${quantile(values, 0.95).toFixed(2)} ms`;
  console.log(`ten minutes: ${events} events, played in ${playing.toFixed(0)} ms`);
  console.log(`memory of the simulation after it: ${memory.toFixed(0)} MB more`);
  console.log(`seek anywhere in it, with the page drawn: ${figures(shown)}`);
  console.log(`all attempts in sight, the timeline moved: ${figures(drawn)}`);
} finally {
  await browser.close();
  await site.close();
}
