// The scenario's topology as a graph in columns: who stands how far from the client, and which edges lead back.
/** @import { Scenario } from '../../core/types.js' */

/** @typedef {'client' | 'service' | 'gateway' | 'topic'} ItemKind */

/** Something that is drawn as a card.
 * @typedef {object} Item
 * @property {string} key
 * @property {ItemKind} kind
 * @property {number} index place in the scenario's nodes or topics
 */

/** An arrow. A subscription has one for each of its consumers.
 * @typedef {object} Edge
 * @property {string} key
 * @property {'publish' | 'deliver' | 'bind' | 'call' | 'notice' | 'dead'} kind
 * @property {string} from
 * @property {string} to
 * @property {number} subscription place in the scenario's subscriptions, or -1
 * @property {boolean} back whether it leads back towards the client
 */

/** @typedef {{ items: Item[], edges: Edge[], column: Map<string, number> }} Graph */

/** @param {number} index */
export const nodeKey = (index) => `n${index}`;
/** @param {number} index */
export const topicKey = (index) => `t${index}`;
/** @param {number} node @param {number} topic */
export const publishKey = (node, topic) => `p${node}:${topic}`;
/** @param {number} subscription @param {number} node */
export const deliverKey = (subscription, node) => `s${subscription}:${node}`;
/** @param {number} call */
export const callKey = (call) => `c${call}`;

/** @param {Scenario} scenario @returns {Edge[]} */
function edgesOf(scenario) {
  const node = new Map(scenario.nodes.map(({ id }, index) => [id, index]));
  const topic = new Map(scenario.topics.map(({ id }, index) => [id, index]));
  /** @param {Map<string, number>} places @param {string} id */
  const place = (places, id) => places.get(id) ?? -1;
  const publishes = scenario.publishes.map(({ from, topic: to }) => {
    const [f, t] = [place(node, from), place(topic, to)];
    return { key: publishKey(f, t), kind: 'publish', from: nodeKey(f), to: topicKey(t), subscription: -1 };
  });
  const deliveries = scenario.subscriptions.flatMap((subscription, index) =>
    subscription.consumers.map((consumer) => ({
      key: deliverKey(index, place(node, consumer)),
      kind: 'deliver',
      from: topicKey(place(topic, subscription.topic)),
      to: nodeKey(place(node, consumer)),
      subscription: index,
    })),
  );
  // What comes to another topic reaches the queue, too.
  const bindings = scenario.subscriptions.flatMap(({ topic: own, bindings = [] }, index) =>
    bindings.flatMap(({ topic: from }) =>
      from === own
        ? []
        : [
            {
              key: `b${index}:${place(topic, from)}`,
              kind: 'bind',
              from: topicKey(place(topic, from)),
              to: topicKey(place(topic, own)),
              subscription: index,
            },
          ],
    ),
  );
  // The broker tells of a dead letter, which lies with the one that gave it up.
  const notices = scenario.subscriptions.flatMap(({ consumers: [consumer], topic: own, notice, deadTo }, index) => {
    // Of a queue that nobody consumes they leave the queue itself.
    const from = consumer === undefined ? topicKey(place(topic, own)) : nodeKey(place(node, consumer));
    const subscription = consumer === undefined ? index : -1;
    return [
      { key: `d${index}`, kind: 'notice', to: notice },
      { key: `x${index}`, kind: 'dead', to: deadTo },
    ].flatMap(({ key, kind, to }) =>
      to === undefined ? [] : [{ key, kind, from, to: topicKey(place(topic, to)), subscription }],
    );
  });
  const calls = scenario.calls.map(({ from, to }, index) => ({
    key: callKey(index),
    kind: 'call',
    from: nodeKey(place(node, from)),
    to: nodeKey(place(node, to)),
    subscription: -1,
  }));
  const all = /** @type {Edge[]} */ (
    [...publishes, ...deliveries, ...bindings, ...calls, ...notices].map((edge) => ({ ...edge, back: false }))
  );
  return [...new Map(all.map((edge) => [edge.key, edge])).values()];
}

/** Marks the edges that close a cycle, by a walk in the order of the scenario. @param {Item[]} items @param {Edge[]} edges */
function markBackEdges(items, edges) {
  /** @type {Map<string, 'open' | 'closed'>} */
  const seen = new Map();
  /** @param {string} key */
  const visit = (key) => {
    seen.set(key, 'open');
    for (const edge of edges) {
      if (edge.from !== key) continue;
      if (seen.get(edge.to) === 'open') edge.back = true;
      else if (!seen.has(edge.to)) visit(edge.to);
    }
    seen.set(key, 'closed');
  };
  for (const item of items) if (!seen.has(item.key)) visit(item.key);
}

/** Columns by the longest path. @param {Item[]} items @param {Edge[]} edges */
function columnsOf(items, edges) {
  const column = new Map(items.map(({ key }) => [key, 0]));
  for (let round = 0; round < items.length; round += 1) {
    for (const { from, to, back } of edges) {
      if (!back) column.set(to, Math.max(column.get(to) ?? 0, (column.get(from) ?? 0) + 1));
    }
  }
  return column;
}

/** Clients stand first, so that the walk starts where the orders do. @param {Scenario} scenario @returns {Graph} */
export function graphOf(scenario) {
  /** @type {Item[]} */
  const items = [];
  for (const first of [true, false]) {
    scenario.nodes.forEach(({ kind }, index) => {
      if (kind !== 'broker' && (kind === 'client') === first) items.push({ key: nodeKey(index), kind, index });
    });
  }
  scenario.topics.forEach((_, index) => {
    items.push({ key: topicKey(index), kind: 'topic', index });
  });
  const edges = edgesOf(scenario);
  markBackEdges(items, edges);
  return { items, edges, column: columnsOf(items, edges) };
}

/** Which parts a service's card needs. @param {Scenario} scenario @param {number} index */
export function featuresOf(scenario, index) {
  const { id, workers = 1 } = scenario.nodes[index];
  return {
    workers,
    consumes: scenario.subscriptions.some(({ consumers }) => consumers.includes(id)),
    called: scenario.calls.some(({ to }) => to === id),
    calls: scenario.calls.some(({ from }) => from === id),
    publishes: scenario.publishes.some(({ from }) => from === id),
    subscriptions: scenario.subscriptions.flatMap(({ consumers }, place) => (consumers.includes(id) ? [place] : [])),
  };
}
