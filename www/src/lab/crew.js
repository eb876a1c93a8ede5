// The workers of a study: all cores but one, at least one. Each computes runs of the plan; what they hand over is added up here.
import { isProblem, PanicError, ProblemError } from '../core/wasm.js';
import { asked } from './core.js';

/** @import { LabCore } from './core.js' */
/** @import { Told } from './worker.js' */

/** Batches that a worker has before it, so that it never waits for the page. */
const AHEAD = 2;

/** How many workers there are for a machine. @param {number} cores */
export const crewOf = (cores) => Math.max(1, cores - 1);

/** What was thrown in a worker, as here. @param {unknown} thrown */
export const failureOf = (thrown) => (isProblem(thrown) ? new ProblemError(thrown) : new PanicError(String(thrown)));

/** A worker that tells. @param {(told: Told) => void} heard @param {(failure: Error) => void} failed @returns {Worker} */
export function newWorker(heard, failed) {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }) => ('problem' in data ? failed(failureOf(data.problem)) : heard(data));
  worker.onerror = (event) => {
    event.preventDefault();
    failed(new PanicError(event.message));
  };
  return worker;
}

export class Crew {
  #lab;
  #told;
  #failed;
  /** @type {{ worker: Worker, ahead: number }[]} */
  #workers = [];

  /**
   * @param {WebAssembly.Module} module @param {InstanceType<LabCore['Lab']>} lab where rows are added up @param {string} plan its JSON
   * @param {(grown: Iterable<number>) => void} told which points have more rows @param {(failure: Error) => void} failed
   */
  constructor(module, lab, plan, told, failed) {
    this.#lab = lab;
    this.#told = told;
    this.#failed = failed;
    for (let n = crewOf(navigator.hardwareConcurrency ?? 1); n > 0; n -= 1) {
      const member = { worker: newWorker((data) => this.#hear(member, data), this.#fail), ahead: 0 };
      member.worker.postMessage({ module, plan });
      this.#workers.push(member);
    }
    this.#handOut();
  }

  /** Nothing more is computed. */
  stop() {
    for (const { worker } of this.#workers) worker.terminate();
    this.#workers = [];
  }

  /** @param {Error} failure */
  #fail = (failure) => {
    this.stop();
    this.#failed(failure);
  };

  /** Gives each worker its next batches, one after the other. */
  #handOut() {
    for (let ahead = 0; ahead < AHEAD; ahead += 1) {
      for (const member of this.#workers) {
        if (member.ahead > ahead) continue;
        const batch = asked(() => this.#lab.next());
        if (!batch) return;
        member.ahead += 1;
        member.worker.postMessage({ batch });
      }
    }
  }

  /** @param {{ ahead: number }} member @param {Told} data */
  #hear(member, data) {
    try {
      if ('rows' in data) {
        const { point, from, numbers } = data.rows;
        const grown = asked(() => this.#lab.add(point, from, numbers));
        if (asked(() => this.#lab.isDone())) this.stop();
        this.#told(grown);
      } else if ('idle' in data) member.ahead -= 1;
      this.#handOut();
    } catch (failure) {
      this.#fail(/** @type {Error} */ (failure));
    }
  }
}
