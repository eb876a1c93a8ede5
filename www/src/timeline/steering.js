// What the timeline shows and what the hand on it does: panned, zoomed, following the playhead, or held still under it.
import { nextWindow, zoomed } from './scale.js';

/** @import { Fact } from '../core/types.js' */
/** @import { TimelineCanvas } from './canvas.js' */
/** @import { Wishes } from './hand.js' */
/** @import { Sight } from './scale.js' */

/** What is done on the page when the hand asks for it.
 * @typedef {object} Helm
 * @property {(ms: number) => void} seek
 * @property {(fact: number) => void} goTo to where a fact, by its index, has just happened
 * @property {(fact: Fact) => string} say a fact as a sentence
 * @property {() => void} changed the timeline shows something else
 */

export class Steering {
  #sight;
  #helm;
  /** @type {TimelineCanvas | undefined} */
  timeline;

  /** @param {Sight} sight changed in place @param {Helm} helm */
  constructor(sight, helm) {
    this.#sight = sight;
    this.#helm = helm;
  }

  /** @param {Partial<Sight>} sight */
  #look(sight) {
    Object.assign(this.#sight, sight);
    this.#helm.changed();
  }

  /** @param {number} share of the time shown */
  pan(share) {
    if (!this.timeline) return;
    const { fromMs, toMs } = this.timeline.scale;
    this.#look({ fromMs: Math.max(0, fromMs + share * (toMs - fromMs)) });
  }

  /** To the next wider (1) or narrower (-1) window. @param {1 | -1} by */
  zoom(by) {
    const { windowMs, fromMs } = this.#sight;
    const next = nextWindow(windowMs, by);
    const scale = this.timeline?.scale;
    if (!scale || fromMs === undefined) this.#look({ windowMs: next });
    else this.#look(zoomed(scale, next / windowMs, (scale.fromMs + scale.toMs) / 2));
  }

  /** Follows the playhead again, or stays here. */
  toggleFollow() {
    this.#look({ fromMs: this.#sight.fromMs === undefined ? this.timeline?.scale.fromMs : undefined });
  }

  follow() {
    this.#sight.fromMs = undefined;
  }

  /** The playhead has gone somewhere and is seen, whatever was looked at. @param {number} nowMs */
  keepInSight(nowMs) {
    const { fromMs, windowMs } = this.#sight;
    if (fromMs !== undefined && (nowMs < fromMs || nowMs > fromMs + windowMs)) this.follow();
  }

  /** What the hand may ask for. @param {TimelineCanvas} timeline @returns {Wishes} */
  wishes = (timeline) => {
    this.timeline = timeline;
    // The ground stands still while the playhead moves over it.
    const hold = () => {
      this.#sight.fromMs = timeline.scale.fromMs;
    };
    return {
      touches: (x, y) => timeline.touches(x, y),
      seek: (x) => {
        hold();
        const { fromMs, toMs } = timeline.scale;
        this.#helm.seek(Math.min(Math.max(timeline.msAt(x), fromMs), toMs));
      },
      tap: (x, y) => {
        hold();
        const flag = timeline.flagAt(x, y);
        if (flag) this.#helm.goTo(flag.fact.index);
        else this.#helm.seek(timeline.msAt(x));
      },
      pan: (share) => this.pan(share),
      zoom: (factor, x) => this.#look(zoomed(timeline.scale, factor, timeline.msAt(x))),
      hover: (x, y) => {
        const flag = timeline.flagAt(x, y);
        const { canvas } = timeline;
        canvas.title = flag ? this.#helm.say(flag.fact) : '';
        canvas.style.cursor = flag ? 'pointer' : timeline.touches(x, y) === 'time' ? 'ew-resize' : 'grab';
      },
    };
  };
}
