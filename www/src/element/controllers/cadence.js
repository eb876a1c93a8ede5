// How often the page does what: envelopes move on every frame, words are written and spoken less often.

/** Words and cards are written this often at most. */
const WRITE_EVERY_MS = 100;
const DRAW_TIMELINE_EVERY_MS = 50;
const SPEAK_EVERY_MS = 2000;
/** With reduced motion the picture changes in steps of this length. */
const STILL_STEP_MS = 500;

export class Cadence {
  #sinceWrite = 0;
  #sinceTimeline = 0;
  #sinceSpeech = 0;
  #sinceStep = 0;

  /** How much real time the next frame shows; none while it is held back. @param {number} elapsedMs @param {boolean} still whether nothing may be seen to move */
  step(elapsedMs, still) {
    this.#sinceStep += elapsedMs;
    if (still && this.#sinceStep < STILL_STEP_MS) return 0;
    const step = this.#sinceStep;
    this.#sinceStep = 0;
    this.#sinceWrite += step;
    this.#sinceTimeline += step;
    this.#sinceSpeech += step;
    return step;
  }

  get isTimeToWrite() {
    return this.#sinceWrite >= WRITE_EVERY_MS;
  }

  get isTimeToDrawTimeline() {
    return this.#sinceTimeline >= DRAW_TIMELINE_EVERY_MS;
  }

  get isTimeToSpeak() {
    return this.#sinceSpeech >= SPEAK_EVERY_MS;
  }

  wrote() {
    this.#sinceWrite = 0;
  }

  drewTimeline() {
    this.#sinceTimeline = 0;
  }

  spoke() {
    this.#sinceSpeech = 0;
  }

  /** What has happened is to be told at once. */
  hurry() {
    this.#sinceSpeech = SPEAK_EVERY_MS;
  }
}
