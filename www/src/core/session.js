// One running simulation: opens a scenario, goes about in time, gives commands, reads; holds no view state.

import { FrameReader } from './frame.js';
import { pressOf } from './presses.js';

/** @import { Standing, Subject } from '../../pkg/carteiro.js' */
/** @import { Command, Duration, Fact, Lesson, LogEntry, Scenario, Settings } from './types.js' */
/** @import { Instance } from './wasm.js' */

/** @typedef {import('../../pkg/carteiro.js').Stride} Stride to the next event, to the end of the next attempt, to where the next message is done with */

/** Where one can be in a run: an instant, the events and the commands up to there; much may happen at one instant. @typedef {[atMs: number, events: number, commands: number]} Position */

/** The smallest step of simulated time: a microsecond. */
export const INSTANT_MS = 0.001;

/** The core gives at most this many facts a call. */
const FACTS_A_CALL = 200;

export class Session {
  #playground;
  #instance;
  /** @type {Settings | undefined} */
  #settings;
  #settingsAtFacts = -1;
  /** @type {Fact[]} */
  #commands = [];
  #commandsCounted = 0;
  /** Which future is known: another one after each command, wherever it is given. */
  future = 0;
  /** Whether a move may stop on the way: see `inSlices`. */
  #slices = false;
  /** How the run's known end was when the playhead left it. */
  #end = { events: 0, hash: '' };

