// Every lesson at every size in both languages: no text on the stage or beside the timeline is cut.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LESSONS, Person } from './person.js';
import { cutWords, faultsOfWords } from './words.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */

/** From a small phone, upright and lying, to a large screen. */
const ROOMS = [
  { width: 320, height: 640 },
  { width: 360, height: 740 },
  { width: 740, height: 360 },
  { width: 1280, height: 880 },
  { width: 1920, height: 1080 },
];
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

describe('no word is cut', () => {
  const person = new Person();
  before(() => person.arrive());
  after(() => person.leave());

  for (const viewport of ROOMS) {
    test(`at ${viewport.width} × ${viewport.height}`, async () => {
      const { page, witness } = await person.open('/?scenario=sandbox&lang=en&start=paused', {
        viewport,
        reducedMotion: 'reduce',
      });
      await page.locator('.stage').waitFor();
      for (const { id } of LESSONS.toReversed()) {
        if (id === 'sandbox') continue;
        for (const lang of ['en', 'pt-BR']) {
          for (const instant of INSTANTS) {
            await page.evaluate(goTo, { id, lang, instant });
            const faults = [...(await page.evaluate(faultsOfWords)), ...(await page.evaluate(cutWords))];
            assert.deepEqual(faults, [], `${id} in ${lang} at ${instant} ms`);
          }
        }
      }
      assert.deepEqual(witness.complaints, []);
    });
  }
});
