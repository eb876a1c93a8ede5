// The methods of the element: each waits until the first scenario is open, and speaks of problems as errors. Loaded with the first call.
import { isLesson } from '../core/lessons.js';
import { arriving } from '../core/loading.js';
import { recordOf } from '../core/record.js';
import { read } from './contract.js';

/** @import { Command, HeaderColumn } from '../core/types.js' */
/** @import { Request } from '../store/requests.js' */
/** @import { CarteiroPlayground } from './playground-element.js' */
/** @import { Playground } from './playground.js' */

const STATE_VERSION = 1;

/** What a method was refused for; `detail` is that of `carteiro-problem`. */
export class PlaygroundError extends Error {
  /** @param {Record<string, unknown>} detail */
  constructor(detail) {
    const { problem, kind, why } =
      /** @type {{ problem?: { code: string, message: { en: string } }, kind: string, why?: string }} */ (detail);
    super(problem ? `${problem.code}: ${problem.message.en}` : [kind, why].filter(Boolean).join(': '));
    this.name = 'PlaygroundError';
    this.detail = detail;
  }
}

export class Methods {
  #host;
  #playground;

  /** @param {CarteiroPlayground} host @param {Playground} playground */
  constructor(host, playground) {
    this.#host = host;
    this.#playground = playground;
  }

  get #run() {
    return this.#playground.store.run;
  }

  async #session() {
    await this.#host.ready;
    const { session } = this.#run;
    if (!session) throw new PlaygroundError({ kind: 'closed' });
    return session;
  }

  /** @param {Request} request */
  async dispatch(request) {
    await this.#session();
    await this.#playground.store.dispatch(request);
    await this.#host.updateComplete;
  }

  /** @param {number} ms */
  async seek(ms) {
    const wanted = read('at', ms);
    if (wanted.wrong || wanted.value === undefined)
      throw new PlaygroundError({ kind: 'argument', name: 'ms', wanted: wanted.wrong });
    await this.#session();
    const { store, comparison } = this.#playground;
    store.state.playing = false;
    if (comparison) comparison.forBoth(store.dispatch)({ type: 'seek', ms: wanted.value });
    else await this.#run.goTo(wanted.value);
    store.changed();
    await this.#host.updateComplete;
  }

  /** @param {Command} command */
  async command(command) {
    await this.#session();
    const outcome = await this.#playground.store.dispatch({ type: 'command', command });
    if (outcome === undefined || outcome === 'refused')
      throw new PlaygroundError({ kind: 'refused', ...this.#run.trouble });
    await this.#host.updateComplete;
  }

  /** @param {string | object} what @param {{ seed?: string }} [options] */
  async open(what, { seed } = {}) {
    await this.#host.ready;
    if (typeof what === 'object' && 'log' in what) await this.#openRecord(what);
    else if (typeof what === 'string' && /^[a-z0-9-]+$/.test(what)) await this.#openNamed(what, seed);
    else await this.#openScenario(typeof what === 'string' ? what : JSON.stringify(what), seed);
    await this.#host.updateComplete;
  }

  /** @param {string} name @param {string} [seed] */
  async #openNamed(name, seed) {
    if (!isLesson(name)) throw new PlaygroundError({ kind: 'unknown', name });
    if (!(await this.#run.openBuiltIn(name, seed))) throw new PlaygroundError({ ...this.#run.trouble });
  }

  /** @param {string} json @param {string} [seed] */
  async #openScenario(json, seed) {
    if (!(await this.#run.openOwn(json, seed))) throw new PlaygroundError({ ...this.#run.trouble });
  }

  /** @param {object} record */
  async #openRecord(record) {
    const { sharing } = await this.#playground.full();
    const refused = await sharing.openRecord(record);
    if (refused) throw new PlaygroundError({ ...refused });
  }

  async record() {
    return recordOf(await this.#session(), this.#run.picked);
  }

  async state() {
    const record = { ...recordOf(await this.#session(), this.#run.picked), branches: this.#run.branches.kept };
    return JSON.stringify({ version: STATE_VERSION, record, lesson: this.#playground.store.lesson.kept });
  }

  /** @param {string} text */
  async load(text) {
    await this.#host.ready;
    const { record, goals, choice } = stateIn(text);
    await this.#openRecord(record);
    this.#playground.store.lesson.restore({ goals, choice });
    this.#playground.store.changed();
    await this.#host.updateComplete;
  }

  async picture() {
    const session = await this.#session();
    await this.#host.updateComplete;
    const { pictureOf } = await arriving('part', import('../share/picture.js'));
    const stage = /** @type {HTMLElement} */ (this.#host.renderRoot.querySelector('.stage'));
    const title = session.scenario.title[this.#playground.store.state.lang];
    return pictureOf(stage, title, '').text;
  }

  /** @returns {Promise<{ scenario: string, seed: string, hash: string } & Record<HeaderColumn, number>>} */
  async report() {
    const { frame, scenario, seed, hash } = await this.#session();
    return { scenario: scenario.id, seed, hash, ...frame.headers() };
  }
}

/** @param {string} text @returns {{ record: object, goals: number[], choice: number }} */
function stateIn(text) {
  try {
    const { version, record, lesson } = JSON.parse(text);
    const goals = /** @type {unknown[]} */ (lesson.goals).filter((goal) => Number.isInteger(goal));
    if (version === STATE_VERSION && typeof record === 'object' && record && Number.isInteger(lesson.choice)) {
      return { record, goals: /** @type {number[]} */ (goals), choice: lesson.choice };
    }
  } catch {
    // Below.
  }
  throw new PlaygroundError({ kind: 'argument', name: 'state', wanted: 'a text that state() returned' });
}
