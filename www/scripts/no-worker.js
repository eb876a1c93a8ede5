// Without a worker: a single file has none beside it, and a browser refuses one that comes from another site than the page.

/** @type {import('vite').Plugin} */
export const noWorker = {
  name: 'no-worker',
  enforce: 'pre',
  load: (id) => (/edit[\\/]trial[\\/]new-worker\.js$/.test(id) ? 'export const newWorker = undefined;' : undefined),
};
