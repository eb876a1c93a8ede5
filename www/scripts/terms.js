// A scenario file asked for with `?terms` is the list of the glossary's terms that its texts link to: no list is kept by hand.
import { readFileSync } from 'node:fs';

/** @import { Plugin } from 'vite' */

/** @param {string} text of a scenario file @returns {string[]} each term once, in alphabetical order */
export const termsIn = (text) =>
  [...new Set([...text.matchAll(/\]\(term:([a-z0-9-]+)\)/g)].map(([, id]) => id))].sort();

const ASKED = '?terms';
/** A name of its own, which nothing else takes for a JSON file. */
const MODULE = '\0terms:';

/** @returns {Plugin} */
export const terms = () => ({
  name: 'terms',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!source.endsWith(ASKED)) return undefined;
    const file = await this.resolve(source.slice(0, -ASKED.length), importer, { skipSelf: true });
    return file && `${MODULE}${file.id}.js`;
  },
  load(id) {
    if (!id.startsWith(MODULE)) return undefined;
    const text = readFileSync(id.slice(MODULE.length, -'.js'.length), 'utf8');
    return `export default ${JSON.stringify(termsIn(text))}`;
  },
});
