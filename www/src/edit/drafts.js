// What was built and not yet run, kept for as long as the tab is: by what ran meanwhile.

/** @typedef {{ of: string, text: string }} Draft */

const KEY = 'carteiro.drafts';
/** How many are kept, the last ones. */
const MOST = 6;

/** A file by what it says, whatever its lines are. @param {string} json */
export const essence = (json) => JSON.stringify(JSON.parse(json));

/** @returns {Draft[]} */
function kept() {
  try {
    const found = /** @type {unknown} */ (JSON.parse(sessionStorage.getItem(KEY) ?? '[]'));
    return Array.isArray(found)
      ? found.filter(({ of, text }) => typeof of === 'string' && typeof text === 'string')
      : [];
  } catch {
    // No storage, or something else in it.
    return [];
  }
}

/** The draft that belongs to what runs. @param {string} json what runs @returns {string | undefined} */
export const draftOf = (json) => kept().find(({ of }) => of === essence(json))?.text;

/** Keeps a draft, unless it says what runs. @param {string} json what runs @param {string} text */
export function keepDraft(json, text) {
  const of = essence(json);
  const others = kept().filter((one) => one.of !== of);
  const drafts = essence(text) === of ? others : [...others, { of, text }].slice(-MOST);
  try {
    if (drafts.length > 0) sessionStorage.setItem(KEY, JSON.stringify(drafts));
    else sessionStorage.removeItem(KEY);
  } catch {
    // No storage, or no room in it: the draft goes with the page.
  }
}
