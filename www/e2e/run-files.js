// Runs files of tests against the built site: one server for all, a file for each core at a time. The last line says how many
// tests there were.
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { serve } from './browser.js';

/** Only what hangs is stopped: how busy the machine is decides no test. */
const HANGS_MS = 600_000;

/** The names of the files of tests in a folder, without their ending. @param {string} folder */
export const testsIn = (folder) => readdirSync(folder).flatMap((file) => /^(.*)\.test\.js$/.exec(file)?.[1] ?? []);

/**
 * Runs them, in that order, and sets the exit code: it is 0 where some passed and none failed.
 * @param {string} folder @param {string[]} names
 */
export async function runFiles(folder, names) {
  const site = await serve();
  process.env.CARTEIRO_SITE = site.address;
  const counts = { passed: 0, failed: 0 };
  const count =
    (/** @type {'passed' | 'failed'} */ outcome) =>
    (/** @type {{ skip?: unknown, details: { type?: string } }} */ test) => {
      if (test.details.type !== 'suite' && test.skip === undefined) counts[outcome] += 1;
    };
  const files = names.map((name) => `${folder}/${name}.test.js`);
  const tests = run({ files, concurrency: availableParallelism(), timeout: HANGS_MS });
  tests.on('test:pass', count('passed'));
  tests.on('test:fail', count('failed'));
  for await (const text of tests.compose(new spec())) process.stdout.write(text);
  await site.close();
  process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed\n`);
  process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}
