// Measures the lab: a map of 20 × 20 points, 200 runs each, when its first point is on the screen, and the page's frames meanwhile.
import { launch, serve } from '../e2e/browser.js';
import { quantile, scaled } from './common.js';

/** @import { Page } from 'playwright-core' */

const RUNS = scaled(200);
const ATTEMPTS = 'topics.purchase-approved.delivery.retry.maxAttempts';
const QUESTION = `${ATTEMPTS}=1..20:20;outage=2s..40s:20;measure=deadLettered;most=0;runs=${RUNS}`;

/** Carries the study of the page's address out. @param {Page} page */
async function measure(page) {
  await page.locator('.run-study').waitFor();
  return page.evaluate(async () => {
    const root = /** @type {ShadowRoot} */ (document.querySelector('carteiro-playground')?.shadowRoot);
    const frame = () => new Promise(requestAnimationFrame);
    const began = performance.now();
    /** @type {HTMLElement} */ (root.querySelector('.run-study')).click();
    let [first, last] = [0, began];
    const frames = [];
    for (;;) {
      await frame();
      const now = performance.now();
      frames.push(now - last);
      last = now;
      if (first === 0 && [...root.querySelectorAll('.cell')].some((cell) => cell.textContent !== '·'))
        first = now - began;
      if (root.querySelector('.reply [aria-busy=false]')) return { first, whole: now - began, frames };
    }
  });
}

const browser = await launch();
const site = await serve();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 880 } });
  await page.goto(`${site.address}/?scenario=flaky-retries&lang=en&lab=`);
  await page.locator('.run-study').waitFor();
  // What is fetched when the lab is opened is not measured: once it is there, a study begins at once.
  await page.goto(`${site.address}/?scenario=flaky-retries&lang=en&lab=${encodeURIComponent(QUESTION)}`);
  await page.locator('.reply [aria-busy=false]').waitFor({ timeout: 600_000 });
  const { first, whole, frames } = await measure(page);
  console.log(`a map of 20 × 20 points, ${RUNS} runs each: ${(whole / 1000).toFixed(1)} s`);
  console.log(`its first point is on the screen after ${first.toFixed(0)} ms`);
  console.log(
    `frames meanwhile: median ${quantile(frames, 0.5).toFixed(1)} ms, p95 ${quantile(frames, 0.95).toFixed(1)} ms`,
  );
} finally {
  await browser.close();
  await site.close();
}
