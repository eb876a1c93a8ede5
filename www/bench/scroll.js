// Measures how smoothly a page with ten figures scrolls, while those in sight play.
import { launch } from '../e2e/browser.js';
import { quantile, scaled } from './common.js';
import { serveCompressed } from './served.js';

const FRAMES = scaled(300);
const FIGURES = [
  'retry',
  'service-down',
  'purchase-fan-out',
  'sync-chain',
  'duplicates',
  'jitter',
  'circuit-breaker',
  'broker-down',
  'rate-limit',
  'compensation',
];
const PATH = '/ten.html';
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Ten figures</title>
  <script type="module" src="./carteiro-playground.js"></script>
  ${FIGURES.map((scenario) => `<p>A course.</p><carteiro-playground figure scenario="${scenario}" lang="en" start="now"></carteiro-playground>`).join('')}`;

const browser = await launch();
const site = await serveCompressed({ [PATH]: PAGE });
try {
  const page = await browser.newPage({ viewport: { width: 800, height: 800 } });
  await page.goto(site.address + PATH);
  await page.waitForFunction(
    (count) =>
      [...document.querySelectorAll('carteiro-playground')].filter((one) => one.shadowRoot?.querySelector('.env'))
        .length === count,
    FIGURES.length,
  );
  const gaps = await page.evaluate(async (frames) => {
    for (const figure of document.querySelectorAll('carteiro-playground')) figure.setAttribute('start', 'visible');
    /** @type {number[]} */
    const stamps = [];
    const end = document.documentElement.scrollHeight - innerHeight;
    for (let i = 0; i < frames; i += 1) {
      scrollTo(0, (end * i) / frames);
      stamps.push(await new Promise(requestAnimationFrame));
    }
    return stamps.slice(1).map((stamp, i) => stamp - stamps[i]);
  }, FRAMES);
  console.log(
    `ten figures, scrolled: ${(1000 / quantile(gaps, 0.5)).toFixed(1)} frames a second (median), p95 gap ${quantile(gaps, 0.95).toFixed(1)} ms`,
  );
} finally {
  await browser.close();
  site.close();
}
