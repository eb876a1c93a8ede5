// How the lines of a curve are told apart: by colour, by dashes, and by the names beside it.
import { svg } from 'lit';

export const COLOURS = ['blue', 'red', 'green', 'purple', 'orange', 'sky', 'grey', 'ink'];
/** Lengths of strokes and gaps, in CSS pixels. @type {number[][]} */
export const DASHES = [[], [8, 4], [2, 3], [12, 3, 2, 3], [5, 7]];

/** A piece of a line, for the list of names. @param {number} n */
export const sample = (n) => svg`<svg class="sample" width="34" height="12" aria-hidden="true" focusable="false">
  <path d="M1 6h32" stroke=${`var(--_${COLOURS[n % COLOURS.length]})`} stroke-dasharray=${DASHES[n % DASHES.length].join(' ') || 'none'} /></svg>`;
