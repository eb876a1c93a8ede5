// Tells the page around what happens, as events; docs/embed.md lists them.
/** @import { News } from '../store/lesson.js' */
/** @import { Store } from '../store/store.js' */
/** @import { CarteiroPlayground } from './playground-element.js' */

/** Time is told this often at most, while it passes. */
const TIME_EVERY_MS = 250;

export class Announcer {
  #host;
  #store;
  #told = { ms: -1, at: Number.NEGATIVE_INFINITY };
  #size = { width: 0, height: 0 };
  #ready = false;
  /** How the lesson was last told to be over. */
  #done = '';

  #becameReady;

  /** @param {CarteiroPlayground} host @param {Store} store @param {() => void} becameReady called when the first scenario is open */
  constructor(host, store, becameReady) {
    this.#becameReady = becameReady;
    this.#host = host;
    this.#store = store;
    store.allows = (request) => this.emit('request', { ...request }, true);
    store.subscribe((change) => {
      if (change.type !== 'request' || change.request.type !== 'command' || change.outcome === 'refused') return;
      this.emit('command', { command: change.request.command, ms: store.run.session?.now ?? 0 });
    });
  }

  /** @param {string} name without its prefix @param {object} detail @param {boolean} [cancelable] @returns {boolean} whether nobody refused */
  emit(name, detail, cancelable = false) {
    return this.#host.dispatchEvent(
      new CustomEvent(`carteiro-${name}`, { detail, bubbles: true, composed: true, cancelable }),
    );
  }

  /** A scenario begins. @returns {boolean} whether it is the first */
  opened() {
    const { session, picked } = this.#store.run;
    if (!session) return false;
    this.#done = '';
    this.emit('scenario', { id: session.scenario.id, seed: session.seed, own: picked === '' });
    if (this.#ready) return false;
    this.#ready = true;
    this.#becameReady();
    this.emit('ready', {});
    return true;
  }

  failed() {
    const { trouble } = this.#store.run;
    // What is wrong with a wish was told when it was read.
    if (trouble && trouble.kind !== 'wish') this.emit('problem', { ...trouble });
  }

  /** A value that the page around gave is not one. @param {string} name @param {unknown} value @param {string} wanted what would be right */
  wrong(name, value, wanted) {
    this.emit('problem', { kind: 'attribute', name, value: String(value), wanted });
  }

  /** @param {News} news */
  told(news) {
    const { lesson, run } = this.#store;
    const ms = run.session?.now ?? 0;
    if (news.kind === 'claim') this.emit('claim', { claim: news.claim, holds: news.holds, ms });
    else if (news.kind === 'answer') {
      const { choice, held } = lesson;
      this.emit('answer', { choice, held, right: choice >= 0 && choice === held, ms });
    } else this.#goal(news.goal, ms);
  }

  /** @param {number} goal @param {number} ms */
  #goal(goal, ms) {
    const { lesson, run } = this.#store;
    const { reached, goals } = lesson;
    this.emit('goal', { goal, reached, of: goals.length, shown: lesson.isShown(goal), ms });
    const how = lesson.done ? 'done' : lesson.seen ? 'shown' : '';
    if (how === this.#done) return;
    this.#done = how;
    if (how) this.emit('done', { scenario: run.session?.scenario.id, goals: goals.length, shown: !lesson.done, ms });
  }

  /** The element was drawn: time and size may be others. */
  drawn() {
    const { run, state } = this.#store;
    const { now = 0, head = 0 } = run.session ?? {};
    const at = performance.now();
    if (now !== this.#told.ms && (at - this.#told.at >= TIME_EVERY_MS || !state.playing)) {
      this.#told = { ms: now, at };
      this.emit('time', { ms: now, headMs: head, playing: state.playing });
    }
    const { offsetWidth: width, offsetHeight: height } = this.#host;
    if (width === this.#size.width && height === this.#size.height) return;
    this.#size = { width, height };
    this.emit('resize', { width, height });
  }
}
