// Prose whose words are the legend: `[word](kind)` has the thing's colour and icon, `[word](term:id)` opens its definition; names are in backticks.
import { html } from 'lit';
import { envelopeIcon, icons } from './icons.js';

/** The kinds of things a word can stand for. */
export const KINDS = ['transit', 'working', 'retry', 'done', 'dead', 'suppressed', 'ready', 'topic', 'lost'];

/** @typedef {{ text: string, kind?: string, term?: string, code?: boolean }} Piece */
/** @typedef {(term: string, word: Element) => void} Explain what is done when a term is pressed */

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

/** @param {string} kind */
function iconOf(kind) {
  if (kind === 'topic') return icons.log;
  return envelopeIcon(kind);
}

/** @param {string} text @param {string} kind */
export function legendWord(text, kind) {
  return html`<span class="legend k-${kind}">${iconOf(kind)}${text}</span>`;
}

/** @param {string} text @param {string} term @param {Explain} explain */
function termWord(text, term, explain) {
  return html`<button
    type="button"
    class="term"
    aria-haspopup="dialog"
    @click=${(/** @type {Event & { currentTarget: Element }} */ event) => explain(term, event.currentTarget)}
  >${text}</button>`;
}

/** @param {string} prose @param {Explain} [explain] without it terms are words like others */
export function legendProse(prose, explain) {
  return piecesOf(prose).map(({ text, kind, term, code }) => {
    if (code) return html`<code>${text}</code>`;
    if (kind) return legendWord(text, kind);
    return term && explain ? termWord(text, term, explain) : text;
  });
}