  /**
   * Throws a ProblemError when the scenario or the seed is not accepted.
   * @param {Instance} instance @param {string} json @param {string} [seed] @param {Uint8Array} [model] what a figure's core opens
   */
  constructor(instance, json, seed, model) {
    this.#instance = instance;
    // Some editors begin a file with a byte order mark; JSON has none.
    this.json = json.replace(/^\uFEFF/, '');
    this.closed = false;
    this.model = model;
    this.#playground = instance.open(json, seed || undefined, model);
    /** @type {Scenario} */
    this.scenario = instance.guard(() => this.#playground.scenario());
    // The core has read and checked it; the texts of a lesson need not cross once more.
    const { lesson, until } = JSON.parse(this.json);
    /** @type {Lesson | undefined} */
    this.lesson = lesson ?? undefined;
    /** The length of a run that nobody watches. @type {Duration} */
    this.until = until;
    this.seed = seed || this.scenario.seed;
    this.frame = new FrameReader(instance.layout, this.scenario);
    this.refresh();
    this.settings();
  }

  get now() {
    return this.frame.header('nowMs');
  }

  /** Whether it runs in the whole core, which does everything. */
  get whole() {
    return this.#instance.whole;
  }

  /** Whether its core takes a command. @param {Command} command */
  takes(command) {
    return this.whole || pressOf(this.scenario, command) !== undefined;
  }

  /** Goes on in another core. @param {Session} copy the same run there, which is used up */
  goOnIn(copy) {
    while (this.underWay) this.#instance.guard(() => this.#playground.goOn());
    this.refresh();
    copy.seekPosition(this.headPosition);
    copy.seekPosition(this.position);
    if (!this.#instance.dead) this.#playground.free();
    [this.#playground, this.#instance] = [copy.#playground, copy.#instance];
    copy.closed = true;
    this.#settingsAtFacts = -1;
    this.#commandsCounted = -1;
    this.refresh();
  }

  /** Reads the frame of this instant. */
  refresh() {
    this.frame.read(this.#instance.guard(() => this.#playground.frame()));
  }

  /**
   * A call that may move the playhead. When the core stops on the way, what is shown is where it stopped.
   * @template T @param {() => T} call @param {boolean} [seen] whether someone looks at where it led @returns {T | boolean | undefined}
   */
  #move(call, seen = true) {
    try {
      /** @type {T | boolean | undefined} */
      let there = this.#instance.guard(call);
      // The core cuts a long way into short calls.
      while (!this.#slices && this.underWay) there = this.#instance.guard(() => this.#playground.goOn());
      return there;
    } finally {
      if (seen && !this.#instance.dead) this.refresh();
    }
  }

  /** @param {number} toMs @param {boolean} [seen] whether someone looks at where that is */
  advance(toMs, seen = true) {
    this.#move(() => this.#playground.advance(toMs), seen);
  }

  /** Whether the playhead is not yet where it is to go. */
  get underWay() {
    return this.#instance.guard(() => this.#playground.isUnderWay());
  }

  /**
   * Makes one move that stops when it has taken long; while `underWay`, `goOn` goes on.
   * @template T @param {() => T} move @returns {T}
   */
  inSlices(move) {
    this.#slices = true;
    try {
      return move();
    } finally {
      this.#slices = false;
    }
  }

  /** Goes on for as long as one call takes. @param {boolean} [seen] whether someone looks at where that is */
  goOn(seen = true) {
    this.inSlices(() => this.#move(() => this.#playground.goOn(), seen));
  }

  /** What is true at the playhead: claims, answers to the lesson's question, goals. */
  judge() {
    return this.#instance.guard(() => this.#playground.judge());
  }

  /** Whether a beat of the lesson that begins stops the run. @param {boolean} on */
  guide(on) {
    this.#instance.guard(() => this.#playground.guide(on));
  }

  /** The learner goes on: ends the beat that has begun and waits for nothing else. */
  nextBeat() {
    this.#instance.guard(() => this.#playground.nextBeat());
  }

  /** What is true at an instant of this run as it goes by itself, without any command by hand. @param {number} ms */
  judgeUntouched(ms) {
    const untouched = new Session(this.#instance, this.json, this.seed, this.model);
    try {
      untouched.advance(ms, false);
      return untouched.judge();
    } finally {
      untouched.close();
    }
  }

  /** Goes to the very beginning: before the first event, and before any command. */
  rewind() {
    this.#leave();
    this.#move(() => this.#playground.rewind());
  }

  /** Goes to an instant, back or forth. @param {number} toMs */
  seek(toMs) {
    this.#leave();
    this.#move(() => this.#playground.seek(Math.max(0, toMs)));
  }

  /** Goes to a position; false when there is no such. @param {Position} position */
  seekPosition([atMs, events, commands]) {
    this.#leave();
    return this.#move(() => this.#playground.seekPosition(atMs, events, commands)) === true;
  }

  /** Goes to where a fact has just happened. @param {number} index */
  seekFact(index) {
    this.#leave();
    this.#move(() => this.#playground.seekFact(index));
  }

  /** One step; false when nothing is left. @param {Stride} [stride] @param {boolean} [back] */
  step(stride = 'event', back = false) {
    this.#leave();
    return this.#move(() => this.#playground.step(stride, back)) !== false;
  }

  /** The position of the playhead. @returns {Position} */
  get position() {
    return [this.now, this.frame.header('events'), this.frame.header('commands')];
  }

  /** The position up to which the run is known. @returns {Position} */
  get headPosition() {
    return [this.head, this.frame.header('headEvents'), this.commandLog().length];
  }

  /** The last instant that is known. */
  get head() {
    return this.frame.header('headMs');
  }

  /** Whether something after the playhead is known: a command now makes another future. */
  get past() {
    return this.frame.header('past') === 1;
  }

  /** Carries out a command now; what was known of the time after it is forgotten. @param {Command} command */
  command(command) {
    this.#change(() => this.#give(command));
  }

  /** @param {Command} command */
  #give(command) {
    if (this.whole) return this.#playground.command(command);
    const [press, index, amount] = pressOf(this.scenario, command) ?? [];
    if (!press || index === undefined) throw new Error('this core does not take such a command');
    return this.#playground.press(this.#instance.presses[press], index, amount, JSON.stringify(command));
  }

  /** Whether a change of settings can be undone. Going elsewhere in time forgets the changes. */
  get canUndo() {
    return !this.#instance.dead && this.#instance.guard(() => this.#playground.canUndo());
  }

  /** Whether an undone change can be made again. */
  get canRedo() {
    return !this.#instance.dead && this.#instance.guard(() => this.#playground.canRedo());
  }

  /** Undoes the last change of settings, or makes the last undone one again, by a command now. @param {boolean} again */
  undo(again) {
    this.#change(() => this.#playground.undo(again));
  }

  /** Goes to where a command of a log was given, and carries it out as it was then. @param {LogEntry} entry */
  repeat([atMs, events, json]) {
    /** @type {Command} */
    const command = JSON.parse(json);
    this.#change(() => this.#playground.repeat(atMs, events, command));
  }

  /** Forgets what is known of the time after the playhead. */
  cut() {
    this.#change(() => this.#playground.cut());
  }

  /** A call that may change what is to come, even when it fails. @param {() => void} call */
  #change(call) {
    // A command is meant for where the playhead is to go.
    while (this.underWay) this.#instance.guard(() => this.#playground.goOn());
    this.#settingsAtFacts = -1;
    this.#commandsCounted = -1;
    this.future += 1;
    this.#move(call);
  }

  /** A person's commands, those after the playhead too. @returns {LogEntry[]} */
  commandLog() {
    return this.#instance.guard(() => this.#playground.commandLog());
  }

  /** The digest of all facts up to the playhead. */
  get hash() {
    return this.#instance.guard(() => this.#playground.traceHash());
  }

  /** How many events there are up to the last instant that is known, and the digest of their facts. */
  get end() {
    return this.past ? this.#end : { events: this.frame.header('events'), hash: this.hash };
  }

  #leave() {
    if (!this.past) this.#end = this.end;
  }

  /** The commands of a person and of the scenario as facts, those after the playhead too: the last 200. */
  commands() {
    const count = this.frame.header('commandFacts');
    if (count !== this.#commandsCounted) {
      this.#commands = this.#instance.guard(() => this.#playground.commands());
      this.#commandsCounted = count;
    }
    return this.#commands;
  }

  /**
   * The last 200 facts of these kinds that tell of the thing of this number or index.
   * @param {string} kinds words parted by spaces; none is any
   * @param {Subject} subject @param {number} number @param {number} [before] only facts of a smaller index
   * @returns {Fact[]}
   */
  find(kinds, subject, number, before = this.frame.header('facts')) {
    return this.#withClients(this.#instance.guard(() => this.#playground.find(kinds, subject, number, before)));
  }

  /** What an order is called by the client that placed it. @param {number} order its number */
  wordsOf(order) {
    const client = this.#instance.guard(() => this.#playground.clientOf(order)) ?? -1;
    return this.scenario.nodes[client]?.order ?? this.scenario.order;
  }

  /** Each fact of an order with its client, by whose words it is told. @param {Fact[]} facts */
  #withClients(facts) {
    for (const fact of facts) {
      if (typeof fact.order !== 'number' || fact.client !== undefined) continue;
      const client = this.#instance.guard(() => this.#playground.clientOf(Number(fact.order)));
      if (client !== undefined) fact.client = this.scenario.nodes[client].id;
    }
    return facts;
  }

  /**
   * The last orders that stand so with an effect, the newest last.
   * @param {number} effect its index @param {Standing} standing done: that have it at all; late: and once
   * @param {number} most
   */
  orders(effect, standing, most) {
    return [...this.#instance.guard(() => this.#playground.orders(effect, standing, most))];
  }

  /** How a subscription delivered at an instant. @param {number} subscription its index @param {number} atMs */
  deliveryAt(subscription, atMs) {
    return this.#instance.guard(() => this.#playground.deliveryAt(subscription, atMs));
  }

  /** How patient a caller was at an instant. @param {number} call its index @param {number} atMs */
  callAt(call, atMs) {
    return this.#instance.guard(() => this.#playground.callAt(call, atMs));
  }

  /** What is in force now. A timed fault may change it, and every change leaves a fact. */
  settings() {
    const facts = this.frame.header('facts');
    // Of a dead instance the page shows what it knew last.
    if (this.#settings && this.#instance.dead) return this.#settings;
    if (!this.#settings || facts !== this.#settingsAtFacts) {
      this.#settings = this.#instance.guard(() => this.#playground.settings());
      this.#settingsAtFacts = facts;
    }
    return this.#settings;
  }

  /**
   * The timeline's bars between two instants, but those that others like them cover but for less than `fineMs`.
   * @param {number} fromMs @param {number} toMs @param {number} [fineMs]
   */
  timeline(fromMs, toMs, fineMs = 0) {
    return this.#instance.guard(() => this.#playground.timeline(fromMs, toMs, fineMs));
  }

  /**
   * How many messages waited in each subscription between two instants, in intervals of at least `fineMs`.
   * @param {number} fromMs @param {number} toMs @param {number} fineMs
   */
  depths(fromMs, toMs, fineMs) {
    return this.#instance.guard(() => this.#playground.depths(fromMs, toMs, fineMs));
  }

  /** The facts since `index`; when many came at once, only the last ones. @param {number} index @returns {Fact[]} */
  facts(index) {
    const from = Math.max(index, this.frame.header('facts') - FACTS_A_CALL);
    return this.#withClients(this.#instance.guard(() => this.#playground.facts(from)));
  }

  /** The next facts from an index on; none is left out, and at the playhead there are no more. @param {number} index @returns {Fact[]} */
  factsFrom(index) {
    return this.#instance.guard(() => this.#playground.facts(index));
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    if (!this.#instance.dead) this.#playground.free();
  }
}
