// The life of the simulation on the page: loaded, opened, refused, broken down, started again.

import { buildFor, expectScenario, firstLesson, isLesson, sourceOf } from '../core/lessons.js';
import { arriving, LoadError, textAt } from '../core/loading.js';
import { recordOf } from '../core/record.js';
import { Session } from '../core/session.js';
import { apart, loadCore, PanicError, ProblemError, roomy } from '../core/wasm.js';
import { Branches } from './branches.js';

/** @import { What, Why } from '../core/loading.js' */
/** @import { KeptBranches } from '../core/record.js' */
/** @import { Command, Problem } from '../core/types.js' */
/** @import { Source } from '../core/lessons.js' */
/** @import { Build, Instance } from '../core/wasm.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Narrator } from './narrator.js' */
/** @import { Request } from './requests.js' */

/** What is wrong. Only a problem of the core has a path and a remedy of its own. `again`: not for the first time. A wish is what the
 * page's address asks for, and what it cannot have.
 * @typedef {{ kind: 'problem', problem: Problem, ends: boolean }
 *   | { kind: 'load', what: What, why: Why, word: string, address: string, again: boolean } | { kind: 'panic', again: boolean }
 *   | { kind: 'file', name: string } | { kind: 'unknown', name: string } | { kind: 'wish', name: string, value: string }} Trouble */

/** What the run tells the page.
 * @typedef {object} Listener
 * @property {() => void} opened a scenario begins
 * @property {(stops: boolean) => void} failed something is wrong; whether time has to stand still for it
 * @property {() => void} changed something else is to be shown
 */

/** What the page around asks for; each may be empty. `run` is the text of a shared link, `src` the address of a file; `figure`: for a figure.
 * @typedef {{ scenario: string, seed: string, src: string, run: string, figure?: boolean }} Asked */

/** What knows what to open first.
 * @typedef {object} Opener
 * @property {() => Promise<boolean>} found opens a run that the page remembers or its address holds; false when there is none
 * @property {() => Asked} asked what to open when nothing else is said
 * @property {(run: string) => Promise<boolean>} shared opens a shared run by the text of its link; false when it is refused
 */

export class Run {
  /** @type {Instance | undefined} */
  core;
  /** @type {Session | undefined} */
  session;
  /** Tells what happens, once its code is here: see `narrate`. @type {Narrator | undefined} */
  narrator;
  /** @type {Trouble | undefined} */
  trouble;
  branches = new Branches();
  /** The built-in scenario that runs; empty for one of the reader's own. */
  picked = '';
  /** Time does not pass beyond this instant by itself. */
  stopAtMs = Number.POSITIVE_INFINITY;
  /** Counts what is opened, so that what takes longer knows that something else came first. */
  #openings = 0;
  /** Counts the travels through time, for the same reason. */
  #travels = 0;
  /** Whether the playhead is on a long way, which the page sees in parts. */
  #travelling = false;
  /** @type {typeof Narrator | undefined} */
  #narrates;
  /** Whether the smaller core of a figure is not enough any more. */
  #wholly = false;
  /** The way into the whole core, while it is gone. @type {Promise<void> | undefined} */
  #moving;
  /** What failed last, to be tried again. @type {() => unknown} */
  #retry = () => this.load();
  /** What did not come although it was tried again. @type {What | ''} */
  #retried = '';
  #listener;
  #tr;

  /** @param {Listener & Opener} listener @param {Translator} tr */
  constructor(listener, tr) {
    this.#listener = listener;
    this.#tr = tr;
  }

  /** @param {Translator} tr */
  translate(tr) {
    this.#tr = tr;
    this.narrator?.translate(tr);
  }

