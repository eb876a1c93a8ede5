// Keeps the record of the present run up to date, in memory and where it outlives the page.
import { firstLesson } from '../core/lessons.js';
import { recordOf } from '../core/record.js';
import { forget, keep, MOST_LETTERS } from './storage.js';

/** @import { RunRecord } from '../core/record.js' */
/** @import { Session } from '../core/session.js' */
/** @import { Host } from './sharing.js' */

/** The run is kept this long after a change at the latest. */
const EVERY_MS = 2000;
const TOO_LARGE = 'too large';

export class Keeper {
  /** The run as it was not long ago. @type {RunRecord | undefined} */
  last;
  #host;
  #written = '';
  /** The session that was seen last, and what is read of it only once, for it may be large. @type {Session | undefined} */
  #session;
  /** @type {string | object} */
  #scenario = '';
  #fits = true;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #due;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
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
    const { store, isPage, asked } = this.#host;
    const { run } = store;
    const { session, core, picked } = run;
    if (!session || !core || core.dead) return;
    if (session !== this.#session) {
      this.#session = session;
      this.#scenario = picked || JSON.parse(session.json);
      this.#fits = JSON.stringify(this.#scenario).length < MOST_LETTERS;
    }
    const kept = run.try(() => {
      // With any name the scenario is not read again.
      this.last = { ...recordOf(session, 'any'), scenario: this.#scenario, branches: run.branches.kept };
    });
    if (!kept || !this.last || !isPage()) return;
    const { scenario, seed } = asked();
    const { log } = this.last;
    const changed = picked !== (scenario || firstLesson) || session.seed !== (seed || session.scenario.seed);
    if (log.length > 0 || changed) this.#write(this.last);
    // A run in which nobody has done anything is not worth coming back to, and does not take the place of one that is.
    else if (this.#written) this.clear();
  };

  /** @param {RunRecord} record */
  #write(record) {
    // It is found again by the address, which may be another for the same run.
    const text = this.#fits ? location.href + JSON.stringify(record) : TOO_LARGE;
    if (text === this.#written) return;
    this.#written = text;
    if (!this.#fits) return forget();
    const kept = { at: location.href, tried: false, record };
    // Rather the run without its branches than nothing.
    if (!keep(kept)) keep({ ...kept, record: { ...record, branches: undefined } });
  }

  clear() {
    forget();
    this.#written = '';
    this.last = undefined;
  }
}
