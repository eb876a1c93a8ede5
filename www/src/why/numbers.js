// A number in the books: what it counts, and which orders make it up.
/** @import { Archive } from './archive.js' */
/** @import { Column } from '../core/subject.js' */

/** What the books count. @param {Pick<Archive, 'frame'>} run @param {number} effect @param {Column} column */
export function countOf({ frame }, effect, column) {
  if (column === 'done') return frame.effect(effect, 'once') + frame.effect(effect, 'twice');
  return frame.effect(effect, column);
}

/** Whether a topic leads to a queue: its own, or one that it is bound to. @param {Archive['scenario']['subscriptions'][number]} queue @param {string} id */
export const hears = ({ topic, bindings = [] }, id) => topic === id || bindings.some((binding) => binding.topic === id);

/** The effects that a message of a subscription brings, by whoever handles it and whatever follows from that. @param {Archive['scenario']} scenario @param {string} subscription */
export function broughtBy(scenario, subscription) {
  const nodes = new Set(scenario.subscriptions.find(({ id }) => id === subscription)?.consumers);
  for (const node of nodes) {
    for (const { from, to } of scenario.calls) if (from === node) nodes.add(to);
    for (const { from, topic } of scenario.publishes) {
      if (from !== node) continue;
      for (const reached of scenario.subscriptions)
        if (hears(reached, topic)) for (const id of reached.consumers) nodes.add(id);
    }
  }
  return new Set(scenario.nodes.filter(({ id }) => nodes.has(id)).flatMap(({ effects }) => effects));
}

/** The last orders of a number, newest first. @param {Archive} archive @param {number} effect @param {Column} column @param {number} most */
export const ordersOf = ({ session }, effect, column, most) => [...session.orders(effect, column, most)].reverse();
