// Follows the causes through an order's facts: which of them concern one message, and which run an effect is of.
/** @import { Fact } from '../core/types.js' */

/**
 * The facts that concern a message: what led to it, itself, its runs, and what those did; oldest first.
 * @param {Fact[]} facts the order's @param {number} message @param {string} [topic] the id of the one that the message comes from
 */
export function threadOf(facts, message, topic) {
  const byIndex = new Map(facts.map((fact) => [fact.index, fact]));
  const mine = new Set();
  const runs = new Set();
  const calls = new Set();
  const first = facts.find((fact) => fact.message === message);
  for (let up = first; up; up = byIndex.get(up.cause ?? -1) ?? published(up)) mine.add(up.index);
  for (const fact of facts) {
    if (fact.index < (first?.index ?? 0)) continue;
    if (!concerns(fact)) continue;
    mine.add(fact.index);
    if (fact.what === 'runStarted') runs.add(fact.run);
    if (fact.what === 'callSent') calls.add(JSON.stringify(fact.call));
  }
  return facts.filter(({ index }) => mine.has(index));

  /** A message that a group reads again from the log is there because of a seek, which is no fact of the order; it came into the log when it was published. @param {Fact} fact */
  function published({ what, index, cause }) {
    if (what !== 'messageAccepted' || cause === undefined) return undefined;
    return facts.findLast((one) => one.index < index && one.what === 'publishAccepted' && one.topic === topic);
  }

  /** @param {Fact} fact */
  function concerns(fact) {
    if (typeof fact.message === 'number') return fact.message === message;
    if (fact.what === 'runEnded') return runs.has(fact.run);
    // Who went down while it was called has a cause that is no fact of the order.
    const outside = fact.cause !== undefined && !byIndex.has(fact.cause);
    if (outside && fact.call) return calls.has(JSON.stringify(fact.call));
    // What led to the message may have led to others as well.
    return mine.has(fact.cause) && Number(fact.cause) >= (first?.index ?? 0);
  }
}

/** The start of the run of a node that a fact comes from. @param {Fact[]} facts the order's @param {Fact} fact */
export function runOf(facts, fact) {
  const byIndex = new Map(facts.map((one) => [one.index, one]));
  let up = byIndex.get(fact.cause ?? -1);
  while (up && !(up.what === 'runStarted' && up.node === fact.node)) up = byIndex.get(up.cause ?? -1);
  return up;
}
