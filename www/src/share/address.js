// The full page's address follows what is open: lesson, seed, language, branch, comparison. Back goes back to what was.
import { firstLesson } from '../core/lessons.js';

/** @import { Store } from '../store/store.js' */
/** @import { Compared } from './sharing.js' */

/** The page, as far as its address needs it.
 * @typedef {object} Page
 * @property {Store} store
 * @property {() => boolean} isPage whether the address is this playground's
 * @property {() => Compared | undefined} compared what is on the page instead of the run
 * @property {(place: string) => void} goTo shows another comparison instead of the one that is open
 */

/** What the address says of what is open; empty words are not in it. @typedef {Record<'scenario' | 'seed' | 'branch' | 'compare', string>} Place */

/** Browsers take an address that changes with every move for an attack. */
const SETTLED_MS = 500;

/** What the address asks for. @returns {Partial<Place & { lang: string }>} */
const asked = () => Object.fromEntries(new URLSearchParams(location.search));

/** A comparison without its instant. @param {string} [compare] */
const pairOf = (compare = '') => compare.split('.').slice(0, 3).join('.');

export class Address {
  #page;
  /** @type {Place | undefined} */
  #said;
  /** Whether what opens now was asked for by the address itself. */
  #obeying = true;
  #hash = '';
  /** Goes where it says, one wish after the other. */
  #following = Promise.resolve();
  #follows = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #due;

  /** @param {Page} page */
  constructor(page) {
    this.#page = page;
    page.store.subscribe((change) => {
      if (change.type === 'request' && change.request.type === 'setLang')
        this.#write({ lang: change.request.lang }, true);
    });
  }

  connect() {
    addEventListener('popstate', this.#obey);
    addEventListener('pagehide', this.#settle);
  }

  disconnect() {
    removeEventListener('popstate', this.#obey);
    removeEventListener('pagehide', this.#settle);
    clearTimeout(this.#due);
    this.#due = undefined;
  }

  /** A scenario begins. */
  opened() {
    if (this.#obeying) this.#follow();
  }

  /** Something else may be on the page. */
  changed() {
    if (this.#obeying || !this.#page.store.run.session) return;
    const place = this.#place;
    const said = this.#said;
    if (place.compare && !this.#page.store.state.playing) this.#due ??= setTimeout(this.#settle, SETTLED_MS);
    if (said && Object.entries(place).every(([name, value]) => Reflect.get(said, name) === value)) return;
    this.#said = place;
    this.#write(place, false);
  }

  /** @returns {Place} */
  get #place() {
    const { session, picked, branches } = this.#page.store.run;
    const { number } = branches.present;
    return {
      // A file of one's own has no name by which it could be opened again.
      scenario: picked,
      seed: picked && (session?.seed ?? ''),
      branch: number > 1 ? `${number}` : '',
      compare: this.#page.compared()?.place ?? '',
    };
  }

  /** Where the comparison stands is said once it stands still. */
  #settle = () => {
    clearTimeout(this.#due);
    this.#due = undefined;
    const both = this.#page.compared();
    if (!this.#obeying && both) this.#write({ compare: `${both.place}.${Math.round(both.now)}` }, true);
  };

  /** @param {Record<string, string>} part what is empty is left out @param {boolean} instead whether Back leads past the address there was */
  #write(part, instead) {
    if (!this.#page.isPage()) return;
    const url = new URL(location.href);
    const { scenario, seed, branch } = asked();
    for (const [name, value] of Object.entries(part)) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    // The run of a shared link is no longer that of another lesson, or of another branch.
    const now = Object.fromEntries(url.searchParams);
    if (!instead && (scenario !== now.scenario || seed !== now.seed || branch !== now.branch)) url.hash = '';
    this.#hash = url.hash;
    if (url.href === location.href) return;
    if (instead) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
  }

  /** Shows what the address says; a shared run in it is opened by who reads those. */
  #obey = () => {
    const { store, isPage } = this.#page;
    if (!isPage()) return;
    const { scenario = firstLesson, seed, lang } = asked();
    if (lang && lang !== store.state.lang) store.dispatch({ type: 'setLang', lang: lang === 'en' ? 'en' : 'pt-BR' });
    this.#obeying = true;
    const another = location.hash !== this.#hash;
    this.#hash = location.hash;
    if (another && location.hash.startsWith('#run=')) return;
    const { session, picked } = store.run;
    if (picked === scenario && (!seed || seed === session?.seed)) this.#follow();
    else store.run.openBuiltIn(scenario, seed);
  };

  /** The scenario is there: goes where the address says. Who goes back twice at once gets there in the end. */
  async #follow() {
    this.#follows += 1;
    const last = this.#follows;
    this.#following = this.#following.then(() => this.#show());
    await this.#following;
    // Meanwhile the address may be another.
    if (last !== this.#follows) return;
    this.#obeying = false;
    this.#said = this.#place;
    // What it asked for and is not here is no longer in it.
    const { compare = '' } = asked();
    this.#write(
      { ...this.#said, compare: this.#said.compare === pairOf(compare) ? compare : this.#said.compare },
      true,
    );
  }

  /** Goes to the branch and the comparison that the address names. */
  async #show() {
    const { store, compared, goTo } = this.#page;
    const { branches } = store.run;
    const { branch = '1', compare = '' } = asked();
    const wanted = branches.list.find(({ number }) => number === Number(branch));
    const shown = compared()?.place ?? '';
    if (shown && pairOf(compare) !== shown) {
      // Two branches are no contrast of one run: the one comparison is closed before the other is opened.
      await store.dispatch({ type: 'compare' });
    }
    if (wanted && wanted !== branches.present && !compared()) store.dispatch({ type: 'switchBranch', branch: wanted });
    if (compare && compared()) goTo(compare);
    else if (compare) await store.dispatch({ type: 'compare', place: compare });
  }
}
