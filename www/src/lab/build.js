// Where there are files beside the page, the lab has a core of its own and workers; the single file and the package do without the lab.
import wasmUrl from '../../pkg/lab/lab_bg.wasm?url';

/** @typedef {Omit<typeof import('../../pkg/lab/lab.js'), 'default' | 'initSync' | 'start'>} LabCore what scripts/glue.js makes of the package's module */

/** @type {{ wasmUrl: string, glue: () => Promise<{ default: (module: WebAssembly.Module) => LabCore }>, newWorker: () => Worker } | undefined} */
export const labBuild = {
  wasmUrl,
  // @ts-expect-error TypeScript does not know a module by its query.
  glue: () => import('../../pkg/lab/lab.js?factory'),
  newWorker: () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }),
};
