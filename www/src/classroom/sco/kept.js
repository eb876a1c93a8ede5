// What the course platform keeps of a run: the record of a hand-in, in the letters of a link, so that `carteiro grade` reads it.
import { lettersOf, textIn } from '../../share/link.js';

/** @import { RunRecord } from '../../core/record.js' */
/** @import { HandIn } from '../attempt.js' */

/** @typedef {RunRecord & { handIn: HandIn }} HandedIn */

/** What is left out, one thing after the other, until it fits. @type {((record: HandedIn) => HandedIn)[]} */
const SHORTER = [
  (record) => record,
  (record) => ({ ...record, branches: undefined }),
  (record) => ({ ...record, branches: undefined, handIn: { ...record.handIn, pace: undefined } }),
];

/**
 * The letters for a record. The scenario is in the package: its id stands for it.
 * @param {HandedIn} record @param {string} id of its scenario @param {number} most letters
 * @returns {Promise<string | undefined>} undefined where not even the shortest form fits
 */
export async function dataOf(record, id, most) {
  for (const shorter of SHORTER) {
    const data = await lettersOf(JSON.stringify({ ...shorter(record), scenario: id }));
    if (data.length <= most) return data;
  }
  return undefined;
}

/** The record in letters; undefined where they hold none. @param {string} data @returns {Promise<HandedIn | undefined>} */
export async function recordIn(data) {
  try {
    const record = JSON.parse(await textIn(data));
    return record.handIn && Array.isArray(record.log) ? record : undefined;
  } catch {
    // Cut off, of another version, or another package's.
    return undefined;
  }
}
