// Places in a file: a value is read, written, put in, taken out and moved by the names and numbers that lead to it.
import { FILE_ORDER, NODE_ORDER, SUBSCRIPTION_ORDER, TOPIC_ORDER, withField } from './file.js';

/** @import { File } from './file.js' */

/** The names and numbers that lead to a value. @typedef {readonly (string | number)[]} Place */

/** The fields of what stands at a place, in the order in which people write them; numbers are left out of the place.
 * @type {Record<string, string[]>} */
const ORDERS = Object.fromEntries(
  Object.entries({
    nodes: NODE_ORDER.join(' '),
    topics: TOPIC_ORDER.join(' '),
    'topics.subscriptions': SUBSCRIPTION_ORDER.join(' '),
    'topics.subscriptions.bindings': 'topic routingKeys',
    order: 'one many verb feminine',
    claims: 'expect contrasts text',
    lesson: 'group idea prediction goals beats solution contrast meet',
    'lesson.prediction': 'question at options because',
    'lesson.prediction.options': 'text holds',
    'lesson.goals': 'text steps when',
    'lesson.goals.steps': 'do times while when',
    'lesson.beats': 'phase at when say more point until',
    'lesson.beats.until': 'do times while when goal',
    'lesson.solution': 'at do',
    'lesson.contrast': 'name text changes',
    'lesson.meet': 'system text',
  }).map(([place, fields]) => [place, fields.split(' ')]),
);

/** @param {Place} place */
const orderAt = (place) => {
  const names = place.filter((step) => typeof step === 'string').join('.');
  return names === '' ? FILE_ORDER : (ORDERS[names] ?? []);
};

/** A place as the core writes it: `lesson.goals[0].text`. @param {Place} place */
export const pathOf = (place) =>
  place.map((step, n) => (typeof step === 'number' ? `[${step}]` : `${n > 0 ? '.' : ''}${step}`)).join('');

/** A path of the core as a place. @param {string} path such as `nodes[2].handlers[0].on` @returns {Place} */
export const placeOf = (path) =>
  [...path.matchAll(/[^.[\]]+/g)].map(([step]) => (/^\d+$/.test(step) ? Number(step) : step));

/** Whether a path leads to a place or further. @param {string} path @param {Place} place */
export const isWithin = (path, place) => {
  const start = pathOf(place);
  return path === start || path.startsWith(`${start}.`) || path.startsWith(`${start}[`);
};

/** What stands at a place, or nothing. @param {unknown} value @param {Place} place @returns {any} */
export const valueAt = (value, place) =>
  place.reduce((/** @type {any} */ inner, step) => inner?.[/** @type {string} */ (step)], value);

/**
 * A value with another one within it. What leads there comes about by itself; no value takes what stands there away.
 * @template T @param {T} value @param {Place} place @param {unknown} next @param {Place} [above] that of `value` itself @returns {T}
 */
export function withValue(value, place, next, above = []) {
  const [step, ...rest] = place;
  if (step === undefined) return /** @type {T} */ (next);
  const own = [...above, step];
  if (typeof step === 'number') {
    const list = /** @type {unknown[]} */ (value ?? []);
    if (rest.length === 0 && next === undefined) return /** @type {T} */ (list.toSpliced(step, 1));
    return /** @type {T} */ (list.with(step, withValue(list[step], rest, next, own)));
  }
  const fields = /** @type {Record<string, unknown>} */ (value ?? {});
  const inner = withValue(fields[step], rest, next, own);
  return /** @type {T} */ (withField(fields, step, inner, orderAt(above)));
}

/** A file with one entry more at the end of a list. @param {File} file @param {Place} list @param {unknown} entry */
export const withEntry = (file, list, entry) => withValue(file, list, [...(valueAt(file, list) ?? []), entry]);

/** A file without an entry of a list, and without the list when it was the last. @param {File} file @param {Place} entry */
export function withoutEntry(file, entry) {
  const list = entry.slice(0, -1);
  const rest = valueAt(file, list).toSpliced(/** @type {number} */ (entry.at(-1)), 1);
  return withValue(file, list, rest.length > 0 ? rest : undefined);
}

/** A file in which an entry has changed places with its neighbour. @param {File} file @param {Place} entry @param {1 | -1} by */
export function movedEntry(file, entry, by) {
  const list = entry.slice(0, -1);
  const at = /** @type {number} */ (entry.at(-1));
  const all = /** @type {unknown[]} */ (valueAt(file, list));
  if (at + by < 0 || at + by >= all.length) return file;
  return withValue(file, list, all.with(at, all[at + by]).with(at + by, all[at]));
}
