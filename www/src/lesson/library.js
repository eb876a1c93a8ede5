// What is taken from the shelf and put back: the list of lessons, the glossary, one term of it, and what is shown in place of something else. Loaded when it is first asked for.
import { LoadError } from '../core/wasm.js';
import { withWords } from '../i18n/index.js';

/** @import { Lang } from '../core/types.js' */
/** @import { Ui } from '../store/ui.js' */

/** @typedef {'lessons' | 'glossary' | 'term'} Taken */

/** @typedef {object} Room where things are laid out
 * @property {() => HTMLElement | DocumentFragment} root
 * @property {() => Promise<unknown>} changed draws what has changed
 * @property {() => Lang} lang
 * @property {(failure: unknown) => void} failed
 */

/** What is shown in place: what there is to read of a lesson, the settings of a service, the help. */
const PARTS = {
  more: async () => (await import('./text.js')).more,
  settings: async () => (await import('../settings/view.js')).settings,
  help: async () => (await import('../panels/help.js')).help,
};

export class Shelf {
  /** @type {Taken | undefined} */
  taken;
  /** The term that is explained, or that is shown first in the glossary. */
  term = '';
  /** What is typed to find a lesson or a term. */
  typed = '';
  /** @type {typeof import('./list.js') | undefined} */
  #lessons;
  /** @type {typeof import('./glossary.js') | undefined} */
  #glossary;
  /** What is shown in place, as far as its code is here. @type {{ [Part in keyof typeof PARTS]?: (ui: Ui) => unknown }} */
  parts = {};
  /** What had the focus when the first thing was taken. @type {HTMLElement | null} */
  #opener = null;
  #room;

  /** @param {Room} room */
  constructor(room) {
    this.#room = room;
  }

  lessons = () => this.#take('lessons');

  /** @param {string} [term] the one to begin with */
  glossary = (term = '') => this.#take('glossary', term);

  /** Explains a term beside the word that was pressed. @param {string} term @param {Element} word */
  explain = (term, word) => this.#take('term', term, word);

  /** Fetches a part that is shown in place, if it is not here yet. @param {keyof typeof PARTS} part */
  async learn(part) {
    try {
      Object.assign(this.parts, { [part]: this.parts[part] ?? (await withWords(PARTS[part]())) });
    } catch (cause) {
      this.#room.failed(new LoadError(String(cause), { cause }));
    }
  }

  /** Fetches the settings while there is nothing else to do. Where they do not come, they are asked for again when a service is chosen. */
  expect() {
    const wait = globalThis.requestIdleCallback ?? setTimeout;
    wait(() => withWords(PARTS.settings()).catch(() => {}));
  }

  /** @param {Taken} taken @param {string} [term] @param {Element} [word] */
  async #take(taken, term = '', word) {
    const { root, changed, lang, failed } = this.#room;
    const focused = this.#focused();
    if (!focused?.closest('.shelf')) this.#opener = focused;
    this.close();
    try {
      if (taken === 'lessons') this.#lessons ??= await withWords(import('./list.js'));
      else this.#glossary ??= await withWords(import('./glossary.js'));
      const code = taken === 'lessons' ? this.#lessons : this.#glossary;
      if (taken !== 'lessons') await this.#glossary?.learn(lang());
      code?.dress(root());
      Object.assign(this, { taken, term, typed: '' });
      await changed();
      code?.lay(root(), word);
    } catch (cause) {
      failed(new LoadError(String(cause), { cause }));
    }
  }

  close = () => {
    const open = /** @type {HTMLElement | null} */ (this.#room.root().querySelector('.shelf'));
    if (open instanceof HTMLDialogElement) open.close();
    else open?.hidePopover();
  };

  /** It was closed, by whatever means. @param {Taken} taken */
  put = async (taken) => {
    if (this.taken !== taken) return;
    this.taken = undefined;
    await this.#room.changed();
    // Who went on elsewhere meanwhile stays there.
    if (!this.#focused()) this.#opener?.focus({ preventScroll: true });
  };

  #focused = () => /** @type {HTMLElement | null} */ (/** @type {ShadowRoot} */ (this.#room.root()).activeElement);

  /** @param {string} typed */
  find = (typed) => {
    this.typed = typed;
    this.#room.changed();
  };

  /** @param {Ui} ui */
  view(ui) {
    if (this.taken === 'lessons') return this.#lessons?.lessons(ui);
    if (this.taken === 'glossary') return this.#glossary?.glossary(ui);
    return this.taken && this.#glossary?.definition(ui);
  }
}
