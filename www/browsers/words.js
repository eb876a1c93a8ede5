// What the page says, by the key of its sentence, and what a lesson calls its parts: what a person looks for.
import { readFileSync } from 'node:fs';
import { format, parse } from '../src/i18n/message.js';
import { Numbers } from '../src/i18n/numbers.js';

/** @import { Noun, Values } from '../src/i18n/message.js' */
/** @typedef {'en' | 'pt-BR'} Lang */
/** @typedef {keyof typeof import('../src/i18n/en.json')} Key */

/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

/** The page's sentences in a language. @param {Lang} lang */
export function wordsIn(lang) {
  /** @type {Record<string, string>} */
  const messages = read(`../src/i18n/${lang}.json`);
  return (/** @type {Key} */ key, /** @type {Values} */ values = {}) => {
    if (!(key in messages)) throw new Error(`the page has no sentence ${key}`);
    return format(parse(messages[key]), values, new Numbers(lang));
  };
}

/** The names in a lesson: its title in the list of lessons, its nodes and its effects by their ids, and what an order is called. @param {string} id @param {Lang} lang */
export function namesIn(id, lang) {
  const { title, nodes, effects, order: words } = read(`../../lessons/${id}.json`);
  const number =
    read('../../lessons/index.json').findIndex((/** @type {{ id: string }} */ lesson) => lesson.id === id) + 1;
  /** @type {Record<string, string>} */
  const names = Object.fromEntries([...nodes, ...effects].map(({ id, name }) => [id, name[lang]]));
  /** @type {Noun} */
  const order = {
    one: words.one[lang],
    many: words.many[lang],
    verb: words.verb[lang],
    feminine: words.feminine ?? false,
  };
  return { order, title: wordsIn(lang)('header.numbered', { number, title: title[lang] }), names };
}
