// Where there are files beside the page, a trial has a worker; the single file and the package do without.
/** @type {(() => Worker) | undefined} */
export const newWorker = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
