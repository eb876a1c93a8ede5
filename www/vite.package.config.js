// The package for npm: the class and its registration as modules; lit stays a dependency, the wasm and the lessons are files beside them.
import { defineConfig } from 'vite';
import { flat } from './scripts/flat.js';
import { shares } from './scripts/shares.js';
import { terms } from './scripts/terms.js';

export default defineConfig({
  mode: 'package',
  base: './',
  publicDir: false,
  plugins: [flat, terms(), shares()],
  json: { namedExports: false },
  build: {
    outDir: 'package',
    target: 'es2022',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    // Whoever bundles the package makes it small.
    minify: false,
    rolldownOptions: {
      external: /^lit(\/|$)/,
      input: { index: 'src/element/index.js', define: 'src/element/define.js' },
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash:6].js',
        assetFileNames: 'assets/[name]-[hash:6][extname]',
      },
    },
  },
});
