// The real core for the tests: the package's wasm, a scenario of the catalogue or a changed one, a session.
import { Session } from '../src/core/session.js';
import { wholeCore } from './builds.js';
import { scenarioText } from './scenario-files.js';

export const core = wholeCore();

export { builtIn } from './scenario-files.js';

/** A scenario as it is written, by its name. @param {string} id */
export const json = scenarioText;

/** @param {string | object} scenario the id of a built-in one, or one of one's own @param {string} [seed] */
export const play = (scenario, seed) =>
  new Session(core, typeof scenario === 'string' ? json(scenario) : JSON.stringify(scenario), seed);
