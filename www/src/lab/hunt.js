// Break it for me: a worker looks for a run in which a claim falls, and shrinks it.
import { Errand } from './errand.js';

/** @import { LabHunted } from '../../pkg/lab/lab.js' */
/** @import { LabCode } from './core.js' */

/** Runs that are tried. */
export const HUNT_RUNS = 20_000;
/** Deeds of a run at most. */
const DEEDS = 12;

export class Hunt extends Errand {
  /** The claim that is to fall; empty for any of the scenario's. */
  claim = '';
  /** Runs that were tried so far, while it goes on. @type {number | undefined} */
  tried;
  /** What came out. @type {LabHunted | undefined} */
  hunted;
  #json;

  /** @param {LabCode} code @param {string} json the scenario @param {() => void} told more is known */
  constructor(code, json, told) {
    super(code, told);
    this.#json = json;
  }

  begin() {
    this.stop();
    this.hunted = undefined;
    this.tried = 0;
    const hunt = { scenario: this.#json, claim: this.claim || undefined, runs: HUNT_RUNS, deeds: DEEDS };
    this.send({ hunt }, (told) => {
      if ('tried' in told) this.tried = told.tried;
      if ('hunted' in told) {
        this.hunted = told.hunted;
        this.stop();
      }
    });
    this.told();
  }

  stop() {
    super.stop();
    this.tried = undefined;
    this.told();
  }
}
