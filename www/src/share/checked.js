// What comes from outside is a run's record, or it is refused; what the record says is then the core's to judge.

import { MOST_BRANCHES } from '../store/branches.js';

/** @import { RunRecord } from '../core/record.js' */
/** @import { Position } from '../core/session.js' */
/** @import { LogEntry } from '../core/types.js' */
/** @import { Branch } from '../core/record.js' */

/** @typedef {'damaged' | 'foreign' | 'large'} Why broken or no record at all; of a version or a scenario not known here; more than is read */

/** The version of a record, and of a link, that this page reads and writes. */
export const VERSION = 1;
/** As much as the core reads of a scenario, too. */
export const MOST_BYTES = 1 << 20;
export const MOST_COMMANDS = 5_000;
/** The longest command is a retry policy with a hundred delays. */
const MOST_LETTERS = 10_000;
/** What the core's clock shows at most, and far more than a run comes to. */
const LAST_MS = 1e15;

/** Something from outside that is no record of a run. */
export class RecordError extends Error {
  /** @param {Why} why */
  constructor(why) {
    super(`the record is ${why}`);
    this.why = why;
  }
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {unknown} value @returns {value is number} */
const isTime = (value) => typeof value === 'number' && value >= 0 && value <= LAST_MS;

/** @param {unknown} value @returns {value is number} */
const isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/** @param {string} text */
function holdsObject(text) {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}

/** @param {unknown} value @returns {value is LogEntry} */
function isEntry(value) {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [atMs, events, command] = value;
  return (
    isTime(atMs) &&
    isCount(events) &&
    typeof command === 'string' &&
    command.length <= MOST_LETTERS &&
    holdsObject(command)
  );
}

/** A built-in scenario's name, or a whole scenario that can be written down. @param {unknown} value @returns {value is string | object} */
function isScenario(value) {
  if (typeof value === 'string') return /^[\w-]{1,40}$/.test(value);
  try {
    return isObject(value) && JSON.stringify(value).length <= MOST_BYTES;
  } catch {
    // Too deep for the browser.
    return false;
  }
}

/** @param {unknown} value @returns {value is Position} */
const isPlace = (value) =>
  Array.isArray(value) && value.length === 3 && isTime(value[0]) && value.slice(1).every(isCount);

/** @param {unknown} value @returns {value is LogEntry[]} */
const isLog = (value) => Array.isArray(value) && value.length <= MOST_COMMANDS && value.every(isEntry);

/** @param {unknown} value @returns {value is Branch} */
function isBranch(value) {
  if (!isObject(value)) return false;
  const { number, name, fromMs, log, head, place } = value;
  const named = isCount(number) && typeof name === 'string' && name.length <= 40;
  return named && isTime(fromMs) && isLog(log) && isPlace(head) && isPlace(place);
}

/** Branches that are not sound are left out: the run itself is there without them. @param {unknown} value */
function branchesIn(value) {
  if (!isObject(value)) return undefined;
  const { present, list } = value;
  if (!isCount(present) || !Array.isArray(list) || list.length > MOST_BRANCHES) return undefined;
  return present < list.length && list.every(isBranch) ? { present, list } : undefined;
}

/** @param {unknown} value @returns {RunRecord} */
export function checked(value) {
  if (!isObject(value)) throw new RecordError('damaged');
  const { version, scenario, seed, log, headMs, nowMs, events, hash } = value;
  if (version !== VERSION) throw new RecordError(typeof version === 'number' ? 'foreign' : 'damaged');
  if (!Array.isArray(log)) throw new RecordError('damaged');
  if (log.length > MOST_COMMANDS) throw new RecordError('large');
  const sound =
    isScenario(scenario) &&
    typeof seed === 'string' &&
    /^\d{1,16}$/.test(seed) &&
    Number.isSafeInteger(Number(seed)) &&
    log.every(isEntry) &&
    isTime(headMs) &&
    isTime(nowMs) &&
    nowMs <= headMs &&
    isCount(events) &&
    typeof hash === 'string' &&
    /^[\da-f]{16}$/.test(hash);
  if (!sound) throw new RecordError('damaged');
  const whole = Array.isArray(value.place) ? [nowMs, ...value.place] : undefined;
  /** @type {RunRecord['place']} */
  const place = isPlace(whole) ? [whole[1], whole[2]] : undefined;
  const branches = branchesIn(value.branches);
  return { version, scenario, seed, log, headMs, nowMs, events, hash, place, branches };
}
