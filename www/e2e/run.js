// Runs the end-to-end tests: one server for all, a file for each core at a time. `npm run e2e -- why time` runs those files.
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { serve } from './browser.js';

/** Only what hangs is stopped: how busy the machine is decides no test. */
const HANGS_MS = 600_000;
/** The files that take longest come first, so that no core is left alone with one of them at the end. */
const LONG = ['share', 'stage', 'catalogue', 'page'];

const wanted = process.argv.slice(2);
const rank = (/** @type {string} */ name) => (LONG.indexOf(name) + LONG.length + 1) % (LONG.length + 1);
const files = readdirSync(import.meta.dirname)
  .flatMap((file) => /^(.*)\.test\.js$/.exec(file)?.[1] ?? [])
  .filter((name) => wanted.length === 0 || wanted.includes(name))
  .toSorted((a, b) => rank(a) - rank(b))
  .map((name) => `${import.meta.dirname}/${name}.test.js`);

const site = await serve();
process.env.CARTEIRO_SITE = site.address;
const counts = { passed: 0, failed: 0 };
const count =
  (/** @type {'passed' | 'failed'} */ outcome) =>
  (/** @type {{ skip?: unknown, details: { type?: string } }} */ test) => {
    if (test.details.type !== 'suite' && !test.skip) counts[outcome] += 1;
  };
const tests = run({ files, concurrency: availableParallelism(), timeout: HANGS_MS });
tests.on('test:pass', count('passed'));
tests.on('test:fail', count('failed'));
for await (const text of tests.compose(new spec())) process.stdout.write(text);
await site.close();
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed\n`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
