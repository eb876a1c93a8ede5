// What was built and not yet run, kept for as long as the tab is: by what ran meanwhile.
import { keepIn, parsed, textIn } from '../core/kept.js';

/** @typedef {{ of: string, text: string }} Draft */

const KEY = 'carteiro.drafts';
/** How many are kept, the last ones. */
const MOST = 6;

/** A file by what it says, whatever its lines are. @param {string} json */
const essence = (json) => JSON.stringify(JSON.parse(json));

/** @returns {Draft[]} */
function kept() {
  const found = parsed(textIn('sessionStorage', KEY));
  if (!Array.isArray(found)) return [];
  return found.filter((one) => typeof one?.of === 'string' && typeof one.text === 'string');
}

/** The draft that belongs to what runs. @param {string} json what runs @returns {string | undefined} */
export const draftOf = (json) => kept().find(({ of }) => of === essence(json))?.text;

/** Keeps a draft, unless it says what runs. @param {string} json what runs @param {string} text */
export function keepDraft(json, text) {
  const of = essence(json);
  const others = kept().filter((one) => one.of !== of);
  const drafts = essence(text) === of ? others : [...others, { of, text }].slice(-MOST);
  keepIn('sessionStorage', KEY, drafts.length > 0 ? JSON.stringify(drafts) : undefined);
}
