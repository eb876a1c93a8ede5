// The text of a scenario file: a changed value is written into it, and what is the same keeps its every byte.

/** Where a value stands in the text: from its first letter to before the one after its last.
 * @typedef {object} Place
 * @property {unknown} value
 * @property {number} from
 * @property {number} to
 * @property {Map<string, Place & { key: number }>} [members] of an object, each with where its key begins
 * @property {Place[]} [items] of a list
 */

/** @typedef {{ from: number, to: number, text: string }} Splice */
/** How a file is written. @typedef {{ step: string, line: string, pad: string }} Style `pad` stands inside the braces of what is on one line */

/** No line of what is written is longer, as in the files of the catalogue. */
const WIDTH = 120;

/** The places of everything in a text that `JSON.parse` has accepted. @param {string} text @returns {Place} */
export function placesOf(text) {
  const blank = /[\s,:]*/y;
  const scalar = /"(?:[^"\\]|\\.)*"|[^\s,\]}]+/y;
  let at = 0;
  /** @param {RegExp} pattern */
  const take = (pattern) => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [''];
    at += found.length;
    return found;
  };
  /** @returns {Place} */
  const value = () => {
    take(blank);
    const from = at;
    const open = text[at];
    if (open !== '{' && open !== '[') return { value: JSON.parse(take(scalar)), from, to: at };
    at += 1;
    return open === '{' ? object(from) : list(from);
  };
  /** @param {number} from @returns {Place} */
  const object = (from) => {
    /** @type {NonNullable<Place['members']>} */
    const members = new Map();
    for (take(blank); text[at] !== '}'; take(blank)) {
      const key = at;
      members.set(JSON.parse(take(scalar)), { ...value(), key });
    }
    at += 1;
    return {
      value: Object.fromEntries([...members].map(([name, place]) => [name, place.value])),
      from,
      to: at,
      members,
    };
  };
  /** @param {number} from @returns {Place} */
  const list = (from) => {
    /** @type {Place[]} */
    const items = [];
    for (take(blank); text[at] !== ']'; take(blank)) items.push(value());
    at += 1;
    return { value: items.map((item) => item.value), from, to: at, items };
  };
  return value();
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether two values are written alike, the order of their fields included. @param {unknown} a @param {unknown} b */
export const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** How a text is written. @param {string} text @returns {Style} */
function styleOf(text) {
  const [, line = '\n', step = '  '] = /^\{(\r?\n)([ \t]+)"/.exec(text) ?? [];
  return { step, line, pad: /\{ "/.test(text) && !/\{"/.test(text) ? ' ' : '' };
}

/** @param {unknown} value @param {Style} style @returns {string} */
function inline(value, style) {
  if (Array.isArray(value)) return `[${value.map((item) => inline(item, style)).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}: ${inline(field, style)}`);
  return fields.length === 0 ? '{}' : `{${style.pad}${fields.join(', ')}${style.pad}}`;
}

/**
 * A value as text: on one line where that fits, else with a line for each of its parts.
 * @param {unknown} value @param {Style} style @param {string} indent of the line it begins in @param {number} column where it begins in it
 * @returns {string}
 */
export function print(value, style, indent, column) {
  const short = inline(value, style);
  const parts = Array.isArray(value) || isObject(value) ? Object.keys(value).length : 0;
  // A comma may follow.
  if (parts === 0 || column + short.length < WIDTH) return short;
  const inner = indent + style.step;
  const lines = Object.entries(/** @type {object} */ (value)).map(([name, field]) => {
    const key = Array.isArray(value) ? '' : `${JSON.stringify(name)}: `;
    return `${inner}${key}${print(field, style, inner, inner.length + key.length)}`;
  });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}${style.line}${lines.join(`,${style.line}`)}${style.line}${indent}${close}`;
}

/** The splices by which the plain values of something become others; nothing where it has another form. @param {Place} place @param {unknown} value @returns {Splice[] | undefined} */
function leavesOf({ value: was, from, to, members, items }, value) {
  if (same(was, value)) return [];
  const own = members ? [...members.values()] : items;
  if (!own)
    return typeof value === 'object' && value !== null ? undefined : [{ from, to, text: JSON.stringify(value) }];
  const alike = members
    ? isObject(value) && same(Object.keys(value), [...members.keys()])
    : Array.isArray(value) && value.length === own.length;
  if (!alike) return undefined;
  const parts = own.map((part, n) => leavesOf(part, Object.values(/** @type {object} */ (value))[n]));
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

class Writer {
  /** @type {Splice[]} */
  splices = [];
  #text;
  #style;

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
    this.#style = styleOf(text);
  }

  /** The white space at the beginning of the line in which a place is. @param {number} at */
  #indent(at) {
    const line = this.#text.lastIndexOf('\n', at - 1) + 1;
    return /^[ \t]*/.exec(this.#text.slice(line, at))?.[0] ?? '';
  }

  /** @param {Place} place @param {unknown} value */
  change(place, value) {
    if (same(place.value, value)) return;
    const slice = this.#text.slice(place.from, place.to);
    const many = isObject(value) ? place.members : Array.isArray(value) ? place.items : undefined;
    const size = place.members?.size ?? place.items?.length ?? 0;
    const spliced = many && size > 0 && slice.includes('\n');
    // What stands on one line is written again as a whole, unless it keeps its form and its line.
    if (many && !spliced && this.#inLine(place, value)) return;
    const done =
      spliced && (isObject(value) ? this.#object(place, value) : this.#list(place, /** @type {unknown[]} */ (value)));
    if (done) return;
    const column = place.from - this.#text.lastIndexOf('\n', place.from - 1) - 1;
    const text = print(value, this.#style, this.#indent(place.from), column);
    this.splices.push({ from: place.from, to: place.to, text });
  }

  /** @param {Place} place on one line @param {unknown} value @returns {boolean} whether it could be done in that line */
  #inLine(place, value) {
    const splices = leavesOf(place, value);
    if (!splices) return false;
    const end = this.#text.indexOf('\n', place.to);
    const line = (end < 0 ? this.#text.length : end) - this.#text.lastIndexOf('\n', place.from - 1) - 1;
    const grown = splices.reduce((sum, { from, to, text }) => sum + text.length - (to - from), 0);
    if (grown > 0 && line + grown > WIDTH) return false;
    this.splices.push(...splices);
    return true;
  }

  /** @param {Place} place @param {Record<string, unknown>} value @returns {boolean} whether it could be done part by part */
  #object({ from, to, members = new Map() }, value) {
    const kept = [...members.keys()].filter((name) => Object.hasOwn(value, name));
    const names = Object.keys(value);
    if (
      kept.length === 0 ||
      !same(
        kept,
        names.filter((name) => members.has(name)),
      )
    )
      return false;
    const parts = names.map((name) => {
      const place = members.get(name);
      if (place) this.change(place, value[name]);
      return {
        place: place && { from: place.key, to: place.to },
        key: `${JSON.stringify(name)}: `,
        value: value[name],
      };
    });
    this.#parts(
      [...members.values()].map(({ key, to: end }) => ({ from: key, to: end })),
      parts,
      { from, to },
    );
    return true;
  }

  /** @param {Place} place @param {unknown[]} value @returns {boolean} whether it could be done part by part */
  #list({ from, to, items = [] }, value) {
    const matches = matched(items, value);
    if (matches.every((match) => match < 0)) return false;
    const parts = value.map((item, n) => {
      const place = items[matches[n]];
      if (place) this.change(place, item);
      return { place, key: '', value: item };
    });
    this.#parts(items, parts, { from, to });
    return true;
  }

  /**
   * Takes out the parts that are gone, and puts in those that are new.
   * @param {{ from: number, to: number }[]} old @param {{ place?: { from: number, to: number }, key: string, value: unknown }[]} parts
   * @param {{ from: number, to: number }} whole
   */
  #parts(old, parts, whole) {
    const kept = new Set(parts.flatMap(({ place }) => (place ? [place.from] : [])));
    old.forEach((part, n) => {
      if (kept.has(part.from)) return;
      // With the comma before it; the first ones, with the comma behind.
      const first = !old.slice(0, n).some(({ from }) => kept.has(from));
      this.splices.push(
        first ? { from: part.from, to: old[n + 1].from, text: '' } : { from: old[n - 1].to, to: part.to, text: '' },
      );
    });
    // The last part stands on a line of its own sooner than the first.
    const indent = this.#indent(old[old.length - 1].from) || this.#indent(whole.from) + this.#style.step;
    let after = /** @type {number | undefined} */ (undefined);
    const firstKept = parts.find(({ place }) => place)?.place?.from ?? whole.from + 1;
    for (const { place, key, value } of parts) {
      if (place) after = place.to;
      if (place) continue;
      const text = `${key}${print(value, this.#style, indent, indent.length + key.length)}`;
      const { line } = this.#style;
      this.splices.push(
        after === undefined
          ? { from: firstKept, to: firstKept, text: `${text},${line}${indent}` }
          : { from: after, to: after, text: `,${line}${indent}${text}` },
      );
    }
  }
}

