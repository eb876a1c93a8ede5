// The lesson on the page: what the learner predicted, what the run answered, which goals are reached. The core judges; this remembers.
import { parseDuration } from '../core/durations.js';
import { keepReached, reachedIn } from './progress.js';

/** @import { Session } from '../core/session.js' */

/** Something to be told: the run has answered the question, or a goal is reached. @typedef {'answer' | number} News */

export class Lesson {
  /** What the scenario's file says. @type {import('../core/types.js').Lesson | undefined} */
  text;
  /** When the run has answered the question. */
  dueMs = Number.POSITIVE_INFINITY;
  /** Which answer the learner expects, or -1. */
  choice = -1;
  /** Which answers hold in the run as it goes by itself, once it is due. @type {boolean[] | undefined} */
  answer;
  /** Whether this run is another one by then, for what was done in it. */
  touched = false;
  /** Which claims hold at the playhead. @type {boolean[]} */
  claims = [];
  /** Whether the page plays the lesson's solution: what is reached then is not the learner's. */
  shown = false;
  /** What was told last. @type {News | undefined} */
  news;
  /** @type {Set<number>} */
  #reached = new Set();
  #id = '';
  /** The run and its future of which it was last asked whether something was done in it. @type {[Session, number] | undefined} */
  #asked;

  /** A run begins. @param {Session} session @param {string} picked the built-in lesson; empty for one of the reader's own */
  opened(session, picked) {
    const same = this.#asked?.[0].json === session.json;
    const text = session.lesson;
    this.text = text;
    this.dueMs = parseDuration(text?.prediction?.at ?? session.until);
    if (!same) this.choice = -1;
    this.answer = undefined;
    this.touched = false;
    this.claims = [];
    this.shown = false;
    this.news = undefined;
    this.#asked = [session, -1];
    this.#id = picked;
    const { goals } = reachedIn(picked);
    this.#reached = new Set(picked ? goals.filter((goal) => goal < this.goals.length) : []);
  }

  get goals() {
    return this.text?.goals ?? [];
  }

  /** @param {number} goal */
  isReached(goal) {
    return this.#reached.has(goal);
  }

  /** How many goals are reached. */
  get reached() {
    return this.#reached.size;
  }

  get done() {
    return this.goals.length > 0 && this.reached === this.goals.length;
  }

  /** The answer that holds, or -1 where it is not exactly one. */
  get held() {
    const holds = this.answer?.flatMap((is, option) => (is ? [option] : [])) ?? [];
    return holds.length === 1 ? holds[0] : -1;
  }

  /** What the learner expects; once the run has answered it is too late. @param {number} option */
  predict(option) {
    if (!this.answer) this.choice = option;
  }

  /** Has the core judge what is at the playhead; tells what is new. @param {Session} session @returns {News | undefined} */
  watch(session) {
    if (!this.text && session.scenario.claims.length === 0) return undefined;
    const { claims, goals, answered } = session.judge();
    this.claims = claims;
    const answer = this.#answer(session, answered);
    const before = this.reached;
    goals.forEach((is, goal) => {
      if (is && !this.isReached(goal)) this.#reach(goal);
    });
    if (this.reached === before && !answer) return undefined;
    this.news = answer ? 'answer' : [...this.#reached].at(-1);
    return this.news;
  }

  /** @param {number} goal */
  #reach(goal) {
    this.#reached.add(goal);
    if (this.#id && !this.shown) keepReached(this.#id, goal, this.goals.length);
  }

  /**
   * The answer is that of the run as it goes by itself: the question was asked before anything was done in it.
   * @param {Session} session @param {boolean} due @returns {boolean} whether it is new
   */
  #answer(session, due) {
    if (!this.text?.prediction || !due) {
      this.answer = undefined;
      return false;
    }
    const isNew = !this.answer;
    this.answer ??= session.judgeUntouched(this.dueMs).options;
    if (isNew || this.#asked?.[1] !== session.future) {
      this.touched = session.commandLog().some(([atMs]) => atMs <= this.dueMs);
      this.#asked = [session, session.future];
    }
    return isNew;
  }
}
