// The keys of the page: what a press asks for is dispatched. A figure leaves the page its keys, unless it has the focus.
import { shortcutOf } from '../../store/shortcuts.js';

/** @import { ReactiveController, ReactiveControllerHost } from 'lit' */
/** @import { Request } from '../../store/requests.js' */

/** @implements {ReactiveController} */
export class Keyboard {
  #host;
  #listens;
  #dispatch;

  /** @param {ReactiveControllerHost & EventTarget} host @param {(event: KeyboardEvent) => boolean} listens @param {(request: Request) => unknown} dispatch */
  constructor(host, listens, dispatch) {
    this.#host = host;
    this.#listens = listens;
    this.#dispatch = dispatch;
    host.addController(this);
  }

  hostConnected() {
    document.addEventListener('keydown', this);
  }

  hostDisconnected() {
    document.removeEventListener('keydown', this);
  }

  /** Whether a press was made inside the element. @param {KeyboardEvent} event */
  within(event) {
    return event.composedPath().includes(this.#host);
  }

  /** @param {KeyboardEvent} event */
  handleEvent(event) {
    if (!this.#listens(event)) return;
    const shortcut = shortcutOf(event);
    if (!shortcut) return;
    event.preventDefault();
    this.#dispatch(shortcut.request);
  }
}
