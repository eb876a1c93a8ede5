// The code that puts a figure into other people's pages, for each of the ways in which pages are written.

/**
 * The address of a page that opens a run: without what this page was asked for, which is not the other reader's wish.
 * @param {string} address @param {string} link @param {string} [compare] what is compared, and at which instant
 */
export function linkAddress(address, link, compare) {
  const url = new URL(address);
  for (const name of ['scenario', 'seed', 'lang', 'theme', 'branch', 'compare']) url.searchParams.delete(name);
  if (compare) url.searchParams.set('compare', compare);
  url.hash = link;
  return url.href;
}

/** What a figure is to be.
 * @typedef {object} Figure
 * @property {string} site address of the folder that holds the site, with a slash at its end
 * @property {Record<string, string | boolean>} attributes by their names; true for a flag, empty or false for one that is left out
 * @property {string} title what a screen reader says of a frame
 * @property {string} [caption]
 * @property {Record<string, string>} [colours] custom properties, which a frame cannot take
 * @property {number} [width] in CSS pixels; all there is without it
 * @property {number} [height] of a frame that no script can fit, in CSS pixels
 */

/** Where code can be put. */
export const PLACES = /** @type {const} */ ([
  'element',
  'iframe',
  'file',
  'mdbook',
  'docusaurus',
  'vitepress',
  'moodle',
]);

/** @typedef {(typeof PLACES)[number]} Place */

const USUAL_HEIGHT = 520;

/** @param {string} text */
const quoted = (text) => `"${text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`;

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** @param {Figure['attributes']} attributes @returns {[string, string | true][]} those that say something */
const said = (attributes) =>
  Object.entries(attributes).flatMap(([name, value]) =>
    value ? [/** @type {[string, string | true]} */ ([name, value])] : [],
  );

/** The address of a frame with such a figure. @param {Figure} figure @param {string} [page] */
export function frameAddress({ site, attributes }, page = 'figure.html') {
  const query = new URLSearchParams();
  for (const [name, value] of said(attributes)) {
    // The page of figures shows one without being asked.
    if (name !== 'figure' || page !== 'figure.html') query.set(name, value === true ? '' : value);
  }
  // A flag needs no value.
  return `${site}${page}?${query}`.replaceAll(/=(?=&|$)/g, '');
}

/** The element; inside it stands a link to the same figure, for where its script does not run. @param {Figure} figure */
function element(figure) {
  const { attributes, title, caption, colours = {}, width } = figure;
  const style = Object.entries(colours).map(([name, value]) => `${name}: ${value}`);
  if (width) style.push(`max-width: ${width}px`);
  const words = said(attributes).map(([name, value]) => (value === true ? name : `${name}=${quoted(value)}`));
  if (style.length > 0) words.push(`style=${quoted(style.join('; '))}`);
  const inside = [`<a href=${quoted(frameAddress(figure))}>${escaped(title)}</a>`];
  if (caption) inside.push(`<span slot="caption">${escaped(caption)}</span>`);
  return `<carteiro-playground ${words.join(' ')}>\n  ${inside.join('\n  ')}\n</carteiro-playground>`;
}

/** @param {Figure} figure @param {string} [page] */
function iframe(figure, page) {
  const { title, width, height = USUAL_HEIGHT } = figure;
  const style = `width: 100%; ${width ? `max-width: ${width}px; ` : ''}height: ${height}px; border: 0`;
  return `<iframe data-carteiro src=${quoted(frameAddress(figure, page))} title=${quoted(title)} loading="lazy" style=${quoted(style)}></iframe>`;
}

/** @param {string} site */
const elementScript = (site) => `<script type="module" src=${quoted(`${site}carteiro-playground.js`)}></script>`;
/** @param {string} site */
const frameScript = (site) => `<script type="module" src=${quoted(`${site}carteiro-embed.js`)}></script>`;

/** In MDX a style is an object and every tag is closed. @param {Figure} figure */
function mdx(figure) {
  const { title, width, height = USUAL_HEIGHT } = figure;
  const style = [`width: '100%'`, ...(width ? [`maxWidth: ${width}`] : []), `height: ${height}`, 'border: 0'].join(
    ', ',
  );
  return `<iframe src=${quoted(frameAddress(figure))} title=${quoted(title)} loading="lazy" style={{ ${style} }} />`;
}

/** The code for a place. @param {Place} place @param {Figure} figure @returns {string} */
export function snippet(place, figure) {
  const { site, height = USUAL_HEIGHT, width } = figure;
  switch (place) {
    case 'element':
    case 'mdbook':
      // In Markdown a block of HTML ends at an empty line: there is none.
      return `${elementScript(site)}\n${element(figure)}`;
    case 'iframe':
      return `${iframe(figure)}\n${frameScript(site)}`;
    case 'file':
      return iframe({ ...figure, site: './', height, width }, 'carteiro.html');
    case 'docusaurus':
      return mdx(figure);
    case 'vitepress':
      return `<script setup>\nimport { onMounted } from 'vue'\nonMounted(() => import('carteiro-playground/define'))\n</script>\n\n${element(figure)}`;
    case 'moodle':
      return iframe(figure);
  }
}

/** The frame for a run of the reader's own: the whole page. @param {string} link @param {string} title */
export const pageFrame = (link, title) =>
  `<iframe src=${quoted(link)} title=${quoted(title)} width="100%" height="900" style="border: 0"></iframe>`;
