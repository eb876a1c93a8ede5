// The way into a comparison and out of it again: its code is fetched when it is first asked for.
import { learn, withWords } from '../i18n/index.js';

/** @import { Effects, Way } from '../store/requests.js' */
/** @import { Store } from '../store/store.js' */
/** @import { Comparison } from './index.js' */

export class ComparisonToggle {
  /** What is compared now; the run stands still meanwhile. @type {Comparison | undefined} */
  open;
  #store;
  #opened;

  /** @param {Store} store @param {() => Promise<void>} opened draws it, or what was there before it */
  constructor(store, opened) {
    this.#store = store;
    this.#opened = opened;
  }

  /** @returns {Effects} */
  get effects() {
    return {
      compare: async ({ branches }) => {
        if (this.open) this.close();
        else await this.#open(branches);
        await this.#opened();
      },
    };
  }

  /** Compares the run with itself under another setting, or two ways it went. @param {Way[]} [branches] */
  async #open(branches) {
    const { run } = this.#store;
    const { core, session } = run;
    // A topic that a contrast adds has a name in every language.
    const [{ Comparison }] = await withWords(Promise.all([import('./index.js'), learn('en'), learn('pt-BR')]));
    // Something else may have been opened meanwhile.
    if (!core || !session || this.open || run.session !== session) return;
    run.try(() => {
      this.open = new Comparison(core, session, (action) => this.#store.attempt(action), branches);
      this.#store.state.comparing = true;
    });
  }

  /** Back to the run as it was. */
  close() {
    this.open?.close();
    this.open = undefined;
    this.#store.state.comparing = false;
  }
}
