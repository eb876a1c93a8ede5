// Measures the page: the work of a frame with a thousand and with ten thousand envelopes on the way, and the time to the first envelope.
import { launch, serve } from '../e2e/browser.js';
import { busy, quantile, scaled } from './common.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */
/** @import { Browser, Page } from 'playwright-core' */

const FRAMES = scaled(300);
const STARTS = scaled(5);

/** Purchases a second. */
const RATE = 125;

/** So many envelopes on the way: each purchase is one on its way to the topic, and then one on its way to each service. @param {number} count @param {string[]} services */
function crowd(count, services) {
  const latencyMs = (count / RATE / (1 + services.length)) * 1000;
  const wishes = { every: `${1000 / RATE}ms`, workers: 400, takes: '400ms', delivery: { prefetch: 'unlimited' } };
  // Before that not all of them are on their way.
  return { fromMs: 3 * latencyMs, scenario: busy({ id: 'envelopes', latency: `${latencyMs}ms`, services, ...wishes }) };
}

/** The core shows 5,000 of a kind at most. */
const CROWDS = [crowd(1_000, ['stock', 'invoice', 'logistics']), crowd(10_000, ['logistics'])];

/** @param {Page} page @param {string} address @param {(typeof CROWDS)[number]} crowd */
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
  await page.waitForFunction(() =>
    document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('.envelopes'),
  );
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
      // A picture has an element for each envelope on the canvas.
      const onCanvas = (await playground.picture()).split('<use ').length - 1;
      const drawn = layer.querySelectorAll(':scope > .env').length + onCanvas;
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
        const shown = document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('.env');
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
  for (const busy of CROWDS) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 880 } });
    const { work, gaps, envelopes, drawn } = await frameWork(page, site.address, busy);
    await page.close();
    console.log(`envelopes in the frame: ${envelopes}, drawn: ${drawn}`);
    console.log(
      `  frame work, script with style and layout: median ${quantile(work, 0.5).toFixed(2)} ms, p95 ${quantile(work, 0.95).toFixed(2)} ms`,
    );
    console.log(
      `  frames a second while it runs: ${(1000 / quantile(gaps, 0.5)).toFixed(1)} (median), p95 gap ${quantile(gaps, 0.95).toFixed(1)} ms`,
    );
  }
  const starts = await firstEnvelope(browser, site.address);
  console.log(`first envelope after navigation: median ${quantile(starts, 0.5).toFixed(0)} ms`);
} finally {
  await browser.close();
  await site.close();
}
