// Prose whose words are the legend: `[word](kind)` has the thing's colour and icon, `[word](term:id)` opens its definition; names are in backticks.
import { html } from 'lit';
import { envelopeIcon, icons } from './page-icons.js';
import { piecesOf } from './prose.js';

/** @typedef {(term: string, word: Element) => void} Explain what is done when a term is pressed */

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
