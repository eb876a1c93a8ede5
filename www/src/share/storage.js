// Keeps the present run where it outlives the page; a browser that keeps nothing, or has no room, is fine.

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
  try {
    const text = globalThis[store].getItem(KEY) ?? '';
    const kept = /** @type {Partial<Kept> | null} */ (text.length > MOST_LETTERS ? null : JSON.parse(text));
    if (typeof kept?.at !== 'string' || typeof kept.record !== 'object') return undefined;
    return { at: kept.at, tried: kept.tried === true, record: kept.record };
  } catch {
    // No storage, or nothing in it, or nothing that this page wrote.
    return undefined;
  }
}

/** One that is too large is not kept, nor is the one before it: it would be taken for the last. @param {Kept} kept @returns {boolean} whether it is not too large */
export function keep(kept) {
  const text = JSON.stringify(kept);
  if (text.length > MOST_LETTERS) {
    forget();
    return false;
  }
  for (const store of STORES) {
    try {
      globalThis[store].setItem(KEY, text);
    } catch {
      // No storage, or it is full.
    }
  }
  return true;
}

export function forget() {
  for (const store of STORES) {
    try {
      globalThis[store].removeItem(KEY);
    } catch {
      // No storage.
    }
  }
}
