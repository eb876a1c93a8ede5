// The built-in scenarios: an index that comes with the page, and a file for each that is fetched when it is opened.
import { textAt } from './loading.js';

/** @import { Text } from './types.js' */
/** @typedef {{ id: string, group: string, title: Text }} Entry */

/** @type {Record<string, Entry[]>} */
const INDEX = import.meta.glob('../../../lessons/index.json', {
  query: '?first',
  import: 'default',
  eager: true,
});

/** In the order of teaching. */
export const [catalogue] = Object.values(INDEX);

/** The lesson so many places further, if there is one. @param {string} id @param {1 | -1} by */
export function neighbour(id, by) {
  const at = catalogue.findIndex((one) => one.id === id);
  return at < 0 ? undefined : catalogue[at + by];
}

/** @type {Record<string, string>} */
const ADDRESSES = import.meta.glob(['../../../lessons/*.json', '!../../../lessons/index.json'], {
  query: '?url',
  import: 'default',
  eager: true,
});

/** The bytes of a data address; the page as one file holds the scenarios so. @param {string} address */
export function bytesOf(address) {
  const data = atob(address.slice(address.indexOf(',') + 1));
  return Uint8Array.from(data, (letter) => letter.charCodeAt(0));
}

/** The text of a scenario. Rejects with a LoadError when it does not come. @param {string} id @returns {Promise<string>} */
export async function scenarioText(id) {
  const address = ADDRESSES[`../../../lessons/${id}.json`];
  if (address.startsWith('data:')) return new TextDecoder().decode(bytesOf(address));
  return textAt('lesson', address);
}
