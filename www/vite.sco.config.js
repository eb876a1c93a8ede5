// The page for course platforms: `carteiro export` packs it, with the parts that a teacher chooses, into a zip.
import { defineConfig } from 'vite';
import { before } from './scripts/before.js';
import { flat } from './scripts/flat.js';
import { glue } from './scripts/glue.js';
import { mainFirst } from './scripts/main-first.js';
import { noWorker } from './scripts/no-worker.js';
import { noBuilder, scoList } from './scripts/sco-list.js';
import { shares } from './scripts/shares.js';
import { terms } from './scripts/terms.js';
import { wholeAlone } from './scripts/whole-alone.js';

export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [before, wholeAlone, noWorker, noBuilder, flat, glue(), terms(), shares(), mainFirst(), scoList],
  json: { namedExports: false },
  build: {
    outDir: 'dist-sco',
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: 'sco.html' },
  },
});
