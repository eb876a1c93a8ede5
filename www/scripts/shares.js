// A part of a JSON file, by who says it: `?figure` what a figure says, `?page` what the full page says besides, `?later` what only
// their parts say that are loaded on demand, `?classroom` what its pages say, `?lab` what the lab says, `?worst` what is said of files that do not come: this is in the code. No list is kept by hand.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @import { Plugin } from 'vite' */

const SOURCES = join(import.meta.dirname, '../src');
/** Where each begins that is loaded as a whole. */
const ENTRIES = { figure: 'element/define.js', page: 'element/full.js' };

/** @typedef {keyof typeof ENTRIES | 'later' | 'classroom' | 'lab' | 'worst'} Share */

/** The code that is loaded with a file, itself the first. @param {string} file @returns {string} */
export function codeWith(file) {
  /** @type {Map<string, string>} */
  const read = new Map();
  const open = [join(SOURCES, file)];
  for (let file = open.pop(); file; file = open.pop()) {
    if (read.has(file)) continue;
    const code = readFileSync(file, 'utf8');
    read.set(file, code);
    for (const [, path] of code.matchAll(/^(?:import|export)\b[^;]*?'(\.[^']+\.js)';/gm)) {
      if (!path.includes('/pkg/')) open.push(join(dirname(file), path));
    }
  }
  return [...read.values()].join('\n');
}

/** Whether code says a sentence: by its whole key, or by one whose end is put in. @param {string} code @returns {(key: string) => boolean} */
export function saidIn(code) {
  const whole = new Set([...code.matchAll(/'([a-zA-Z]+(?:\.[a-zA-Z]+)+)'/g)].map(([, key]) => key));
  const begun = [...code.matchAll(/`([a-zA-Z.]+\.)\$\{/g)].map(([, prefix]) => prefix);
  return (key) => whole.has(key) || begun.some((prefix) => key.startsWith(prefix));
}

/** @param {string} key */
const isWorst = (key) => key.startsWith('worst.');

/** The sentences of a language. @param {Record<string, string>} messages @param {Share} share */
function sentences(messages, share) {
  const [figure, page] = [ENTRIES.figure, ENTRIES.page].map((entry) => saidIn(codeWith(entry)));
  /** @param {string} key @returns {Share} */
  const shareOf = (key) =>
    isWorst(key)
      ? 'worst'
      : key.startsWith('classroom.')
        ? 'classroom'
        : figure(key)
          ? 'figure'
          : page(key)
            ? 'page'
            : key.startsWith('lab.')
              ? 'lab'
              : 'later';
  return Object.fromEntries(Object.entries(messages).filter(([key]) => shareOf(key) === share));
}

/** Of the lessons a figure knows the name of the first; the page all entries, later their ideas in the same order.
 * @param {{ id: string, idea: object }[]} entries @param {Share} share */
function lessons(entries, share) {
  if (share === 'figure') return entries[0].id;
  return entries.map(({ idea, ...entry }) => (share === 'later' ? idea : entry));
}

const ASKED = /^(.*\.json)\?(figure|page|later|classroom|lab|worst)$/;

/** @returns {Plugin} */
export const shares = () => ({
  name: 'shares',
  enforce: 'pre',
  load(id) {
    const [, file, share] = ASKED.exec(id) ?? [];
    if (!file) return undefined;
    const whole = JSON.parse(readFileSync(file, 'utf8'));
    const part = Array.isArray(whole) ? lessons : sentences;
    return { code: `export default ${JSON.stringify(part(whole, /** @type {Share} */ (share)))}`, moduleType: 'js' };
  },
});
