// What the reader's system asks for: dark colours, less motion; and whether the page is seen at all.

/** Calls back whenever one of the wishes changes, until it is stopped. */
export class Wishes {
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #still = matchMedia('(prefers-reduced-motion: reduce)');
  #changed;

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
  }

  get dark() {
    return this.#dark.matches;
  }

  get still() {
    return this.#still.matches;
  }

  start() {
    for (const query of [this.#dark, this.#still]) query.addEventListener('change', this.#changed);
  }

  stop() {
    for (const query of [this.#dark, this.#still]) query.removeEventListener('change', this.#changed);
  }
}

/** Knows whether an element is on the screen of a tab that is looked at. */
export class Sight {
  #observer;
  #element;
  #changed;
  #near = true;

  /** @param {Element} element @param {() => void} changed */
  constructor(element, changed) {
    this.#element = element;
    this.#changed = changed;
    this.#observer = new IntersectionObserver((entries) => {
      this.#near = entries[entries.length - 1].isIntersecting;
      changed();
    });
  }

  get seen() {
    return this.#near && !document.hidden;
  }

  start() {
    this.#observer.observe(this.#element);
    document.addEventListener('visibilitychange', this.#changed);
  }

  stop() {
    this.#observer.disconnect();
    document.removeEventListener('visibilitychange', this.#changed);
  }
}
