// The room there is for the page: how wide it is, what stands beside what, and how large everything is drawn.

/** @import { ReactiveController, ReactiveControllerHost } from 'lit' */

/** Below this width the page is one column with a bar at the bottom. */
const NARROW_BELOW = 720;
/** From this width on the lesson stands beside the stage; from the other on the books do, too, on its other side. */
const SIDE_FROM = 1140;
const WIDE_FROM = 1500;
const LESSON_WIDTH = 312;
const BOOKS_WIDTH = 312;
const SIDE_GAP = 12;
/** A phone that lies: as wide as a desk, and too low for one. What is said stands beside the stage. */
const LYING = '(max-height: 479px) and (orientation: landscape)';
const LYING_FROM = 520;
const STRIP_WIDTH = 252;
/** What is left and right of the stage. */
const MARGIN = { figure: 18, narrow: 24, desk: 34 };
/** From this width on everything is larger: it is a projector, or a screen that is looked at from afar. */
const LARGE_FROM = 1800;
const LARGE = 1.2;

/** A sheet of paper is taken to be so wide, without its margins. */
const PAPER = 660;

/** @implements {ReactiveController} */
export class Viewport {
  zoom = 1;
  figure = false;
  printing = false;
  #width = 0;
  #changed;
  #sizes;
  #lying = matchMedia(LYING);

  /** @param {ReactiveControllerHost} host @param {() => void} changed */
  constructor(host, changed) {
    host.addController(this);
    this.#changed = changed;
    this.#sizes = new ResizeObserver(([{ contentRect }]) => {
      if (this.#measured(contentRect.width)) changed();
    });
  }

  /** Measures what is as wide as the element, from now on whenever that changes. @param {HTMLElement} ruler */
  observe(ruler) {
    if (this.#measured(ruler.offsetWidth)) this.#changed();
    this.#sizes.observe(ruler);
  }

  hostConnected() {
    this.#lying.addEventListener('change', this.#changed);
  }

  hostDisconnected() {
    this.#sizes.disconnect();
    this.#lying.removeEventListener('change', this.#changed);
  }

  /** @param {number} width in CSS pixels @returns {boolean} whether it is another */
  #measured(width) {
    this.zoom = width >= LARGE_FROM ? LARGE : 1;
    const before = this.#width;
    this.#width = width / this.zoom;
    return Math.abs(this.#width - before) >= 1;
  }

  /** In the page's own pixels. */
  get width() {
    return this.printing ? Math.min(this.#width, PAPER) : this.#width;
  }

  get narrow() {
    return !this.figure && (this.width < NARROW_BELOW || this.lying);
  }

  /** Whether what is said stands beside the stage on a phone. */
  get lying() {
    return !this.figure && !this.printing && this.#lying.matches && this.width >= LYING_FROM;
  }

  /** Whether the lesson stands beside the stage. */
  get aside() {
    return !this.narrow && !this.figure && this.width >= SIDE_FROM;
  }

  get wide() {
    return this.width >= WIDE_FROM;
  }

  /** What is left for the stage. */
  get stage() {
    const lesson = this.aside ? LESSON_WIDTH + SIDE_GAP : this.lying ? STRIP_WIDTH : 0;
    const side = lesson + (this.aside && this.wide ? BOOKS_WIDTH + SIDE_GAP : 0);
    const margin = this.figure ? MARGIN.figure : this.narrow ? MARGIN.narrow : MARGIN.desk;
    return Math.floor(this.width - margin - side);
  }
}
