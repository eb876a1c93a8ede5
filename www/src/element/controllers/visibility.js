// Whether the element is on the screen of a tab that is looked at, and whether it soon may be.
/** @import { ReactiveController, ReactiveControllerHost } from 'lit' */

/** What is this far from the screen is loaded: a page is read from top to bottom. */
const NEAR = '600px';

/** @implements {ReactiveController} */
export class Visibility {
  /** Whether it has ever been near enough to be worth loading. */
  near = false;
  #onScreen = false;
  #observers;
  #host;
  #changed;

  /** @param {ReactiveControllerHost & Element} host @param {() => void} changed it came to the screen, left it, or came near for the first time */
  constructor(host, changed) {
    this.#host = host;
    this.#changed = changed;
    /** @param {IntersectionObserverEntry[]} entries */
    const last = (entries) => entries[entries.length - 1].isIntersecting;
    this.#observers = [
      new IntersectionObserver((entries) => {
        this.#onScreen = last(entries);
        this.#changed();
      }),
      new IntersectionObserver(
        (entries) => {
          if (this.near || !last(entries)) return;
          this.near = true;
          this.#changed();
        },
        { rootMargin: NEAR },
      ),
    ];
    host.addController(this);
  }

  get seen() {
    return this.#onScreen && !document.hidden;
  }

  hostConnected() {
    for (const observer of this.#observers) observer.observe(this.#host);
    document.addEventListener('visibilitychange', this.#changed);
  }

  hostDisconnected() {
    for (const observer of this.#observers) observer.disconnect();
    document.removeEventListener('visibilitychange', this.#changed);
  }
}
