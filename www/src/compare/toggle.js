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
      compare: async ({ branches, place = '' }) => {
        if (this.open) this.close();
        else await this.#open(branches ?? this.#waysIn(place), place);
        await this.#opened();
      },
    };
  }

  /** The branches that an address names, if they are here. @param {string} place @returns {Way[] | undefined} */
  #waysIn(place) {
    const { session, branches } = this.#store.run;
    const [word, ...numbers] = place.split('.');
    const two = numbers.slice(0, 2).flatMap((n) => branches.list.filter(({ number }) => number === Number(n)));
    if (word !== 'branches' || two.length < 2 || !session) return undefined;
    return two.map((branch) => branches.wayOf(session, branch));
  }

  /** Compares the run with itself under another setting, or two ways it went. @param {Way[] | undefined} branches @param {string} place */
  async #open(branches, place) {
    const { run } = this.#store;
    const { core, session } = run;
    // A topic that a contrast adds has a name in every language.
    const [{ Comparison }] = await withWords(Promise.all([import('./index.js'), learn('en'), learn('pt-BR')]));
    // Something else may have been opened meanwhile.
    if (!core || !session || this.open || run.session !== session) return;
    run.try(() => {
      this.open = new Comparison(core, session, (action) => this.#store.attempt(action), branches);
      this.#store.state.comparing = true;
      if (place) this.open.goTo(place);
    });
  }

  /** Back to the run as it was. */
  close() {
    this.open?.close();
    this.open = undefined;
    this.#store.state.comparing = false;
  }
}
