// What can be asked "Why?", and what a fact or an envelope is about.
/** @import { Fact, Scenario } from './types.js' */

/** The boxes of a service's card. @typedef {'worker' | 'line' | 'retry' | 'dead'} BoxKind */
/** The parts of an effect's number in the books. @typedef {'done' | 'late' | 'twice' | 'waiting' | 'dead' | 'lost'} Column */

/** @typedef {{ kind: 'message', id: number, order: number } | { kind: 'order', order: number }
 *   | { kind: 'queue', subscription: number } | { kind: 'box', node: number, box: BoxKind } | { kind: 'node', node: number }
 *   | { kind: 'number', effect: number, column: Column }} Subject */

/**
 * What an envelope is: a message, or, for a call or a publication, what goes on for its order.
 * @param {number} id @param {number} order @returns {Subject}
 */
export const envelopeSubject = (id, order) => (id > 0 ? { kind: 'message', id, order } : { kind: 'order', order });

/** @param {Fact} fact @param {Scenario} scenario @returns {Subject | undefined} */
export function subjectOf({ order, message, subscription, node, call }, scenario) {
  if (typeof order === 'number') return envelopeSubject(Number(message ?? 0), order);
  const queue = scenario.subscriptions.findIndex(({ id }) => id === subscription);
  if (queue >= 0) return { kind: 'queue', subscription: queue };
  const caller = /** @type {{ from?: string } | undefined} */ (call)?.from;
  const place = scenario.nodes.findIndex(({ id }) => id === (node ?? caller));
  return place >= 0 ? { kind: 'node', node: place } : undefined;
}
