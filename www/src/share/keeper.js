// Keeps the record of the present run up to date, in memory and where it outlives the page.
import { catalogue } from '../catalogue.js';
import { recordOf } from '../record.js';
import { forget, keep } from './storage.js';

/** @typedef {import('../record.js').RunRecord} RunRecord */

/** The run is kept this long after a change at the latest. */
const EVERY_MS = 2000;

export class Keeper {
  /** The run as it was not long ago. @type {RunRecord | undefined} */
  last;
  #run;
  #isPage;
  #written = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #due;

  /** @param {import('../run.js').Run} run @param {() => boolean} isPage whether the storage is this playground's */
  constructor(run, isPage) {
    this.#run = run;
    this.#isPage = isPage;
  }

  connect() {
    addEventListener('pagehide', this.now);
    document.addEventListener('visibilitychange', this.now);
  }

  disconnect() {
    removeEventListener('pagehide', this.now);
    document.removeEventListener('visibilitychange', this.now);
    clearTimeout(this.#due);
    this.#due = undefined;
  }

  /** Something may have changed. */
  soon() {
    this.#due ??= setTimeout(this.now, EVERY_MS);
  }

  now = () => {
    clearTimeout(this.#due);
    this.#due = undefined;
    const { session, core, picked } = this.#run;
    if (!session || !core || core.dead) return;
    this.#run.try(() => {
      this.last = recordOf(session, picked);
    });
    if (this.last && this.#isPage()) this.#write(this.last, session.scenario.seed);
  };

  /** A run in which nobody has done anything is not worth coming back to. @param {RunRecord} record @param {string} seed the scenario's own */
  #write(record, seed) {
    if (record.log.length === 0 && record.scenario === catalogue[0].id && record.seed === seed) {
      if (this.#written) this.clear();
      return;
    }
    const text = JSON.stringify(record);
    if (text === this.#written) return;
    this.#written = text;
    keep({ at: location.href, tried: false, record });
  }

  clear() {
    forget();
    this.#written = '';
    this.last = undefined;
  }
}
