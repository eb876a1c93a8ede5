// What the reader's system asks for: dark colours, less motion, forced colours.
/** @import { ReactiveController, ReactiveControllerHost } from 'lit' */

/** @implements {ReactiveController} */
export class Preferences {
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #still = matchMedia('(prefers-reduced-motion: reduce)');
  #forced = matchMedia('(forced-colors: active)');
  #changed;

  /** @param {ReactiveControllerHost} host @param {() => void} changed */
  constructor(host, changed) {
    this.#changed = changed;
    host.addController(this);
  }

  get dark() {
    return this.#dark.matches;
  }

  get still() {
    return this.#still.matches;
  }

  /** Whether the reader's system has the say on all colours. */
  get forced() {
    return this.#forced.matches;
  }

  #queries() {
    return [this.#dark, this.#still, this.#forced];
  }

  hostConnected() {
    for (const query of this.#queries()) query.addEventListener('change', this.#changed);
  }

  hostDisconnected() {
    for (const query of this.#queries()) query.removeEventListener('change', this.#changed);
  }
}
