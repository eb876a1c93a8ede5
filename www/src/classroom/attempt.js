// What a learner does in a task, as far as the run does not hold it: time on the clock, tries, the prediction, what Show me reached.

/** @import { CarteiroPlayground } from '../../types/index.js' */
/** @import { RunRecord } from '../core/record.js' */

/** What is handed in beside the run; see `HandIn` in src/view/saved_run.rs.
 * @typedef {object} HandIn
 * @property {1} version
 * @property {string} student
 * @property {string} task
 * @property {string} scenarioHash
 * @property {{ option: number, atMs: number, right?: boolean }} [prediction]
 * @property {number[]} goals
 * @property {number[]} shown
 * @property {number} tries
 * @property {number} spentMs
 * @property {number[]} [pace]
 */

/** A command, as it was heard of. @typedef {{ text: string, ms: number, spentMs: number }} Heard */

export class Attempt {
  /** @type {Heard[]} */
  #heard = [];
  /** @type {Set<number>} */
  #shown = new Set();
  /** @type {HandIn['prediction']} */
  #prediction;
  /** What was answered stays: who knows the answer does not predict it any more. */
  #answered = false;
  #tries = 0;
  #nowMs = 0;
  #spentMs = 0;
  #since = performance.now();
  #hidden = document.hidden;
  /** The time that was spent before this visit. */
  #beforeMs = 0;
  /** What an earlier visit had already. @type {Set<string>} */
  #old = new Set();
  /** When a goal was seen first. @type {Map<string, number>} */
  #firstMs = new Map();

  /** Listens to a playground. @param {CarteiroPlayground} playground @param {() => void} changed */
  follow(playground, changed) {
    /** @param {string} name @param {(detail: any) => void} hear */
    const on = (name, hear) =>
      playground.addEventListener(`carteiro-${name}`, (event) => {
        hear(/** @type {CustomEvent} */ (event).detail);
        changed();
      });
    on('scenario', () => {
      this.#tries += 1;
      this.#nowMs = 0;
    });
    playground.addEventListener('carteiro-time', (event) => {
      this.#nowMs = /** @type {CustomEvent<{ ms: number }>} */ (event).detail.ms;
    });
    on('command', ({ command, ms }) => {
      this.#nowMs = ms;
      this.#heard.push({ text: JSON.stringify(command), ms, spentMs: this.spentMs });
    });
    on('goal', ({ goal, shown }) => {
      if (shown) this.#shown.add(goal);
      else this.#shown.delete(goal);
    });
    on('answer', ({ choice, right }) => {
      const said = this.#prediction;
      if (!this.#answered && said && said.option === choice) said.right = right;
      this.#answered = true;
    });
    playground.addEventListener('carteiro-request', (event) => {
      const { type, option } = /** @type {CustomEvent<{ type: string, option: number }>} */ (event).detail;
      if (type === 'predict' && !this.#answered) this.#prediction = { option, atMs: this.#nowMs };
    });
    document.addEventListener('visibilitychange', () => this.#tick(document.hidden));
  }

  /** Goes on with what was handed in before: to be called before `follow`. @param {HandIn} handIn @param {Pick<RunRecord, 'log'>} record */
  resume({ prediction, goals, shown, tries, spentMs, pace = [] }, { log }) {
    this.#prediction = prediction && { ...prediction };
    this.#answered = prediction?.right !== undefined;
    this.#shown = new Set(shown);
    this.#tries = tries;
    this.#spentMs = spentMs;
    this.#since = performance.now();
    this.#beforeMs = spentMs;
    this.#heard = log.flatMap(([ms, , text], index) => (index in pace ? [{ text, ms, spentMs: pace[index] }] : []));
    this.#old = new Set([...goals, ...shown].map((goal) => `goal-${goal}`));
    if (this.#answered) this.#old.add('prediction');
  }

  /** Whether an answer or a goal is of this visit. @param {string} what */
  isNew(what) {
    if (this.#old.has(what)) return false;
    if (!this.#firstMs.has(what)) this.#firstMs.set(what, this.visitMs);
    return true;
  }

  /** After how much of this visit it was seen first, in milliseconds. @param {string} what */
  latencyOf(what) {
    return this.#firstMs.get(what) ?? this.visitMs;
  }

  /** The time spent in this visit, in milliseconds. */
  get visitMs() {
    return this.spentMs - this.#beforeMs;
  }

  /** The time on the clock while the page was seen, in milliseconds. */
  get spentMs() {
    this.#tick(document.hidden);
    return Math.round(this.#spentMs);
  }

  /** Adds the time since the last look, if the page was seen then. @param {boolean} hidden whether it is not seen from now on */
  #tick(hidden) {
    const now = performance.now();
    if (!this.#hidden) this.#spentMs += now - this.#since;
    this.#since = now;
    this.#hidden = hidden;
  }

  /** What is handed in with a record. @param {RunRecord} record @param {{ student: string, task: string, scenarioHash: string, goals: number[] }} said @returns {HandIn} */
  handIn(record, { goals, ...said }) {
    const shown = [...this.#shown].filter((goal) => goals.includes(goal));
    return {
      version: 1,
      ...said,
      prediction: this.#prediction,
      goals: goals.filter((goal) => !this.#shown.has(goal)),
      shown,
      tries: Math.max(this.#tries, 1),
      spentMs: this.spentMs,
      pace: this.#paceOf(record),
    };
  }

  /** The times at which the commands of a record were given; nothing where one of them was not heard of. @param {RunRecord} record */
  #paceOf({ log }) {
    const left = [...this.#heard];
    const pace = log.map(([ms, , text]) => {
      const at = left.findLastIndex((one) => one.text === text && Math.abs(one.ms - ms) < 0.001);
      return at < 0 ? Number.NaN : left.splice(at, 1)[0].spentMs;
    });
    const sound = pace.every((one, index) => one >= (pace[index - 1] ?? 0));
    return sound && pace.length > 0 ? pace : undefined;
  }
}
