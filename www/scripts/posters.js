// Draws a poster for each built-in lesson in each language into dist/posters: what is shown where a figure is not loaded yet, or printed unseen.
// The site has to be built; the pictures are taken in the installed Chromium, by the page itself.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, serve } from '../e2e/browser.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'dist/posters');
const LANGS = ['en', 'pt-BR'];
/** What a figure is drawn for, in CSS pixels. */
const WIDTH = 680;

/** @type {{ id: string }[]} */
const LESSONS = JSON.parse(readFileSync(join(ROOT, '../lessons/index.json'), 'utf8'));

/** Goes to the instant of the first half minute at which most is to be seen, the first of several, and draws it.
 * @param {{ id: string, lang: string }} lesson @returns {Promise<string>} SVG */
async function draw({ id, lang }) {
  const [last, step] = [30_000, 500];
  const figure = /** @type {CarteiroPlayground} */ (document.createElement('carteiro-playground'));
  Object.assign(figure, { figure: true, scenario: id, lang, theme: 'light', start: 'paused', controls: 'none' });
  document.body.replaceChildren(figure);
  let [best, most] = [0, -1];
  for (let ms = step; ms <= last; ms += step) {
    await figure.seek(ms);
    const { envelopes } = await figure.report();
    if (envelopes > most) [best, most] = [ms, envelopes];
  }
  await figure.seek(best);
  return figure.picture();
}

const browser = await launch();
const site = await serve();
const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 } });
await page.route('**/posters.html', (route) =>
  route.fulfill({
    contentType: 'text/html',
    body: `<!doctype html><title>Posters</title><style>body { margin: 0 }</style><script type="module" src="./carteiro-playground.js"></script>`,
  }),
);
await page.goto(`${site.address}/posters.html`);
mkdirSync(FOLDER, { recursive: true });
let bytes = 0;
for (const { id } of LESSONS) {
  for (const lang of LANGS) {
    const svg = await page.evaluate(draw, { id, lang });
    bytes += svg.length;
    writeFileSync(join(FOLDER, `${id}.${lang}.svg`), svg);
  }
}
await browser.close();
await site.close();
console.log(`${LESSONS.length * LANGS.length} posters, ${Math.round(bytes / 1024)} KB`);
