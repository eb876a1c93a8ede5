// The site: pages, the element for course pages under a stable name, and the wasm as a file of its own.
import { readFile } from 'node:fs/promises';
import { defineConfig } from 'vitest/config';
import { before } from './scripts/before.js';
import { flat } from './scripts/flat.js';
import { glue } from './scripts/glue.js';
import { mainFirst } from './scripts/main-first.js';
import { oembed } from './scripts/oembed.js';
import { prepared } from './scripts/prepared.js';
import { shares } from './scripts/shares.js';
import { terms } from './scripts/terms.js';

/** @import { Plugin, PreviewServer, ViteDevServer } from 'vite' */
/** @import { Reporter } from 'vitest/reporters' */

const { CARTEIRO_FILE } = process.env;

/** The scenario file that `make play FILE=…` names, as it is now: the page asks again and again.
 * @param {PreviewServer | ViteDevServer} server */
const serveLocal = (server) => {
  server.middlewares.use('/local-scenario.json', async (_, answer) => {
    try {
      const text = await readFile(/** @type {string} */ (CARTEIRO_FILE), 'utf8');
      answer.setHeader('Content-Type', 'application/json');
      answer.setHeader('Cache-Control', 'no-store');
      answer.end(text);
    } catch {
      // While an editor saves, the file may be gone for a moment.
      answer.statusCode = 404;
      answer.end();
    }
  });
};

/** @type {Plugin} */
const local = { name: 'local', configureServer: serveLocal, configurePreviewServer: serveLocal };

/** Ends a run of the tests with the line that every runner here ends with.
 * @type {Reporter} */
const closingLine = {
  onTestRunEnd(modules) {
    const states = modules.flatMap(({ children }) => [...children.allTests()].map((test) => test.result().state));
    const [passed, failed] = ['passed', 'failed'].map((state) => states.filter((one) => one === state).length);
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  },
};

export default defineConfig({
  plugins: [
    before,
    prepared,
    flat,
    glue(),
    terms(),
    shares(),
    mainFirst(),
    oembed(),
    ...(CARTEIRO_FILE ? [local] : []),
  ],
  json: { namedExports: false },
  base: './',
  worker: { plugins: () => [glue()] },
  // The built-in scenarios stand beside the simulation's code.
  server: { fs: { allow: ['..'] } },
  build: {
    outDir: 'dist',
    manifest: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: 'index.html',
        figure: 'figure.html',
        course: 'course.html',
        builder: 'builder.html',
        grade: 'grade.html',
        notes: 'notes.html',
        task: 'task.html',
        'carteiro-playground': 'src/element/define.js',
      },
      output: {
        // Six characters tell the builds of a file apart, and every page load names some fifty files.
        entryFileNames: (chunk) => (chunk.name === 'carteiro-playground' ? '[name].js' : 'assets/[name]-[hash:6].js'),
        // From 65 chunks on six would not be enough for these.
        chunkFileNames: 'assets/[name]-[hash:7].js',
        assetFileNames: 'assets/[name]-[hash:6][extname]',
        // Few files: what a figure needs, what the full page needs besides, and a file for each part that is loaded on demand.
        codeSplitting: {
          groups: [
            { name: 'figure', test: /rolldown.runtime|src\/element\/define\.js$/, priority: 3 },
            { name: 'attention', test: /src\/element\/attention\.js$/, priority: 2 },
            { name: 'full', test: /src\/element\/full\.js$/, priority: 1 },
          ],
        },
      },
    },
  },
  // V8 in Node 20 now and then aborts when it leaves code into which it has inlined a call into WebAssembly.
  test: {
    execArgv: ['--no-turbo-inline-js-wasm-calls'],
    include: ['test/**/*.test.js'],
    // Only what hangs is stopped: how busy the machine is decides no test.
    testTimeout: 120_000,
    setupFiles: ['test/languages.js'],
    reporters: ['default', closingLine],
  },
});
