// The one importer of the wasm package: fetches it once, and makes instances of it, another one when one has panicked or grown too large.

// @ts-expect-error TypeScript does not know a module by its query.
import factory from '../../pkg/carteiro.js?factory';
import wasmUrl from '../../pkg/carteiro_bg.wasm?url';
import { bytesOf } from './lessons.js';
import { compileError, fetched } from './loading.js';

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

/** What scripts/glue.js makes of the package's module. @typedef {Omit<typeof import('../../pkg/carteiro.js'), 'default' | 'initSync' | 'start'> & { memory: WebAssembly.Memory }} Glue */

/** Each call makes an instance. */
const newGlue = /** @type {(module: WebAssembly.Module) => Glue} */ (factory);

/** WebAssembly's memory never shrinks: one that has grown beyond this, in bytes, goes with its instance. The lessons take a tenth of it. */
const ROOMY_BYTES = 16 * 2 ** 20;
/** After so many panics only a new page helps. */
const MOST_PANICS = 2;
let panics = 0;

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
  #memory;

  /** @param {WebAssembly.Module} module */
  constructor(module) {
    const glue = newGlue(module);
    this.#memory = glue.memory;
    this.dead = false;
    this.module = module;
    this.layout = glue.layout();
    /** @param {string} json @param {string} [seed] */
    this.open = (json, seed) => this.guard(() => new glue.Playground(json, seed));
    /** @param {Retry} retry */
    this.retrySchedule = (retry) => this.guard(() => glue.retrySchedule(retry));
    /** The same scenario without its lesson's idea, as its contrast says. @param {string} json */
    this.contrastOf = (json) => this.guard(() => glue.contrast(json));
    this.suggestSeed = () => this.guard(() => glue.suggestSeed());
  }

  /** How much memory it holds. */
  get bytes() {
    return this.#memory.buffer.byteLength;
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
      panics += 1;
      throw new PanicError(String(thrown), { cause: thrown });
    }
  }
}

/** @type {Promise<Instance> | undefined} */
let current;

/** Rejects with a LoadError. @returns {Promise<WebAssembly.Module>} */
async function compiled() {
  const source = inOneFile ? bytesOf(wasmUrl) : await fetched('core', wasmUrl);
  try {
    if (!(source instanceof Response)) return await WebAssembly.compile(source);
    // Only under this name a browser compiles while the file comes.
    const streams = source.headers.get('Content-Type') === 'application/wasm';
    return await (streams ? WebAssembly.compileStreaming(source) : WebAssembly.compile(await source.arrayBuffer()));
  } catch (cause) {
    throw await compileError(cause, inOneFile ? '' : wasmUrl);
  }
}

/** @returns {Promise<Instance>} */
const start = async () => new Instance(await compiled());

/**
 * The living instance that the figures of a page share. The first call loads it; after a panic the next call makes another one.
 * When that has panicked too, the promise is rejected with a PanicError; with a LoadError when the wasm does not come.
 * @returns {Promise<Instance>}
 */
export async function loadCore() {
  current ??= start();
  try {
    const instance = await current;
    if (!instance.dead) return instance;
    if (panics >= MOST_PANICS) throw new PanicError('the simulation has panicked again and again');
    return renewed(instance);
  } catch (failure) {
    if (!(failure instanceof PanicError)) current = undefined;
    throw failure;
  }
}

/** Another instance of the same code; the page's figures take it from now on. @param {Instance} instance */
function renewed({ module }) {
  const instance = new Instance(module);
  current = Promise.resolve(instance);
  return instance;
}

/** The instance in which a run is opened: this one, unless its memory has grown far. @param {Instance} instance */
export function roomy(instance) {
  if (instance.dead || instance.bytes <= ROOMY_BYTES) return instance;
  try {
    return renewed(instance);
  } catch {
    // There is no memory for another one.
    return instance;
  }
}

/** An instance by itself, for what nobody knows: what it does to memory goes with it. @param {Instance} instance */
export const apart = ({ module }) => new Instance(module);
