// The built-in lessons by their names, in the order of teaching.
/** @import { Text } from '../core/types.js' */

/** @typedef {{ id: string, group: string, title: Text }} Entry */

/** @type {Record<string, Entry[]>} */
const INDEX = import.meta.glob('../../../lessons/index.json', { query: '?page', import: 'default', eager: true });

export const [catalogue] = Object.values(INDEX);

/** The lesson so many places further, if there is one. @param {string} id @param {1 | -1} by */
export function neighbour(id, by) {
  const at = catalogue.findIndex((one) => one.id === id);
  return at < 0 ? undefined : catalogue[at + by];
}
