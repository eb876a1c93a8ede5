// The page's two languages: finds and fetches the one asked for, and turns keys into sentences, numbers and durations.
import { arriving } from '../core/loading.js';
import { AT_WORST } from '../core/refusal.js';
import { format, parse } from './message.js';

/** @import { Lang, Text } from '../core/types.js' */
/** @import { Formats, Part, Values } from './message.js' */

/** @typedef {keyof typeof import('./en.json')} Key */

/** @typedef {Record<string, string>} Messages */

/** @typedef {Record<string, () => Promise<Messages>>} Files */

/** What is said at first. */
const FIRST = /** @type {Files} */ (import.meta.glob('./*.json', { query: '?first', import: 'default' }));
/** What only those parts of the page say that are loaded on demand. */
const LATER = /** @type {Files} */ (import.meta.glob('./*.json', { query: '?later', import: 'default' }));
/** The languages that were fetched. @type {Partial<Record<Lang, Messages>>} */
const MESSAGES = {};
/** Those that were fetched as a whole. @type {Set<Lang>} */
const WHOLE = new Set();
/** Whether there is a part on the page that was not there at first. */
let further = false;

/** Fetches a language, if it is not here yet: before, there are words for failures alone. Rejects with a LoadError. @param {Lang} lang */
export async function learn(lang) {
  MESSAGES[lang] ??= await arriving('words', FIRST[`./${lang}.json`]());
  if (further) await arriving('words', learnRest(lang));
}

/** Whether there are words of a language for all that is on the page. @param {Lang} lang */
export const knows = (lang) => lang in MESSAGES && (!further || WHOLE.has(lang));

/** @param {Lang} lang one that was learnt */
async function learnRest(lang) {
  if (WHOLE.has(lang)) return;
  MESSAGES[lang] = { ...MESSAGES[lang], ...(await LATER[`./${lang}.json`]()) };
  WHOLE.add(lang);
}

const learnRests = () => Promise.all(/** @type {Lang[]} */ (Object.keys(MESSAGES)).map(learnRest));

/**
 * A part of the page that is loaded on demand, once there are words for it. Rejects with a LoadError.
 * @template T @param {Promise<T>} part @returns {Promise<T>}
 */
export async function withWords(part) {
  const [loaded] = await arriving('part', Promise.all([part, learnRests()]));
  // With the part another language may have come.
  await arriving('part', learnRests());
  // Only now: where it does not come, the page goes on with what it can say.
  further = true;
  return loaded;
}

/** The language of the page that is nearest to a language tag. @param {string | null | undefined} tag @returns {Lang} */
export function nearest(tag) {
  return tag?.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en';
}

export class Translator {
  /** @type {Map<string, Part[]>} */
  #parsed = new Map();
  #numbers;
  #percents;
  #coarse;
  #units;
  #fine;

  /** @param {Lang} lang */
  constructor(lang) {
    this.lang = lang;
    this.#numbers = new Intl.NumberFormat(lang, { maximumFractionDigits: 2 });
    this.#percents = new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 1 });
    this.#fine = new Intl.NumberFormat(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    /** @param {string} unit @param {number} digits */
    const unitFormat = (unit, digits) =>
      new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: digits });
    this.#units = new Intl.ListFormat(lang, { type: 'unit', style: 'narrow' });
    this.#coarse = {
      ms: unitFormat('millisecond', 0),
      fineMs: unitFormat('millisecond', 2),
      s: unitFormat('second', 2),
      min: unitFormat('minute', 2),
      h: unitFormat('hour', 2),
      d: unitFormat('day', 2),
    };
    this.#formats = { locale: lang, number: this.number, duration: this.duration, percent: this.percent };
  }

  /** @type {Formats} */
  #formats;

  /** @param {number} value */
  number = (value) => this.#numbers.format(value);

  /** @param {number} share */
  percent = (share) => this.#percents.format(share);

  /** A span in the unit in which people say it. @param {number} ms */
  duration = (ms) => {
    const unit = this.#coarse;
    if (ms === 0) return unit.s.format(0);
    if (ms < 10 && ms !== Math.round(ms)) return unit.fineMs.format(ms);
    if (ms < 1000) return unit.ms.format(ms);
    if (ms < 60_000) return unit.s.format(ms / 1000);
    if (ms < 3_600_000) {
      const seconds = Math.round(ms / 1000);
      const [min, s] = [unit.min.format(Math.floor(seconds / 60)), seconds % 60];
      return s === 0 ? min : this.#units.format([min, unit.s.format(s)]);
    }
    if (ms < 86_400_000) return unit.h.format(ms / 3_600_000);
    return unit.d.format(ms / 86_400_000);
  };

  /** Things one after another, as in a sentence. @param {Iterable<string>} items @param {'unit' | 'conjunction'} [type] */
  list = (items, type = 'unit') =>
    new Intl.ListFormat(this.lang, { type, style: type === 'unit' ? 'short' : 'long' }).format(items);

  /** Seconds with one decimal, for what counts down. @param {number} ms */
  seconds = (ms) => this.t('time.seconds', { value: this.#fine.format(ms / 1000) });

  /** @param {Key} key @param {Values} [values] @returns {string} */
  t = (key, values = {}) => {
    let parts = this.#parsed.get(key);
    if (!parts) {
      const text = MESSAGES[this.lang]?.[key] ?? AT_WORST[`../i18n/${this.lang}.json`]?.[key];
      parts = parse(text ?? key);
      if (text) this.#parsed.set(key, parts);
    }
    return format(parts, values, this.#formats);
  };

  /** Whether there is a sentence of that name. @param {string} key @returns {key is Key} */
  has(key) {
    return key in (MESSAGES[this.lang] ?? {});
  }

  /** A text of the scenario in this language. @param {Text | undefined} text */
  text = (text) => text?.[this.lang] ?? text?.en ?? '';
}
