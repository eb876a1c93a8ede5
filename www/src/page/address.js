// The full page's address follows what is open, and Back goes back to what was.
import { firstLesson } from '../core/lessons.js';

/** @import { CarteiroPlayground } from '../element/playground-element.js' */

export class Address {
  #playground;
  /** Whether what opens now was asked for by the address itself. */
  #obeying = true;

  /** @param {CarteiroPlayground} playground */
  constructor(playground) {
    this.#playground = playground;
  }

  follow() {
    this.#playground.addEventListener('carteiro-scenario', (event) => {
      const { id, seed, own } = /** @type {CustomEvent<{ id: string, seed: string, own: boolean }>} */ (event).detail;
      // A file of one's own has no name by which it could be opened again.
      this.#say(own ? { scenario: '', seed: '' } : { scenario: id, seed }, this.#obeying);
      this.#obeying = false;
    });
    this.#playground.addEventListener('carteiro-lang', (event) => {
      const { lang } = /** @type {CustomEvent<{ lang: string }>} */ (event).detail;
      this.#say({ lang }, true);
    });
    addEventListener('popstate', () => this.#obey());
  }

  /** @param {Record<string, string>} part what is empty is left out @param {boolean} instead whether Back leads past the address there was */
  #say(part, instead) {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(part)) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    // The run of a shared link is no longer that of another lesson.
    if (!instead) url.hash = '';
    if (url.href === location.href) return;
    if (instead) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
  }

  /** Opens what the address says; a shared run in it is opened by who reads those. */
  #obey() {
    const { scenario, seed, lang } = Object.fromEntries(new URLSearchParams(location.search));
    if (lang) this.#playground.lang = lang;
    if (location.hash.startsWith('#run=')) return;
    this.#obeying = true;
    // The first lesson has no name in the address at which the page was begun.
    this.#playground.open(scenario ?? firstLesson, { seed }).catch(() => {});
  }
}
