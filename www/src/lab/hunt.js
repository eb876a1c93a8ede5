// Break it for me: a worker looks for a run in which a claim falls, and shrinks it.
import { ProblemError } from '../core/wasm.js';
import { newWorker } from './crew.js';

/** @import { LabHunted } from '../../pkg/lab/lab.js' */
/** @import { Problem } from '../core/types.js' */
/** @import { LabCode } from './core.js' */

/** Runs that are tried. */
export const HUNT_RUNS = 20_000;
/** Deeds of a run at most. */
const DEEDS = 12;

export class Hunt {
  /** The claim that is to fall; empty for any of the scenario's. */
  claim = '';
  /** Runs that were tried so far, while it goes on. @type {number | undefined} */
  tried;
  /** What came out. @type {LabHunted | undefined} */
  hunted;
  /** Why it could not be. @type {Problem | undefined} */
  problem;
  /** @type {Worker | undefined} */
  #worker;
  #code;
  #json;
  #told;

  /** @param {LabCode} code @param {string} json the scenario @param {() => void} told more is known */
  constructor(code, json, told) {
    this.#code = code;
    this.#json = json;
    this.#told = told;
  }

  begin() {
    this.stop();
    this.hunted = undefined;
    this.problem = undefined;
    this.tried = 0;
    this.#worker = newWorker(
      (told) => {
        if ('tried' in told) this.tried = told.tried;
        if ('hunted' in told) {
          this.hunted = told.hunted;
          this.stop();
        }
        this.#told();
      },
      (failure) => {
        this.stop();
        this.problem = failure instanceof ProblemError ? failure.problem : undefined;
        this.#told();
        if (!this.problem) throw failure;
      },
    );
    const hunt = { scenario: this.#json, claim: this.claim || undefined, runs: HUNT_RUNS, deeds: DEEDS };
    this.#worker.postMessage({ module: this.#code.module, hunt });
    this.#told();
  }

  stop() {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.tried = undefined;
    this.#told();
  }
}
