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

/** The topics to which the broker takes on what a queue gives up: notices, and where nobody consumes the messages themselves.
 * @param {Scenario['subscriptions'][number]} queue */
const onward = ({ consumers, notice, deadTo }) =>
  [notice, consumers.length === 0 ? deadTo : undefined].flatMap((topic) => topic ?? []);

/** Whether what comes to one topic may be taken on to another. @param {Scenario['subscriptions']} subscriptions @param {string} from @param {string} to @param {Set<string>} [seen] @returns {boolean} */
function comesBack(subscriptions, from, to, seen = new Set()) {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  const heard = subscriptions.filter(
    ({ topic, bindings = [] }) => topic === from || bindings.some((one) => one.topic === from),
  );
  return heard.flatMap(onward).some((next) => comesBack(subscriptions, next, to, seen));
}

/** Another topic of the same broker has a queue that what comes here can reach, too. @param {Scenario} shape @param {string} id of the topic @returns {Arrow[]} */
function bindsFrom({ topics, subscriptions }, id) {
  const own = topics.find((topic) => topic.id === id);
  if (!own || own.log) return [];
  /** @param {string} to */
  const hasFree = (to) => {
    const free = subscriptions.find(
      ({ topic, bindings = [] }) => topic === to && !bindings.some((one) => one.topic === id),
    );
    // A notice of what the queue gives up must not come back to it.
    return free && !onward(free).some((topic) => comesBack(subscriptions, topic, id));
  };
  return topics.flatMap((to) =>
    to.id !== id && !to.log && to.broker === own.broker && hasFree(to.id)
      ? [{ kind: /** @type {const} */ ('bind'), from: id, to: to.id }]
      : [],
  );
}

/**
 * The arrows that may be drawn from a card.
 * @param {File} file @param {Scenario} shape of that file @param {Thing} from @returns {Arrow[]}
 */
export function arrowsFrom(file, shape, { kind, id }) {
  if (kind === 'topic') {
    const hears = new Set(shape.subscriptions.flatMap(({ topic, consumers }) => (topic === id ? consumers : [])));
    /** @type {Arrow[]} */
    const delivers = shape.nodes.flatMap((node) =>
      node.kind === 'service' && !hears.has(node.id) ? [{ kind: 'deliver', from: id, to: node.id }] : [],
    );
    return [...delivers, ...bindsFrom(shape, id)];
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
