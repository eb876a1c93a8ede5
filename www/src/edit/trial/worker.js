// A trial beside the page, on a core of its own.
// @ts-expect-error TypeScript does not know a module by its query.
import newGlue from '../../../pkg/carteiro.js?factory';
import { noVerdict, problemIn, trial } from './trial.js';

/** @import { Subject } from './trial.js' */

/** What is told between two pauses of this length, in milliseconds. */
const TOLD_MS = 80;

/** What a page sends. @typedef {{ module: WebAssembly.Module, subject: Subject }} Order */

globalThis.addEventListener('message', (/** @type {MessageEvent<Order>} */ { data: { module, subject } }) => {
  const { Playground } = newGlue(module);
  const verdict = noVerdict();
  let told = performance.now();
  const open = (/** @type {string} */ json, /** @type {string | undefined} */ seed) => new Playground(json, seed);
  try {
    for (const _ of trial(open, subject, verdict)) {
      if (performance.now() - told < TOLD_MS) continue;
      told = performance.now();
      postMessage({ verdict, done: false });
    }
  } catch (failure) {
    verdict.problem = problemIn(failure);
  }
  postMessage({ verdict, done: true });
});
