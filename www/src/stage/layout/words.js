// How many lines a name takes: reckoned from its letters and not measured, so that every browser, and a test without one, gives a card the same height.
/** @import { Text } from '../../core/types.js' */

/** No card keeps more lines for its name. */
const MOST = 4;

/** The width of a bold letter in shares of its size, in the widest of the usual typefaces. @param {string} letter */
function widthOf(letter) {
  if ('ijlI.,:;|!’·'.includes(letter)) return 0.38;
  if (' -()frst'.includes(letter)) return 0.55;
  if ('mwMW'.includes(letter)) return 1.08;
  return letter === letter.toLowerCase() ? 0.72 : 0.8;
}

/** @param {string} name @param {number} room in shares of the letters' size */
function linesIn(name, room) {
  let [lines, used] = [1, 0];
  for (const word of name.split(/(?<=[ -])/)) {
    const width = [...word].reduce((sum, letter) => sum + widthOf(letter), 0);
    // The space at a line's end needs no room.
    const seen = word.endsWith(' ') ? width - widthOf(' ') : width;
    if (used > 0 && used + seen > room) [lines, used] = [lines + 1, 0];
    used += width;
    // A word that is wider than a line is broken.
    for (; used - width + seen > room; used -= room) lines += 1;
  }
  return lines;
}

/**
 * The lines that a name needs in whichever language needs more.
 * @param {Text | undefined} name @param {number} room in CSS pixels @param {number} size of the letters
 */
export const linesOf = (name, room, size) =>
  Math.min(
    MOST,
    Math.max(1, ...Object.values(name ?? {}).map((text) => linesIn(text, Math.max(room, 2 * size) / size))),
  );
