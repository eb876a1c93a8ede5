// Whole sentences with placeholders, in a small part of ICU's syntax; plural forms come from Intl.PluralRules.
//
//   {name}   {count, number}   {wait, duration}   {share, percent}
//   {count, plural, =0 {…} one {# letter} other {# letters}}   {kind, select, up {…} other {…}}
//
// What an order is called is said by the scenario, so a noun is a value, too:
//
//   {order, one} donation 7   {order, One} Donation 7   {order, many} donations   {order, gender, feminine {…} other {…}}
//   in Portuguese with its article: {order, the} a doação 7   {order, The}   {order, of} da doação 7

/** @import { Numbers } from './numbers.js' */

/** @typedef {Pick<Numbers, 'lang' | 'number' | 'plain' | 'duration' | 'percent'>} Formats */
/** What an order is called, and what one does to place it; `number` is that of one of them.
 * @typedef {{ one: string, many: string, verb: string, feminine: boolean, number?: number }} Noun */
/** @typedef {Record<string, string | number | boolean | Noun>} Values */
/** @typedef {string | { name: string, kind: string, options?: Map<string, Part[]> }} Part */

/** Reads a message once; what comes out is formatted many times. */
class Parser {
  /** @param {string} source */
  constructor(source) {
    this.source = source;
    this.at = 0;
  }

  /** @param {boolean} nested @returns {Part[]} */
  parts(nested) {
    /** @type {Part[]} */
    const parts = [];
    while (this.at < this.source.length) {
      if (this.source[this.at] === '}' && nested) return parts;
      if (this.source[this.at] === '{') parts.push(this.placeholder());
      else if (this.source[this.at] === '#' && nested) {
        this.at += 1;
        parts.push({ name: '#', kind: 'number' });
      } else parts.push(this.until(nested ? /[{}#]/ : /[{]/));
    }
    if (nested) throw new SyntaxError(`a brace is not closed in: ${this.source}`);
    return parts;
  }

  /** @param {RegExp} stop */
  until(stop) {
    const length = this.source.slice(this.at).search(stop);
    const end = length < 0 ? this.source.length : this.at + length;
    const text = this.source.slice(this.at, end);
    this.at = end;
    return text;
  }

  /** @param {string} mark */
  expect(mark) {
    if (this.source[this.at] !== mark) throw new SyntaxError(`expected ${mark} at ${this.at} in: ${this.source}`);
    this.at += 1;
  }

  /** @returns {Part} */
  placeholder() {
    this.expect('{');
    const name = this.until(/[,}]/).trim();
    if (this.source[this.at] === '}') {
      this.at += 1;
      return { name, kind: 'text' };
    }
    this.expect(',');
    const kind = this.until(/[,}]/).trim();
    if (this.source[this.at] === '}') {
      this.at += 1;
      return { name, kind };
    }
    this.expect(',');
    const options = this.options();
    this.expect('}');
    return { name, kind, options };
  }

  options() {
    /** @type {Map<string, Part[]>} */
    const options = new Map();
    for (;;) {
      const key = this.until(/[{}]/).trim();
      if (this.source[this.at] !== '{') break;
      this.expect('{');
      options.set(key, this.parts(true));
      this.expect('}');
    }
    if (!options.has('other')) throw new SyntaxError(`no form "other" in: ${this.source}`);
    return options;
  }
}

/** @param {string} source @returns {Part[]} */
export function parse(source) {
  return new Parser(source).parts(false);
}

/** The names a message expects. @param {Part[]} parts @returns {Set<string>} */
export function namesIn(parts) {
  const names = new Set();
  for (const part of parts) {
    if (typeof part === 'string') continue;
    if (part.name !== '#') names.add(part.name);
    for (const option of part.options?.values() ?? []) for (const name of namesIn(option)) names.add(name);
  }
  return names;
}

/**
 * @param {Part[]} parts @param {Values} values @param {Formats} formats @param {number} [counted]
 * @returns {string}
 */
export function format(parts, values, formats, counted) {
  let out = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      out += part;
      continue;
    }
    const value = part.name === '#' ? (counted ?? 0) : values[part.name];
    if (value === undefined) throw new ReferenceError(`no value for {${part.name}}`);
    if (typeof value === 'object') {
      out += part.options
        ? format(agreeing(part.options, value), values, formats)
        : inflected(value, part.kind, formats);
    } else if (part.options) out += format(choose(part, value, formats), values, formats, Number(value));
    else if (part.kind === 'number') out += formats.number(Number(value));
    else if (part.kind === 'duration') out += formats.duration(Number(value));
    else if (part.kind === 'percent') out += formats.percent(Number(value));
    // A noun form of what is no noun would silently leave the noun out.
    else if (part.kind !== 'text') throw new TypeError(`{${part.name}} has no form ${part.kind}`);
    else out += typeof value === 'number' ? formats.plain(value) : value;
  }
  return out;
}

/** @param {{ kind: string, options?: Map<string, Part[]> }} part @param {Values[string]} value @param {Formats} formats */
function choose(part, value, formats) {
  const options = part.options ?? new Map();
  if (part.kind === 'select') return options.get(String(value)) ?? options.get('other');
  const exact = options.get(`=${value}`);
  return exact ?? options.get(new Intl.PluralRules(formats.lang).select(Number(value))) ?? options.get('other');
}

/** The words that agree with a noun. @param {Map<string, Part[]>} options @param {Noun} noun */
const agreeing = (options, { feminine }) => (feminine && options.get('feminine')) || (options.get('other') ?? []);

/** The Portuguese article, alone or joined to a preposition. @type {Record<string, [masculine: string, feminine: string]>} */
const ARTICLES = { the: ['o', 'a'], of: ['do', 'da'] };

/** A noun in one of its forms; a form in upper case begins a sentence. @param {Noun} noun @param {string} form @param {Formats} formats */
function inflected({ one, many, feminine, number }, form, formats) {
  const plain = form.toLowerCase();
  const words = [
    ARTICLES[plain]?.[Number(feminine)],
    plain === 'many' ? many : one,
    number === undefined ? number : formats.plain(number),
  ];
  const text = words.filter((word) => word !== undefined).join(' ');
  return plain === form ? text : text[0].toUpperCase() + text.slice(1);
}
