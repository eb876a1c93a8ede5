// Where a scenario's text stands. What tests know the figures of is kept beside the tests: a lesson may change, they need not.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** The built-in scenarios' names, in the order of teaching. @type {string[]} */
export const builtIn = JSON.parse(readFileSync(join(ROOT, 'lessons/index.json'), 'utf8')).map(
  (/** @type {{ id: string }} */ { id }) => id,
);

/** A built-in scenario as it is written. @param {string} id */
export const builtInText = (id) => readFileSync(join(ROOT, 'lessons', `${id}.json`), 'utf8');

/** The file that is kept for the tests under a scenario's name, if there is one. @param {string} id */
export function keptFile(id) {
  const file = join(ROOT, 'tests/scenarios', `${id}.json`);
  return existsSync(file) ? file : undefined;
}

/** That file as a figure loads it. @param {string} id */
export const keptForFigure = (id) => keptFile(id) && join(ROOT, 'www/pkg/lessons/kept', `${id}.figure.json`);

/** A scenario by its name: the one that is kept for the tests, or else the built-in one. @param {string} id */
export function scenarioText(id) {
  const kept = keptFile(id);
  return kept ? readFileSync(kept, 'utf8') : builtInText(id);
}
