// The one store: what the page remembers, the run it shows, and the only way in by which anything changes.
import { Lesson } from './lesson.js';
import { Run } from './run.js';

/** @import { Translator } from '../i18n/index.js' */
/** @import { Opener } from './run.js' */
/** @import { Effects, Request } from './requests.js' */
/** @import { ViewState } from './ui.js' */

/** What subscribers hear.
 * `request`: one was carried out, with what its effect returned. `state`: a part of the state is another. `changed`: more than that, so that everything is judged
 * and drawn again. `opened`: a scenario begins. `failed`: see `run.trouble`; time stops when `stops`. `acted`: a command was carried
 * out; `branched` when it began another branch.
 * @typedef {{ type: 'request', request: Request, outcome: unknown } | { type: 'state' } | { type: 'changed' } | { type: 'opened' }
 *   | { type: 'failed', stops: boolean } | { type: 'acted', branched: boolean }} Change */

/** @returns {ViewState} */
const initialState = () => ({
  lang: 'en',
  theme: 'auto',
  figure: false,
  playing: true,
  speed: 1,
  selected: -1,
  sheet: 'none',
  windowMs: undefined,
  fromMs: undefined,
  stride: 'event',
  reading: false,
  everyStep: false,
  picked: '',
  overlay: 'none',
  term: '',
  typed: '',
  comparing: false,
});

export class Store {
  state = initialState();
  lesson = new Lesson();
  /** Asked before a request is carried out; one that returns false refuses it. @type {(request: Request) => boolean} */
  allows = () => true;
  /** @type {Set<(change: Change) => void>} */
  #subscribers = new Set();
  /** @type {Map<string, (request: Request) => unknown>} */
  #effects = new Map();

  /** @param {Translator} tr @param {Opener} opener */
  constructor(tr, opener) {
    this.run = new Run(
      {
        opened: () => this.notify({ type: 'opened' }),
        failed: (stops) => this.notify({ type: 'failed', stops }),
        changed: () => this.notify({ type: 'state' }),
        ...opener,
      },
      tr,
    );
  }

  /** Adds what carries requests out; each type has one effect. @param {Effects} effects */
  use(effects) {
    for (const [type, effect] of Object.entries(effects)) {
      this.#effects.set(type, /** @type {(request: Request) => unknown} */ (effect));
    }
  }

  /**
   * Carries a request out, unless a subscriber of `allows` refuses it.
   * @param {Request} request @returns {unknown} what the effect returns; a promise where code is fetched first. When that does not
   * come, the run says so, and the request is made again when the reader wants it.
   */
  dispatch = (request) => {
    const effect = this.#effects.get(request.type);
    if (!effect || !this.allows(request)) return undefined;
    // A figure's core is exchanged for the whole one when it is first asked for more than it does.
    const outcome = this.run.does(request) ? effect(request) : this.run.whole().then(() => effect(request));
    this.notify({ type: 'request', request, outcome });
    if (!(outcome instanceof Promise)) return outcome;
    return outcome.catch((failure) => this.run.fail(failure, { retry: () => this.dispatch(request) }));
  };

  /** @param {(change: Change) => void} listener @returns {() => void} ends it */
  subscribe(listener) {
    this.#subscribers.add(listener);
    return () => this.#subscribers.delete(listener);
  }

  /** @param {Change} change */
  notify(change) {
    for (const listener of this.#subscribers) listener(change);
  }

  /** Changes a part of the state. @param {Partial<ViewState>} part */
  set(part) {
    Object.assign(this.state, part);
    this.notify({ type: 'state' });
  }

  /** More than the state has changed: it is judged and drawn. @param {Partial<ViewState>} [part] */
  changed(part) {
    Object.assign(this.state, part);
    this.notify({ type: 'changed' });
  }

  /** Does what the core may refuse, and draws. @param {() => unknown} action */
  attempt(action) {
    this.run.try(action);
    this.changed();
  }
}
