// The smaller build of the core, with which a figure begins, and the lessons that are prepared for it. A single file does without.

// @ts-expect-error TypeScript does not know a module by its query.
import newGlue from '../../pkg/figure/figure.js?factory';
import url from '../../pkg/figure/figure_bg.wasm?url';

/** @type {Record<string, string>} */
const PREPARED = import.meta.glob('../../pkg/lessons/*.figure.json', { query: '?url', import: 'default', eager: true });

export const figureBuild = { url, glue: async () => newGlue };

/** Where a lesson is as a figure loads it; a server for development has it as it is written alone. @param {string} id */
export const preparedAddress = (id) =>
  import.meta.env.DEV ? undefined : PREPARED[`../../pkg/lessons/${id}.figure.json`];
