// Runs the end-to-end tests. `npm run e2e -- why time` runs those files.
import { runFiles, testsIn } from './run-files.js';

/** The files that take longest come first, so that no core is left alone with one of them at the end. */
const LONG = ['share', 'numbers', 'stage', 'catalogue', 'page'];

const wanted = process.argv.slice(2);
const rank = (/** @type {string} */ name) => (LONG.indexOf(name) + LONG.length + 1) % (LONG.length + 1);
const names = testsIn(import.meta.dirname)
  .filter((name) => wanted.length === 0 || wanted.includes(name))
  .toSorted((a, b) => rank(a) - rank(b));
await runFiles(import.meta.dirname, names);
