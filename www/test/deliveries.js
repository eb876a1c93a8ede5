// Small scenarios in which a broker does one thing each: a shop, a topic, and who consumes it.

/** @param {string} text */
const both = (text) => ({ en: text, 'pt-BR': text });

/** @param {string} topic */
const order = (topic) => [{ effect: 'paid' }, { publish: { topic, via: 'confirmed' } }];

/**
 * @param {string} id @param {object} service fields of each consumer @param {object} step by which it works
 */
const consumer = (id, service, step) => ({
  id,
  kind: 'service',
  name: both(`Copy ${id.toUpperCase()}`),
  handlers: [{ on: { subscription: 'jobs' }, steps: [{ work: step }, { effect: 'shipped' }] }],
  ...service,
});

/**
 * A scenario in which orders come faster than they are worked on.
 * @param {object} delivery of the one queue
 * @param {{ consumers?: string[], service?: object, work?: object, topic?: object, others?: object[] }} [more] `topic`: fields of the topic; `others`: topics besides
 */
export const scenarioWith = (
  delivery,
  { consumers = ['a'], service = {}, work = { takes: '2s' }, topic = {}, others = [] } = {},
) => ({
  version: 1,
  id: 'delivery',
  title: both('Delivery'),
  until: '2min',
  seed: 7,
  network: { latency: '100ms' },
  effects: ['paid', 'shipped'].map((id) => ({ id, name: both(id) })),
  nodes: [
    {
      id: 'shop',
      kind: 'client',
      name: both('Shop'),
      arrivals: { every: '500ms', limit: 60 },
      handlers: [{ on: 'order', steps: order('placed') }],
    },
    { id: 'broker', kind: 'broker', name: both('Broker') },
    ...consumers.map((id) => consumer(id, service, work)),
  ],
  topics: [
    {
      id: 'placed',
      name: both('placed'),
      broker: 'broker',
      subscriptions: [{ id: 'jobs', consumers, delivery }],
      ...topic,
    },
    ...others,
  ],
});

/** A topic with a queue that nobody consumes. @param {object} [delivery] */
const shelf = (delivery = {}) => ({
  id: 'dead',
  name: both('dead'),
  broker: 'broker',
  subscriptions: [{ id: 'shelf', name: both('Shelf'), consumers: [], delivery }],
});

/** What each mark on the stage is of. */
export const MARKED = {
  blocked: scenarioWith({ maxLength: { messages: 3, overflow: 'block' } }),
  full: scenarioWith({ maxLength: { messages: 3, overflow: 'dropHead' } }),
  keys: scenarioWith({ ordering: 'key' }, { service: { workers: 3 }, topic: { key: { of: 2, skew: 1 } } }),
  stale: scenarioWith({ lease: '3s', prefetch: 5, stale: 'worked', lateAck: 'settles' }),
  nobody: scenarioWith(
    { deadLetter: { topic: 'dead' }, retry: { backoff: 'none', maxAttempts: 1 } },
    { work: { takes: '100ms', fails: 0.5 }, others: [shelf()] },
  ),
  rebalancing: scenarioWith(
    { prefetch: 3 },
    { consumers: ['a', 'b'], topic: { log: true, partitions: 4, key: { of: 9, skew: 0 } } },
  ),
};
