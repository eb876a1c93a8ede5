// What a page may say to a playground: one table of names, read in one way whether they come as attributes, properties, an address or messages.
import { SPEEDS } from '../timeline/transport.js';
import { WORDS as CONTROLS } from './figure-controls.js';

/** What a value is read into, or why it is not: then the default holds.
 * @template T @typedef {{ value: T, wrong?: string }} Read */

/** @typedef {object} Entry
 * @property {(text: string) => Read<unknown>} read
 * @property {'text' | 'flag'} [type] a flag is true when its attribute is there
 */

/** @template T @param {T} value @returns {Read<T>} */
const right = (value) => ({ value });
/** @template [T=undefined] @param {string} why what would be right @param {T} [value] what of it is right @returns {Read<any>} */
const wrong = (why, value) => ({ value, wrong: why });

/** @template {string} Word @param {readonly Word[]} words the first is the default */
function oneOf(words) {
  /** @param {string} text */
  return (text) => {
    const word = words.find((one) => one === text);
    return word ? right(word) : wrong(`one of ${words.join(', ')}`);
  };
}

/** An address that a browser may fetch or follow; never a script. @param {string} text */
export function address(text) {
  try {
    const url = new URL(text, document.baseURI);
    if (/^(https?|file|blob):$/.test(url.protocol)) return right(url.href);
  } catch {
    // Below.
  }
  return wrong('an http(s) address');
}

const UNITS = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
const LATEST_MS = 24 * UNITS.h;

/** An instant of simulated time, in milliseconds. @param {string} text */
function instant(text) {
  const [, amount, unit = 'ms'] = /^(\d+(?:\.\d+)?)(ms|s|min|h)?$/.exec(text) ?? [];
  const ms = Number(amount) * UNITS[/** @type {keyof typeof UNITS} */ (unit)];
  return ms <= LATEST_MS ? right(ms) : wrong('a duration up to 24h, such as 12s or 1500ms');
}

const MOST_SEED = 2n ** 53n - 1n;

/** @satisfies {Record<string, Entry>} */
export const CONTRACT = {
  scenario: {
    read: (text) => (/^[a-z0-9-]{1,64}$/.test(text) ? right(text) : wrong('the name of a built-in scenario')),
  },
  src: { read: address },
  run: {
    read: (text) => {
      const [, run] = /(?:^|#run=)(\d{1,9}\.[\w-]+)$/.exec(text) ?? [];
      return run ? right(run) : wrong('what stands after #run= in a shared link');
    },
  },
  seed: {
    read: (text) =>
      /^\d{1,20}$/.test(text) && BigInt(text) <= MOST_SEED ? right(text) : wrong('a whole number below 2^53'),
  },
  lang: {
    read: (text) => (/^(pt|en)(-|$)/i.test(text) ? right(text) : wrong('en or pt-BR')),
  },
  theme: { read: oneOf(/** @type {const} */ (['auto', 'light', 'dark'])) },
  figure: { type: 'flag', read: () => right(true) },
  controls: {
    read: (text) => {
      const words = text.split(/[\s,]+/).filter(Boolean);
      if (words.length === 1 && words[0] === 'none') return right([]);
      const known = words.filter((word) => CONTROLS.includes(word));
      return known.length === words.length
        ? right(known)
        : wrong(`none, or some of ${CONTROLS.join(' ')}`, known.length > 0 ? known : undefined);
    },
  },
  start: {
    read: oneOf(/** @type {const} */ (['visible', 'paused', 'now'])),
  },
  at: { read: instant },
  speed: {
    read: (text) => (SPEEDS.includes(Number(text)) ? right(Number(text)) : wrong(`one of ${SPEEDS.join(', ')}`)),
  },
  goals: { type: 'flag', read: () => right(true) },
  full: { read: address },
  progress: {
    read: oneOf(/** @type {const} */ (['none', 'own', 'host'])),
  },
};

/** @typedef {keyof typeof CONTRACT} Name */
/** @typedef {{ [N in Name]: ReturnType<(typeof CONTRACT)[N]['read']>['value'] }} Wishes */

export const NAMES = /** @type {Name[]} */ (Object.keys(CONTRACT));

/** What a name is taken for when nothing is said. */
export const DEFAULTS = Object.freeze({
  figure: false,
  goals: false,
  theme: 'auto',
  start: 'visible',
  speed: 1,
  progress: 'none',
});

/**
 * Reads one value.
 * @param {Name} name @param {string | number | boolean | null | undefined} raw nothing, or an empty text, is the default
 * @returns {Read<any>}
 */
export function read(name, raw) {
  const entry = /** @type {Entry} */ (CONTRACT[name]);
  const fallback = /** @type {Record<string, unknown>} */ (DEFAULTS)[name];
  if (entry.type === 'flag') return right(raw === true || (typeof raw === 'string' && raw !== 'false'));
  if (raw === null || raw === undefined || raw === '') return right(fallback);
  const { value, wrong: why } = entry.read(String(raw).trim());
  return why ? { value: value ?? fallback, wrong: why } : right(value);
}
