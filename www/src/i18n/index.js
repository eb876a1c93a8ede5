// The page's two languages: finds and fetches the one asked for, and turns keys into sentences, numbers and durations.
import { arriving } from '../core/loading.js';
import { AT_WORST } from '../core/refusal.js';
import { format, parse } from './message.js';
import { Numbers } from './numbers.js';

/** @import { Lang, OrderWords, Text } from '../core/types.js' */
/** @import { Noun, Part, Values } from './message.js' */

/** @typedef {keyof typeof import('./en.json')} Key */

/** @typedef {Record<string, string>} Messages */

/** @typedef {Record<string, () => Promise<Messages>>} Files by their paths */

/** @typedef {'figure' | 'page' | 'later' | 'classroom' | 'lab'} Share what a figure says, what the full page says besides, what is said by parts that are loaded on demand, and by
 * the pages of the classroom, and by the lab */

const FILES = {
  figure: /** @type {Files} */ (import.meta.glob('./*.json', { query: '?figure', import: 'default' })),
  page: /** @type {Files} */ (import.meta.glob('./*.json', { query: '?page', import: 'default' })),
  later: /** @type {Files} */ (import.meta.glob('./*.json', { query: '?later', import: 'default' })),
  classroom: /** @type {Files} */ (import.meta.glob('./*.json', { query: '?classroom', import: 'default' })),
  lab: /** @type {Files} */ (import.meta.glob('./*.json', { query: '?lab', import: 'default' })),
};
/** The languages that are here, as far as they are. @type {Partial<Record<Lang, Messages>>} */
const MESSAGES = {};
/** The names of the files that are here. @type {Set<string>} */
const HERE = new Set();
/** The files that were fetched, or are on their way. @type {Map<string, Promise<void>>} */
const FETCHED = new Map();
/** What there is someone on the page to say. @type {Set<Share>} */
const SAID = new Set(['figure']);

/** @param {Lang} lang @param {Share} share */
const nameOf = (lang, share) => `${lang} ${share}`;

/** @param {Lang} lang @param {Share} share */
async function fetchShare(lang, share) {
  const messages = await FILES[share][`./${lang}.json`]();
  MESSAGES[lang] = { ...MESSAGES[lang], ...messages };
  HERE.add(nameOf(lang, share));
}

/** @param {Lang} lang @param {Share} share */
function learnShare(lang, share) {
  const name = nameOf(lang, share);
  let fetched = FETCHED.get(name);
  if (!fetched) {
    fetched = fetchShare(lang, share);
    FETCHED.set(name, fetched);
    // What did not come is asked for again.
    fetched.catch(() => FETCHED.delete(name));
  }
  return fetched;
}

/** Fetches a language, if it is not here yet: before, there are words for failures alone. Rejects with a LoadError. @param {Lang} lang */
export async function learn(lang) {
  let shares;
  do {
    shares = [...SAID];
    await arriving('words', Promise.all(shares.map((share) => learnShare(lang, share))));
    // Meanwhile a part may have come that says more.
  } while (shares.length < SAID.size);
}

/** Whether there are words of a language for all that is on the page. @param {Lang} lang */
export const knows = (lang) => [...SAID].every((share) => HERE.has(nameOf(lang, share)));

/**
 * A part of the page that is loaded on demand, once there are words for it. Rejects with a LoadError.
 * @template T @param {Promise<T>} part @param {Share} [share] which of the words it says @returns {Promise<T>}
 */
export async function withWords(part, share = 'later') {
  const languages = () => /** @type {Lang[]} */ (Object.keys(MESSAGES));
  const learnAll = () => Promise.all(languages().map((lang) => learnShare(lang, share)));
  const [loaded] = await arriving('part', Promise.all([part, learnAll()]));
  // With the part another language may have come.
  await arriving('part', learnAll());
  // Only now: where it does not come, the page goes on with what it can say.
  SAID.add(share);
  return loaded;
}

/** The language of the page that is nearest to a language tag. @param {string | null | undefined} tag @returns {Lang} */
export function nearest(tag) {
  return tag?.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en';
}

export class Translator extends Numbers {
  /** @type {Map<string, Part[]>} */
  #parsed = new Map();

  /** Things one after another, as in a sentence. @param {Iterable<string>} items @param {'unit' | 'conjunction' | 'disjunction'} [type] */
  list = (items, type = 'unit') =>
    new Intl.ListFormat(this.lang, { type, style: type === 'unit' ? 'short' : 'long' }).format(items);

  /** Seconds with one decimal, for what counts down. @param {number} ms */
  seconds = (ms) => this.t('time.seconds', { value: this.tenths(ms) });

  /** @param {Key} key @param {Values} [values] @returns {string} */
  t = (key, values = {}) => {
    let parts = this.#parsed.get(key);
    if (!parts) {
      const text = this.#find(key);
      parts = parse(text ?? key);
      if (text) this.#parsed.set(key, parts);
    }
    return format(parts, values, this);
  };

  /** @param {string} key */
  #find = (key) => MESSAGES[this.lang]?.[key] ?? AT_WORST[`../i18n/${this.lang}.json`]?.[key];

  /** Whether there is a sentence of that name. @param {string} key @returns {key is Key} */
  has(key) {
    return this.#find(key) !== undefined;
  }

  /** What a scenario calls an order, or the order of this number. @param {OrderWords | undefined} words @param {number} [number] @returns {Noun} */
  noun(words, number) {
    if (!words)
      return {
        one: this.t('order.one'),
        many: this.t('order.many'),
        verb: this.t('order.verb'),
        feminine: false,
        number,
      };
    const { one, many, verb, feminine = false } = words;
    return { one: this.text(one), many: this.text(many), verb: this.text(verb), feminine, number };
  }

  /** A text of the scenario in this language. @param {Text | undefined} text */
  text = (text) => text?.[this.lang] ?? text?.en ?? '';
}
