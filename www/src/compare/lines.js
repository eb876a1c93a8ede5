// A number of two runs over time, with the lesson's idea and without it: the one in which they differ most.
import { parseDuration } from '../core/durations.js';
import { apart } from '../core/wasm.js';
import { withoutIdea } from './lesson.js';
import { Pair } from './pair.js';

/** @import { Session } from '../core/session.js' */
/** @import { Instance } from '../core/wasm.js' */

/** What is looked at, in the order in which it is preferred. */
const NUMBERS = /** @type {const} */ ([
  'lost',
  'doneTwice',
  'deadLettered',
  'waiting',
  'outOfOrder',
  'refused',
  'late',
  'answerP95',
]);

/** @typedef {typeof NUMBERS[number]} Measure */

/** How often both runs are looked at. */
const SAMPLES = 60;

/** `lines` are that number with the idea and without it, at instants that are equally far apart from 0 to `untilMs`.
 * @typedef {{ name: Measure, untilMs: number, lines: number[][] }} Lines */

/** How far two lines are from each other, as a share of the highest point of both. @param {number[][]} lines */
function distance([a, b]) {
  const most = Math.max(...a, ...b);
  return most > 0 ? a.reduce((sum, value, at) => sum + Math.abs(value - b[at]), 0) / most : 0;
}

/**
 * Plays both runs to the end, with the learner's commands, and gives the page its turn between two looks.
 * @param {Instance} core @param {Session} session
 * @returns {Promise<Lines | undefined>} nothing where the lesson has no contrast, or nothing differs
 */
export async function linesOf(core, session) {
  if (!session.lesson?.contrast) return undefined;
  const instance = apart(core);
  const asIs = { json: session.json, log: session.commandLog() };
  const untilMs = parseDuration(session.until);
  const pair = new Pair(instance, [asIs, withoutIdea(instance, asIs)], session.seed, 0);
  /** @type {Map<Measure, number[][]>} */
  const series = new Map(NUMBERS.map((name) => [name, [[], []]]));
  try {
    for (let sample = 0; sample <= SAMPLES; sample += 1) {
      pair.seek((untilMs * sample) / SAMPLES);
      for (const [name, lines] of series) {
        pair.sessions.forEach(({ frame }, side) => {
          const value = frame.header(name);
          lines[side].push(Number.isNaN(value) ? 0 : value);
        });
      }
      await new Promise((resolve) => setTimeout(resolve));
      if (session.closed) return undefined;
    }
  } finally {
    pair.close();
  }
  const ranked = [...series].map(([name, lines]) => ({ name, lines, apart: distance(lines) }));
  const best = ranked.reduce((a, b) => (b.apart > a.apart ? b : a));
  return best.apart > 0 ? { name: best.name, untilMs, lines: best.lines } : undefined;
}
