// <carteiro-playground>: its contract. Attributes, properties and methods in, events out; what works behind it is in playground.js.
import { LitElement } from 'lit';
import { arriving } from '../core/loading.js';
import { CONTRACT, NAMES, read } from './contract.js';
import { Playground } from './playground.js';
import { styles } from './styles.js';

/** @import { PropertyValues } from 'lit' */
/** @import { Command } from '../core/types.js' */
/** @import { Stride } from '../core/session.js' */
/** @import { Name, Wishes } from './contract.js' */
/** @import { Methods } from './methods.js' */

/**
 * A figure of messages between services, or the whole playground. Times are simulated milliseconds.
 *
 * @tag carteiro-playground
 * @attr {string} scenario - name of a built-in scenario
 * @attr {string} src - address of a scenario file
 * @attr {string} run - a shared run: what stands after `#run=`
 * @attr {string} seed - whole number below 2^53
 * @attr {string} lang - `en` or `pt-BR`
 * @attr {string} theme - `auto`, `light` or `dark`
 * @attr {boolean} figure - one figure instead of the whole playground
 * @attr {string} controls - what a figure shows around its stage
 * @attr {string} start - `visible`, `paused` or `now`
 * @attr {string} at - the instant at which the run opens, such as `12s`
 * @attr {string} speed - simulated seconds a second
 * @attr {boolean} goals - shows the lesson's goals in a figure
 * @attr {string} full - address of the full playground
 * @attr {string} progress - `none`, `own` or `host`
 * @fires carteiro-ready - the first scenario is open
 * @fires carteiro-scenario - a scenario begins: `{ id, seed, own }`
 * @fires carteiro-request - something is asked for, by whatever means; `preventDefault()` refuses it
 * @fires carteiro-command - a command was carried out: `{ command, ms }`
 * @fires carteiro-time - time has passed, four times a second at most: `{ ms, headMs, playing }`
 * @fires carteiro-goal - a goal is reached: `{ goal, reached, of, shown, ms }`
 * @fires carteiro-beat - the guide begins a beat and waits, or one is over: `{ beat, of, phase, begun, ms }`
 * @fires carteiro-answer - the run has answered the question: `{ choice, held, right, ms }`
 * @fires carteiro-done - all goals are reached: `{ scenario, goals, shown, ms }`
 * @fires carteiro-claim - a claim holds, or no longer does: `{ claim, holds, ms }`
 * @fires carteiro-branch - acting in the past began another branch: `{ number, fromMs }`
 * @fires carteiro-problem - something is wrong: `{ kind, ... }`
 * @fires carteiro-resize - its size is another: `{ width, height }` in CSS pixels
 * @fires carteiro-theme - the colours are others: `{ theme, dark }`
 * @fires carteiro-lang - the reader chose a language: `{ lang }`
 * @slot - what is shown until there is something to draw, and where scripts do not run
 * @slot poster - what is shown until the figure is loaded
 * @slot title - in place of the scenario's title
 * @slot caption - the figure's caption
 */
export class CarteiroPlayground extends LitElement {
  static styles = styles;

  static properties = {
    .../** @type {Record<Name, { type: StringConstructor | BooleanConstructor }>} */ (
      Object.fromEntries(NAMES.map((name) => [name, { type: 'type' in CONTRACT[name] ? Boolean : String }]))
    ),
    page: { type: Boolean },
  };

  /** What the attributes say, read and checked; read again after a change. @type {Wishes | undefined} */
  #wishes;
  #playground;
  /** Their code is fetched when one is called first. @type {Promise<Methods> | undefined} */
  #methods;

  constructor() {
    super();
    this.scenario = '';
    this.src = '';
    this.run = '';
    this.seed = '';
    this.lang = '';
    this.theme = '';
    this.figure = false;
    this.controls = '';
    this.start = '';
    this.at = '';
    this.speed = '';
    this.goals = false;
    this.full = '';
    this.progress = '';
    /** Whether this is the full playground's own page, which has the address and the storage to itself. */
    this.page = false;
    let becameReady = () => {};
    /** Resolves when the first scenario is open. @type {Promise<void>} */
    this.ready = new Promise((resolve) => {
      becameReady = resolve;
    });
    const wishes = () => this.#read();
    this.#playground = new Playground(this, { wishes, ready: becameReady, draw: () => this.performUpdate() });
  }

