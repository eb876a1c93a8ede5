// Lets go of the page now and then in a long piece of work, so that it answers.

/** The page answers within this time. */
export const SLICE_MS = 25;

/** Lets go of the page when it has been held for long. */
export class Breath {
  #since = performance.now();

  async take() {
    if (performance.now() - this.#since < SLICE_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#since = performance.now();
  }
}
