// Where there are files beside the page, the lab has a core of its own and workers; the single file and the package do without the lab.
import wasmUrl from '../../pkg/lab/lab_bg.wasm?url';

/** @typedef {Omit<typeof import('../../pkg/lab/lab.js'), 'default' | 'initSync' | 'start'>} LabCore what scripts/glue.js makes of the package's module */

/** @type {{ wasmUrl: string, open: () => Promise<typeof import('./index.js')>, newWorker: () => Worker } | undefined} */
export const labBuild = {
  wasmUrl,
  open: () => import('./index.js'),
  newWorker: () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }),
};
