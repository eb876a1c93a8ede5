// Prose whose words are the legend: `[word](kind)` becomes a word with the thing's colour and icon.
import { html } from 'lit';
import { envelopeIcon, icons } from './icons.js';

/** The kinds of things a word can stand for. */
export const KINDS = ['transit', 'working', 'retry', 'done', 'dead', 'suppressed', 'ready', 'topic', 'lost'];

/** @typedef {{ text: string, kind?: string }} Piece */

/** Cuts prose into plain text and legend words; marks of an unknown kind stay as they are written.
 * @param {string} prose @returns {Piece[]} */
export function piecesOf(prose) {
  /** @type {Piece[]} */
  const pieces = [];
  let from = 0;
  for (const match of prose.matchAll(/\[([^[\]]{1,80})\]\(([a-z]{1,20})\)/g)) {
    if (!KINDS.includes(match[2])) continue;
    if (match.index > from) pieces.push({ text: prose.slice(from, match.index) });
    pieces.push({ text: match[1], kind: match[2] });
    from = match.index + match[0].length;
  }
  if (from < prose.length) pieces.push({ text: prose.slice(from) });
  return pieces;
}

/** @param {string} kind */
function iconOf(kind) {
  if (kind === 'topic') return icons.log;
  return envelopeIcon(kind);
}

/** @param {string} text @param {string} kind */
export function legendWord(text, kind) {
  return html`<span class="legend k-${kind}">${iconOf(kind)}${text}</span>`;
}

/** @param {string} prose */
export function legendProse(prose) {
  return piecesOf(prose).map(({ text, kind }) => (kind ? legendWord(text, kind) : text));
}
