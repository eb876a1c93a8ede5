// A run as it can be handed on: the scenario, the seed and the commands, which together give the same run again.
import { ProblemError } from './core.js';

/** @typedef {import('./session.js').Session} Session */
/** @typedef {import('./types.js').LogEntry} LogEntry */

/** A run that can be played again.
 * @typedef {object} RunRecord
 * @property {1} version of this shape
 * @property {string | object} scenario the id of a built-in one, or a whole one
 * @property {string} seed
 * @property {LogEntry[]} log a person's commands with their places
 * @property {number} headMs how far it is known
 * @property {number} nowMs where the playhead stands
 * @property {string} hash the digest of all facts up to the head
 */

/** @param {Session} session @param {string} picked the built-in scenario's id; empty for one of the reader's own @returns {RunRecord} */
export function recordOf(session, picked) {
  const { now, head, seed } = session;
  session.seek(head);
  const { hash } = session;
  session.seek(now);
  const scenario = picked || /** @type {object} */ (JSON.parse(session.json));
  return { version: 1, scenario, seed, log: session.log(), headMs: head, nowMs: now, hash };
}

/**
 * Gives a session the commands of a log, from one of them on, and goes as far as the run was known. The session must stand
 * where all commands before that one are given, and none after it.
 * @param {Session} session @param {LogEntry[]} log @param {number} headMs @param {number} [from]
 */
export function follow(session, log, headMs, from = 0) {
  session.cut();
  log.slice(from).forEach((entry, index) => {
    try {
      session.repeat(entry);
    } catch (failure) {
      throw failure instanceof ProblemError ? failure.within(`log[${from + index}]`) : failure;
    }
  });
  session.seek(Math.max(session.now, headMs));
}
