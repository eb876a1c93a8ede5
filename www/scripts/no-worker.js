// Without a worker: a single file has none beside it, and a browser refuses one that comes from another site than the page. The lab,
// whose runs are the work of workers, is left out with them.

/** @type {import('vite').Plugin} */
export const noWorker = {
  name: 'no-worker',
  enforce: 'pre',
  load(id) {
    if (/edit[\\/]trial[\\/]new-worker\.js$/.test(id)) return 'export const newWorker = undefined;';
    return /src[\\/]lab[\\/]build\.js$/.test(id) ? 'export const labBuild = undefined;' : undefined;
  },
};
