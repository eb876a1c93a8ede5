// The real core for the tests: the package's wasm, a scenario of the catalogue or a changed one, a session.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from '../src/core/session.js';
import { wholeCore } from './builds.js';
import { scenarioText } from './scenario-files.js';

const ROOT = join(import.meta.dirname, '../..');
const CATALOGUE = join(ROOT, 'lessons');

export const core = wholeCore();

/** The built-in scenarios' names. */
export const builtIn = readdirSync(CATALOGUE)
  .map((file) => file.replace('.json', ''))
  .filter((id) => id !== 'index');

/** A scenario as it is written, by its name. @param {string} id */
export const json = scenarioText;

/** @param {string | object} scenario the id of a built-in one, or one of one's own @param {string} [seed] */
export const play = (scenario, seed) =>
  new Session(core, typeof scenario === 'string' ? json(scenario) : JSON.stringify(scenario), seed);
