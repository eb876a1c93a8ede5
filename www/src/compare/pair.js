// Two sessions in step: always at the same instant, given the same commands; what only one of them can do is counted.

import { INSTANT_MS, Session } from '../core/session.js';
import { ProblemError } from '../core/wasm.js';

/** @import { Command, LogEntry } from '../core/types.js' */
/** @import { Instance } from '../core/wasm.js' */

/** @typedef {{ json: string, log: LogEntry[], left?: number }} Side a scenario, its commands, and how many were left out of it */

/** @param {() => void} action @returns {boolean} whether the core did not refuse it */
function allowed(action) {
  try {
    action();
    return true;
  } catch (failure) {
    // Where the budget of events is spent the run ends: that says nothing about the command.
    if (failure instanceof ProblemError && failure.problem.code !== 'budget-spent') return false;
    throw failure;
  }
}

/** One of the two. */
class Half {
  /** @param {Instance} instance @param {Side} side @param {string} seed */
  constructor(instance, { json, left = 0 }, seed) {
    this.session = new Session(instance, json, seed);
    /** Commands that mean nothing here. */
    this.skipped = left;
  }

  /** A command of a log at its own place, or at its instant where the run comes to that otherwise. @param {LogEntry[]} log */
  repeat(log) {
    const { session } = this;
    for (const entry of log) {
      const [atMs, , json] = entry;
      const again = () => {
        session.seek(Math.max(atMs, session.now));
        session.command(JSON.parse(json));
      };
      if (!allowed(() => session.repeat(entry)) && !allowed(again)) this.skipped += 1;
    }
  }

  /** A command now; those that were known to come still come. @param {Command} command */
  command(command) {
    const { session } = this;
    const { now, head } = session;
    const rest = session.commandLog().filter(([atMs]) => atMs > now);
    if (!allowed(() => session.command(command))) {
      this.skipped += 1;
      return;
    }
    if (rest.length === 0) return;
    try {
      this.repeat(rest);
      session.seek(Math.max(head, session.now));
    } finally {
      session.seek(now);
    }
  }
}

/** The run of one side by itself, at its end; the caller closes it. @param {Instance} instance @param {Side} side @param {string} seed */
export function aloneWith(instance, side, seed) {
  const half = new Half(instance, side, seed);
  half.repeat(side.log);
  return half.session;
}

export class Pair {
  /** @type {Half[]} */
  halves = [];

  /**
   * Both sides at their start, with all their commands known.
   * @param {Instance} instance @param {Side[]} sides @param {string} seed @param {number} headMs how far to know them
   */
  constructor(instance, sides, seed, headMs) {
    try {
      for (const side of sides) {
        const half = new Half(instance, side, seed);
        this.halves.push(half);
        half.repeat(side.log);
        half.session.seek(Math.max(headMs, half.session.now));
        half.session.seek(0);
      }
    } catch (failure) {
      this.close();
      throw failure;
    }
  }

  get sessions() {
    return this.halves.map(({ session }) => session);
  }

  get now() {
    return this.sessions[0].now;
  }

  get head() {
    return Math.max(...this.sessions.map(({ head }) => head));
  }

  /** Whether everything up to now was the same on both sides. */
  get same() {
    const [a, b] = this.sessions;
    return a.hash === b.hash;
  }

  /** @param {number} toMs */
  seek(toMs) {
    const { now } = this;
    try {
      for (const session of this.sessions) session.seek(toMs);
    } catch (failure) {
      // Where one cannot go on, the other does not go alone.
      if (failure instanceof ProblemError) for (const session of this.sessions) session.seek(now);
      throw failure;
    }
  }

  /** To the next instant at which anything happens on either side; false when nothing is left. */
  step() {
    const next = this.sessions.flatMap((session) => [
      session.frame.header('nextEventMs'),
      ...session.commandLog().map(([atMs]) => atMs),
    ]);
    const to = Math.min(...next.filter((ms) => ms > this.now));
    if (to === Infinity) return false;
    this.seek(to);
    return true;
  }

  /** To the instant before, at which anything happened on either side. */
  back() {
    const { now } = this;
    const before = this.sessions.map((session) => {
      session.seek(now - INSTANT_MS);
      // Where what happened last is undone and done again, it stands at its own instant, and not at one of waiting after it.
      if (!session.step('event', true)) return 0;
      session.step();
      return session.now;
    });
    this.seek(Math.max(...before));
  }

  /** @param {Command} command */
  command(command) {
    const [a, b] = this.halves;
    try {
      a.command(command);
    } finally {
      b.command(command);
    }
  }

  close() {
    for (const session of this.sessions) session.close();
  }
}
