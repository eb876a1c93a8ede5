// Which arrows can be drawn: those alone of which the core can make something.
import { handlersOf } from './file.js';

/** @import { Scenario } from '../core/types.js' */
/** @import { Arrow, Thing } from './changes.js' */
/** @import { File } from './file.js' */

/** Whether calls lead from a node to another one. @param {Scenario['calls']} calls @param {string} from @param {string} to @param {Set<string>} [seen] @returns {boolean} */
function leads(calls, from, to, seen = new Set()) {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return calls.some((call) => call.from === from && leads(calls, call.to, to, seen));
}

/** Whether something makes a node begin: without that it neither publishes nor calls. @param {File} file @param {string} id */
export const isReached = (file, id) => file.nodes.some((node) => node.id === id && handlersOf(node).length > 0);

/**
 * The arrows that may be drawn from a card.
 * @param {File} file @param {Scenario} shape of that file @param {Thing} from @returns {Arrow[]}
 */
export function arrowsFrom(file, shape, { kind, id }) {
  if (kind === 'topic') {
    const hears = new Set(shape.subscriptions.flatMap(({ topic, consumers }) => (topic === id ? consumers : [])));
    return shape.nodes.flatMap((node) =>
      node.kind === 'service' && !hears.has(node.id) ? [{ kind: 'deliver', from: id, to: node.id }] : [],
    );
  }
  const node = shape.nodes.find((one) => one.id === id);
  if (!node || !isReached(file, id)) return [];
  const published = new Set(shape.publishes.flatMap(({ from, topic }) => (from === id ? [topic] : [])));
  /** @type {Arrow[]} */
  const publishes =
    node.kind === 'gateway'
      ? []
      : shape.topics.flatMap(({ id: to }) => (published.has(to) ? [] : [{ kind: 'publish', from: id, to }]));
  /** @type {Arrow[]} */
  const calls = shape.nodes.flatMap((to) => {
    const takes = to.kind === 'service' || to.kind === 'gateway';
    const called = shape.calls.some((call) => call.from === id && call.to === to.id);
    // A call that leads back would wait for itself.
    return takes && !called && !leads(shape.calls, to.id, id) ? [{ kind: 'call', from: id, to: to.id }] : [];
  });
  return [...publishes, ...calls];
}
