// What lies over the page: the list of lessons, the glossary, one term of it. Loaded when it is first asked for.
import { withWords } from '../i18n/index.js';

/** @import { Effects } from '../store/requests.js' */
/** @import { Store } from '../store/store.js' */
/** @import { Overlay, Ui } from '../store/ui.js' */

/** @typedef {object} Place where overlays are laid out
 * @property {() => HTMLElement | DocumentFragment} root
 * @property {() => Promise<unknown>} drawn draws what has changed
 */

export class Overlays {
  /** @type {typeof import('./list.js') | undefined} */
  #lessons;
  /** @type {typeof import('./glossary.js') | undefined} */
  #glossary;
  /** What had the focus when the first overlay was opened. @type {HTMLElement | null} */
  #opener = null;
  #store;
  #place;

  /** @param {Store} store @param {Place} place */
  constructor(store, place) {
    this.#store = store;
    this.#place = place;
  }

  /** @returns {Effects} */
  get effects() {
    return {
      showLessons: () => this.#open('lessons'),
      showGlossary: ({ term = '' }) => this.#open('glossary', term),
      explain: ({ term, word }) => this.#open('term', term, word),
      search: ({ text }) => this.#store.set({ typed: text }),
      closeOverlay: () => this.close(),
      overlayClosed: ({ overlay }) => this.#closed(overlay),
    };
  }

  /** @param {Exclude<Overlay, 'none'>} overlay @param {string} [term] @param {Element} [word] the one that was pressed */
  async #open(overlay, term = '', word) {
    const { state } = this.#store;
    const { root, drawn } = this.#place;
    const focused = this.#focused();
    if (!focused?.closest('.overlay')) this.#opener = focused;
    this.close();
    if (overlay === 'lessons') this.#lessons ??= await withWords(import('./list.js'));
    else this.#glossary ??= await withWords(import('./glossary.js'));
    const code = overlay === 'lessons' ? this.#lessons : this.#glossary;
    if (overlay !== 'lessons') await this.#glossary?.learn(state.lang);
    code?.dress(root());
    this.#store.set({ overlay, term, typed: '' });
    await drawn();
    code?.lay(root(), word);
  }

  close() {
    const open = /** @type {HTMLElement | null} */ (this.#place.root().querySelector('.overlay'));
    if (open instanceof HTMLDialogElement) open.close();
    else open?.hidePopover();
  }

  /** It was closed, by whatever means. @param {Overlay} overlay */
  async #closed(overlay) {
    if (this.#store.state.overlay !== overlay) return;
    this.#store.set({ overlay: 'none' });
    await this.#place.drawn();
    // Who went on elsewhere meanwhile stays there.
    if (!this.#focused()) this.#opener?.focus({ preventScroll: true });
  }

  #focused = () => /** @type {HTMLElement | null} */ (/** @type {ShadowRoot} */ (this.#place.root()).activeElement);

  /** @param {Ui} ui */
  view(ui) {
    if (ui.view.overlay === 'lessons') return this.#lessons?.lessons(ui);
    if (ui.view.overlay === 'glossary') return this.#glossary?.glossary(ui);
    return ui.view.overlay === 'term' ? this.#glossary?.definition(ui) : undefined;
  }
}
