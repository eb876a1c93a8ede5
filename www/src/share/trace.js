// The trace as NDJSON: all facts up to the playhead, one JSON object a line, as the command line writes them.
import { Breath } from '../core/yield.js';

/** @import { Session } from '../core/session.js' */

/** Rejects when the session is closed or goes back meanwhile. @param {Session} session */
export async function traceOf(session) {
  const count = session.frame.header('facts');
  /** @type {string[]} */
  const parts = [];
  const breath = new Breath();
  for (let next = 0; next < count; ) {
    const facts = session.closed ? [] : session.factsFrom(next);
    if (facts.length === 0) throw new Error('the session has gone elsewhere');
    parts.push(facts.map((fact) => `${JSON.stringify(fact)}\n`).join(''));
    next += facts.length;
    await breath.take();
  }
  return new Blob(parts, { type: 'application/x-ndjson' });
}
