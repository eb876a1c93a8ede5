// What the timeline shows and what the hand on it does: panned, zoomed, following the playhead, or held still under it.
import { withWords } from '../i18n/index.js';
import { adopt } from '../ui/adopt.js';
import { TimelineCanvas } from './canvas.js';
import { Hand } from './hand.js';
import { nextWindow, wholeOf, zoomed } from './scale.js';
import { laneNodes } from './view.js';

/** @import { Session } from '../core/session.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Effects } from '../store/requests.js' */
/** @import { Store } from '../store/store.js' */
/** @import { Wishes } from './hand.js' */
/** @import { OutageEnds } from './outage-ends.js' */
/** @import { Sight } from './scale.js' */

/** How much time is seen at first when the playhead is followed. */
const FOLLOWED_MS = 16_000;

export class TimelineController {
  #store;
  /** @type {TimelineCanvas | undefined} */
  #timeline;
  /** @type {Hand | undefined} */
  #hand;
  /** What outages are moved by, once its code is here. @type {OutageEnds | undefined} */
  #ends;
  #endsCome = false;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
  }

  /** @returns {Effects} */
  get effects() {
    return {
      moveOutage: ({ band, span }) => this.#ends?.move(this.#store, band, span),
      pan: ({ share }) => this.#pan(share),
      zoom: ({ by }) => this.#zoom(by),
      follow: () => {
        const { windowMs, fromMs } = this.#store.state;
        const follows = windowMs !== undefined && fromMs === undefined;
        this.#look({ windowMs: follows ? undefined : (windowMs ?? FOLLOWED_MS), fromMs: undefined });
      },
    };
  }

  /** Takes hold of the canvas that the templates have put on the page. @param {ParentNode} root */
  attach(root) {
    const canvas = /** @type {HTMLCanvasElement | null} */ (root.querySelector('.lanes canvas'));
    if (canvas === (this.#timeline?.canvas ?? null)) return;
    this.#hand?.release();
    this.#timeline = canvas ? new TimelineCanvas(canvas) : undefined;
    this.#hand = this.#timeline && canvas ? new Hand(canvas, this.#wishes(this.#timeline)) : undefined;
    if (canvas) this.#expect(root);
  }

  /** Fetches the ends of outages while there is nothing else to do. Where they do not come, outages stay where they are. @param {ParentNode} root */
  #expect(root) {
    if (this.#endsCome) return;
    this.#endsCome = true;
    const { dispatch } = this.#store;
    const wait = globalThis.requestIdleCallback ?? setTimeout;
    wait(async () => {
      try {
        const { OutageEnds, outageStyles } = await withWords(import('./outage-ends.js'));
        adopt(root, outageStyles);
        const draw = () => this.#store.set({});
        this.#ends = new OutageEnds((band, span) => dispatch({ type: 'moveOutage', band, span }), draw);
        draw();
      } catch {
        this.#endsCome = false;
      }
    });
  }

  /** The colours have changed. */
  repaint() {
    this.#timeline?.repaint();
  }

  /** @param {Session} session @param {Translator} tr */
  paint(session, tr) {
    const timeline = this.#timeline;
    const nodes = laneNodes(session.scenario);
    timeline?.draw(session, nodes, this.#store.state, tr);
    if (timeline) this.#ends?.paint(timeline.canvas, session, nodes, timeline.scale, tr);
  }

  /** @param {Partial<Sight>} sight */
  #look(sight) {
    this.#store.set(sight);
  }

  /** @param {number} share of the time shown */
  #pan(share) {
    if (!this.#timeline) return;
    const { fromMs, toMs } = this.#timeline.scale;
    // All of it is in sight.
    if (this.#store.state.windowMs === undefined) return;
    this.#look({ fromMs: Math.max(0, fromMs + share * (toMs - fromMs)) });
  }

  /** To the next wider (1) or narrower (-1) window. @param {1 | -1} by */
  #zoom(by) {
    const { state, run } = this.#store;
    if (!run.session) return;
    const { windowMs, fromMs } = state;
    const next = nextWindow(windowMs, by, wholeOf(run.session));
    const scale = this.#timeline?.scale;
    if (!scale || fromMs === undefined || next === undefined || windowMs === undefined) {
      this.#look({ windowMs: next, fromMs: undefined });
    } else this.#look(zoomed(scale, next / windowMs, (scale.fromMs + scale.toMs) / 2));
  }

  /** What the hand may ask for. @param {TimelineCanvas} timeline @returns {Wishes} */
  #wishes(timeline) {
    const { state, dispatch, run } = this.#store;
    // The ground stands still while the playhead moves over it.
    const hold = () => {
      if (state.windowMs !== undefined) state.fromMs = timeline.scale.fromMs;
    };
    return {
      touches: (x, y) => timeline.touches(x, y),
      seek: (x) => {
        hold();
        const { fromMs, toMs } = timeline.scale;
        dispatch({ type: 'seek', ms: Math.min(Math.max(timeline.msAt(x), fromMs), toMs) });
      },
      tap: (x, y) => {
        hold();
        const flag = timeline.flagAt(x, y);
        if (flag) dispatch({ type: 'goTo', fact: flag.fact.index });
        else dispatch({ type: 'seek', ms: timeline.msAt(x) });
      },
      pan: (share) => this.#pan(share),
      zoom: (factor, x) => this.#look(zoomed(timeline.scale, factor, timeline.msAt(x))),
      hover: (x, y) => {
        const flag = timeline.flagAt(x, y);
        const { canvas } = timeline;
        canvas.title = flag ? (run.narrator?.say(flag.fact) ?? '') : '';
        canvas.style.cursor = flag ? 'pointer' : timeline.touches(x, y) === 'time' ? 'ew-resize' : 'grab';
      },
    };
  }
}
