// What changes one file into another, as a contrast has it: operations at places, in which an entry of a list is named by its id where it has one.

/** An operation of a contrast. @typedef {{ op: 'add' | 'replace' | 'remove', path: string, value?: unknown }} Change */

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {unknown} a @param {unknown} b */
const alike = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** A name as a segment of a path (RFC 6901). @param {string | number} name */
const segment = (name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** The names that a path leads by. @param {string} path */
export const segmentsOf = (path) =>
  path
    .split('/')
    .slice(1)
    .map((one) => one.replaceAll('~1', '/').replaceAll('~0', '~'));

/** @param {Record<string, unknown>} before @param {Record<string, unknown>} after @param {string} path @returns {Change[]} */
function ofFields(before, after, path) {
  const gone = Object.keys(before).filter((name) => before[name] !== undefined && after[name] === undefined);
  return [
    ...gone.map((name) => /** @type {Change} */ ({ op: 'remove', path: path + segment(name) })),
    ...Object.keys(after).flatMap((name) => {
      const own = path + segment(name);
      if (after[name] === undefined) return [];
      if (before[name] !== undefined) return difference(before[name], after[name], own);
      return [/** @type {Change} */ ({ op: 'add', path: own, value: after[name] })];
    }),
  ];
}

/** @param {unknown[]} before @param {unknown[]} after @param {string} path @returns {Change[]} */
function ofEntries(before, after, path) {
  const same = before.every((entry, n) => alike(entry, after[n]));
  if (same && after.length > before.length)
    return after.slice(before.length).map((value) => ({ op: 'add', path: `${path}/-`, value }));
  if (before.length !== after.length) return [{ op: 'replace', path, value: after }];
  return before.flatMap((entry, n) => {
    const { id } = isObject(entry) ? entry : {};
    return difference(entry, after[n], path + segment(typeof id === 'string' ? id : n));
  });
}

/** What makes `after` of `before`. @param {unknown} before @param {unknown} after @param {string} [path] of both @returns {Change[]} */
export function difference(before, after, path = '') {
  if (alike(before, after)) return [];
  if (isObject(before) && isObject(after)) return ofFields(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) return ofEntries(before, after, path);
  return [{ op: 'replace', path, value: after }];
}

/** What stands at a path, or nothing; an entry of a list is named by its number or its id. @param {unknown} value @param {string[]} segments @returns {unknown} */
export const found = (value, segments) =>
  segments.reduce((/** @type {any} */ inner, name) => {
    if (!Array.isArray(inner)) return isObject(inner) ? inner[name] : undefined;
    return /^\d+$/.test(name) ? inner[Number(name)] : inner.find((entry) => isObject(entry) && entry.id === name);
  }, value);
