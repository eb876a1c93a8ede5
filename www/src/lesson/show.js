// Shows how every goal is reached: a finger goes to each control of the lesson's solution, says the deed, presses, and waits for what comes.
import { html, nothing } from 'lit';
import { parseDuration } from '../core/durations.js';
import { elementOf, handsFor, settingsWith } from './point.js';

/** @import { Effects } from '../store/requests.js' */
/** @import { Guide } from '../store/guide.js' */
/** @import { Store } from '../store/store.js' */
/** @import { LedUi, Ui } from '../store/ui.js' */
/** @import { Command } from '../core/types.js' */
/** @import { Locate } from './point.js' */

/** The page on which it is shown.
 * @typedef {object} Place
 * @property {() => ParentNode} root
 * @property {() => Promise<unknown>} drawn draws what has changed
 * @property {() => LedUi | undefined} ui
 * @property {() => Locate | undefined} locate
 * @property {() => boolean} still whether nothing may be seen to move
 */

/** How long the finger is on its way, how long what it says can be read before it presses, and how long it stays, in real milliseconds. */
const WAY_MS = 700;
const READ_MS = 1100;
const STAY_MS = 500;
/** What is far off comes faster, until this long before it. */
const NEAR_MS = 2000;
const FAST = 4;
/** So near to the lower edge what is said stands over the hand, in CSS pixels. */
const LOW_PX = 130;

export class Showing {
  #store;
  #guide;
  #place;
  /** The deeds that are still to come. @type {{ atMs: number, command: Command }[]} */
  #left = [];
  /** Counts the showings and their ends, so that what takes time knows that it is over. */
  #count = 0;
  #busy = false;
  #gives = false;
  /** Where the finger is, in CSS pixels, and what it says. @type {{ x: number, y: number, says: string, presses: boolean } | undefined} */
  #finger;
  #speed = 1;

