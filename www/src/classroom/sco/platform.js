// What the page of a package expects of the course platform around it, whichever standard it speaks.
import { platform } from './runtime.js';

/** @import { Interaction, Score } from './editions.js' */

/** How far a run came: everything reached, by whomever, and by the learner alone; and whether it was played to its end.
 * @typedef {{ completed: boolean, passed: boolean, over: boolean }} Done */

/** What the platform kept of the visit before, and who learns.
 * @typedef {{ data: string, ms: number, learner: string, lang: string }} Visit */

/** @typedef {object} Platform
 * @property {number} most letters of a record that it keeps
 * @property {'alone' | 'closed'} refusal why a visit did not begin: nobody is there, or the platform does not take it
 * @property {boolean} looking whether the learner is to look only: nothing is kept then
 * @property {string} returnTo where it wants the learner back; empty where it does not say
 * @property {() => Visit | undefined | Promise<Visit | undefined>} start begins the visit
 * @property {(score: Score, done: Done) => void} score tells what the run is worth: neither goes down again
 * @property {(data: string) => void} keep has it keep the record
 * @property {(one: Interaction) => void} interaction tells of an answer or a goal; again when more is known of it
 * @property {() => boolean | Promise<boolean>} commit has it write down what it was told
 * @property {(ms: number, spentMs: number) => unknown} end ends the visit, with where the playhead stands and the time spent in it
 */

/** The platform that opened a page. A page of a cmi5 package speaks that alone. @param {boolean} cmi5 @returns {Promise<Platform | undefined>} */
export async function platformOf(cmi5) {
  if (cmi5) {
    const { Cmi5Platform } = await import('./cmi5.js');
    return new Cmi5Platform(location.href);
  }
  return platform();
}
