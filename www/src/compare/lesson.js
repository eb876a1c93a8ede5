// The lesson's own contrast: the same scenario without the idea, as its file says. The core makes it.
/** @import { Session } from '../core/session.js' */
/** @import { LogEntry } from '../core/types.js' */
/** @import { Instance } from '../core/wasm.js' */
/** @import { Contrast } from './contrasts.js' */

const ID = 'lesson';
/** The two values: an empty word is the run as it is. */
const WITH = 'with';
const WITHOUT = 'without';

/** @param {Session} session @returns {Contrast[]} none when there is no lesson, or nothing to contrast it with */
export const contrastsOfLesson = ({ lesson }) =>
  lesson?.contrast ? [{ id: ID, asIs: WITH, values: [WITHOUT], sides: ['', WITHOUT] }] : [];

/** @param {Contrast | undefined} contrast */
export const isLesson = (contrast) => contrast?.id === ID;

/** The run without the idea; the learner's commands are given to it, too.
 * @param {Instance} instance @param {{ json: string, log: LogEntry[] }} run */
export function withoutIdea(instance, { json, log }) {
  // What the lesson asks for may not be there without the idea.
  const spec = { ...JSON.parse(instance.contrastOf(json)), claims: [], lesson: undefined };
  return { json: JSON.stringify(spec), log, left: 0 };
}
