// How an overlay is laid on the page: a dialog over it, or a note beside a word.
import { adopt } from '../ui/adopt.js';
import { overlayStyles } from './overlay-style.js';

/** What is between a note and its word, and between it and the edge. */
const GAP = 6;

/** Puts the styles into a place where they are not yet. @param {Node} root */
export const dress = (root) => adopt(root, overlayStyles);

/** Under the word, or over it where there is no room; never beyond the edge. @param {HTMLElement} note @param {Element} word */
function place(note, word) {
  const { left, top, bottom } = word.getBoundingClientRect();
  const { width, height } = note.getBoundingClientRect();
  // A page that is drawn larger measures in its own, larger pixels.
  const zoom = width / note.offsetWidth || 1;
  const below = bottom + GAP + height <= innerHeight;
  note.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP)) / zoom}px`;
  note.style.top = `${(below ? bottom + GAP : Math.max(GAP, top - GAP - height)) / zoom}px`;
}

/** Shows what has just been drawn. @param {ParentNode} root @param {Element} [word] which a note belongs to */
export function lay(root, word) {
  const overlay = /** @type {HTMLElement | null} */ (root.querySelector('.overlay'));
  if (overlay instanceof HTMLDialogElement) {
    overlay.showModal();
    overlay.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'center' });
  } else if (overlay && word) {
    overlay.showPopover();
    place(overlay, word);
  }
}
