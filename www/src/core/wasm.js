// The one importer of the wasm package: loads it once, and loads a spare instance when the first has panicked.
import * as first from '../../pkg/carteiro.js';
import wasmUrl from '../../pkg/carteiro_bg.wasm?url';
import { bytesOf } from './lessons.js';

/** @import { Problem, Retry } from './types.js' */

/** A broken rule the core names, in every language. */
export class ProblemError extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(`${problem.code}: ${problem.message.en}`);
    this.problem = problem;
  }

  /** The same problem, found in a part of something larger. @param {string} place */
  within(place) {
    return new ProblemError({ ...this.problem, path: [place, this.problem.path].filter(Boolean).join('.') });
  }
}

/** The wasm instance has panicked: nothing it answers can be trusted any more. */
export class PanicError extends Error {}

/** The wasm, or a scenario, could not be fetched; or the wasm is not accepted. */
export class LoadError extends Error {}

/** @typedef {typeof first} Glue the package's module */

/** Where the site is whose script this is: its folder of assets lies in it. Empty in a single file and in a package, which hold no site. */
export const siteUrl =
  wasmUrl.startsWith('data:') || import.meta.env.MODE === 'package'
    ? ''
    : new URL('../', new URL(wasmUrl, import.meta.url)).href;

/** Whether the page is one file that holds everything. */
export const inOneFile = wasmUrl.startsWith('data:');

/** @param {unknown} thrown @returns {thrown is Problem} */
function isProblem(thrown) {
  const it = /** @type {Partial<Problem> | null} */ (typeof thrown === 'object' ? thrown : null);
  return typeof it?.code === 'string' && typeof it.message?.en === 'string';
}

/** One wasm instance. After a panic it is dead and refuses every further call. */
export class Instance {
  /** @param {Glue} glue */
  constructor(glue) {
    this.dead = false;
    this.layout = glue.layout();
    /** @param {string} json @param {string} [seed] */
    this.open = (json, seed) => this.guard(() => new glue.Playground(json, seed));
    /** @param {Retry} retry */
    this.retrySchedule = (retry) => this.guard(() => glue.retrySchedule(retry));
    /** The same scenario without its lesson's idea, as its contrast says. @param {string} json */
    this.contrastOf = (json) => this.guard(() => glue.contrast(json));
    this.suggestSeed = () => this.guard(() => glue.suggestSeed());
  }

  /**
   * Runs a call into the core. A problem is the caller's to show; anything else thrown is a panic.
   * @template T @param {() => T} call @returns {T}
   */
  guard(call) {
    if (this.dead) throw new PanicError('the wasm instance has panicked');
    try {
      return call();
    } catch (thrown) {
      if (isProblem(thrown)) throw new ProblemError(thrown);
      this.dead = true;
      throw new PanicError(String(thrown), { cause: thrown });
    }
  }
}

/** @type {Promise<Instance> | undefined} */
let current;
let spareUsed = false;

/** @param {Glue} glue */
async function start(glue) {
  try {
    await glue.default({ module_or_path: inOneFile ? bytesOf(wasmUrl) : wasmUrl });
    return new Instance(glue);
  } catch (cause) {
    throw new LoadError(String(cause), { cause });
  }
}

async function startSpare() {
  spareUsed = true;
  // The package keeps its instance in its module: a second query makes a second module, hence a fresh memory.
  // @ts-expect-error TypeScript does not know a module by its query.
  return start(/** @type {Glue} */ (await import('../../pkg/carteiro.js?spare')));
}

/**
 * The living instance. The first call loads it; after a panic the next call loads the spare one.
 * When that has panicked too, only a new page helps, and the promise is rejected with the panic.
 * @returns {Promise<Instance>}
 */
export async function loadCore() {
  current ??= start(first);
  try {
    const instance = await current;
    if (!instance.dead) return instance;
  } catch (failure) {
    current = undefined;
    throw failure;
  }
  if (spareUsed) throw new PanicError('both wasm instances have panicked');
  current = startSpare();
  return current;
}
