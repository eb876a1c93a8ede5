// The package for npm: the class and its registration as modules; lit stays a dependency, the wasm and the lessons are files beside them.
import { defineConfig } from 'vite';
import { flat } from './scripts/flat.js';
import { glue } from './scripts/glue.js';
import { noWorker } from './scripts/no-worker.js';
import { prepared } from './scripts/prepared.js';
import { shares } from './scripts/shares.js';
import { terms } from './scripts/terms.js';

/**
 * A library's files are put into its code, unless they say otherwise; these stay files, which are fetched when they are needed.
 * @type {import('vite').Plugin}
 */
const filesApart = {
  name: 'files-apart',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!source.endsWith('?url')) return undefined;
    const file = await this.resolve(source, importer, { skipSelf: true });
    return file && `${file.id}&no-inline`;
  },
};

export default defineConfig({
  mode: 'package',
  base: './',
  publicDir: false,
  plugins: [noWorker, prepared, flat, glue(), terms(), shares(), filesApart],
  json: { namedExports: false },
  build: {
    outDir: 'package',
    target: 'es2022',
    // A library, because other builds wrap each import in a helper of Vite's, which Vite then cannot wrap again in the project that
    // installs the package.
    lib: { entry: { index: 'src/element/index.js', define: 'src/element/define.js' }, formats: ['es'] },
    // Whoever bundles the package makes it small.
    minify: false,
    rolldownOptions: {
      external: /^lit(\/|$)/,
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash:7].js',
        assetFileNames: 'assets/[name]-[hash:7][extname]',
      },
    },
  },
});
