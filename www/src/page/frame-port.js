// What a page around an iframe and the playground in it say to each other: attributes, methods and events, as messages.
import { NAMES } from '../element/contract.js';

/** @import { CarteiroPlayground } from '../element/playground-element.js' */

/** The version of the messages; each carries it as `carteiro`. */
const VERSION = 1;

/** Methods that may be called, and how many values each takes. */
const METHODS = {
  play: 0,
  pause: 0,
  step: 2,
  seek: 1,
  reset: 0,
  command: 1,
  open: 2,
  record: 0,
  load: 1,
  state: 0,
  picture: 0,
  report: 0,
};

/** Events that are told. `request` is not: a message comes too late to refuse it. */
const EVENTS = 'ready scenario command time goal beat answer done claim branch problem resize theme lang'.split(' ');

/** A message that fits. `id` comes back with the answer.
 * @typedef {{ carteiro: 1, type: 'hello' } | { carteiro: 1, type: 'set', values: Record<string, unknown> }
 *   | { carteiro: 1, type: 'call', id?: unknown, method: keyof typeof METHODS, args?: unknown[] }} Message */

/** @param {unknown} data @returns {data is Record<string, unknown>} */
const isObject = (data) => typeof data === 'object' && data !== null && !Array.isArray(data);

/** @param {unknown} data @returns {Message | string} the message, or why it is none */
function messageIn(data) {
  if (!isObject(data)) return 'an object is due';
  const { type, values, method, args = [] } = data;
  if (type === 'hello') return { carteiro: VERSION, type };
  if (type === 'set') {
    const wrong = isObject(values)
      ? Object.keys(values).find((name) => !(/** @type {string[]} */ (NAMES).includes(name)))
      : '';
    if (!isObject(values) || wrong !== undefined) return `values of ${NAMES.join(', ')} are due`;
    return { carteiro: VERSION, type, values };
  }
  if (type === 'call') {
    const known = typeof method === 'string' && Object.hasOwn(METHODS, method);
    const name = /** @type {keyof typeof METHODS} */ (method);
    if (!known) return `a method of ${Object.keys(METHODS).join(', ')} is due`;
    if (!Array.isArray(args) || args.length > METHODS[name]) return `${name} takes ${METHODS[name]} values at most`;
    return { carteiro: VERSION, type, id: data.id, method: name, args };
  }
  return 'hello, set or call is due';
}

/** The height by the messages of others: h5p's resizer and Canvas know these. @type {Record<string, (height: number) => object[]>} */
const FOREIGN = {
  h5p: (height) => [
    { context: 'h5p', action: 'hello' },
    { context: 'h5p', action: 'resize', scrollHeight: height, clientHeight: height },
  ],
  canvas: (height) => [{ subject: 'lti.frameResize', height }],
};

export class FramePort {
  #playground;
  #foreign;
  /** The origin of the page around, once it has said hello; it alone is spoken to. */
  #origin = '';

  /** @param {CarteiroPlayground} playground @param {string | null} foreign whose messages tell the height: `h5p`, `canvas` or nobody's */
  constructor(playground, foreign) {
    this.#playground = playground;
    this.#foreign = foreign && Object.hasOwn(FOREIGN, foreign) ? FOREIGN[foreign] : undefined;
  }

  open() {
    addEventListener('message', this.#heard);
    for (const name of EVENTS) this.#playground.addEventListener(`carteiro-${name}`, this.#tell);
  }

  /** @param {Event} event */
  #tell = (event) => {
    const { type, detail } = /** @type {CustomEvent<Record<string, unknown>>} */ (event);
    const name = type.replace('carteiro-', '');
    if (name === 'resize') {
      // What is told here is a height alone, to whoever asked for it in the address.
      for (const message of this.#foreign?.(Number(detail.height)) ?? []) parent.postMessage(message, '*');
    }
    this.#say({ type: 'event', name, detail });
  };

  /** @param {Record<string, unknown>} message */
  #say(message) {
    if (this.#origin === '') return;
    // A page without an origin of its own, as in a sandbox or from a file, has no name by which it could be told apart.
    parent.postMessage({ carteiro: VERSION, ...message }, this.#origin === 'null' ? '*' : this.#origin);
  }

  /** @param {MessageEvent<unknown>} event */
  #heard = ({ source, origin, data }) => {
    if (source !== parent || !isObject(data) || data.carteiro !== VERSION) return;
    const message = messageIn(data);
    if (typeof message === 'object' && message.type === 'hello') this.#greet(origin);
    if (this.#origin !== origin) return;
    if (typeof message === 'string') this.#say({ type: 'refused', why: message, id: data.id });
    else if (message.type === 'set') this.#playground.set(message.values);
    else if (message.type === 'call') this.#call(message.id, message.method, message.args ?? []);
  };

  /** The first that says hello is the one that is spoken to. @param {string} origin */
  #greet(origin) {
    if (this.#origin === '') this.#origin = origin;
    if (this.#origin !== origin) return;
    this.#say({ type: 'hello', names: NAMES, methods: Object.keys(METHODS), events: EVENTS });
    const { offsetWidth: width, offsetHeight: height } = this.#playground;
    this.#say({ type: 'event', name: 'resize', detail: { width, height } });
  }

  /** @param {unknown} id @param {keyof typeof METHODS} method @param {unknown[]} args */
  async #call(id, method, args) {
    try {
      const call = /** @type {(...args: unknown[]) => Promise<unknown>} */ (this.#playground[method]);
      const value = await call(...args);
      this.#say({ type: 'result', id, value });
    } catch (failure) {
      const { message, detail } = /** @type {Error & { detail?: unknown }} */ (failure);
      this.#say({ type: 'result', id, error: { message, detail } });
    }
  }
}
