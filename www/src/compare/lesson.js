// The lesson's own contrast: the same scenario without the idea, as its file says. The core makes it.

/** @typedef {import('./contrasts.js').Contrast} Contrast */

const ID = 'lesson';
/** The two values: an empty word is the run as it is. */
const WITH = 'with';
const WITHOUT = 'without';

/** @param {import('../core/session.js').Session} session @returns {Contrast[]} none when there is no lesson, or nothing to contrast it with */
export const contrastsOfLesson = ({ lesson }) =>
  lesson?.contrast ? [{ id: ID, asIs: WITH, values: [WITHOUT], sides: ['', WITHOUT] }] : [];

/** @param {Contrast | undefined} contrast */
export const isLesson = (contrast) => contrast?.id === ID;

/** The run without the idea; the learner's commands are given to it, too.
 * @param {import('../core/wasm.js').Instance} instance @param {{ json: string, log: import('../core/types.js').LogEntry[] }} run */
export function withoutIdea(instance, { json, log }) {
  // What the lesson asks for may not be there without the idea.
  const spec = { ...JSON.parse(instance.contrastOf(json)), claims: [], lesson: undefined };
  return { json: JSON.stringify(spec), log, left: 0 };
}
