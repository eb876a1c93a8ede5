// What was changed, to be undone and made again.

/** How many changes can be undone. */
const MOST = 200;

/** @template T */
export class History {
  /** @type {T[]} */
  #before = [];
  /** @type {T[]} */
  #after = [];
  /** What the last change was of: one of the same takes its place. */
  #of = '';

  /** @param {T} now */
  constructor(now) {
    this.now = now;
  }

  /** @param {T} next @param {string} [of] names what is changed step by step, such as a band that is dragged */
  change(next, of = '') {
    if (next === this.now) return;
    if (!of || of !== this.#of) this.#before.push(this.now);
    if (this.#before.length > MOST) this.#before.shift();
    this.#of = of;
    this.#after = [];
    this.now = next;
  }

  get canUndo() {
    return this.#before.length > 0;
  }

  get canRedo() {
    return this.#after.length > 0;
  }

  undo() {
    this.#go(this.#before, this.#after);
  }

  redo() {
    this.#go(this.#after, this.#before);
  }

  /** @param {T[]} from @param {T[]} to */
  #go(from, to) {
    const next = from.pop();
    if (next === undefined) return;
    to.push(this.now);
    this.now = next;
    this.#of = '';
  }
}
