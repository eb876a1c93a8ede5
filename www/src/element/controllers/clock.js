// The page's clock: one animation loop that tells how much real time has passed; nothing else reads time.

/** A tab that was asleep must not fast-forward: no frame counts for more than this. */
const LONGEST_FRAME_MS = 100;

export class Clock {
  #request = 0;
  #last = Number.NaN;
  #onFrame;

  /** @param {(elapsedMs: number) => void} onFrame */
  constructor(onFrame) {
    this.#onFrame = onFrame;
  }

  get running() {
    return this.#request !== 0;
  }

  start() {
    if (this.running) return;
    this.#last = Number.NaN;
    this.#request = requestAnimationFrame(this.#frame);
  }

  stop() {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
  }

  /** @param {number} stamp */
  #frame = (stamp) => {
    this.#request = requestAnimationFrame(this.#frame);
    const elapsed = Number.isNaN(this.#last) ? 0 : stamp - this.#last;
    this.#last = stamp;
    this.#onFrame(Math.min(Math.max(elapsed, 0), LONGEST_FRAME_MS));
  };
}
