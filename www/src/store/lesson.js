// The lesson on the page: what the learner predicted, what the run answered, which goals are reached. The core judges; this remembers.
import { parseDuration } from '../core/durations.js';
import { keepReached, reachedIn } from './progress.js';

/** @import { Session } from '../core/session.js' */
/** @import { Judgement } from '../core/types.js' */

/** Something to be told: the run has answered the question, a goal is reached, a claim holds or no longer does.
 * @typedef {{ kind: 'answer' } | { kind: 'goal', goal: number } | { kind: 'claim', claim: number, holds: boolean }} News */

/** Where what was reached is kept: nowhere, on this device, or by the page around, which hands it back.
 * @typedef {'none' | 'own' | 'host'} ProgressMode */

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
  /** What the core said last of the run at the playhead. @type {Judgement | undefined} */
  judgement;
  /** What the learner was told last: the answer, or a goal. @type {'answer' | number | undefined} */
  news;
  /** @type {ProgressMode} */
  progress = 'none';
  /** @type {Set<number>} */
  #reached = new Set();
  /** Goals that the page has reached, by showing how. @type {Set<number>} */
  #shown = new Set();
  /** The commands that the page has given, as they stand in the log. @type {Set<string>} */
  #given = new Set();
  /** Whether the answer is told before it is due. */
  #revealed = false;
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
    this.judgement = undefined;
    this.#shown.clear();
    this.#given.clear();
    this.#revealed = false;
    this.news = undefined;
    this.#asked = [session, -1];
    this.#id = picked;
    const { goals } = this.progress === 'own' && picked ? reachedIn(picked) : { goals: [] };
    this.restore({ goals, choice: this.choice });
  }

  /** Takes back what was reached and predicted. @param {{ goals: number[], choice: number }} kept */
  restore({ goals, choice }) {
    this.#reached = new Set(goals.filter((goal) => goal >= 0 && goal < this.goals.length));
    this.choice = choice < (this.text?.prediction?.options.length ?? 0) ? choice : -1;
  }

  /** What `restore` takes. */
  get kept() {
    return { goals: [...this.#reached], choice: this.choice };
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

  /** Whether the page has reached a goal and the learner has not. @param {number} goal */
  isShown(goal) {
    return this.#shown.has(goal) && !this.isReached(goal);
  }

  get done() {
    return this.goals.length > 0 && this.reached === this.goals.length;
  }

  /** Whether every goal was reached, by whomever. */
  get seen() {
    return this.goals.length > 0 && this.goals.every((_, goal) => this.isReached(goal) || this.#shown.has(goal));
  }

  /** The page has given the last command of the log: what comes of it is shown. @param {Session} session */
  gave(session) {
    this.#given.add(JSON.stringify(session.commandLog().at(-1)));
  }

  /** Tells what the run answers by itself, although it is not due. @param {Session} session */
  reveal(session) {
    if (this.#revealed || this.answer) return;
    this.#revealed = true;
    this.watch(session);
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

  /** Has the core judge what is at the playhead. @param {Session} session @returns {News[]} what is new */
  watch(session) {
    if (!this.text && session.scenario.claims.length === 0) return [];
    const judgement = session.judge();
    const { claims, goals, answered } = judgement;
    const before = this.judgement?.goals ?? [];
    this.judgement = judgement;
    /** @type {News[]} */
    const told = [];
    claims.forEach((holds, claim) => {
      if (holds !== this.claims[claim]) told.push({ kind: 'claim', claim, holds });
    });
    this.claims = claims;
    goals.forEach((is, goal) => {
      if (!is || before[goal] || this.isReached(goal) || !this.#reach(session, goal)) return;
      told.push({ kind: 'goal', goal });
      this.news = goal;
    });
    if (this.#answer(session, answered || this.#revealed)) {
      told.push({ kind: 'answer' });
      this.news = 'answer';
    }
    return told;
  }

  /** A goal that has just become true is the page's where the page gave a command before. @param {Session} session @param {number} goal @returns {boolean} whether it is new */
  #reach(session, goal) {
    if (this.#given.size > 0) {
      const { now } = session;
      const log = session.commandLog();
      if (log.some((entry) => entry[0] <= now && this.#given.has(JSON.stringify(entry)))) {
        const isNew = !this.#shown.has(goal);
        this.#shown.add(goal);
        return isNew;
      }
    }
    this.#reached.add(goal);
    if (this.#id && this.progress === 'own') keepReached(this.#id, goal, this.goals.length);
    return true;
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
