// The built-in scenarios: a file for each, which is fetched when it is opened; another one for the smaller core of a figure.
import { preparedAddress } from './figure-build.js';
import { textAt } from './loading.js';

/** @import { Build } from './wasm.js' */

/** A scenario to be opened; `model` is what a figure's core opens. @typedef {{ json: string, model?: Uint8Array }} Source */

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

/** The build of the core for a figure of a scenario: the smaller one where it is prepared. @param {string} id @returns {Build} */
export const buildFor = (id) => (preparedAddress(id) ? 'figure' : 'whole');

/** Scenarios that are on their way before they are asked for. @type {Map<string, Promise<Source>>} */
const EXPECTED = new Map();

/** Fetches a scenario that will be asked for. @param {string} id @param {Build} build */
export function expectScenario(id, build) {
  const key = `${build} ${id}`;
  if (EXPECTED.has(key)) return;
  const source = fetchSource(id, build);
  EXPECTED.set(key, source);
  // Who asks for it hears that it did not come.
  source.catch(() => {});
}

/** A scenario for a build of the core. Rejects with a LoadError when it does not come. @param {string} id @param {Build} build @returns {Promise<Source>} */
export function sourceOf(id, build) {
  const key = `${build} ${id}`;
  const expected = EXPECTED.get(key);
  EXPECTED.delete(key);
  return expected ?? fetchSource(id, build);
}

/** The text of a scenario, as it is written. Rejects with a LoadError when it does not come. @param {string} id */
export async function scenarioText(id) {
  const address = ADDRESSES[pathOf(id)];
  if (address.startsWith('data:')) return new TextDecoder().decode(bytesOf(address));
  return textAt('lesson', address);
}

/** @param {string} id @param {Build} build @returns {Promise<Source>} */
async function fetchSource(id, build) {
  const prepared = build === 'figure' && preparedAddress(id);
  if (!prepared) return { json: await scenarioText(id) };
  return preparedIn(await textAt('lesson', prepared));
}

/** What src/scenario/prepared.rs writes. Of anything else the whole core says what is wrong with it. @param {string} text @returns {Source} */
export function preparedIn(text) {
  try {
    const { model, scenario } = JSON.parse(text);
    // A letter stands for the last byte of its number.
    if (typeof model === 'string')
      return { json: JSON.stringify(scenario), model: Uint8Array.from(model, (letter) => letter.charCodeAt(0)) };
  } catch {
    // Below.
  }
  return { json: text };
}
