// Whole sentences with placeholders, in a small part of ICU's syntax; plural forms come from Intl.PluralRules.
//
//   {name}   {count, number}   {wait, duration}   {share, percent}
//   {count, plural, =0 {…} one {# purchase} other {# purchases}}   {kind, select, up {…} other {…}}

/** @import { Numbers } from './numbers.js' */

/** @typedef {Pick<Numbers, 'lang' | 'number' | 'plain' | 'duration' | 'percent'>} Formats */
/** @typedef {Record<string, string | number | boolean>} Values */
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
    if (part.options) out += format(choose(part, value, formats), values, formats, Number(value));
    else if (part.kind === 'number') out += formats.number(Number(value));
    else if (part.kind === 'duration') out += formats.duration(Number(value));
    else if (part.kind === 'percent') out += formats.percent(Number(value));
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
