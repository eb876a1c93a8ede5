// The futures of one run: acting in the past begins another branch, and the old one is kept as its commands.
import { follow } from './record.js';

/** @typedef {import('./session.js').Session} Session */
/** @typedef {import('./types.js').LogEntry} LogEntry */

/** One future. What it holds is true while it is not the present one; that one is in the session.
 * @typedef {object} Branch
 * @property {number} number
 * @property {string} name given by the reader; empty for the usual one
 * @property {number} fromMs where it left the branch it came from
 * @property {LogEntry[]} log
 * @property {number} headMs how far it is known
 */

/** @typedef {{ present: number, list: Branch[] }} KeptBranches */

/** So many may be kept. */
export const MOST_BRANCHES = 12;
/** The smallest step of simulated time: a microsecond. */
const INSTANT_MS = 0.001;

/** @param {LogEntry} a @param {LogEntry} b */
const same = (a, b) => a.every((part, i) => part === b[i]);

/** How many commands two logs begin with alike. @param {LogEntry[]} a @param {LogEntry[]} b */
export function shared(a, b) {
  const differs = a.findIndex((entry, i) => i >= b.length || !same(entry, b[i]));
  return differs < 0 ? a.length : differs;
}

export class Branches {
  /** @type {Branch[]} */
  list = [{ number: 1, name: '', fromMs: 0, log: [], headMs: 0 }];
  present = this.list[0];
  #count = 1;

  /**
   * Does something at the playhead. In the past it is done on a new branch.
   * @param {Session} session @param {() => void} deed may throw; then nothing has changed
   * @returns {boolean} whether a branch began
   */
  act(session, deed) {
    if (!session.past) {
      deed();
      return false;
    }
    const [log, headMs, fromMs] = [session.log(), session.head, session.now];
    deed();
    Object.assign(this.present, { log, headMs });
    this.#count += 1;
    this.present = { number: this.#count, name: '', fromMs, log: [], headMs: 0 };
    this.list.push(this.present);
    // The oldest that is not the present one makes room.
    if (this.list.length > MOST_BRANCHES) this.list.splice(0, 1);
    return true;
  }

  /** Goes to another branch, at the same instant or where that one ends. @param {Session} session @param {Branch} branch */
  switchTo(session, branch) {
    if (branch === this.present) return;
    const { now } = session;
    Object.assign(this.present, { log: session.log(), headMs: session.head });
    const common = shared(this.present.log, branch.log);
    const parting = [this.present.log[common], branch.log[common]].flatMap((entry) => (entry ? [entry[0]] : []));
    const until = Math.min(...parting, this.present.headMs, branch.headMs) - INSTANT_MS;
    const from = branch.log.findIndex(([atMs]) => atMs > until);
    if (until < 0) session.rewind();
    else session.seek(until);
    this.present = branch;
    follow(session, branch.log, branch.headMs, from < 0 ? branch.log.length : from);
    session.seek(Math.min(now, branch.headMs));
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
