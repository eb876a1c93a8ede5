// A figure in somebody else's page: what that page's styles, direction and width do to it, and how it is on paper and in forced colours.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { openCourse } from './course.js';
import { Person, report } from './person.js';

/** @import { Page } from 'playwright-core' */
/** @import { Course, Visit } from './course.js' */

/** A figure that stands still. */
const STILL = 'figure goals scenario="cache-fallback" seed="3" lang="en" start="paused" at="12s"';
const MAIN = 'main { width: 680px; padding: 8px; }';

const person = new Person();
/** @param {Course} page @param {Visit} [options] */
const course = (page, options) => openCourse(person, { figure: STILL, ...page }, options);

before(() => person.arrive());
after(() => person.leave());

/** The figure as it is drawn once it stands still. @param {Page} page */
async function pictureOf(page) {
  await report(page);
  await page.evaluate(() => document.fonts.ready);
  return PNG.sync.read(await page.locator('carteiro-playground').screenshot({ animations: 'disabled' }));
}

/** How many pixels of two pictures differ. @param {PNG} one @param {PNG} other */
function difference(one, other) {
  assert.deepEqual([other.width, other.height], [one.width, one.height]);
  return pixelmatch(one.data, other.data, undefined, one.width, one.height, { threshold: 0.1 });
}

/** Every inherited property, and some that are not, set to what nobody would want. */
const HOSTILE = `
  ${MAIN}
  * {
    font: inherit; font-size: 40px; font-style: italic; font-variant: small-caps; font-weight: 900; font-stretch: 50%;
    line-height: 3; letter-spacing: 5px; word-spacing: 9px; text-transform: uppercase; text-indent: 20px; text-align: right;
    text-shadow: 2px 2px red; white-space: pre; word-break: break-all; overflow-wrap: anywhere; hyphens: auto; tab-size: 20;
    text-emphasis: dot; text-orientation: upright; -webkit-text-stroke: 1px lime; font-feature-settings: 'smcp'; quotes: 'x' 'y';
    color: red; fill: lime; stroke: lime; stroke-width: 9px; caret-color: red; cursor: wait; list-style: square inside;
    direction: rtl; writing-mode: vertical-rl; border-collapse: collapse; box-sizing: content-box; orphans: 9;
    color-scheme: dark; accent-color: red; transition: all 9s; animation: none;
  }
  html, body, main { direction: ltr; writing-mode: horizontal-tb; color-scheme: light; }
  *::before, *::after { content: 'hostile'; display: block; }
  div, svg, section, figure, p, h2, b, button, slot { display: inline !important; padding: 30px !important; margin: 9px; }
  carteiro-playground { display: inline; line-height: 5 !important; font: 60px serif; writing-mode: vertical-lr; zoom: 1.4; }`;

/** Whatever an element inherits when nothing is said. @param {Page} page */
const inheritedBy = (page) =>
  page.evaluate(() => {
    const root = document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('.root');
    if (!root) throw new Error('there is no figure');
    const probe = document.createElement('i');
    root.append(probe);
    const style = getComputedStyle(probe);
    const found = Object.fromEntries(
      [...style].filter((name) => !name.startsWith('--')).map((name) => [name, style.getPropertyValue(name)]),
    );
    probe.remove();
    return found;
  });

