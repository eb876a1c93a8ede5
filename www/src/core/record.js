// A run as it can be handed on: the scenario, the seed and the commands, which together give the same run again.
import { ProblemError } from './wasm.js';

/** @import { Position, Session } from './session.js' */
/** @import { LogEntry } from './types.js' */

/** One future. What it holds is true while it is not the present one; that one is in the session.
 * @typedef {object} Branch
 * @property {number} number
 * @property {string} name given by the reader; empty for the usual one
 * @property {number} fromMs where it left the branch it came from
 * @property {LogEntry[]} log
 * @property {Position} head how far it is known
 * @property {Position} place where its playhead stood
 */

/** @typedef {{ present: number, list: Branch[] }} KeptBranches */

/** A run that can be played again.
 * @typedef {object} RunRecord
 * @property {1} version of this shape
 * @property {string | object} scenario the id of a built-in one, or a whole one
 * @property {string} seed
 * @property {LogEntry[]} log a person's commands with their places
 * @property {number} headMs how far it is known
 * @property {number} nowMs where the playhead stands
 * @property {number} events how many events there are up to there, for the playhead may have stood between two of one instant
 * @property {string} hash the digest of their facts
 * @property {[events: number, commands: number]} [place] how many there are up to the playhead, for the same reason
 * @property {KeptBranches} [branches] the other ways it went, where they are kept
 */

/** @param {Session} session @param {string} picked the built-in scenario's id; empty for one of the reader's own @returns {RunRecord} */
export function recordOf(session, picked) {
  const { head: headMs, seed, end } = session;
  const [nowMs, ...place] = session.position;
  const scenario = picked || /** @type {object} */ (JSON.parse(session.json));
  return { version: 1, scenario, seed, log: session.commandLog(), headMs, nowMs, ...end, place };
}

/** The run up to before its last command, which may have been one too many. @param {RunRecord} record @returns {RunRecord} */
export function beforeLast(record) {
  const last = record.log.at(-1);
  if (!last) return record;
  return {
    ...record,
    log: record.log.slice(0, -1),
    headMs: last[0],
    nowMs: last[0],
    events: last[1],
    hash: '',
    place: undefined,
  };
}

/** Gives a session one command of a log. @param {Session} session @param {LogEntry[]} log @param {number} index */
export function repeat(session, log, index) {
  try {
    session.repeat(log[index]);
  } catch (failure) {
    // The last command of a run may have used up the budget: it was carried out, then and now.
    const last = index === log.length - 1;
    if (last && failure instanceof ProblemError && failure.problem.code === 'budget-spent') return;
    throw failure instanceof ProblemError ? failure.within(`log[${index}]`) : failure;
  }
}

/**
 * Gives a session the commands of a log, from one of them on, and goes to where the run was known to. The session must stand
 * where all commands before that one are given, and none after it.
 * @param {Session} session @param {LogEntry[]} log @param {Position} head @param {number} from
 */
export function follow(session, log, head, from) {
  session.cut();
  for (let index = from; index < log.length; index += 1) repeat(session, log, index);
  session.seekPosition(head);
}
