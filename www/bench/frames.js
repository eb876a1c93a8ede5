// Measures the page: the work of a frame with a thousand envelopes on the way, and the time to the first envelope.
import { launch, serve } from '../e2e/browser.js';
import { busy, quantile, scaled } from './common.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */
/** @import { Browser, Page } from 'playwright-core' */

const FRAMES = scaled(300);
const STARTS = scaled(5);

/** So many envelopes on the way: each order is one on its way to the topic and three on their way from it. @param {number} count */
const crowd = (count) => ({
  count,
  // Everything is on the way after twice the latency.
  fromMs: (count / 1000) * 6000,
  scenario: busy({
    id: 'envelopes',
    latency: `${(count / 1000) * 2}s`,
    every: '8ms',
    workers: 400,
    takes: '400ms',
    delivery: { prefetch: 'unlimited' },
  }),
});

/** @param {Page} page @param {string} address @param {ReturnType<typeof crowd>} crowd */
async function frameWork(page, address, { scenario, fromMs }) {
  // The page's clock is in our hands: one call is one frame.
  await page.addInitScript(() => {
    /** @type {FrameRequestCallback[]} */
    let due = [];
    let stamp = 0;
    const real = globalThis.requestAnimationFrame.bind(globalThis);
    let held = false;
    globalThis.requestAnimationFrame = (call) => (held ? due.push(call) : real(call));
    Object.assign(globalThis, {
      hold: (/** @type {boolean} */ is) => {
        held = is;
        for (const call of due.splice(0)) globalThis.requestAnimationFrame(call);
      },
      realFrame: () => new Promise(real),
      frame: (/** @type {number} */ ms) => {
        stamp += ms;
        const calls = due;
        due = [];
        for (const call of calls) call(stamp);
      },
    });
  });
  await page.goto(`${address}/?lang=en&theme=light`);
  await page.waitForFunction(() => document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('.env'));
  return page.evaluate(
    async ({ json, frames, fromMs }) => {
      const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
      const { hold, realFrame, frame } =
        /** @type {{ hold: (is: boolean) => void, realFrame: () => Promise<number>, frame: (ms: number) => void }} */ (
          /** @type {unknown} */ (globalThis)
        );
      await playground.open(json);
      await playground.seek(fromMs);
      await playground.play();
      hold(true);
      await realFrame();
      frame(0);
      const layer = /** @type {SVGElement} */ (playground.renderRoot.querySelector('.envelopes > g'));
      const work = [];
      let envelopes = 0;
      for (let i = 0; i < frames; i += 1) {
        await realFrame();
        const began = performance.now();
        frame(1000 / 60);
        await playground.updateComplete;
        // Reading a box makes the browser do the style and layout that the frame has caused.
        layer.getBoundingClientRect();
        work.push(performance.now() - began);
        ({ envelopes } = await playground.report());
      }
      hold(false);
      /** @type {number[]} */
      const stamps = [];
      for (let i = 0; i < frames; i += 1) stamps.push(await realFrame());
      const alone = layer.querySelectorAll('.env:not([display="none"])').length;
      const paths = [...layer.querySelectorAll('.crowd')].map((path) => path.getAttribute('d') ?? '');
      const drawn = alone + paths.join('').split('M').length - 1;
      const gaps = stamps.slice(1).map((stamp, i) => stamp - stamps[i]);
      return { work, gaps, envelopes, drawn };
    },
    { json: JSON.stringify(scenario), frames: FRAMES, fromMs },
  );
}

/** @param {Browser} browser @param {string} address */
async function firstEnvelope(browser, address) {
  const times = [];
  for (let i = 0; i < STARTS; i += 1) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 880 } });
    await page.addInitScript(() => {
      const look = () => {
        const shown = document
          .querySelector('carteiro-playground')
          ?.shadowRoot?.querySelector('.env:not([display="none"])');
        if (shown) document.documentElement.dataset.first = String(performance.now());
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto(`${address}/?lang=en`);
    // The scenario may begin with nobody buying: press Buy as soon as there is something to press.
    await page.locator('.buy').first().click();
    await page.waitForFunction(() => document.documentElement.dataset.first);
    times.push(Number(await page.evaluate(() => document.documentElement.dataset.first)));
    await page.close();
  }
  return times;
}

const browser = await launch();
const site = await serve();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 880 } });
  const { work, gaps, envelopes, drawn } = await frameWork(page, site.address);
  const starts = await firstEnvelope(browser, site.address);
  console.log(`envelopes in the frame: ${envelopes}, drawn: ${drawn}`);
  console.log(
    `frame work, script with style and layout: median ${quantile(work, 0.5).toFixed(2)} ms, p95 ${quantile(work, 0.95).toFixed(2)} ms`,
  );
  console.log(
    `frames a second while it runs: ${(1000 / quantile(gaps, 0.5)).toFixed(1)} (median), p95 gap ${quantile(gaps, 0.95).toFixed(1)} ms`,
  );
  console.log(`first envelope after navigation: median ${quantile(starts, 0.5).toFixed(0)} ms`);
} finally {
  await browser.close();
  await site.close();
}
