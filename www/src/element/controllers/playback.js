// Lets simulated time pass while the element plays and is seen, has the lesson judged on the way, and says when to draw what.
import { Cadence } from './cadence.js';
import { Clock } from './clock.js';

/** @import { ReactiveController, ReactiveControllerHost } from 'lit' */
/** @import { Comparison } from '../../compare/index.js' */
/** @import { News } from '../../store/lesson.js' */
/** @import { Store } from '../../store/store.js' */

/** The lesson is judged at least so often, in simulated time. */
const MOMENT_MS = 100;

/** What playback drives.
 * @typedef {object} Stagehand
 * @property {() => boolean} seen whether anyone looks
 * @property {() => boolean} still whether nothing may be seen to move
 * @property {() => Comparison | undefined} comparison what is on the page instead of the run
 * @property {() => void} paintStage
 * @property {() => void} paintTimeline
 * @property {() => void} judged the lesson was judged
 * @property {(news: News) => void} told the lesson has something to tell
 */

/** @implements {ReactiveController} */
export class Playback {
  cadence = new Cadence();
  #clock = new Clock((elapsed) => this.#tick(elapsed));
  #host;
  #store;
  #hand;
  #connected = false;

  /** @param {ReactiveControllerHost} host @param {Store} store @param {Stagehand} hand */
  constructor(host, store, hand) {
    this.#host = host;
    this.#store = store;
    this.#hand = hand;
    host.addController(this);
  }

  hostConnected() {
    this.#connected = true;
    this.schedule();
  }

  hostDisconnected() {
    this.#connected = false;
    this.#clock.stop();
  }

  /** Starts or stops the clock, as things are now. */
  schedule() {
    const { run, state } = this.#store;
    if (this.#connected && run.session !== undefined && state.playing && this.#hand.seen()) this.#clock.start();
    else this.#clock.stop();
  }

  /** Something other than time has changed: everything is judged and drawn. */
  refresh() {
    this.cadence.hurry();
    this.judge();
    this.schedule();
    this.#host.requestUpdate();
  }

  /** @param {number} elapsed real milliseconds */
  #tick(elapsed) {
    const step = this.cadence.step(elapsed, this.#hand.still());
    if (step === 0 || !this.#pass(step * this.#store.state.speed)) return;
    this.#hand.paintStage();
    if (this.cadence.isTimeToDrawTimeline) {
      this.cadence.drewTimeline();
      this.#hand.paintTimeline();
    }
    if (this.cadence.isTimeToWrite) this.#host.requestUpdate();
  }

  /** @param {number} ms of simulated time */
  #pass(ms) {
    const { run, state } = this.#store;
    const comparison = this.#hand.comparison();
    if (!comparison) return this.#passInMoments(ms);
    if (run.try(() => comparison.pass(ms))) return true;
    state.playing = false;
    return false;
  }

  /** What the lesson asks for may hold for a moment only: however fast time passes, none is skipped. @param {number} ms */
  #passInMoments(ms) {
    const { lesson, run } = this.#store;
    const most = lesson.done || lesson.goals.length === 0 ? ms : MOMENT_MS;
    for (let left = ms; left > 0; left -= most) {
      if (!run.pass(Math.min(left, most))) return false;
      this.judge();
      if (!this.#store.state.playing) break;
    }
    return true;
  }

  /** Has the core judge claims, answers and goals at the playhead. */
  judge() {
    const { run, lesson } = this.#store;
    const { session } = run;
    if (!session || this.#hand.comparison()) return;
    run.try(() => {
      for (const news of lesson.watch(session)) this.#hand.told(news);
      this.#hand.judged();
    });
  }
}
