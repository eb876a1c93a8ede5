// How a run that came from outside is opened, and what is said of it. Loaded when one comes.
import { isLesson, scenarioText } from '../core/lessons.js';
import { replay } from '../core/replay.js';
import { adopt } from '../ui/adopt.js';
import { RecordError } from './checked.js';
import { shareStyles } from './style.js';

/** @import { RunRecord } from '../core/record.js' */
/** @import { Instance } from '../core/wasm.js' */

export { checked, RecordError } from './checked.js';
export { runIn } from './file.js';
export { recordIn } from './link.js';
export { shareNotice } from './notice.js';

/**
 * The session of a record; as `replay`, and rejects with a RecordError when its scenario is not here.
 * @param {Instance} core @param {RunRecord} record @param {() => boolean} wanted
 */
export async function build(core, record, wanted) {
  const { scenario } = record;
  if (typeof scenario !== 'string') return replay(core, JSON.stringify(scenario), record, wanted);
  if (!isLesson(scenario)) throw new RecordError('foreign');
  return replay(core, await scenarioText(scenario), record, wanted);
}

/** Puts the styles of what sharing shows into a place where they are not yet. @param {Node} root */
export const dress = (root) => adopt(root, shareStyles);
