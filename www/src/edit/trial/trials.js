// Tries what is being edited, in a worker where there may be one, else in pauses of the page; the last one asked for is the one that counts.
import { apart } from '../../core/wasm.js';
import { Breath } from '../../core/yield.js';
import { newWorker } from './new-worker.js';
import { noVerdict, problemIn, trial } from './trial.js';

/** @import { Instance } from '../../core/wasm.js' */
/** @import { Subject, Verdict } from './trial.js' */

/** How long nothing is to change before it begins, in milliseconds. */
const QUIET_MS = 350;
/** After so many runs the page tells how far it is, where it tries them itself. */
const RUNS_TOLD = 50;

export class Trials {
  /** What has come out so far. @type {Verdict | undefined} */
  verdict;
  /** Whether all has been tried. */
  done = false;
  /** What is tried, or was. */
  #json = '';
  #core;
  #changed;
  /** @type {Worker | undefined} */
  #worker;
  /** Counts those asked for. */
  #count = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Instance} core @param {() => void} changed */
  constructor(core, changed) {
    this.#core = core;
    this.#changed = changed;
  }

  /** What came out for a file; nothing where another one was tried. @param {string} json */
  of(json) {
    return json === this.#json ? this.verdict : undefined;
  }

  /** Tries a file, unless it is the one that is tried already. @param {Subject} subject */
  ask(subject) {
    if (subject.json === this.#json) return;
    this.stop();
    this.#json = subject.json;
    this.#timer = setTimeout(() => this.#begin(subject), QUIET_MS);
  }

  /** Nothing more is tried. */
  stop() {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#count += 1;
    this.#json = '';
    this.verdict = undefined;
    this.done = false;
  }

  /** @param {Subject} subject */
  #begin(subject) {
    this.verdict = noVerdict();
    try {
      this.#worker = globalThis.Worker && newWorker?.();
    } catch {
      // The page around lets nobody have one.
    }
    const worker = this.#worker;
    if (!worker) return this.#here(subject);
    worker.onmessage = ({ data }) => this.#tell(data.verdict, data.done);
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      // One that never began was not let in.
      if (this.verdict?.runs === 0) this.#here(subject);
      else this.#tell(this.verdict ?? noVerdict(), true);
    };
    return worker.postMessage({ module: this.#core.code.module, subject });
  }

  /** @param {Verdict} verdict @param {boolean} done */
  #tell(verdict, done) {
    this.verdict = verdict;
    this.done = done;
    if (done) this.#worker?.terminate();
    this.#changed();
  }

  /** Without a worker: a little, and again a little. @param {Subject} subject */
  async #here(subject) {
    const [count, core] = [this.#count, apart(this.#core)];
    const verdict = noVerdict();
    const breath = new Breath();
    let told = 0;
    try {
      for (const _ of trial((json, seed) => core.open(json, seed), subject, verdict)) {
        await breath.take();
        if (count !== this.#count) return;
        if (verdict.runs - told < RUNS_TOLD) continue;
        told = verdict.runs;
        this.#tell(verdict, false);
      }
    } catch (failure) {
      verdict.problem = problemIn(failure);
    }
    this.#tell(verdict, true);
  }
}
