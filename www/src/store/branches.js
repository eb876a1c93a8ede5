// The futures of one run: acting in the past begins another branch, and the old one is kept as its commands.
import { follow } from '../core/record.js';
import { INSTANT_MS } from '../core/session.js';

/** @import { Branch, KeptBranches } from '../core/record.js' */
/** @import { Session } from '../core/session.js' */
/** @import { LogEntry } from '../core/types.js' */
/** @import { Way } from './requests.js' */

/** So many may be kept. */
export const MOST_BRANCHES = 12;

/** @param {LogEntry} a @param {LogEntry} b */
const same = (a, b) => a.every((part, i) => part === b[i]);

/** @param {number} number @param {number} fromMs @returns {Branch} */
const fresh = (number, fromMs) => ({
  number,
  name: '',
  fromMs,
  log: [],
  head: [0, 0, 0],
  place: [0, 0, 0],
});

/** What has to be remembered of the present branch. @param {Session} session */
const stateOf = (session) => ({
  log: session.commandLog(),
  head: session.headPosition,
  place: session.position,
});

/** How many commands two logs begin with alike. @param {LogEntry[]} a @param {LogEntry[]} b */
export function shared(a, b) {
  const differs = a.findIndex((entry, i) => i >= b.length || !same(entry, b[i]));
  return differs < 0 ? a.length : differs;
}

export class Branches {
  /** @type {Branch[]} */
  list = [fresh(1, 0)];
  present = this.list[0];
  #count = 1;

  /**
   * Does something at the playhead. In the past it is done on a new branch.
   * @param {Session} session @param {() => void} change may throw; then nothing has changed
   * @returns {boolean} whether a branch began
   */
  act(session, change) {
    if (!session.past) {
      change();
      return false;
    }
    const [left, was] = [this.present, stateOf(session)];
    try {
      change();
    } finally {
      // What was done and could not be followed to its end has changed the future, too.
      if (!session.past) this.#part(left, was, was.place[0]);
    }
    return true;
  }

  /** @param {Branch} left @param {ReturnType<typeof stateOf>} was @param {number} fromMs */
  #part(left, was, fromMs) {
    Object.assign(left, was);
    this.#count += 1;
    this.present = fresh(this.#count, fromMs);
    this.list.push(this.present);
    // The oldest makes room, but for the one just left.
    const oldest = this.list.findIndex((branch) => branch !== left && branch !== this.present);
    if (this.list.length > MOST_BRANCHES) this.list.splice(oldest, 1);
  }

  /** Goes to another branch, at the same instant or where that one ends. @param {Session} session @param {Branch} branch */
  switchTo(session, branch) {
    if (branch === this.present) return;
    const { now } = session;
    Object.assign(this.present, stateOf(session));
    const common = shared(this.present.log, branch.log);
    const parting = [this.present.log[common], branch.log[common]].flatMap((entry) => (entry ? [entry[0]] : []));
    const until = Math.min(...parting, this.present.head[0], branch.head[0]) - INSTANT_MS;
    const from = branch.log.findIndex(([atMs]) => atMs > until);
    if (until < 0) session.rewind();
    else session.seek(until);
    try {
      follow(session, branch.log, branch.head, from < 0 ? branch.log.length : from);
    } catch (failure) {
      // Back to where it was: a run that is half one and half the other is none.
      session.rewind();
      follow(session, this.present.log, this.present.head, 0);
      throw failure;
    }
    this.present = branch;
    if (branch.place[0] === now) session.seekPosition(branch.place);
    else if (now < branch.head[0]) session.seek(now);
  }

  /** A branch, to be compared. @param {Session} session @param {Branch} branch @returns {Way} */
  wayOf(session, branch) {
    const { number, name, fromMs } = branch;
    const { log, head } = branch === this.present ? stateOf(session) : branch;
    return { number, name, fromMs, log, headMs: head[0] };
  }

  /** @param {Branch} branch @param {string} name */
  rename(branch, name) {
    branch.name = name.trim().slice(0, 40);
  }

  /** As they can be kept; what the present one holds is not in it. @returns {KeptBranches | undefined} */
  get kept() {
    return this.list.length > 1 ? { present: this.list.indexOf(this.present), list: this.list } : undefined;
  }

  /** Takes those that were kept, the present one among them. @param {KeptBranches | undefined} kept */
  restore(kept) {
    if (!kept) return;
    this.list = kept.list;
    this.present = kept.list[kept.present];
    this.#count = Math.max(...kept.list.map(({ number }) => number));
  }

  /** Forgets a branch; not the present one. @param {Branch} branch */
  remove(branch) {
    if (branch !== this.present) this.list = this.list.filter((one) => one !== branch);
  }
}
