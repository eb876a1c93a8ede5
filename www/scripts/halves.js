// Half of a JSON file: with `?first` what the page says at first, with `?later` what only its parts say that are loaded on demand. No list is kept by hand.
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

/** The sentences of a language. @param {Record<string, string>} messages @param {boolean} first */
function sentences(messages, first) {
  const said = saidIn(codeWith(ENTRIES));
  return Object.fromEntries(Object.entries(messages).filter(([key]) => said(key) === first));
}

/** The lessons' entries: at first their names, later the ideas in the same order. @param {{ idea: object }[]} entries @param {boolean} first */
const lessons = (entries, first) => entries.map(({ idea, ...entry }) => (first ? entry : idea));

const HALF = /^(.*\.json)\?(first|later)$/;

/** @returns {Plugin} */
export const halves = () => ({
  name: 'halves',
  enforce: 'pre',
  load(id) {
    const [, file, half] = HALF.exec(id) ?? [];
    if (!file) return undefined;
    const whole = JSON.parse(readFileSync(file, 'utf8'));
    const part = Array.isArray(whole) ? lessons : sentences;
    return { code: `export default ${JSON.stringify(part(whole, half === 'first'))}`, moduleType: 'js' };
  },
});
