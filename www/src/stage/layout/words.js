// How large the letters of a name are, and how many lines it takes: reckoned from its letters and not measured, so that every browser, and a test without one, gives a card the same height.
/** @import { Text } from '../../core/types.js' */

/** @typedef {{ lines: number, letters: number }} Fit */

/** No letters are smaller, in CSS pixels: a word that is still too long is broken. */
const SMALLEST = 9;
/** No card keeps more lines for its name. */
const MOST = 4;

/** The width of a bold letter in shares of its size, in the widest of the usual typefaces. @param {string} letter */
function widthOf(letter) {
  if ('ijlI.,:;|!’·'.includes(letter)) return 0.38;
  if (' -()frst'.includes(letter)) return 0.55;
  if ('mwMW'.includes(letter)) return 1.08;
  return letter === letter.toLowerCase() ? 0.72 : 0.8;
}

/** A part of a name that stays on one line, without the space at its end, which needs no room there. @param {string} part */
const seenWidth = (part) => [...part.trimEnd()].reduce((sum, letter) => sum + widthOf(letter), 0);

/** Where a name may go on in the next line. @param {string} name */
const partsOf = (name) => name.split(/(?<=[ -])/);

/** @param {string} name @param {number} room in shares of the letters' size */
function linesIn(name, room) {
  let [lines, used] = [1, 0];
  for (const part of partsOf(name)) {
    const seen = seenWidth(part);
    if (used > 0 && used + seen > room) [lines, used] = [lines + 1, 0];
    // One that is wider than a line is broken.
    for (used += seen; used > room; used -= room) lines += 1;
    if (part.endsWith(' ')) used += widthOf(' ');
  }
  return lines;
}

/**
 * How a name fits beside what stands there, in whichever language needs more: `letters`, as a share of their usual size, are smaller where a
 * word would have to be broken, and `lines` are those it takes then.
 * @param {Text | undefined} name @param {number} room in CSS pixels @param {number} size of the letters, in CSS pixels
 * @returns {Fit}
 */
export function fitOf(name, room, size) {
  const texts = Object.values(name ?? {});
  const across = Math.max(room, 2 * size) / size;
  const longest = Math.max(0, ...texts.flatMap((text) => partsOf(text).map(seenWidth)));
  const letters = longest > across ? Math.max(SMALLEST / size, across / longest) : 1;
  // Rounded, so that what just fits is not broken.
  const lines = texts.map((text) => linesIn(text, across / letters + 1e-9));
  return { lines: Math.min(MOST, Math.max(1, ...lines)), letters };
}
