// Whether a card jolts: one that goes down before one's eyes does, one that is down when it is first drawn does not.
/** @import { Session } from '../core/session.js' */

/** For each run, by the card: whether it has been down ever since it was first drawn. @type {WeakMap<Session, Map<string, boolean>>} */
const STILL = new WeakMap();

/** @param {Session} session @param {string} card @param {boolean} down */
export function jolts(session, card, down) {
  const still = STILL.get(session) ?? new Map();
  STILL.set(session, still);
  still.set(card, down && (still.get(card) ?? true));
  return down && !still.get(card);
}
