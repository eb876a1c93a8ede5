// Measures whether the page answers while it plays at 64 times the speed: the tasks that keep it from answering for more than 50 ms.
import { readFileSync } from 'node:fs';
import { launch, serve } from '../e2e/browser.js';
import { scaled } from './common.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */
/** @import { Page } from 'playwright-core' */

const PLAYED_MS = scaled(4000);
/** What keeps the page from answering. */
const LONG_MS = 50;
/** @type {{ id: string }[]} */
const LESSONS = JSON.parse(readFileSync(new URL('../../lessons/index.json', import.meta.url), 'utf8'));

/** @param {Page} page @param {string} lesson @returns {Promise<number>} the instant it was played to, in milliseconds */
const play = (page, lesson) =>
  page.evaluate(
    async ({ lesson, playedMs }) => {
      const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
      await playground.pause();
      await playground.open(lesson);
      playground.speed = '64';
      await playground.play();
      await new Promise((resolve) => setTimeout(resolve, playedMs));
      await playground.pause();
      return (await playground.report()).nowMs;
    },
    { lesson, playedMs: PLAYED_MS },
  );

/** @typedef {{ name: string, ph: string, pid: number, tid: number, tdur?: number, args?: { name?: string } }} Traced */

/** How long each task of the page took its processor, in milliseconds: others that are busy do not count. @param {Buffer} trace */
function tasksIn(trace) {
  /** @type {{ traceEvents: Traced[] }} */
  const { traceEvents } = JSON.parse(trace.toString());
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}:${tid}`),
  );
  return traceEvents
    .filter(({ ph, pid, tid, name }) => ph === 'X' && name.endsWith('RunTask') && mains.has(`${pid}:${tid}`))
    .map(({ tdur = 0 }) => tdur / 1000);
}

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
  console.log(
    `tasks of more than ${LONG_MS} ms of processor time while each lesson plays at 64 times the speed for ${PLAYED_MS} ms`,
  );
  for (const { id } of LESSONS.slice(0, scaled(LESSONS.length))) {
    await browser.startTracing(page, { categories: ['toplevel'] });
    const toMs = await play(page, id);
    const tasks = tasksIn(await browser.stopTracing());
    const [long, longest] = [tasks.filter((ms) => ms > LONG_MS).length, Math.max(...tasks)];
    console.log(
      `  ${id.padEnd(22)} ${String(long).padStart(3)} of ${String(tasks.length).padStart(5)}, the longest ${longest.toFixed(0).padStart(4)} ms; played to ${(toMs / 1000).toFixed(0)} s`,
    );
  }
} finally {
  await browser.close();
  await site.close();
}
