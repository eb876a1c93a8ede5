// The one importer of the wasm packages but the lab's: fetches each once, and makes instances of it, another one when one has panicked or grown too large.

import wasmUrl from '../../pkg/carteiro_bg.wasm?url';
import { figureBuild } from './figure-build.js';
import { bytesOf } from './lessons.js';
import { arriving, compileError, fetched, LoadError } from './loading.js';

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

/** @typedef {import('../../pkg/carteiro.js').Playground & Pick<import('../../pkg/figure/figure.js').Playground, 'press'>} Playground */
/** What scripts/glue.js makes of a package's module; a figure's lacks what reads JSON, and has what is in its place.
 * @typedef {Omit<typeof import('../../pkg/carteiro.js'), 'default' | 'initSync' | 'start'> & { memory: WebAssembly.Memory }} Whole
 * @typedef {Pick<typeof import('../../pkg/figure/figure.js'), 'Press'>
 *   & { Playground: Pick<typeof import('../../pkg/figure/figure.js').Playground, 'prepared'> }} OfFigure
 * @typedef {Whole & OfFigure} Glue */
/** Each call makes an instance. @typedef {(module: WebAssembly.Module) => Glue} NewGlue */

/** The whole core, or the smaller one of a figure: it opens prepared lessons alone, and has no reader for JSON.
 * @typedef {'whole' | 'figure'} Build */

/** A build that has come. @typedef {{ build: Build, module: WebAssembly.Module, newGlue: NewGlue }} Code */

/** A figure has the glue of its core with its code. @type {Record<Build, { url: string, glue: () => Promise<NewGlue> } | undefined>} */
const BUILDS = {
  whole: {
    url: wasmUrl,
    glue: async () => {
      // @ts-expect-error TypeScript does not know a module by its query.
      const { default: newGlue } = await arriving('core', import('../../pkg/carteiro.js?factory'));
      return newGlue;
    },
  },
  figure: figureBuild,
};

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
export function isProblem(thrown) {
  const it = /** @type {Partial<Problem> | null} */ (typeof thrown === 'object' ? thrown : null);
  return typeof it?.code === 'string' && typeof it.message?.en === 'string';
}

/** One wasm instance. After a panic it is dead and refuses every further call. */
export class Instance {
  #memory;

  #glue;

  /** @param {Code} code */
  constructor(code) {
    const glue = code.newGlue(code.module);
    this.#glue = glue;
    this.#memory = glue.memory;
    this.dead = false;
    this.code = code;
    /** Whether it is the whole core: what a figure's lacks throws. */
    this.whole = code.build === 'whole';
    this.layout = glue.layout();
    /** The commands of a figure's stage, by their names. */
    this.presses = glue.Press;
    /** @param {Retry} retry */
    this.retrySchedule = (retry) => this.guard(() => glue.retrySchedule(retry));
    /** The same scenario without its lesson's idea, as its contrast says. @param {string} json */
    this.contrastOf = (json) => this.guard(() => glue.contrast(json));
    this.suggestSeed = () => this.guard(() => glue.suggestSeed());
  }

  /**
   * Opens a scenario: a figure's core by the model that is prepared, the whole one by its JSON.
   * @param {string} json @param {string} [seed] @param {Uint8Array} [model] @returns {Playground}
   */
  open(json, seed, model) {
    const { Playground } = this.#glue;
    const opened = this.guard(() =>
      this.whole ? new Playground(json, seed) : Playground.prepared(model ?? new Uint8Array(), seed),
    );
    // A server that mixes two versions of the site.
    if (!opened) throw new LoadError('lesson', 'invalid');
    return /** @type {Playground} */ (opened);
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

/** The living instance of each build. @type {{ [B in Build]?: Promise<Instance> }} */
const current = {};

/** The code of a package. Rejects with a LoadError. @param {string} url @returns {Promise<WebAssembly.Module>} */
export async function compiled(url) {
  const source = inOneFile ? bytesOf(url) : await fetched('core', url);
  try {
    if (!(source instanceof Response)) return await WebAssembly.compile(source);
    // Only under this name a browser compiles while the file comes.
    const streams = source.headers.get('Content-Type') === 'application/wasm';
    return await (streams ? WebAssembly.compileStreaming(source) : WebAssembly.compile(await source.arrayBuffer()));
  } catch (cause) {
    throw await compileError(cause, inOneFile ? '' : url);
  }
}

/** @param {Build} build @returns {Promise<Instance>} */
async function start(build) {
  const { url, glue } = BUILDS[build] ?? missing(build);
  const [module, newGlue] = await Promise.all([compiled(url), glue()]);
  return new Instance({ build, module, newGlue });
}

/** @param {Build} build @returns {never} */
function missing(build) {
  throw new Error(`this page has no core for a ${build}`);
}

/**
 * The living instance of a build that the figures of a page share. The first call loads it; after a panic the next call makes another one.
 * When that has panicked too, the promise is rejected with a PanicError; with a LoadError when the wasm does not come.
 * @param {Build} build @returns {Promise<Instance>}
 */
export async function loadCore(build) {
  current[build] ??= start(build);
  try {
    const instance = await current[build];
    if (!instance.dead) return instance;
    if (panics >= MOST_PANICS) throw new PanicError('the simulation has panicked again and again');
    return renewed(instance);
  } catch (failure) {
    if (!(failure instanceof PanicError)) delete current[build];
    throw failure;
  }
}

/** Another instance of the same code; the page's figures take it from now on. @param {Instance} instance */
function renewed({ code }) {
  const instance = new Instance(code);
  current[code.build] = Promise.resolve(instance);
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
export const apart = ({ code }) => new Instance(code);
