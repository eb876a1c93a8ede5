// What docs/embed.md prints, put into somebody's page to the letter: each block of HTML shows its figure.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Person, report, titleOf } from './person.js';

/** @import { Frame, Page } from 'playwright-core' */

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

const DOCS = readFileSync(new URL('../../docs/embed.md', import.meta.url), 'utf8');
const BLOCKS = [...DOCS.matchAll(/^( *)```html\n(.*?)^\1```/gms)].map(([, , html]) => html);
/** Where the documents say that the site is. */
const SITE = 'https://example.org/carteiro/';
const HOST = 'https://course.example/';
const POSTER = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 662 346' width='662' height='346'/>";

/** A page of another origin with this HTML in it; the site is where the documents have it. @param {Page} page @param {string} html */
async function serve(page, html) {
  await page.route(`${SITE}**`, async (route) => {
    const response = await route.fetch({ url: route.request().url().replace(SITE, `${person.address}/`) });
    await route.fulfill({ response, headers: { ...response.headers(), 'access-control-allow-origin': '*' } });
  });
  await page.route(`${HOST}**`, (route) =>
    route.request().url().endsWith('.svg')
      ? route.fulfill({ contentType: 'image/svg+xml', body: POSTER })
      : route.fulfill({
          contentType: 'text/html',
          body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Course</title><link rel="icon" href="data:,">${html}</html>`,
        }),
  );
}

test('there are blocks for a page, a frame and a poster', () => {
  assert.equal(BLOCKS.length, 3);
});

for (const html of BLOCKS) {
  test(`works as it is printed: ${html.trim().slice(0, 70)}`, async () => {
    // The block of the poster is about what stands inside; the script is that of the first.
    const script = html.includes('<script')
      ? ''
      : `<script type="module" src="${SITE}carteiro-playground.js"></script>`;
    const { page, witness } = await person.open('/figure.html?scenario=retry&start=paused', {
      prepare: (it) => serve(it, script + html),
    });
    await page.goto(HOST);
    const [, scenario] = /scenario="?([a-z-]+)/.exec(html) ?? [];
    const [, lang] = /lang[="]+([\w-]+)/.exec(html) ?? [];
    const framed = html.includes('<iframe');
    const frame = /** @type {Page | Frame | null} */ (
      framed ? await (await page.locator('iframe').elementHandle())?.contentFrame() : page
    );
    assert.ok(frame);
    const title = titleOf(scenario)[/** @type {'en' | 'pt-BR'} */ (lang)];
    await frame.getByText(title).first().waitFor();
    await frame.locator('.stage .box').first().waitFor();
    if (!framed) assert.equal((await report(page)).scenario, scenario);
    const [, caption] = /slot="caption">([^<]+)/.exec(html) ?? [];
    if (caption) assert.ok(await page.getByText(caption).isVisible());
    // What stands in for the figure has made room for it.
    for (const spare of await page.locator('css:light=carteiro-playground > :not([slot=caption])').all())
      await spare.waitFor({ state: 'hidden' });
    if (framed) {
      // The script gives the frame the height of what is in it.
      await page.waitForFunction(() => document.querySelector('iframe')?.style.height !== '520px');
    }
    assert.deepEqual(witness.complaints, []);
  });
}