/** Which entry of the old list each of the new one was, or -1: the same one, one of the same id, or the one in the same place.
 * @param {Place[]} items @param {unknown[]} value */
function matched(items, value) {
  /** @param {unknown} item */
  const idOf = (item) => (isObject(item) ? item.id : undefined);
  let next = 0;
  return value.map((item, n) => {
    const id = idOf(item);
    const rest = items.slice(next);
    const equal = rest.findIndex((place) => (id === undefined ? same(place.value, item) : idOf(place.value) === id));
    const inPlace = id === undefined && items.length === value.length && n >= next ? n - next : -1;
    const found = equal >= 0 ? equal : inPlace;
    if (found < 0) return -1;
    next += found + 1;
    return next - 1;
  });
}

/**
 * The text with another value in it. What is the same is not touched: with the value it has, the text stays as it is, byte by byte.
 * @param {string} text a JSON text @param {unknown} value
 */
export function written(text, value) {
  const place = placesOf(text);
  if (same(place.value, value)) return text;
  const writer = new Writer(text);
  writer.change(place, value);
  const splices = writer.splices
    .map((splice, n) => ({ ...splice, n }))
    .sort((a, b) => b.from - a.from || b.to - a.to || b.n - a.n);
  return splices.reduce((now, { from, to, text: part }) => now.slice(0, from) + part + now.slice(to), text);
}

/** A value as a file of its own, as those of the catalogue are written. @param {unknown} value */
export const printed = (value) => written('{\n  "version": 1\n}\n', value);
