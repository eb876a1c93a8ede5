// One running simulation: opens a scenario, moves time, gives commands, reads; holds no view state.
import { FrameReader } from './frame.js';

/** @typedef {import('./core.js').Instance} Instance */
/** @typedef {import('./types.js').Command} Command */
/** @typedef {import('./types.js').Fact} Fact */

/** The core gives at most this many facts a call. */
const FACTS_A_CALL = 200;

export class Session {
  #playground;
  #instance;
  /** @type {import('./types.js').Settings | undefined} */
  #settings;
  #settingsAtFacts = -1;

  /**
   * Throws a ProblemError when the scenario or the seed is not accepted.
   * @param {Instance} instance @param {string} json @param {string} [seed]
   */
  constructor(instance, json, seed) {
    this.#instance = instance;
    this.json = json;
    this.#playground = instance.open(json, seed || undefined);
    this.scenario = instance.guard(() => this.#playground.scenario());
    this.seed = seed || this.scenario.seed;
    this.frame = new FrameReader(instance.layout, this.scenario);
    this.refresh();
    this.settings();
  }

  get now() {
    return this.frame.header('nowMs');
  }

  /** Reads the frame of this instant. */
  refresh() {
    this.frame.read(this.#instance.guard(() => this.#playground.frame()));
  }

  /** @param {number} toMs */
  advance(toMs) {
    this.#instance.guard(() => this.#playground.advance(toMs));
    this.refresh();
  }

  /** Handles one event; false when nothing is left. */
  step() {
    const moved = this.#instance.guard(() => this.#playground.step());
    this.refresh();
    return moved;
  }

  /** @param {Command} command */
  command(command) {
    this.#instance.guard(() => this.#playground.command(command));
    this.#settingsAtFacts = -1;
    this.refresh();
  }

  /** What is in force now. A timed fault may change it, and every change leaves a fact. */
  settings() {
    const facts = this.frame.header('facts');
    // Of a dead instance the page shows what it knew last.
    if (this.#settings && this.#instance.dead) return this.#settings;
    if (!this.#settings || facts !== this.#settingsAtFacts) {
      this.#settings = this.#instance.guard(() => this.#playground.settings());
      this.#settingsAtFacts = facts;
    }
    return this.#settings;
  }

  /** @param {number} fromMs @param {number} toMs */
  timeline(fromMs, toMs) {
    return this.#instance.guard(() => this.#playground.timeline(fromMs, toMs));
  }

  /** The facts since `index`; when many came at once, only the last ones. @param {number} index @returns {Fact[]} */
  facts(index) {
    const from = Math.max(index, this.frame.header('facts') - FACTS_A_CALL);
    return this.#instance.guard(() => this.#playground.facts(from));
  }

  close() {
    if (!this.#instance.dead) this.#playground.free();
  }
}
