// The stage of any scenario in a real browser, with the longest names there may be: no words lie over others or leave their card.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileOf, SHAPES } from '../test/topologies.js';
import { Person } from './person.js';
import { faultsOfWords } from './words.js';

const ROOMS = [
  { width: 1280, height: 900 },
  { width: 1000, height: 800 },
  { width: 740, height: 900 },
  { width: 360, height: 740 },
];

describe('the stage with the longest names', () => {
  const person = new Person();
  before(() => person.arrive());
  after(() => person.leave());

  for (const [shape, parts] of Object.entries(SHAPES)) {
    test(shape, async () => {
      const buffer = Buffer.from(JSON.stringify(fileOf(parts, 'longest')));
      const { page, witness } = await person.open('/?lang=pt-BR', { viewport: ROOMS[0] });
      await page.locator('.stage').waitFor();
      await page.locator('input[type=file]').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer });
      await page
        .locator('.box', { hasText: 'W'.repeat(8) })
        .first()
        .waitFor();
      for (const [lang, pause] of [
        ['pt-BR', 'Pausar'],
        ['en', 'Pause'],
      ]) {
        await page.locator('carteiro-playground').evaluate((element, lang) => element.setAttribute('lang', lang), lang);
        await page.getByRole('button', { name: pause, exact: true }).waitFor();
        for (const room of ROOMS) {
          await page.setViewportSize(room);
          // Nothing may scroll sideways.
          await page.waitForFunction(() => {
            const playground = document.querySelector('carteiro-playground');
            const canvas = playground?.shadowRoot?.querySelector('.canvas');
            const fits = document.documentElement.scrollWidth <= innerWidth;
            return fits && canvas && canvas.getBoundingClientRect().right <= innerWidth;
          });
          assert.deepEqual(await page.evaluate(faultsOfWords), [], `${lang} at ${room.width}`);
        }
      }
      assert.deepEqual(witness.complaints, []);
    });
  }
});
