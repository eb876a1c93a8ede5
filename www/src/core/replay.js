// Plays a record again, in slices between which the page stays alive, beside whatever runs.

import { repeat } from './record.js';
import { INSTANT_MS, Session } from './session.js';
import { ProblemError } from './wasm.js';
import { Breath } from './yield.js';

/** @import { RunRecord } from './record.js' */
/** @import { Instance } from './wasm.js' */

/** Goes on to an instant. @param {Session} session @param {number} toMs @param {() => Promise<void>} pause */
async function goTo(session, toMs, pause) {
  // Before the start there is nothing: to advance there would execute the events of instant 0.
  if (toMs < 0) return;
  session.inSlices(() => session.advance(toMs, false));
  await pause();
  while (session.underWay) {
    session.goOn(false);
    await pause();
  }
}

/**
 * The session of a record, at its playhead, and whether it is the recorded run to the last fact. Rejects with the core's
 * ProblemError, or a PanicError.
 * @param {Instance} core @param {string} json the scenario @param {RunRecord} record
 * @param {() => boolean} [wanted] asked now and then; the answer is undefined when it is not any more
 * @returns {Promise<{ session: Session, same: boolean } | undefined>}
 */
export async function replay(core, json, record, wanted = () => true) {
  const session = opened(core, json, record.seed);
  const breath = new Breath();
  const stopped = new Error('not wanted any more');
  const pause = async () => {
    await breath.take();
    if (!wanted()) throw stopped;
  };
  try {
    for (const [index, [atMs]] of record.log.entries()) {
      // Up to before that instant: a command may stand between two events of it.
      await goTo(session, atMs - INSTANT_MS, pause);
      repeat(session, record.log, index);
      await pause();
    }
    await finish(session, record, pause);
    const same = session.hash === record.hash;
    if (record.place) session.seekPosition([record.nowMs, ...record.place]);
    else if (record.nowMs < session.now) session.seek(record.nowMs);
    return { session, same };
  } catch (failure) {
    session.close();
    if (failure === stopped) return undefined;
    throw failure;
  }
}

/** Goes to where the run was known to: between two events of an instant, if it stopped there. @param {Session} session @param {RunRecord} record @param {() => Promise<void>} pause */
async function finish(session, { headMs, events, log }, pause) {
  try {
    await goTo(session, headMs - INSTANT_MS, pause);
    if (!session.seekPosition([headMs, events, log.length])) session.seek(headMs);
  } catch (failure) {
    // A run that has used up its events ends where it ended when it was recorded.
    if (!(failure instanceof ProblemError)) throw failure;
    session.refresh();
  }
}

/** @param {Instance} core @param {string} json @param {string} seed */
function opened(core, json, seed) {
  try {
    return new Session(core, json, seed);
  } catch (failure) {
    throw failure instanceof ProblemError ? failure.within('scenario') : failure;
  }
}
