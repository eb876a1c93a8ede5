// Half of a JSON file: with `?first` what the page says at first, with `?later` what only its parts say that are loaded on demand. No list is kept by hand.
// With `?worst` what is said of files that do not come: this stands in the code itself, and in neither half.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @import { Plugin } from 'vite' */

const SOURCES = join(import.meta.dirname, '../src');
/** Where the page begins. */
const ENTRIES = ['element/define.js', 'page/main.js'].map((name) => join(SOURCES, name));

/** The code that is loaded with a file, itself the first. @param {string[]} files @returns {string} */
export function codeWith(files) {
  /** @type {Map<string, string>} */
  const read = new Map();
  const open = [...files];
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

/** @typedef {'first' | 'later' | 'worst'} Part */

/** @param {string} key */
const isWorst = (key) => key.startsWith('load.');

/** The sentences of a language. @param {Record<string, string>} messages @param {Part} part */
function sentences(messages, part) {
  const said = saidIn(codeWith(ENTRIES));
  /** @param {string} key @returns {Part} */
  const partOf = (key) => (isWorst(key) ? 'worst' : said(key) ? 'first' : 'later');
  return Object.fromEntries(Object.entries(messages).filter(([key]) => partOf(key) === part));
}

/** The lessons' entries: at first their names, later the ideas in the same order. @param {{ idea: object }[]} entries @param {Part} part */
const lessons = (entries, part) => entries.map(({ idea, ...entry }) => (part === 'first' ? entry : idea));

const HALF = /^(.*\.json)\?(first|later|worst)$/;

/** @returns {Plugin} */
export const halves = () => ({
  name: 'halves',
  enforce: 'pre',
  load(id) {
    const [, file, half] = HALF.exec(id) ?? [];
    if (!file) return undefined;
    const whole = JSON.parse(readFileSync(file, 'utf8'));
    const cut = Array.isArray(whole) ? lessons : sentences;
    return { code: `export default ${JSON.stringify(cut(whole, /** @type {Part} */ (half)))}`, moduleType: 'js' };
  },
});