describe('isolation', () => {
  test('under hostile styles a figure is drawn as in a plain page', async () => {
    const plain = await course({ style: MAIN });
    const hostile = await course({ style: HOSTILE });
    const [one, other] = [await pictureOf(plain.page), await pictureOf(hostile.page)];
    assert.equal(difference(one, other), 0);
    assert.deepEqual(await inheritedBy(hostile.page), await inheritedBy(plain.page));
  });

  test('in an Arabic page it reads from left to right', async () => {
    const plain = await course({ style: MAIN });
    const arabic = await course({ root: 'dir="rtl" lang="ar"', style: MAIN });
    assert.equal(difference(await pictureOf(plain.page), await pictureOf(arabic.page)), 0);
    const language = arabic.page.locator('carteiro-playground .root');
    assert.equal(await language.getAttribute('lang'), 'en');
  });

  test('hidden by what is around it, it is neither seen nor touched', async () => {
    const { page } = await course({ style: `${MAIN} main { visibility: hidden; pointer-events: none; }` });
    await report(page);
    const buy = page.locator('carteiro-playground .buy');
    assert.equal(await buy.isVisible(), false);
    assert.equal(await buy.evaluate((element) => getComputedStyle(element).pointerEvents), 'none');
  });

  for (const [name, style] of [
    ['inline', 'carteiro-playground { display: inline; }'],
    ['floating', 'carteiro-playground { float: left; }'],
    ['in a row', 'main { display: flex; }'],
    ['in the middle of a grid', 'main { display: grid; justify-items: center; }'],
  ]) {
    test(`${name}, it is as wide as the page has room for, also when that becomes less`, async () => {
      const { page } = await course({ style: `main { padding: 0 8px; } body { margin: 0; } ${style}` });
      await report(page);
      const width = () => page.locator('carteiro-playground .root').evaluate((element) => element.clientWidth);
      for (const wide of [696, 420, 340]) {
        await page.setViewportSize({ width: wide, height: 700 });
        await page.waitForFunction((wanted) => {
          const root = document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('.canvas');
          return root instanceof HTMLElement && root.offsetWidth <= wanted;
        }, wide - 34);
        assert.equal(await width(), wide - 16);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${wide} px`);
      }
    });
  }
});

describe('on paper', () => {
  test('a figure is its picture and its books, whole and in light colours, and afterwards what it was', async () => {
    const { page } = await course(
      { style: 'body { margin: 0; }' },
      { viewport: { width: 1000, height: 700 }, colorScheme: 'dark' },
    );
    await report(page);
    const figure = page.locator('carteiro-playground');
    const width = () => figure.locator('.canvas').evaluate((element) => element.getBoundingClientRect().width);
    const wide = await width();
    assert.ok(wide > 900);
    // What a browser does when one prints.
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.ok((await width()) < 660, 'it fits a sheet');
    assert.deepEqual(
      await figure.locator('button:visible:not(.toggle), select:visible, a:visible').allTextContents(),
      [],
    );
    assert.equal(await figure.locator('.verdict').isVisible(), true);
    const ground = await figure.locator('.frame').evaluate((element) => getComputedStyle(element).backgroundColor);
    assert.equal(ground, 'rgb(255, 255, 255)');
    assert.equal(await figure.locator('.frame').evaluate((element) => getComputedStyle(element).breakInside), 'avoid');
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.equal(await width(), wide);
  });
});

describe('in forced colours', () => {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test(`buttons have edges, and what is drawn is seen: ${colorScheme}`, async () => {
      const { page } = await course({ style: MAIN }, { forcedColors: 'active', colorScheme });
      await report(page);
      const edges = await page.locator('carteiro-playground button').evaluateAll((buttons) =>
        buttons.map((button) => {
          const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(button);
          return borderTopStyle === 'solid' && borderTopWidth !== '0px' && borderTopColor !== backgroundColor;
        }),
      );
      assert.ok(edges.length > 3);
      assert.ok(edges.every(Boolean));
      const drawn = await page
        .locator('carteiro-playground :is(.arrow .way, .arrow .head, .env .body)')
        .evaluateAll((shapes) => {
          const ground = getComputedStyle(document.body).backgroundColor;
          const canvas = Object.assign(document.createElement('div'), { style: 'background: Canvas' });
          document.body.append(canvas);
          const grounds = [ground, getComputedStyle(canvas).backgroundColor];
          canvas.remove();
          return shapes.map((shape) => {
            const { fill, stroke } = getComputedStyle(shape);
            return [fill, stroke].some((colour) => colour !== 'none' && !grounds.includes(colour));
          });
        });
      assert.ok(drawn.length > 3);
      assert.ok(drawn.every(Boolean));
    });
  }
});
