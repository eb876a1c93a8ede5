// A run as a file: its record as JSON that a person can read, too, one command a line.
import { checked, MOST_BYTES, RecordError } from './checked.js';

/** @import { RunRecord } from '../core/record.js' */

/** The text of a run's file. Throws a RecordError when the run is too long for one. @param {RunRecord} record */
export function fileOf(record) {
  const { log, ...rest } = checked(record);
  const lines = log.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n');
  const text = `${JSON.stringify({ ...rest, log: [] }, null, 2).slice(0, -4)}[${lines && `\n${lines}\n  `}]\n}\n`;
  if (new Blob([text]).size > MOST_BYTES) throw new RecordError('large');
  return text;
}

/** What a file holds, when it is meant as a run and not as a scenario. @param {File} file @returns {Promise<unknown>} */
export async function runIn(file) {
  if (file.size > MOST_BYTES) return undefined;
  try {
    const value = /** @type {unknown} */ (JSON.parse(await file.text()));
    return typeof value === 'object' && value !== null && 'log' in value ? value : undefined;
  } catch {
    // What is no JSON, or cannot be read, is left to whoever opens scenarios, who says so.
    return undefined;
  }
}