  #read() {
    this.#wishes ??= /** @type {Wishes} */ (Object.fromEntries(NAMES.map((one) => [one, read(one, this[one]).value])));
    return this.#wishes;
  }

  /** @template T @param {(methods: Methods) => Promise<T>} call @returns {Promise<T>} */
  async #call(call) {
    this.#methods ??= arriving('part', import('./methods.js')).then(
      ({ Methods }) => new Methods(this, this.#playground),
    );
    // What did not come is asked for again by the next call.
    this.#methods.catch(() => {
      this.#methods = undefined;
    });
    return call(await this.#methods);
  }

  // --- methods; all may be called before `ready` -------------------------------------------------

  /** Lets time pass. */
  play = () => this.#call((methods) => methods.dispatch({ type: 'play' }));

  pause = () => this.#call((methods) => methods.dispatch({ type: 'pause' }));

  /** Goes one event, attempt or message on, or back. @param {Stride} [stride] @param {boolean} [back] */
  step = (stride = 'event', back = false) => this.#call((methods) => methods.dispatch({ type: 'step', stride, back }));

  /** Goes to an instant, also one that is not known yet. @param {number} ms @returns {Promise<void>} when it is there */
  seek = (ms) => this.#call((methods) => methods.seek(ms));

  /** Opens the scenario again from its start. */
  reset = () => this.#call((methods) => methods.dispatch({ type: 'reset' }));

  /** Gives a command at the playhead; rejects with the problem when it is refused. @param {Command} command */
  command = (command) => this.#call((methods) => methods.command(command));

  /**
   * Opens a built-in scenario by its name, or a scenario (text or object), or a record. Rejects with the problem when it is refused;
   * what runs goes on then.
   * @param {string | object} what @param {{ seed?: string }} [options]
   */
  open = (what, options) => this.#call((methods) => methods.open(what, options));

  /** The run as it can be played again: scenario, seed and commands. */
  record = () => this.#call((methods) => methods.record());

  /** The run, and what was reached and predicted in it, as a text to be kept and given to `load`. */
  state = () => this.#call((methods) => methods.state());

  /** Goes on with what `state` returned. Rejects with the problem when it is not such a text. @param {string} state */
  load = (state) => this.#call((methods) => methods.load(state));

  /** The stage as SVG text. */
  picture = () => this.#call((methods) => methods.picture());

  /** What is counted at the playhead, by the names of docs/measures.md, and the digest of all facts up to there: equal ones mean equal runs. */
  report = () => this.#call((methods) => methods.report());

  /**
   * Sets several attributes at once. A value is what an attribute, a query parameter or a message says; nothing is the default. What is
   * no attribute is told to the host by `carteiro-problem`.
   * @param {Record<string, unknown>} values
   */
  set(values) {
    for (const [name, value] of Object.entries(values)) {
      const known = NAMES.find((one) => one === name);
      if (!known) this.#playground.announcer.wrong(name, value, `one of ${NAMES.join(', ')}`);
      else if (typeof this[known] === 'boolean')
        Object.assign(this, { [known]: read(known, /** @type {string} */ (value)).value });
      else Object.assign(this, { [known]: value === null || value === undefined ? '' : String(value) });
    }
  }

  // --- life ---------------------------------------------------------------------------------------

  /** @type {LitElement['requestUpdate']} */
  requestUpdate(name, old, options) {
    if (name !== undefined) this.#wishes = undefined;
    super.requestUpdate(name, old, options);
  }

  /** Nothing is drawn before there are words for it. */
  async scheduleUpdate() {
    await this.#playground.words();
    super.scheduleUpdate();
  }

  /** @param {PropertyValues<CarteiroPlayground>} changed */
  willUpdate(changed) {
    for (const name of NAMES) {
      const { wrong } = read(name, this[name]);
      if (wrong && changed.has(name)) this.#playground.announcer.wrong(name, this[name], wrong);
    }
    this.#playground.willUpdate(changed);
  }

  render() {
    return this.#playground.render();
  }

  updated() {
    this.#playground.updated();
  }
}