  /** @param {Store} store @param {Guide} guide @param {Place} place */
  constructor(store, guide, place) {
    this.#store = store;
    this.#guide = guide;
    this.#place = place;
    store.subscribe((change) => {
      // Who does something by himself goes on by himself.
      if (change.type === 'request' && change.request.type === 'command' && !this.#gives) this.stop();
    });
  }

  /** @returns {Effects} */
  get effects() {
    return { showMe: () => this.#begin(), stopShowing: () => this.stop() };
  }

  get on() {
    return this.#guide.showing;
  }

  #begin() {
    const { run, lesson, state } = this.#store;
    const solution = lesson.text?.solution ?? [];
    if (solution.length === 0 || !run.session) return;
    this.stop();
    run.try(() => run.session?.guide(false));
    if (!run.anew()) return;
    this.#guide.showing = true;
    this.#count += 1;
    this.#speed = state.speed;
    this.#left = solution.map(({ at, do: command }) => ({ atMs: parseDuration(at), command }));
    run.stopAtMs = this.#left[0].atMs;
    this.#store.changed({ playing: true, reading: false });
  }

  stop() {
    if (!this.on) return;
    this.#count += 1;
    this.#busy = false;
    this.#finger = undefined;
    this.#guide.showing = false;
    this.#store.run.stopAtMs = Number.POSITIVE_INFINITY;
    this.#guide.apply();
    this.#store.changed({ speed: this.#speed });
  }

  /** The page was drawn: it may be time for the next deed. */
  drawn() {
    const { run, lesson } = this.#store;
    const { session } = run;
    if (!this.on || !session || this.#busy) return;
    const next = this.#left[0];
    if (!next) {
      if (lesson.seen || session.now >= parseDuration(session.until)) {
        this.stop();
        this.#store.changed({ playing: false });
      } else this.#hurry(Math.max(FAST, this.#speed));
      return;
    }
    if (session.now >= next.atMs) this.#do(next.command);
    else this.#hurry(next.atMs - session.now > NEAR_MS ? Math.max(FAST, this.#speed) : this.#speed);
  }

  /** @param {number} speed */
  #hurry(speed) {
    if (speed !== this.#store.state.speed) this.#store.set({ speed });
  }

  /** @param {Command} command */
  async #do(command) {
    const { run, lesson, dispatch } = this.#store;
    const { session } = run;
    if (!session) return;
    const count = this.#count;
    const over = () => count !== this.#count || run.session !== session;
    this.#busy = true;
    for (const { target, value } of handsFor(session, command)) {
      const node = settingsWith(session.scenario, target);
      if (node >= 0 && this.#store.state.selected !== node) await dispatch({ type: 'select', node });
      await this.#place.drawn();
      if (over()) return;
      await this.#reach(target, value);
      if (over()) return;
    }
    this.#gives = true;
    dispatch({ type: 'command', command });
    this.#gives = false;
    lesson.gave(session);
    this.#left.shift();
    run.stopAtMs = this.#left[0]?.atMs ?? Number.POSITIVE_INFINITY;
    await this.#wait(STAY_MS);
    if (over()) return;
    // What comes of the last deed is looked at without a hand over it.
    this.#finger = this.#finger && this.#left.length > 0 ? { ...this.#finger, presses: false } : undefined;
    this.#busy = false;
    if (this.#store.state.selected >= 0 && this.#left.length === 0) dispatch({ type: 'select', node: -1 });
    this.#store.changed({ playing: true });
  }

  /** The finger goes to a control, says what is done there, and presses it. @param {import('./point.js').Target} target @param {unknown} value */
  async #reach(target, value) {
    const ui = this.#place.ui();
    if (!ui) return;
    const element = elementOf(this.#place.root(), ui, target, this.#place.locate());
    // What stands in a panel has words above and below it that are to be seen, too.
    const block = element?.closest('.box') ? 'nearest' : 'center';
    element?.scrollIntoView({ block, inline: 'nearest', behavior: 'instant' });
    const says = element ? saying(ui, element, value) : '';
    const count = this.#count;
    const touched = element?.querySelector('input, select') ?? element;
    this.#finger = { ...centre(touched, this.#finger), says, presses: false };
    this.#store.set({});
    await this.#wait(this.#place.still() ? READ_MS : WAY_MS + READ_MS);
    if (count !== this.#count || !this.#finger) return;
    this.#finger.presses = true;
    this.#store.set({});
    await this.#wait(STAY_MS / 2);
  }

  /** @param {number} ms */
  #wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  /** @param {number} zoom of the page: what is drawn larger measures in its own, larger pixels */
  view(zoom) {
    if (!this.#finger) return nothing;
    const { x, y, says, presses } = this.#finger;
    return html`<div class="finger ${presses ? 'presses' : ''}" part="finger" data-low=${y > innerHeight - LOW_PX ? '' : nothing} .style=${`left:${x / zoom}px;top:${y / zoom}px`}>
      <svg viewBox="0 0 32 36" width="32" height="36" aria-hidden="true"><path d=${HAND} /></svg>
      <span class="says" role="status">${says}</span>
    </div>`;
  }
}

/** A hand whose finger's tip is at 11, 2. */
const HAND =
  'M8 19V5a3 3 0 0 1 6 0v10l1-.2v-1.3a2.6 2.6 0 0 1 5.2 0v1.6a2.5 2.5 0 0 1 4.8 1v1a2.4 2.4 0 0 1 4 1.8V25c0 6-3.6 9-9 9h-2.5c-3 0-5-1.2-6.8-3.6l-6-8.2c-1.6-2.4 1.2-4.9 3.3-3.2z';

/** The middle of a control; where there is none the finger stays. @param {Element | null | undefined} element @param {{ x: number, y: number } | undefined} before */
function centre(element, before) {
  if (!element) return before ?? { x: innerWidth / 2, y: innerHeight / 2 };
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + Math.min(width / 2, width - 12), y: top + height * 0.6 };
}

/** What is done with a control, by the words on it. @param {Ui} ui @param {HTMLElement} element @param {unknown} value */
function saying({ tr }, element, value) {
  const field = element.matches('.field') ? element.querySelector('span') : undefined;
  const name = (field ?? element).textContent?.trim() || element.getAttribute('aria-label') || '';
  if (field && (typeof value === 'string' || typeof value === 'number'))
    return tr.t('show.set', { name, value: typeof value === 'number' ? tr.number(value) : value });
  return tr.t('show.press', { name });
}
