// The height a figure will have, known before it is loaded, so that nothing on the page moves when it is.
import table from './reserved.json';

/** @import { Lang } from '../core/types.js' */

/** How many letters the texts of a lesson have: its title, its question, its books in one line, each of its goals. @typedef {[title: number, question: number, books: number, ...goals: number[]]} Letters */
/** From which width of the stage on it is how high, and its letters in each language. @typedef {{ stage: number[][] } & { [L in Lang]: number[] }} Reserved */

/** @type {Record<string, Reserved>} */
const RESERVED = /** @type {Record<string, Reserved>} */ (/** @type {unknown} */ (table));

/** A scenario that is not built in: three services behind a topic. */
const UNKNOWN = {
  stage: [
    [0, 560],
    [440, 346],
  ],
  en: [0, 100, 60, 40, 40, 40],
  'pt-BR': [0, 100, 60, 40, 40, 40],
};
/** A letter is so wide at most on the average of a sentence, in shares of its size, and a word so long at a line’s end. Bold type is taken for a larger one. */
const LETTER = 0.53;
const WORD = 24;
/** Below this width of a figure its bar has rows. */
export const SMALL_BELOW = 600;
/** The link to the full playground, in the language in which it is longer. */
const LINK = 200;
/** The verdict's letters, with a sum that is lost. */
const VERDICT = 76;
const CONTROL = { play: 42, step: 42, reset: 42, speed: 72, clock: 76 };

/** @param {number} letters @param {number} size @param {number} width in CSS pixels */
const lines = (letters, size, width) => Math.ceil((letters * size * LETTER) / Math.max(width - WORD, 80));

/** The height that each part of a figure keeps at least, in CSS pixels. @typedef {{ head: number, stage: number, bar: number, goals: number }} Room */

/**
 * @param {{ scenario: string, lang: Lang, width: number, stage: number, controls: Set<string>, goals: boolean }} figure its own width and its stage's
 * @returns {Room}
 */
export function roomFor({ scenario, lang, width, stage, controls, goals }) {
  const { stage: heights, [lang]: letters } = RESERVED[scenario] ?? UNKNOWN;
  const [title, question, books, ...texts] = letters;
  const small = width < SMALL_BELOW;
  const inner = width - (small ? 26 : 34);
  /** @param {string} control @param {number} height */
  const where = (control, height) => (controls.has(control) ? height : 0);
  const head = where('title', 20 * lines(title, 17, inner)) + where('question', 1 + 18 * lines(question, 13, inner));
  const beside = Object.entries(CONTROL).reduce((sum, [control, w]) => sum + where(control, w), 0);
  const told = where('books', 16 * lines(books, 13.5, small ? inner : inner - beside - 16));
  const link = where('full', small ? 0 : LINK + 16);
  const verdict = where('verdict', 19 * Math.min(2, lines(VERDICT, 13, small ? inner : inner - beside - link - 16)));
  const alone = small && controls.has('full') && beside > inner - LINK;
  const buttons = (beside > 0 ? 38 : 0) + (alone || (beside === 0 && controls.has('full')) ? 22 : 0);
  return {
    head: head > 0 ? head + 23 : 0,
    // The line between the head and the stage is the stage's.
    stage: (heights.findLast(([from]) => from <= stage)?.[1] ?? heights[0][1]) + (head > 0 ? 1 : 0),
    bar: 21 + (small ? buttons + told + verdict + 12 : Math.max(buttons, told + verdict)),
    goals: goals ? 46 + texts.reduce((sum, text) => sum + 3 + 17 * lines(text, 13, inner - 22), 0) : 0,
  };
}
