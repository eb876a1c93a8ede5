// What is asked "Why?": the questions one after another, and the panel that answers, loaded with the first of them.
import { withWords } from '../i18n/index.js';
import { travel } from '../store/effects.js';
import { adopt } from '../ui/adopt.js';

/** @import { Subject } from '../core/subject.js' */
/** @import { Effects } from '../store/requests.js' */
/** @import { Store } from '../store/store.js' */
/** @import { LedUi } from '../store/ui.js' */

export class WhyPanel {
  /** @type {Subject[]} the last one is answered */
  #subjects = [];
  /** The fact that was gone to last: of several at one instant, the one that is meant. */
  #went = -1;
  /** @type {typeof import('./view.js') | undefined} */
  #views;
  #store;
  #moveFocus;
  #root;

  /** @param {Store} store @param {(into: boolean) => void} moveFocus into a panel, or back @param {() => Node} root where it is drawn */
  constructor(store, moveFocus, root) {
    this.#root = root;
    this.#store = store;
    this.#moveFocus = moveFocus;
  }

  /** @returns {Effects} */
  get effects() {
    return {
      ask: async ({ subject, further = false }) => {
        await this.#ask(subject, further);
        this.#store.set({});
        if (this.subject === subject) this.#moveFocus(true);
      },
      unask: ({ all = false }) => {
        this.#subjects = all ? [] : this.#subjects.slice(0, -1);
        this.#store.set({});
        this.#moveFocus(this.subject !== undefined);
      },
      goTo: ({ fact }) => {
        this.#went = fact;
        travel(this.#store, (session) => session.inSlices(() => session.seekFact(fact)));
      },
    };
  }

  get subject() {
    return this.#subjects.at(-1);
  }

  /** Whether it began with a number in the books, which then have to stay in sight. */
  get ofBooks() {
    return this.#subjects[0]?.kind === 'number';
  }

  /** @param {Subject} subject @param {boolean} further whether it came up in the answer to the one before */
  async #ask(subject, further) {
    // What is asked, closed or opened from now on puts something else in its place.
    const asked = [...this.#subjects];
    this.#subjects = asked;
    this.#views ??= await withWords(import('./view.js'));
    adopt(this.#root(), this.#views.styles);
    if (this.#subjects === asked) this.#subjects = further ? [...asked, subject] : [subject];
  }

  close() {
    this.#subjects = [];
  }

  /** @param {LedUi} ui */
  view(ui) {
    // A dead instance answers nothing.
    if (!this.subject || ui.core.dead) return undefined;
    return this.#views?.why(ui, this.subject, { further: this.#subjects.length > 1, went: this.#went });
  }
}
