// What a lesson promises, tried with many seeds: its claims, its question, its goals and its contrast. One run after the other, in parts,
// so that whoever drives it may pause; needs nothing but the core.
import { parseDuration } from '../../core/durations.js';

/** @import { Command, Lesson, Problem } from '../../core/types.js' */
/** @import { Playground } from '../../core/wasm.js' */

/** Seeds from 0 on; for what holds in every run or in none, fewer do. */
export const RUNS = 1000;
export const FEW = 100;

/** What of a run is told about a claim.
 * @typedef {object} ClaimVerdict
 * @property {number} held how often it holds at the end
 * @property {number} [falls] the first seed with which it does not
 * @property {number} [contrast] how often it holds in the contrast
 */

/** What has come out so far.
 * @typedef {object} Verdict
 * @property {number} runs how many there were
 * @property {number} contrastRuns and of the contrast
 * @property {ClaimVerdict[]} claims
 * @property {number[]} options how often each answer to the question is right
 * @property {boolean[]} alone which goals a run reaches without anybody
 * @property {boolean[]} [solved] which goals the solution reaches with the scenario's own seed
 * @property {number} [refused] the command of the solution that is refused
 * @property {Problem} [problem] why no more could be tried
 */

/** The file and what may be tried of it.
 * @typedef {object} Subject
 * @property {string} json
 * @property {string} [contrast] the same without its idea
 */

/** @typedef {Pick<Playground, 'advance' | 'isUnderWay' | 'goOn' | 'judge' | 'command' | 'free'>} Played */
/** Opens a run; throws a problem. @typedef {(json: string, seed?: string) => Played} Open */

/** Goes to an instant; stops on the way where much happens. @param {Played} run @param {number} ms */
function* until(run, ms) {
  run.advance(ms);
  while (run.isUnderWay()) {
    yield;
    run.goOn();
  }
}

/** Tries the file with seeds 0 to `RUNS` - 1, the solution, and the contrast. Yields whenever it may pause; `verdict` grows meanwhile. @param {Open} open @param {Subject} subject @param {Verdict} verdict */
export function* trial(open, { json, contrast }, verdict) {
  const file = /** @type {{ until: string, lesson?: Lesson }} */ (JSON.parse(json));
  const end = parseDuration(file.until);
  const asked = parseDuration(file.lesson?.prediction?.at ?? file.until);
  if (file.lesson?.solution?.length) yield* solution(open, json, file.lesson.solution, end, verdict);
  for (let seed = 0; seed < RUNS; seed += 1) {
    const run = open(json, String(seed));
    try {
      if (asked < end) {
        yield* until(run, asked);
        count(verdict.options, run.judge().options);
      }
      yield* until(run, end);
      const { claims, options, goals } = run.judge();
      if (asked >= end) count(verdict.options, options);
      claims.forEach((holds, n) => {
        verdict.claims[n] ??= { held: 0 };
        if (holds) verdict.claims[n].held += 1;
        else verdict.claims[n].falls ??= seed;
      });
      goals.forEach((reached, n) => {
        verdict.alone[n] ||= reached;
      });
    } finally {
      run.free();
    }
    verdict.runs += 1;
    yield;
  }
  for (let seed = 0; contrast && seed < FEW; seed += 1) {
    const run = open(contrast, String(seed));
    try {
      yield* until(run, end);
      run.judge().claims.forEach((holds, n) => {
        const claim = verdict.claims[n];
        if (claim) claim.contrast = (claim.contrast ?? 0) + Number(holds);
      });
    } finally {
      run.free();
    }
    verdict.contrastRuns += 1;
    yield;
  }
}

/** @param {number[]} counts @param {boolean[]} holds */
const count = (counts, holds) =>
  holds.forEach((is, n) => {
    counts[n] = (counts[n] ?? 0) + Number(is);
  });

/** Gives the commands of the solution as *Show me* does, and sees which goals are reached. @param {Open} open @param {string} json @param {{ at: string, do: Command }[]} commands @param {number} end @param {Verdict} verdict */
function* solution(open, json, commands, end, verdict) {
  const run = open(json);
  const timed = commands.map(({ at, do: command }, n) => ({ ms: parseDuration(at), command, n }));
  try {
    for (const { ms, command, n } of timed.toSorted((a, b) => a.ms - b.ms)) {
      yield* until(run, ms);
      try {
        run.command(command);
      } catch (failure) {
        if (!problemIn(failure)) throw failure;
        verdict.refused = n;
        return;
      }
    }
    yield* until(run, end);
    verdict.solved = run.judge().goals;
  } finally {
    run.free();
  }
}

/** The core throws what is wrong as a plain object, which the page wraps. @param {unknown} thrown @returns {Problem | undefined} */
export function problemIn(thrown) {
  const it = /** @type {Partial<Problem & { problem: Problem }> | undefined} */ (
    typeof thrown === 'object' && thrown !== null ? thrown : undefined
  );
  return it?.problem ?? (it?.code === undefined ? undefined : /** @type {Problem} */ (it));
}

/** @returns {Verdict} */
export const noVerdict = () => ({ runs: 0, contrastRuns: 0, claims: [], options: [], alone: [] });
