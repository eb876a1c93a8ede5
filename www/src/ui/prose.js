// Prose with marks: `[word](kind)` is a word of the legend, `[word](term:id)` a term; names are in backticks.

/** The kinds of things a word can stand for. */
export const KINDS = ['transit', 'working', 'retry', 'done', 'dead', 'suppressed', 'ready', 'topic', 'lost'];

/** @typedef {{ text: string, kind?: string, term?: string, code?: boolean }} Piece */

/** A word with what stands for it, or a name in backticks. */
const MARK = /\[([^[\]]{1,80})\]\((?:([a-z]{1,20})|term:([a-z0-9-]{1,40}))\)|`([^`]{1,80})`/g;

/** Cuts prose into plain text, legend words, terms and names; marks of an unknown kind stay as they are written.
 * @param {string} prose @returns {Piece[]} */
export function piecesOf(prose) {
  /** @type {Piece[]} */
  const pieces = [];
  let from = 0;
  for (const match of prose.matchAll(MARK)) {
    const [whole, text, kind, term, code] = match;
    if (kind && !KINDS.includes(kind)) continue;
    if (match.index > from) pieces.push({ text: prose.slice(from, match.index) });
    if (code) pieces.push({ text: code, code: true });
    else pieces.push(kind ? { text, kind } : { text, term });
    from = match.index + whole.length;
  }
  if (from < prose.length) pieces.push({ text: prose.slice(from) });
  return pieces;
}

/** The same without its marks. @param {string} prose */
export const plainProse = (prose) =>
  piecesOf(prose)
    .map(({ text }) => text)
    .join('');
