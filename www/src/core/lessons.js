// The built-in scenarios: a file for each, which is fetched when it is opened.
import { textAt } from './loading.js';

/** @type {Record<string, string>} */
const FIRST = import.meta.glob('../../../lessons/index.json', { query: '?figure', import: 'default', eager: true });

/** The one that is shown where nobody asks for another. */
export const [firstLesson] = Object.values(FIRST);

/** @type {Record<string, string>} */
const ADDRESSES = import.meta.glob(['../../../lessons/*.json', '!../../../lessons/index.json'], {
  query: '?url',
  import: 'default',
  eager: true,
});

/** @param {string} id */
const pathOf = (id) => `../../../lessons/${id}.json`;

/** Whether there is a built-in scenario of this name. @param {string} id */
export const isLesson = (id) => Object.hasOwn(ADDRESSES, pathOf(id));

/** The bytes of a data address; the page as one file holds the scenarios so. @param {string} address */
export function bytesOf(address) {
  const data = atob(address.slice(address.indexOf(',') + 1));
  return Uint8Array.from(data, (letter) => letter.charCodeAt(0));
}

/** Texts that are on their way before they are asked for. @type {Map<string, Promise<string>>} */
const EXPECTED = new Map();

/** Fetches the text of a scenario that will be asked for. @param {string} id */
export function expectScenario(id) {
  if (EXPECTED.has(id)) return;
  const text = fetchScenario(id);
  EXPECTED.set(id, text);
  // Who asks for it hears that it did not come.
  text.catch(() => {});
}

/** The text of a scenario. Rejects with a LoadError when it does not come. @param {string} id @returns {Promise<string>} */
export function scenarioText(id) {
  const expected = EXPECTED.get(id);
  EXPECTED.delete(id);
  return expected ?? fetchScenario(id);
}

/** @param {string} id @returns {Promise<string>} */
async function fetchScenario(id) {
  const address = ADDRESSES[pathOf(id)];
  if (address.startsWith('data:')) return new TextDecoder().decode(bytesOf(address));
  return textAt('lesson', address);
}
