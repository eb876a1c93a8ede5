// Which line of its lane an order's bars stand on: all on one, and on another than those that are busy meanwhile.

/** Lines in a lane. */
export const LINES = 4;

/** @typedef {{ node: number, order: number, startMs: number, endMs: number }} Stay an open end is NaN */
/** @typedef {{ node: number, line: number, from: number, until: number }} Span */

/** @param {number} node @param {number} order */
const keyOf = (node, order) => node * 2 ** 32 + order;

/** Remembers the lines between two drawings: what is seen keeps its line while the window moves on. */
export class Lines {
  /** @type {Map<number, Span>} */
  #spans = new Map();
  #nowMs = 0;

  /** Takes what is seen at an instant, and forgets what is not. @param {Stay[]} stays @param {number} nowMs */
  read(stays, nowMs) {
    const known = nowMs < this.#nowMs ? new Map() : this.#spans;
    this.#nowMs = nowMs;
    this.#spans = new Map();
    for (const { node, order, startMs, endMs } of stays) {
      const key = keyOf(node, order);
      const span = this.#spans.get(key) ?? { node, line: known.get(key)?.line ?? -1, from: startMs, until: 0 };
      span.from = Math.min(span.from, startMs);
      span.until = Math.max(span.until, Number.isNaN(endMs) ? Infinity : endMs);
      this.#spans.set(key, span);
    }
    /** @type {Map<number, number[]>} until when each line of a node is busy */
    const busy = new Map();
    // Those that have a line first, the others as they came.
    const inTurn = [...this.#spans.values()].sort((a, b) => Number(a.line < 0) - Number(b.line < 0) || a.from - b.from);
    for (const span of inTurn) {
      const lines = busy.get(span.node) ?? new Array(LINES).fill(0);
      busy.set(span.node, lines);
      if (span.line < 0) span.line = lines.indexOf(Math.min(...lines));
      lines[span.line] = Math.max(lines[span.line], span.until);
    }
  }

  /** @param {number} node @param {number} order */
  of(node, order) {
    return this.#spans.get(keyOf(node, order))?.line ?? Math.max(0, order - 1) % LINES;
  }
}
