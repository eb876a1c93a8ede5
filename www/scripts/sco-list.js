// Writes beside the page for packages what `carteiro export` puts into one: what every part needs, what a rubric and cmi5 need besides, and
// the files of each lesson.
import { readFile } from 'node:fs/promises';

/** @import { Plugin } from 'vite' */

const GRADER = /(core[\\/]grader\.js|pkg[\\/]grade[\\/])/;
const CMI5 = /sco[\\/]cmi5\.js$/;
/** The library that speaks cmi5 comes with a notice and a licence, which go where its code goes. */
const LIBRARY = new URL('../node_modules/@rusticisoftware/cmi5/', import.meta.url);
const NOTICE = 'cmi5-notice.txt';
const LESSON = /lessons[\\/]([a-z0-9-]+)\.json$/;

/** @type {Plugin} */
export const scoList = {
  name: 'sco-list',
  async generateBundle(_, bundle) {
    /** @type {{ files: string[], grader: string[], cmi5: string[], lessons: Record<string, string[]> }} */
    const list = { files: [], grader: [], cmi5: [], lessons: {} };
    for (const file of Object.values(bundle)) {
      if (file.fileName.endsWith('.html')) continue;
      const sources = file.type === 'chunk' ? file.moduleIds : file.originalFileNames;
      const lesson = file.type === 'asset' && sources.map((name) => LESSON.exec(name)?.[1]).find(Boolean);
      if (lesson) list.lessons[lesson] = [...(list.lessons[lesson] ?? []), file.fileName];
      else if (sources.some((name) => GRADER.test(name))) list.grader.push(file.fileName);
      else (sources.some((name) => CMI5.test(name)) ? list.cmi5 : list.files).push(file.fileName);
    }
    if (list.grader.length !== 2) this.error(`the grader is to be one script and one package, not ${list.grader}`);
    if (list.cmi5.length !== 1) this.error(`what speaks cmi5 is to be one script, not ${list.cmi5}`);
    const notice = await Promise.all(['NOTICE', 'LICENSE.md'].map((name) => readFile(new URL(name, LIBRARY), 'utf8')));
    this.emitFile({ type: 'asset', fileName: NOTICE, source: notice.join('\n') });
    list.cmi5.push(NOTICE);
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
