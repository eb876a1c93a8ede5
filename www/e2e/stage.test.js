// The stage of any scenario in a real browser, with the longest names there may be: no words lie over others or leave their card.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileOf, SHAPES } from '../test/topologies.js';
import { Person } from './person.js';

const ROOMS = [
  { width: 1280, height: 900 },
  { width: 1000, height: 800 },
  { width: 740, height: 900 },
  { width: 360, height: 740 },
];

/** What is wrong with the words on the cards. Runs in the page. */
function faultsOfWords() {
  const root = document.querySelector('carteiro-playground')?.shadowRoot;
  if (!root) return ['there is no playground'];
  /** @type {string[]} */
  const faults = [];
  const words =
    '.title, .names p, .tally, .health > span, .label, .caption, .buy, .auto, .amount, .broker .quiet, .hole > span:first-child, .gear, .toggle, .redrive';
  for (const card of root.querySelectorAll('.box')) {
    const name = `${card.className} “${card.getAttribute('aria-label')?.slice(0, 20)}”`;
    const outer = card.getBoundingClientRect();
    /** @param {DOMRect} a @param {DOMRect} b */
    const apart = (a, b) =>
      a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
    const seen = [...card.querySelectorAll(words)].filter(
      (e) =>
        e.getBoundingClientRect().width > 1 &&
        getComputedStyle(e).clipPath === 'none' &&
        getComputedStyle(e).display !== 'none',
    );
    for (const [i, element] of seen.entries()) {
      const own = element.getBoundingClientRect();
      const what = `${element.className} in ${name}`;
      if (
        own.left < outer.left - 1 ||
        own.right > outer.right + 1 ||
        own.top < outer.top - 1 ||
        own.bottom > outer.bottom + 1
      )
        faults.push(`${what} leaves it`);
      const style = getComputedStyle(element);
      if (element.scrollWidth > element.clientWidth + 1 && style.overflowX === 'visible' && style.display !== 'inline')
        faults.push(`${what} runs over`);
      for (const other of seen.slice(i + 1)) {
        if (element.contains(other) || other.contains(element)) continue;
        if (!apart(own, other.getBoundingClientRect())) faults.push(`${what} lies on ${other.className}`);
      }
    }
    // What is pressed and what holds now is read in full.
    for (const element of card.querySelectorAll('.buy, .health :checked + span b, .toggle')) {
      const range = document.createRange();
      range.selectNodeContents(element);
      const text = range.getBoundingClientRect();
      const room = (element.closest('.health > span') ?? element).getBoundingClientRect();
      if (text.width > room.width + 0.5 || text.height > room.height + 0.5)
        faults.push(`the words of ${element.className} in ${name} are cut`);
    }
  }
  return faults;
}

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
