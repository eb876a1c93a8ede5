// The site: pages, the element for course pages under a stable name, and the wasm as a file of its own.
import { defineConfig } from 'vitest/config';
import { terms } from './scripts/terms.js';

/** Nobody reads how the templates and styles are indented in what is built.
 * @type {import('vite').Plugin} */
const flat = {
  name: 'flat',
  apply: 'build',
  enforce: 'pre',
  transform: (code, id) => (/\/src\/.*\.js$/.test(id) ? code.replace(/\n +/g, '\n') : undefined),
};

export default defineConfig({
  plugins: [flat, terms()],
  json: { namedExports: false },
  base: './',
  // The built-in scenarios stand beside the simulation's code.
  server: { fs: { allow: ['..'] } },
  build: {
    outDir: 'dist',
    manifest: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: 'index.html', figure: 'figure.html', 'carteiro-playground': 'src/define.js' },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'carteiro-playground' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  // V8 in Node 20 now and then aborts when it leaves code into which it has inlined a call into WebAssembly.
  test: {
    execArgv: ['--no-turbo-inline-js-wasm-calls'],
    include: ['test/**/*.test.js'],
    setupFiles: ['test/languages.js'],
  },
});
