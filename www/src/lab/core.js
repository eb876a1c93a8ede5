// The lab's own core: fetched once, asked by the page; its workers have instances of their own.
// @ts-expect-error TypeScript does not know a module by its query.
import newGlue from '../../pkg/lab/lab.js?factory';
import wasmUrl from '../../pkg/lab/lab_bg.wasm?url';
import { compiled, isProblem, PanicError, ProblemError } from '../core/wasm.js';

/** @typedef {Omit<typeof import('../../pkg/lab/lab.js'), 'default' | 'initSync' | 'start'>} LabCore what scripts/glue.js makes of the package's module */

/** @typedef {{ core: LabCore, module: WebAssembly.Module }} LabCode */

/** @type {Promise<LabCode> | undefined} */
let fetched;

/** @returns {Promise<LabCode>} */
async function start() {
  const module = await compiled(wasmUrl);
  return { core: newGlue(module), module };
}

/** The core on the page. Rejects with a LoadError. */
export async function labCode() {
  fetched ??= start();
  try {
    return await fetched;
  } catch (failure) {
    // What did not come is asked for again.
    fetched = undefined;
    throw failure;
  }
}

/**
 * Runs a call into the core. A problem is the caller's to show; anything else is a panic, after which there is another instance.
 * @template T @param {() => T} call @returns {T}
 */
export function asked(call) {
  try {
    return call();
  } catch (thrown) {
    if (isProblem(thrown)) throw new ProblemError(thrown);
    fetched = undefined;
    throw new PanicError(String(thrown), { cause: thrown });
  }
}
