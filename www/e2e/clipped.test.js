// Every lesson at every size in both languages: no text on the stage or beside the timeline is cut, and no word of it broken.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LESSONS, Person } from './person.js';
import { brokenWords, cutWords, faultsOfWords } from './words.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */

/** From a small phone, upright and lying, to a large screen. */
const ROOMS = [
  { width: 320, height: 640 },
  { width: 360, height: 740 },
  { width: 740, height: 360 },
  { width: 1280, height: 880 },
  { width: 1920, height: 1080 },
];
/** As wide as a figure is in a column of a course page, and on a phone. */
const FIGURES = [360, 590, 680];
/** Instants at which much is on the stage. */
const INSTANTS = [9_000, 21_000];

/** Opens a lesson in an open page and stops it at an instant. Runs in the page. @param {{ id: string, lang: string, instant: number }} where */
async function goTo({ id, lang, instant }) {
  const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
  if (playground.scenario !== id) {
    const opened = new Promise((resolve) => {
      playground.addEventListener('carteiro-scenario', resolve, { once: true });
    });
    playground.scenario = id;
    await opened;
  }
  playground.lang = lang;
  await playground.seek(instant);
  await playground.updateComplete;
}

describe('no word is cut or broken', () => {
  const person = new Person();
  before(() => person.arrive());
  after(() => person.leave());

  const pages = [
    ...ROOMS.map((viewport) => ({ path: '/', viewport })),
    ...FIGURES.map((width) => ({ path: '/figure.html', viewport: { width, height: 900 } })),
  ];
  for (const { path, viewport } of pages) {
    test(`on ${path} at ${viewport.width} × ${viewport.height}`, async () => {
      const { page, witness } = await person.open(`${path}?scenario=sandbox&lang=en&start=paused`, {
        viewport,
        reducedMotion: 'reduce',
      });
      await page.locator('.stage').waitFor();
      /** @type {string[]} */
      const faults = [];
      for (const { id } of LESSONS.toReversed()) {
        if (id === 'sandbox') continue;
        for (const lang of ['en', 'pt-BR']) {
          for (const instant of INSTANTS) {
            await page.evaluate(goTo, { id, lang, instant });
            for (const look of [faultsOfWords, cutWords, brokenWords])
              faults.push(...(await page.evaluate(look)).map((fault) => `${id} in ${lang}: ${fault}`));
          }
        }
      }
      assert.deepEqual([...new Set(faults)], []);
      assert.deepEqual(witness.complaints, []);
    });
  }
});
