// Writes beside the page for packages what `carteiro export` puts into one: what every part needs, what a rubric needs besides, and the
// files of each lesson.

/** @import { Plugin } from 'vite' */

const GRADER = /(core[\\/]grader\.js|pkg[\\/]grade[\\/])/;
const LESSON = /lessons[\\/]([a-z0-9-]+)\.json$/;

/** @type {Plugin} */
export const scoList = {
  name: 'sco-list',
  generateBundle(_, bundle) {
    /** @type {{ files: string[], grader: string[], lessons: Record<string, string[]> }} */
    const list = { files: [], grader: [], lessons: {} };
    for (const file of Object.values(bundle)) {
      if (file.fileName.endsWith('.html')) continue;
      const sources = file.type === 'chunk' ? file.moduleIds : file.originalFileNames;
      const lesson = file.type === 'asset' && sources.map((name) => LESSON.exec(name)?.[1]).find(Boolean);
      if (lesson) list.lessons[lesson] = [...(list.lessons[lesson] ?? []), file.fileName];
      else (sources.some((name) => GRADER.test(name)) ? list.grader : list.files).push(file.fileName);
    }
    if (list.grader.length !== 2) this.error(`the grader is to be one script and one package, not ${list.grader}`);
    this.emitFile({ type: 'asset', fileName: 'sco.json', source: `${JSON.stringify(list, null, 2)}\n` });
  },
};

/** Nothing leads to the builder of scenarios.
 * @type {Plugin} */
export const noBuilder = {
  name: 'no-builder',
  enforce: 'pre',
  load: (id) => (/src[\\/]edit[\\/]index\.js$/.test(id) ? 'export {};' : undefined),
};
