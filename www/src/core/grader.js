// What grades runs: a WebAssembly package of its own, which the pages of the classroom alone load.

import init, { Grader, linkOf, scenarioOf, textIn } from '../../pkg/grade/grade.js';
import url from '../../pkg/grade/grade_bg.wasm?url';
import { isLesson, scenarioText } from './lessons.js';
import { LoadError, lossOf } from './loading.js';
import { ProblemError } from './wasm.js';

/** @import { Problem } from './types.js' */

/** A line of the table; see src/grade/table.rs.
 * @typedef {object} Line
 * @property {string} place
 * @property {string} student
 * @property {'accepted' | 'rescored' | 'refused'} standing
 * @property {number} points
 * @property {number} of
 * @property {number | null} seed
 * @property {number | null} predicted
 * @property {boolean | null} predictedRight
 * @property {string} misconception
 * @property {string} goals
 * @property {number} goalsReached
 * @property {number} goalsOf
 * @property {string} reach
 * @property {number} claimsHeld
 * @property {number} commands
 * @property {number} settings
 * @property {boolean} withinAllowed
 * @property {string} first
 * @property {number | null} firstAtS
 * @property {number | null} stuckGoal
 * @property {string} stuckText
 * @property {boolean | null} stuckReached
 * @property {number | null} stuckRunS
 * @property {number | null} stuckSpentS
 * @property {number | null} tries
 * @property {number | null} spentS
 * @property {string} sameRun
 * @property {string} copyOf
 * @property {string} why
 */

/** What a task's file says; see src/grade/spec.rs.
 * @typedef {object} Task
 * @property {1} version
 * @property {string} [id]
 * @property {import('./types.js').Text} [title]
 * @property {import('./types.js').Text} [text]
 * @property {string | object} scenario
 * @property {{ from: number, count: number }} [seeds]
 * @property {number[]} [goals]
 * @property {{ expect: string, text: import('./types.js').Text }[]} [reach]
 * @property {string} [until]
 * @property {{ commands?: number, settings?: number, kinds?: string[] }} [allowed]
 * @property {number} [par]
 */

/** The goals that a line names, counted from 0; one that Show me reached is in brackets. @param {string} goals */
export const goalsIn = (goals) => (goals.match(/\d+/g) ?? []).map((number) => Number(number) - 1);

export const TASK = '#task=';
export const RUN = '#run=';

/** @type {Promise<unknown> | undefined} */
let loaded;

/** Loads the package, once. Rejects with a LoadError. */
async function load() {
  loaded ??= init({ module_or_path: url });
  try {
    await loaded;
  } catch (cause) {
    loaded = undefined;
    throw await lossOf('core', cause, url);
  }
}

/** Carries out a call; what the core refuses becomes a ProblemError. @template T @param {() => T} call @returns {T} */
function guard(call) {
  try {
    return call();
  } catch (thrown) {
    const problem = /** @type {Partial<Problem> | null} */ (typeof thrown === 'object' ? thrown : null);
    if (problem && typeof problem.code === 'string') throw new ProblemError(/** @type {Problem} */ (problem));
    throw thrown;
  }
}

/** The id of the built-in lesson that a rubric or a task is in; empty where it holds a scenario. Throws a ProblemError. @param {string} json */
export const lessonOf = (json) => {
  const id = guard(() => scenarioOf(json));
  return isLesson(id) ? id : '';
};

/** The grader of a rubric's or a task's file, or of a lesson by its name. Rejects with a ProblemError or a LoadError. @param {{ rubric?: string, task?: string, lesson?: string }} by */
export async function graderOf({ rubric, task, lesson }) {
  await load();
  if (lesson) {
    const scenario = await scenarioText(lesson);
    return guard(() => Grader.ofLesson(scenario));
  }
  const json = rubric ?? task ?? '';
  const id = lessonOf(json);
  // The core says what is wrong with a name that it does not find.
  const scenario = id ? await scenarioText(id) : '';
  return guard(() => (rubric ? new Grader(json, scenario) : Grader.ofTask(json, scenario)));
}

/** The lines of a grader's table. @param {Grader} grader @param {string} lang @returns {Line[]} */
export const linesOf = (grader, lang) => JSON.parse(guard(() => grader.lines(lang === 'pt-BR')));

/** What one run is worth. Throws a ProblemError. @param {Grader} grader @param {object} record @param {string} lang @returns {Line} */
export const judged = (grader, record, lang) =>
  JSON.parse(guard(() => grader.judge(JSON.stringify(record), lang === 'pt-BR')));

/** The fragment with something in it. @param {string} sign @param {object} value */
export async function fragmentOf(sign, value) {
  await load();
  return linkOf(sign, JSON.stringify(value));
}

/** The text in a fragment. Rejects with a ProblemError. @param {string} sign @param {string} fragment @returns {Promise<string>} */
export async function textOf(sign, fragment) {
  await load();
  return guard(() => textIn(fragment.slice(fragment.indexOf(sign) + sign.length)));
}

export { LoadError, ProblemError };
