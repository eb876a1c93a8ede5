// Measures how soon a figure shows its first envelope, on this machine and over a slow network, and what it fetches for that.
import { launch } from '../e2e/browser.js';
import { quantile, scaled } from './common.js';
import { serveCompressed, slowDown } from './served.js';

/** @import { Browser } from 'playwright-core' */

const STARTS = scaled(7);
/** What a figure is looked at in: a page around an iframe, and a course page with the element. */
const FRAME = '/figure.html?scenario=service-down&lang=en';
const ELEMENT = '/element.html';
const PAGES = {
  [ELEMENT]: `<!doctype html><html lang="en"><meta charset="utf-8"><title>A course</title>
    <script type="module" src="./carteiro-playground.js"></script>
    <h1>A course</h1><carteiro-playground figure scenario="service-down" lang="en"></carteiro-playground>`,
};

/** @param {Browser} browser @param {string} address @param {boolean} slow */
async function firstEnvelope(browser, address, slow) {
  const context = await browser.newContext({ viewport: { width: 800, height: 700 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const look = () => {
      const root = document.querySelector('carteiro-playground')?.shadowRoot;
      if (root?.querySelector('.env')) document.documentElement.dataset.first = String(performance.now());
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  if (slow) await slowDown(page);
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => document.documentElement.dataset.first);
  const found = await page.evaluate(() => {
    const files = /** @type {PerformanceResourceTiming[]} */ ([
      ...performance.getEntriesByType('navigation'),
      ...performance.getEntriesByType('resource'),
    ]);
    return {
      ms: Number(document.documentElement.dataset.first),
      requests: files.length,
      bytes: files.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    };
  });
  await context.close();
  return found;
}

const browser = await launch();
const site = await serveCompressed(PAGES);
try {
  // The first start is that of the server, which compresses every file once.
  await firstEnvelope(browser, site.address + FRAME, false);
  for (const [what, path] of [
    ['a page with a figure alone', FRAME],
    ['the element in a course page', ELEMENT],
  ]) {
    for (const slow of [false, true]) {
      const starts = [];
      for (let i = 0; i < STARTS; i += 1) starts.push(await firstEnvelope(browser, site.address + path, slow));
      const times = starts.map(({ ms }) => ms);
      const [{ requests, bytes }] = starts;
      console.log(
        `${what}, ${slow ? '1.6 Mbit/s and 150 ms' : 'this machine'}: first envelope after ${quantile(times, 0.5).toFixed(0)} ms (median), ${Math.max(...times).toFixed(0)} ms (worst of ${STARTS}); ${requests} requests, ${(bytes / 1024).toFixed(1)} KB`,
      );
    }
  }
} finally {
  await browser.close();
  site.close();
}