  /** From now on what happens is told; what has happened is not told aloud. @param {typeof Narrator} narrates */
  narrate(narrates) {
    if (this.#narrates) return;
    this.#narrates = narrates;
    const { session } = this;
    if (!session) return;
    this.narrator = new narrates(this.#tr, session.scenario);
    this.try(() => this.narrator?.reread(session));
  }

  /** Loads the wasm, and goes on with what ran, or begins with what is asked for. */
  async load() {
    try {
      this.core = await this.#load();
      this.trouble = undefined;
      if (this.session) this.#reopen(this.session);
      else await this.begin();
    } catch (failure) {
      this.fail(failure, { retry: () => this.load() });
    }
    this.#listener.changed();
  }

  /** The build of the core that does what is asked for. @returns {Build} */
  get #build() {
    const { figure, run, src, scenario } = this.#listener.asked();
    const whole = this.#wholly || !figure || run || src || (this.session && !this.session.model);
    return whole ? 'whole' : buildFor(isLesson(scenario) ? scenario : firstLesson);
  }

  /** @returns {Promise<Instance>} */
  async #load() {
    const core = await loadCore(this.#build);
    // More may have been asked for while it was on its way.
    return core.whole || this.#build === 'figure' ? core : this.#load();
  }

  /** From now on the whole core does what the smaller one of a figure does not; what runs goes on in it. Rejects with a LoadError. */
  whole() {
    this.#wholly = true;
    if (!this.core || this.core.whole) return Promise.resolve();
    this.#moving ??= this.#move().finally(() => {
      this.#moving = undefined;
    });
    return this.#moving;
  }

  /** @returns {Promise<void>} */
  async #move() {
    const core = await loadCore('whole');
    const { session } = this;
    if (session && !session.whole && !this.core?.dead) {
      const { replay } = await arriving('part', import('../core/replay.js'));
      const { future } = session;
      const wanted = () => this.session === session && session.future === future;
      const played = await replay(core, session.json, recordOf(session, this.picked), wanted);
      if (!played || !wanted()) {
        played?.session.close();
        return this.#move();
      }
      session.goOnIn(played.session);
    }
    this.core = core;
    return undefined;
  }

  /** Whether the core that runs does what is asked for. @param {Request} request */
  does(request) {
    const { core, session } = this;
    if (!core || core.whole) return true;
    if (request.type === 'command') return !session || session.takes(request.command);
    // A branch may hold commands of every kind.
    return request.type !== 'switchBranch';
  }

  /** Fetches the scenario that is asked for, while the wasm is on its way. */
  expect() {
    const { run, src, scenario } = this.#listener.asked();
    if (this.#openings === 0 && !run && !src) expectScenario(isLesson(scenario) ? scenario : firstLesson, this.#build);
  }

  /** Opens what is there to be opened first. */
  async begin() {
    if (await this.#listener.found()) return;
    const { run, src, scenario, seed } = this.#listener.asked();
    if (run && (await this.#listener.shared(run))) return;
    if (src) await this.#openAddress(src, seed);
    else await this.openBuiltIn(scenario, seed);
  }

  /** Tries again what failed for want of a file. */
  again() {
    this.#retried = this.trouble?.kind === 'load' ? this.trouble.what : '';
    this.dismiss();
    return this.#retry();
  }

  /** The scenario again from its start, with a fresh instance where the old one is dead. */
  restart() {
    if (!this.core || this.core.dead || !this.session) this.load();
    else this.#reopen(this.session);
  }

  /** @param {Session} session */
  #reopen({ json, seed, model }) {
    return this.open(json, seed, this.picked, model);
  }

  /**
   * Opens a scenario's JSON. When it is not accepted, what runs goes on.
   * @param {string} json @param {string} [seed] @param {string} [picked] the catalogue's name of it
   * @param {Uint8Array} [model] what a figure's core opens
   * @returns {boolean} whether it was accepted
   */
  open(json, seed, picked = '', model = undefined) {
    if (!this.core) return false;
    const core = roomy(this.core);
    return this.try(() => this.#take(core, new Session(core, json, seed, model), picked));
  }

  /** @param {Instance} core @param {Session} session @param {string} picked @param {KeptBranches} [branches] */
  #take(core, session, picked, branches) {
    this.#openings += 1;
    this.#travels += 1;
    this.#travelling = false;
    this.stopAtMs = Number.POSITIVE_INFINITY;
    this.session?.close();
    this.core = core;
    this.session = session;
    this.narrator = this.#narrates && new this.#narrates(this.#tr, session.scenario);
    this.branches = new Branches();
    this.branches.restore(branches);
    this.trouble = undefined;
    this.picked = picked;
    this.#listener.opened();
  }

  /**
   * Opens a run that is built beside what runs, which goes on untouched when that fails. Rejects with what is wrong.
   * @param {string} picked the built-in scenario's id; empty for one of the reader's own
   * @param {(core: Instance, wanted: () => boolean) => Promise<{ session: Session, same: boolean } | undefined>} build
   * @param {KeptBranches} [branches] those of which it is one
   * @returns {Promise<'same' | 'other' | 'left'>} whether it is what it should be; left for something opened meanwhile
   */
  async openBuilt(picked, build, branches) {
    this.#openings += 1;
    const opening = this.#openings;
    this.#wholly = true;
    const core = apart(this.core?.whole && !this.core.dead ? this.core : await loadCore('whole'));
    const wanted = () => opening === this.#openings;
    const built = await build(core, wanted);
    if (!built || !wanted()) {
      built?.session.close();
      return 'left';
    }
    this.#take(core, built.session, picked, branches);
    return built.same ? 'same' : 'other';
  }

  /**
   * Opens a built-in scenario; the first one when there is none of that name.
   * @param {string} id @param {string} [seed] @returns {Promise<boolean>} whether that one is open
   */
  async openBuiltIn(id, seed) {
    const known = !id || isLesson(id);
    const picked = isLesson(id) ? id : firstLesson;
    const retry = () => this.openBuiltIn(id, seed);
    const build = this.core && !this.core.whole ? 'figure' : 'whole';
    const open = await this.#openSource(() => sourceOf(picked, build), seed, picked, retry);
    if (open && !known) this.complain({ kind: 'unknown', name: id });
    this.#listener.changed();
    return open && known;
  }

  /** @param {string} address of a scenario file @param {string} seed */
  async #openAddress(address, seed) {
    const retry = () => this.#openAddress(address, seed);
    await this.#openSource(async () => ({ json: await textAt('source', address) }), seed, '', retry);
    this.#listener.changed();
  }

  /** Opens a scenario of one's own. @param {string} json @param {string} [seed] @returns {Promise<boolean>} whether it is open */
  openOwn(json, seed) {
    return this.#openSource(
      async () => ({ json }),
      seed,
      '',
      () => this.openOwn(json, seed),
    );
  }

  /** Opens what is fetched first. @param {() => Promise<Source>} fetching @param {string | undefined} seed @param {string} picked @param {() => Promise<unknown>} retry */
  async #openSource(fetching, seed, picked, retry) {
    this.#openings += 1;
    const opening = this.#openings;
    try {
      const { json, model } = await fetching();
      if (!model) await this.whole();
      // Another one may have been asked for while this one was on its way.
      return opening === this.#openings && this.open(json, seed, picked, model);
    } catch (failure) {
      if (opening === this.#openings) this.fail(failure, { retry });
      return false;
    }
  }

  /** @param {File} file */
  async openFile(file) {
    this.#openings += 1;
    const opening = this.#openings;
    /** @type {string} */
    let text;
    try {
      text = await file.text();
    } catch {
      if (opening !== this.#openings) return;
      // A directory, or a file that is gone: there is no text to be had.
      this.complain({ kind: 'file', name: file.name });
      return;
    }
    if (opening === this.#openings) await this.openOwn(text);
  }

  /**
   * Carries out a command at the playhead; in the past, on a new branch.
   * @param {Command} command @returns {'refused' | 'done' | 'branched'}
   */
  command(command) {
    return this.#act((session) => session.command(command));
  }

  /** Goes to the start and forgets what was known to come; what a person did is kept as a branch. @returns {boolean} whether the core did not refuse it */
  anew() {
    const { session } = this;
    if (!session || !this.try(() => session.rewind())) return false;
    this.#travel(session);
    if (session.commandLog().length > 0) return this.#act(() => session.cut()) !== 'refused';
    return this.try(() => session.cut());
  }

  /** Takes the last change of settings back, or makes it again. @param {boolean} again @returns {'refused' | 'done' | 'branched'} */
  takeBack(again) {
    const { session } = this;
    if (!session || !(again ? session.canRedo : session.canUndo)) return 'refused';
    return this.#act(() => session.undo(again));
  }

  /** @param {(session: Session) => void} change @returns {'refused' | 'done' | 'branched'} */
  #act(change) {
    let branched = false;
    const given = this.try(() => {
      const { session } = this;
      if (session) branched = this.branches.act(session, () => change(session));
    });
    if (given && this.trouble?.kind === 'problem') this.dismiss();
    return given ? (branched ? 'branched' : 'done') : 'refused';
  }

  /** Goes elsewhere in time. @param {(session: Session) => void} way */
  go(way) {
    const { session } = this;
    if (!session || !this.try(() => way(session))) return;
    this.#travel(session);
  }

  /** Goes to an instant, also beyond what is known. @param {number} ms @returns {Promise<void>} when it is there */
  goTo(ms) {
    const { session } = this;
    if (!session || !this.try(() => session.inSlices(() => session.seek(ms)))) return Promise.resolve();
    return this.#travel(session);
  }

  /** Goes the rest of a long way, and lets the page answer meanwhile. @param {Session} session */
  async #travel(session) {
    this.#travels += 1;
    const travel = this.#travels;
    /** @returns whether it is this travel that goes on */
    const goesOn = () => this.session === session && travel === this.#travels && this.trouble?.kind !== 'panic';
    this.#travelling = session.underWay;
    while (this.#travelling) {
      await new Promise((resolve) => setTimeout(resolve));
      if (!goesOn()) return;
      this.#travelling = this.try(() => session.goOn()) && session.underWay;
      this.#listener.changed();
    }
    this.narrator?.reread(session);
  }

  /** Lets real time pass; false when the simulation cannot go on. @param {number} ms of simulated time */
  pass(ms) {
    const { session } = this;
    // While a fresh instance is on its way, the dead one is left in peace.
    if (!session || this.trouble?.kind === 'panic') return false;
    // First the playhead comes to where it is to go.
    if (this.#travelling) return true;
    try {
      // Time passes more slowly where a frame's time is not enough for all that happens.
      session.inSlices(() => session.advance(Math.min(session.now + ms, this.stopAtMs)));
      return true;
    } catch (failure) {
      this.fail(failure, { ends: true });
      return false;
    }
  }

  /** Runs something that the core may refuse. @param {() => void} action @returns {boolean} whether it did not */
  try(action) {
    try {
      action();
      return true;
    } catch (failure) {
      // A panic is told once; what is asked of the dead instance while the page is drawn has nothing to add.
      if (!(failure instanceof PanicError && this.trouble?.kind === 'panic')) this.fail(failure);
      return false;
    }
  }

  /**
   * Says what is wrong.
   * @param {unknown} failure
   * @param {{ ends?: boolean, retry?: () => unknown }} [more] `ends`: the simulation cannot go on; `retry`: what to try again
   */
  fail(failure, { ends = false, retry = () => this.load() } = {}) {
    this.#retry = retry;
    if (failure instanceof ProblemError) this.trouble = { kind: 'problem', problem: failure.problem, ends };
    else if (failure instanceof LoadError) {
      this.trouble = { ...failure.detail, again: this.#retried === failure.detail.what };
    } else if (failure instanceof PanicError) this.trouble = { kind: 'panic', again: this.trouble?.kind === 'panic' };
    else throw failure;
    this.#listener.failed(ends || failure instanceof PanicError);
  }

  /** Something is wrong with what was asked for; what runs goes on. @param {Trouble} trouble */
  complain(trouble) {
    this.trouble = trouble;
    this.#listener.failed(false);
  }

  dismiss() {
    this.trouble = undefined;
    this.#listener.changed();
  }
}
