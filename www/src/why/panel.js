// What is asked "Why?": the questions one after another, and the panel that answers, loaded with the first of them.
import { withWords } from '../i18n/index.js';

/** @import { Ui } from '../store/ui.js' */
/** @import { Subject } from './subject.js' */

export class Asking {
  /** @type {Subject[]} the last one is answered */
  #subjects = [];
  /** The fact that was gone to last: of several at one instant, the one that is meant. */
  went = -1;
  /** @type {typeof import('./view.js') | undefined} */
  #views;

  get subject() {
    return this.#subjects.at(-1);
  }

  /** Whether it began with a number in the books, which then have to stay in sight. */
  get ofBooks() {
    return this.#subjects[0]?.kind === 'number';
  }

  /** Whether one question led to another. */
  get further() {
    return this.#subjects.length > 1;
  }

  /** @param {Subject} subject @param {boolean} further whether it came up in the answer to the one before */
  async ask(subject, further) {
    // What is asked, closed or opened from now on puts something else in its place.
    const asked = [...this.#subjects];
    this.#subjects = asked;
    try {
      this.#views ??= await withWords(import('./view.js'));
    } catch {
      // It did not come: the next question asks for it again.
      return;
    }
    if (this.#subjects === asked) this.#subjects = further ? [...asked, subject] : [subject];
  }

  back() {
    this.#subjects = this.#subjects.slice(0, -1);
  }

  close() {
    this.#subjects = [];
  }

  /** @param {Ui} ui */
  panel(ui) {
    // A dead instance answers nothing.
    return this.subject && !ui.core.dead ? this.#views?.why(ui, this.subject, this.further) : undefined;
  }
}
