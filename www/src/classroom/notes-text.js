// A lesson's notes for its teacher: a file beside the lessons, fetched when it is read.
import { textAt } from '../core/loading.js';

/** @import { Text } from '../core/types.js' */

/** In which part of a course a lesson has its place. @typedef {'communication' | 'failures' | 'guarantees' | 'resilience'} Unit */

/**
 * What `lessons/notes/NAME.notes.json` holds; docs/teach.md explains each field.
 * @typedef {{
 *   version: 1,
 *   for: Text,
 *   minutes: number,
 *   unit: Unit,
 *   misconceptions: { option: number, believes: Text }[],
 *   questions: { ask: Text, expect: Text }[],
 *   next: { lesson: string, why: Text },
 * }} Notes
 */

/** @type {Record<string, string>} */
const ADDRESSES = import.meta.glob('../../../lessons/notes/*.notes.json', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** The notes of a built-in lesson, as they are written. Rejects with a LoadError when they do not come. @param {string} id */
export const notesTextOf = (id) => textAt('lesson', ADDRESSES[`../../../lessons/notes/${id}.notes.json`]);

/** The notes of a built-in lesson. Rejects with a LoadError when they do not come. @param {string} id @returns {Promise<Notes>} */
export const notesOf = async (id) => JSON.parse(await notesTextOf(id));
