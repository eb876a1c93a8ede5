// A thousand envelopes on the way: a canvas shows them, each can still be asked, and a picture has them all.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { busy } from '../bench/common.js';
import { Person } from './person.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */
/** @import { Page } from 'playwright-core' */

const COUNT = 1000;
const person = new Person();
const SCENARIO = busy({
  id: 'crowd',
  latency: '4s',
  every: '8ms',
  workers: 400,
  takes: '10ms',
  delivery: { prefetch: 'unlimited' },
  services: ['logistics'],
});

/** @param {Page} page */
const openCrowd = (page) =>
  page.evaluate(async (json) => {
    const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
    await playground.open(json);
    await playground.pause();
    await playground.seek(12_000);
    // The canvas comes with its own code.
    while (!playground.renderRoot.querySelector('canvas.crowd')) await new Promise(requestAnimationFrame);
    await playground.seek(12_001);
  }, JSON.stringify(SCENARIO));

/** What is on the canvas: how many pixels are painted, and the colours of most of them. @param {Page} page */
const painted = (page) =>
  page.evaluate(() => {
    const canvas = /** @type {HTMLCanvasElement} */ (
      document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('canvas.crowd')
    );
    const { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')).getImageData(
      0,
      0,
      canvas.width,
      canvas.height,
    );
    /** @type {Map<string, number>} */
    const colours = new Map();
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] !== 255) continue;
      const colour = `rgb(${data[i]}, ${data[i + 1]}, ${data[i + 2]})`;
      colours.set(colour, (colours.get(colour) ?? 0) + 1);
    }
    return [...colours].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  });

/** Whether a colour is one of the three that most pixels have. Where the stage is drawn larger, the edges of envelopes that lie on each other blend to it, but for one part in 255.
 * @param {number[]} colour @param {string[]} colours */
const isAmong = (colour, colours) =>
  colours
    .slice(0, 3)
    .some((one) => (one.match(/\d+/g) ?? []).every((part, i) => Math.abs(Number(part) - colour[i]) <= 1));

describe('a crowd on the way', () => {
  before(() => person.arrive());
  after(() => person.leave());

  test('is on a canvas in the colours of the page, light and dark, and gone when nobody is on the way', async () => {
    const { page } = await person.open('/?lang=en&theme=light');
    await openCrowd(page);
    const alone = await page.locator('.envelopes > g > .env').count();
    assert.ok(alone < 100, `${alone} of them have an element`);
    const light = await painted(page);
    assert.ok(isAmong([0, 114, 178], light), light.slice(0, 2).join());
    assert.ok(isAmong([255, 255, 255], light), light.slice(0, 2).join());
    await page.evaluate(async () => {
      const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
      playground.theme = 'dark';
      await playground.updateComplete;
    });
    const dark = await painted(page);
    assert.ok(isAmong([79, 176, 234], dark), dark.slice(0, 2).join());
    await page.evaluate(() =>
      /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground')).seek(0),
    );
    assert.deepEqual(await painted(page), [], 'nobody is on the way');
  });

  test('can be asked, one by one', async () => {
    const { page } = await person.open('/?lang=en');
    await openCrowd(page);
    // In the middle of the arrow from the topic.
    const arrow = await page.locator('.arrow.deliver .way').first().boundingBox();
    assert.ok(arrow);
    await page.mouse.click(arrow.x + arrow.width / 2, arrow.y + arrow.height / 2);
    await page.locator('.why .scroll').waitFor();
    assert.match(await page.locator('.why h2').innerText(), /\d/);
  });

  test('is in a picture, every one', async () => {
    const { page, witness } = await person.open('/?lang=en');
    await openCrowd(page);
    const { picture, envelopes } = await page.evaluate(async () => {
      const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
      return { picture: await playground.picture(), ...(await playground.report()) };
    });
    assert.ok(envelopes >= COUNT, `${envelopes} envelopes`);
    const named = [...picture.matchAll(/<use href="#([\w-]+)"/g)].map(([, id]) => id);
    assert.ok(named.length >= COUNT && named.length <= envelopes, `${named.length} of ${envelopes} in the picture`);
    for (const id of new Set(named)) assert.ok(picture.includes(`id="${id}"`), id);
    assert.deepEqual(witness.complaints, []);
  });
});
