// Lays the page out for paper while it is printed: at once, since the browser takes its picture when the event is over.
/** @import { ReactiveController, ReactiveControllerHost } from 'lit' */

/** @implements {ReactiveController} */
export class Printing {
  /** Whether the page is being printed. */
  now = false;
  #changed;

  /** @param {ReactiveControllerHost} host @param {() => void} changed has to draw before it returns */
  constructor(host, changed) {
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected() {
    addEventListener('beforeprint', this);
    addEventListener('afterprint', this);
  }

  hostDisconnected() {
    removeEventListener('beforeprint', this);
    removeEventListener('afterprint', this);
  }

  /** @param {Event} event */
  handleEvent({ type }) {
    this.now = type === 'beforeprint';
    this.#changed();
  }
}
