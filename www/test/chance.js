// Chance for tests.

/** Chance that is the same every time: Knuth's generator. */
export class Chance {
  /** @param {number} seed */
  constructor(seed) {
    this.state = BigInt(seed);
  }

  /** A whole number below a bound. @param {number} bound */
  below(bound) {
    this.state = (this.state * 6364136223846793005n + 1442695040888963407n) % (1n << 64n);
    return Number((this.state >> 33n) % BigInt(bound));
  }

  /** @template T @param {readonly T[]} choices */
  of(choices) {
    return choices[this.below(choices.length)];
  }
}
