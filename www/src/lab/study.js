// A study that is carried out: its plan, what is known of each point so far, and how far it is.
import { asked } from './core.js';
import { Crew } from './crew.js';

/** @import { LabBorder, LabPlan, LabPoint } from '../../pkg/lab/lab.js' */
/** @import { LabCore } from './core.js' */
/** @import { LabCode } from './core.js' */
/** @import { Question } from './question.js' */

/** Points that are asked about between two frames. */
const AT_ONCE = 60;

export class Study {
  /** The plan's JSON, with its scenario in it. */
  json;
  /** @type {LabPlan} */
  plan;
  /** What is known of each point. @type {LabPoint[]} */
  points;
  /** @type {Set<number>} */
  #stale = new Set();
  /** The borders, until more is known. @type {LabBorder[] | undefined} */
  #borders;
  #lab;
  #crew;
  #began = performance.now();
  /** When the first row came, and when the last one did, in milliseconds after it began. @type {number | undefined} */
  firstMs;
  /** @type {number | undefined} */
  doneMs;

  /** Throws a ProblemError. @param {LabCode} code @param {string} scenario @param {Question} question what is asked @param {string} asks the same as the core reads it @param {() => void} told more is known @param {(failure: Error) => void} failed */
  constructor({ core, module }, scenario, question, asks, told, failed) {
    this.question = question;
    this.json = asked(() => core.planOf(scenario, asks));
    this.#lab = asked(() => new core.Lab(this.json));
    this.plan = asked(() => this.#lab.plan());
    this.points = this.plan.points.map((_, point) => this.#lab.point(point));
    const grown = (/** @type {Iterable<number>} */ points) => {
      for (const point of points) this.#stale.add(point);
      if (this.#stale.size > 0) this.firstMs ??= performance.now() - this.#began;
      if (this.#lab.isDone()) {
        this.doneMs ??= performance.now() - this.#began;
        // Medians come with the last row.
        for (const point of this.points.keys()) this.#stale.add(point);
      }
      told();
    };
    this.#crew = new Crew(module, this.#lab, this.json, grown, failed);
  }

  /** Brings what is known up to date: some points at a time, so that the page's frames go on. @returns {boolean} whether that was all */
  refresh() {
    if (this.#stale.size > 0) this.#borders = undefined;
    let left = this.done ? this.#stale.size : AT_ONCE;
    for (const point of this.#stale) {
      if (left === 0) break;
      left -= 1;
      this.points[point] = this.#lab.point(point);
      this.#stale.delete(point);
    }
    return this.#stale.size === 0;
  }

  get done() {
    return this.doneMs !== undefined;
  }

  /** Rows that are there, and how many there will be. */
  get progress() {
    const [rows, expected] = this.#lab.progress();
    return { rows, expected };
  }

  /** Where the constraint ceases to hold, line by line; none without a constraint. */
  get borders() {
    this.#borders ??= this.plan.constraints.length > 0 ? asked(() => this.#lab.borders(0)) : [];
    return this.#borders;
  }

  /** The rows as a CSV file. */
  get rows() {
    return this.#lab.rows();
  }

  /** A run, as it can be opened. @param {number} point @param {number} run */
  run(point, run) {
    return { json: asked(() => this.#lab.scenario(point)), seed: this.#lab.seed(run) };
  }

  /** Nothing more is computed; what is known stays. */
  stop() {
    this.#crew.stop();
  }

  close() {
    this.stop();
    this.#lab.free();
  }
}

/** @typedef {InstanceType<LabCore['Lab']>} CoreLab */
