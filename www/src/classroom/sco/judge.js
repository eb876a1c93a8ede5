// What a run is worth. A lesson as it is, is judged by replay in the page's own core; whatever has a rubric of its own, by the grader.
import { parseDuration } from '../../core/durations.js';
import { replay } from '../../core/replay.js';
import { loadCore } from '../../core/wasm.js';

/** @import { Line } from '../../core/grader.js' */
/** @import { RunRecord } from '../../core/record.js' */
/** @import { HandIn } from '../attempt.js' */

/** @typedef {object} Verdict
 * @property {number} points
 * @property {number} of
 * @property {number[]} goals that the run reaches, by their indices
 * @property {{ completed: boolean, passed: boolean }} done everything reached, by whomever, and by the learner alone
 * @property {Line} [line] of the grader
 */

/** @typedef {(record: RunRecord, handInOf: (goals: number[]) => HandIn) => Promise<Verdict>} Judge */

/** @param {boolean[]} all */
const trueOnes = (all) => all.flatMap((is, index) => (is ? [index] : []));

/** A point for the prediction and one for each goal, as `RubricSpec::of_task` has them. @param {string} json the lesson @returns {Judge} */
export const lessonJudge = (json) => async (record, handInOf) => {
  const { lesson, until } = JSON.parse(json);
  const core = await loadCore('whole');
  const played = await replay(core, json, { ...record, nowMs: record.headMs, place: undefined });
  if (!played) return { points: 0, of: 0, goals: [], done: { completed: false, passed: false } };
  const { session } = played;
  try {
    const goals = trueOnes(session.judge().goals);
    // What is reached after the end of the lesson does not count.
    session.seek(Math.min(session.head, parseDuration(until)));
    const counted = trueOnes(session.judge().goals);
    const { prediction, shown } = handInOf(goals);
    const asked = lesson.prediction;
    const dueMs = parseDuration(asked?.at ?? until);
    const right =
      asked && prediction && prediction.atMs <= dueMs && session.judgeUntouched(dueMs).options[prediction.option];
    const own = counted.filter((goal) => !shown.includes(goal)).length;
    const all = lesson.goals.length;
    const done = { completed: counted.length === all, passed: own === all };
    return { points: own + (right ? 1 : 0), of: all + (asked ? 1 : 0), goals, done };
  } finally {
    session.close();
  }
};

/** @param {string} rubric @param {() => string} lang @returns {Promise<Judge>} */
export async function rubricJudge(rubric, lang) {
  const { goalsIn, graderOf, judged } = await import('../../core/grader.js');
  const grader = await graderOf({ rubric });
  const { reach = [] } = JSON.parse(rubric).task;
  return async (record, handInOf) => {
    const found = judged(grader, record, lang());
    const goals = goalsIn(found.goals);
    const line = judged(grader, { ...record, handIn: handInOf(goals) }, lang());
    const holds = line.reach.split(' ').filter(Boolean).length === reach.length && line.withinAllowed;
    // One that Show me reached is in brackets.
    const seen = goalsIn(line.goals).length;
    const done = {
      completed: holds && seen >= line.goalsOf,
      passed: holds && line.goalsReached === line.goalsOf,
    };
    return { points: line.points, of: line.of, goals, done, line };
  };
}
