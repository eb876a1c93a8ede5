// Keeps the present run where it outlives the page.
import { keepIn, parsed, textIn } from '../core/kept.js';

/** A kept run.
 * @typedef {object} Kept
 * @property {string} at the address of the page that kept it
 * @property {boolean} tried whether it is being opened: one that never comes to its end is not opened again
 * @property {unknown} record
 */

const KEY = 'carteiro.run';
export const MOST_LETTERS = 256 * 1024;
/** What a tab keeps is its own when it is loaded again; what all tabs keep is for the next visit. */
const STORES = /** @type {const} */ (['sessionStorage', 'localStorage']);

/** @param {(typeof STORES)[number]} store @returns {Kept | undefined} */
export function keptIn(store) {
  const text = textIn(store, KEY) ?? '';
  const kept = /** @type {Partial<Kept> | null | undefined} */ (text.length > MOST_LETTERS ? null : parsed(text));
  if (typeof kept?.at !== 'string' || typeof kept.record !== 'object') return undefined;
  return { at: kept.at, tried: kept.tried === true, record: kept.record };
}

/** One that is too large is not kept, nor is the one before it: it would be taken for the last. @param {Kept} kept @returns {boolean} whether it is not too large */
export function keep(kept) {
  const text = JSON.stringify(kept);
  if (text.length > MOST_LETTERS) {
    forget();
    return false;
  }
  for (const store of STORES) keepIn(store, KEY, text);
  return true;
}

export function forget() {
  for (const store of STORES) keepIn(store, KEY);
}
