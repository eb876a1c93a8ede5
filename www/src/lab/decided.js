// Where a bad end was decided: a worker forks a run at many instants, and plays each fork to its end again and again.
import { parseDuration } from '../core/durations.js';
import { recordOf } from '../core/record.js';
import { Errand } from './errand.js';
import { constraintOf } from './question.js';

/** @import { LabHunted, LabMoment, LabTurned } from '../../pkg/lab/lab.js' */
/** @import { Session } from '../core/session.js' */
/** @import { BadEnd } from '../store/requests.js' */
/** @import { Study } from './study.js' */

/** Instants at which the run is forked. */
export const MOMENTS = 25;
/** Forks at each of them. */
export const FUTURES = 100;

/** A run, and the end that is asked about. `record`: the run as the page saves one, whose scenario is `json`; `open` puts it on the page.
 * @typedef {{ bad: BadEnd, json: string, record: string, open: () => unknown }} Question */

/** Asks about the run that is on the page. @param {Session} session @param {BadEnd} bad @param {() => unknown} open @returns {Question} */
export function runQuestion(session, bad, open) {
  // The scenario goes with it apart.
  return { bad, json: session.json, record: JSON.stringify({ ...recordOf(session, '-'), scenario: '' }), open };
}

/** Asks about a run of a point: what falls is what a good run has. @param {Study} study @param {number} point @param {number} run @param {() => unknown} open @returns {Question} */
export function pointQuestion(study, point, run, open) {
  const { json, seed } = study.run(point, run);
  const headMs = parseDuration(JSON.parse(json).until);
  const record = { version: 1, scenario: '', seed, log: [], headMs, nowMs: headMs, events: 0, hash: '' };
  return { bad: { claim: constraintOf(study.question) }, json, record: JSON.stringify(record), open };
}

/** Asks about the run that a hunt has found. @param {NonNullable<LabHunted['found']>} found @param {() => unknown} open @returns {Question} */
export function foundQuestion({ record, claim }, open) {
  return { bad: { claim }, json: JSON.stringify(JSON.parse(record).scenario), record, open };
}

export class Decided extends Errand {
  /** What is asked. @type {Question | undefined} */
  question;
  /** The instants that are known so far. @type {LabMoment[]} */
  moments = [];
  /** What came out. @type {LabTurned | undefined} */
  turned;
  /** Whether it goes on. */
  running = false;

  /** @param {Question} question */
  begin(question) {
    this.stop();
    Object.assign(this, { question, moments: [], turned: undefined, running: true });
    const { json: scenario, record, bad } = question;
    this.send({ turning: { scenario, record, ...bad, moments: MOMENTS, futures: FUTURES } }, (told) => {
      if ('moment' in told) this.moments = [...this.moments, told.moment];
      if ('turned' in told) {
        this.turned = told.turned;
        this.stop();
      }
    });
  }

  stop() {
    super.stop();
    this.running = false;
  }
}
