// The marks that mechanisms leave on cards and arrows, read from the scenario and the frame; what is not there is not drawn.
//
// A mechanism feeds a mark with the columns of the frame named here and with nothing else:
//   at a card's entry   a `node` column that counts: see INGRESS; a further one is a row there and a sentence `mark.NAME`
//   on a call's arrow   in the call's row: `breaker` (a place in the layout's `breaker`; none: -1), `cachedAtMs` (nothing
//                       kept: not a number), `out` (1: a health check has taken this instance out)
//   a topic's records   `log` on the scenario's topic; in each subscription's row `records`, as many as the topic has,
//                       and `offset`, the record that the group reads next
//   a gate, a sidecar   `kind: "gateway"`, `sidecar` on the scenario's node
/** @import { FrameReader } from '../../core/frame.js' */

/** What a card turns away at its ingress. */
export const INGRESS = /** @type {const} */ (['limited', 'unauthenticated', 'forbidden']);

/** @typedef {typeof INGRESS[number]} Turned */
/** @typedef {{ breaker: string | undefined, ageMs: number, out: boolean }} CallMarks `ageMs` is -1 where nothing is kept */
/** @typedef {{ place: number, groups: number[] }} Reading which groups read a record next; groups count from 1, in the order of the holes */

/** @param {FrameReader} frame @param {number} node @returns {{ mark: Turned, count: number }[]} */
export function ingressMarks(frame, node) {
  return INGRESS.flatMap((mark) => {
    const count = frame.node(node, mark);
    return count > 0 ? [{ mark, count }] : [];
  });
}

/** @param {FrameReader} frame @param {number} call @returns {CallMarks | undefined} nothing where there is nothing to say */
export function callMarks(frame, call) {
  const breaker = frame.breaker(call);
  const age = frame.header('nowMs') - frame.call(call, 'cachedAtMs');
  const ageMs = age >= 0 ? age : -1;
  const out = frame.call(call, 'out') > 0;
  return breaker || ageMs >= 0 || out ? { breaker, ageMs, out } : undefined;
}

/**
 * The last records of a topic that have room, and where each group reads.
 * @param {FrameReader} frame @param {number[]} subscriptions places of its groups @param {number} room records and the free place after them
 */
export function recordsOf(frame, subscriptions, room) {
  const records = Math.max(0, ...subscriptions.map((place) => frame.subscription(place, 'records') || 0));
  const first = Math.max(0, records - (room - 1));
  /** @type {Map<number, number[]>} */
  const groups = new Map();
  for (const [i, subscription] of subscriptions.entries()) {
    const offset = frame.subscription(subscription, 'offset');
    // What is further back than what is shown stands at the beginning.
    if (offset >= 0) groups.set(Math.max(offset, first), [...(groups.get(Math.max(offset, first)) ?? []), i + 1]);
  }
  const behind = subscriptions.some((subscription) => frame.subscription(subscription, 'offset') < first);
  const readings = [...groups].map(([place, own]) => ({ place, groups: own })).sort((a, b) => a.place - b.place);
  return { records, first, behind, readings };
}
