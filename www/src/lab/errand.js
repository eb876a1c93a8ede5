// A question that one worker is asked: what it tells is heard, and why it could not answer is kept.
import { ProblemError } from '../core/wasm.js';
import { newWorker } from './crew.js';

/** @import { Problem } from '../core/types.js' */
/** @import { LabCode } from './core.js' */
/** @import { Told } from './worker.js' */

export class Errand {
  /** Why it could not be answered. @type {Problem | undefined} */
  problem;
  /** Is called when more is known. */
  told;
  #code;
  /** @type {Worker | undefined} */
  #worker;

  /** @param {LabCode} code @param {() => void} told more is known */
  constructor(code, told) {
    this.#code = code;
    this.told = told;
  }

  /** Asks a worker of its own; the one before was stopped. @param {object} order @param {(told: Told) => void} heard */
  send(order, heard) {
    this.problem = undefined;
    this.#worker = newWorker(
      (told) => {
        heard(told);
        this.told();
      },
      (failure) => {
        this.stop();
        this.problem = failure instanceof ProblemError ? failure.problem : undefined;
        this.told();
        if (!this.problem) throw failure;
      },
    );
    this.#worker.postMessage({ module: this.#code.module, ...order });
  }

  stop() {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}
