// The hand on the timeline: drags the playhead, pans, pinches, turns the wheel; says what is meant and holds no state of the page.

/** What the hand can ask for. Shares are of the time shown.
 * @typedef {object} Wishes
 * @property {(x: number, y: number) => 'time' | 'ground'} touches whether a place belongs to the playhead and the axis
 * @property {(x: number) => void} seek
 * @property {(x: number, y: number) => void} tap
 * @property {(share: number) => void} pan
 * @property {(factor: number, x: number) => void} zoom
 * @property {(x: number, y: number) => void} hover
 */

/** A press that moves less than this is a tap. */
const TAP_PX = 4;
const WHEEL_ZOOM = 0.0025;

export class Hand {
  #canvas;
  #wishes;
  /** @type {Map<number, { x: number, y: number }>} */
  #fingers = new Map();
  /** @type {'seek' | 'pan' | 'pinch' | undefined} */
  #doing;
  #moved = 0;
  #stop = new AbortController();

  /** @param {HTMLCanvasElement} canvas @param {Wishes} wishes */
  constructor(canvas, wishes) {
    this.#canvas = canvas;
    this.#wishes = wishes;
    const { signal } = this.#stop;
    canvas.addEventListener('pointerdown', this.#down, { signal });
    canvas.addEventListener('pointermove', this.#move, { signal });
    canvas.addEventListener('pointerup', this.#up, { signal });
    canvas.addEventListener('pointercancel', this.#up, { signal });
    canvas.addEventListener('wheel', this.#wheel, { signal, passive: false });
  }

  release() {
    this.#stop.abort();
  }

  /** Where an event is, in the canvas's own pixels. @param {MouseEvent} event */
  #place({ clientX, clientY }) {
    const { left, top, width } = this.#canvas.getBoundingClientRect();
    const zoom = width / this.#canvas.clientWidth || 1;
    return { x: (clientX - left) / zoom, y: (clientY - top) / zoom };
  }

  /** @param {PointerEvent} event */
  #down = (event) => {
    if (event.button !== 0) return;
    const place = this.#place(event);
    this.#fingers.set(event.pointerId, place);
    this.#canvas.setPointerCapture(event.pointerId);
    this.#moved = this.#fingers.size > 1 ? Infinity : 0;
    if (this.#fingers.size > 1) this.#doing = 'pinch';
    else this.#doing = this.#wishes.touches(place.x, place.y) === 'time' ? 'seek' : 'pan';
  };

  /** @param {PointerEvent} event */
  #move = (event) => {
    const place = this.#place(event);
    const before = this.#fingers.get(event.pointerId);
    if (!before) {
      this.#wishes.hover(place.x, place.y);
      return;
    }
    this.#moved += Math.abs(place.x - before.x);
    if (this.#doing === 'pinch') this.#pinch(event.pointerId, place);
    this.#fingers.set(event.pointerId, place);
    if (this.#moved < TAP_PX) return;
    if (this.#doing === 'seek') this.#wishes.seek(place.x);
    if (this.#doing === 'pan') this.#wishes.pan((before.x - place.x) / this.#canvas.clientWidth);
  };

  /** @param {number} moved the finger that moves @param {{ x: number, y: number }} to */
  #pinch(moved, to) {
    const other = [...this.#fingers].find(([id]) => id !== moved)?.[1];
    const from = this.#fingers.get(moved);
    if (!other || !from) return;
    const [before, after] = [Math.abs(from.x - other.x), Math.abs(to.x - other.x)];
    if (before > TAP_PX && after > TAP_PX) this.#wishes.zoom(before / after, other.x);
  }

  /** @param {PointerEvent} event */
  #up = (event) => {
    const place = this.#fingers.get(event.pointerId);
    this.#fingers.delete(event.pointerId);
    if (place && event.type === 'pointerup' && this.#moved < TAP_PX) this.#wishes.tap(place.x, place.y);
    this.#doing = undefined;
  };

  /** @param {WheelEvent} event */
  #wheel = (event) => {
    const sideways = event.shiftKey ? event.deltaY + event.deltaX : event.deltaX;
    if (event.ctrlKey || event.metaKey) this.#wishes.zoom(Math.exp(event.deltaY * WHEEL_ZOOM), this.#place(event).x);
    else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      this.#wishes.pan(sideways / this.#canvas.clientWidth);
    } else return;
    event.preventDefault();
  };
}
