// What the cards' layouts share: rectangles, variants and measures; everything in CSS pixels, from the card's corner.
/** @import { Fit } from './words.js' */

/** @typedef {{ x: number, y: number, w: number, h: number }} Rect */

/** Places where envelopes lie.
 * @typedef {object} Slots
 * @property {Rect} [worker] being worked on
 * @property {Rect} [line] calls that wait for a worker
 * @property {Rect} [retry] waiting to retry, or set aside
 * @property {Rect} [dead] dead letters
 * @property {Rect} [phone] a client's calls that wait for an answer
 */

/** @typedef {Rect & { subscription: number, label: number, letters: number }} Hole `label`: how high its name is; `letters`: how large, as a share of the usual */
/** `compact` and `bar` are a service's small cards: one that is narrow, one whose name and switch stand in one line.
 * @typedef {'plain' | 'wide' | 'tall' | 'compact' | 'bar' | 'stack' | 'figure'} Variant */
/** What its name asks of a card: `more` pixels of height for its lines, and `letters` of a share of the usual size. @typedef {{ more: number, letters: number }} NameRoom */
/** The records of a topic that keeps them lie in `log`.
 * @typedef {NameRoom & { variant: Variant, h: number, slots: Slots, holes: Hole[], log?: Rect }} Inside */
/** @typedef {'full' | 'compact' | 'figure' | 'stack'} Style */

export const PAD = 16;
/** From one row of envelopes in a box to the next. */
export const ROW = 24;
/** From one line of a card's name to the next. */
export const NAME_LINE = 17;
/** What a name asks of a card that has room for some lines anyway. @param {Fit} fit @param {number} [lines] @returns {NameRoom} */
export const nameRoom = ({ lines: needed, letters }, lines = 1) => ({
  more: NAME_LINE * Math.max(0, needed - lines),
  letters,
});
/** Heights inside a card; on a phone they are small, so that what is pressed and what happens are seen together.
 * Three boxes stand in one row from a width on. */
export const HEIGHTS = {
  roomy: { slot: 44, label: 18, caption: 26, three: { from: 250, sides: [64, 112], gap: 8 } },
  small: { slot: 36, label: 16, caption: 23, three: { from: 250, sides: [58, 98], gap: 8 } },
  compact: { slot: 34, label: 25, caption: 22, three: { from: 236, sides: [54, 92], gap: 6 } },
  bar: { slot: 34, label: 16, caption: 22, three: { from: 236, sides: [54, 92], gap: 6 } },
};
/** @typedef {typeof HEIGHTS.roomy} Heights */

/** @param {number[]} shares widths of neighbours @param {number} y @param {number} gap @param {number} h @param {number} [pad] @returns {Rect[]} */
export function row(shares, y, gap, h, pad = PAD) {
  let at = pad;
  return shares.map((w) => {
    const rect = { x: at, y, w, h };
    at += w + gap;
    return rect;
  });
}
