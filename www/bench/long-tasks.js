// Measures whether the page answers while it plays at 64 times the speed: the tasks that keep it from answering for more than 50 ms.
import { readFileSync } from 'node:fs';
import { launch, serve } from '../e2e/browser.js';
import { scaled } from './common.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */
/** @import { Page } from 'playwright-core' */

const PLAYED_MS = scaled(4000);
/** @type {{ id: string }[]} */
const LESSONS = JSON.parse(readFileSync(new URL('../../lessons/index.json', import.meta.url), 'utf8'));

/** @param {Page} page @param {string} lesson @returns {Promise<{ longest: number, tasks: number, toMs: number }>} */
const play = (page, lesson) =>
  page.evaluate(
    async ({ lesson, playedMs }) => {
      const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
      await playground.pause();
      await playground.open(lesson);
      playground.speed = '64';
      /** @type {number[]} */
      const tasks = [];
      const observer = new PerformanceObserver((list) =>
        tasks.push(...list.getEntries().map(({ duration }) => duration)),
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      observer.observe({ type: 'longtask' });
      await playground.play();
      await new Promise((resolve) => setTimeout(resolve, playedMs));
      await playground.pause();
      observer.disconnect();
      const { nowMs: toMs } = await playground.report();
      return { longest: Math.max(0, ...tasks), tasks: tasks.length, toMs };
    },
    { lesson, playedMs: PLAYED_MS },
  );

const browser = await launch();
const site = await serve();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 880 } });
  // A lesson that waits for its learner would not play.
  await page.addInitScript(() => localStorage.setItem('carteiro.guide', 'off'));
  await page.goto(`${site.address}/?lang=en`);
  await page.waitForFunction(() =>
    document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('.envelopes'),
  );
  console.log(`tasks of more than 50 ms while each lesson plays at 64 times the speed for ${PLAYED_MS} ms`);
  for (const { id } of LESSONS.slice(0, scaled(LESSONS.length))) {
    const { longest, tasks, toMs } = await play(page, id);
    console.log(
      `  ${id.padEnd(22)} ${String(tasks).padStart(3)}, the longest ${longest.toFixed(0).padStart(4)} ms; played to ${(toMs / 1000).toFixed(0)} s`,
    );
  }
} finally {
  await browser.close();
  await site.close();
}
