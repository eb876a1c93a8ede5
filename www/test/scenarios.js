// Topologies for the tests, in the shape the core gives them.
/** @import { Scenario } from '../src/core/types.js' */

/** @param {string} name */
const text = (name) => ({ en: name, 'pt-BR': name });

/**
 * @param {string[]} services
 * @param {{ topics?: Record<string, { from: string[], to: string[][] }>, calls?: [string, string][], workers?: number }} edges
 * @returns {Scenario}
 */
export function scenarioOf(services, { topics = {}, calls = [], workers = 1 }) {
  const names = Object.keys(topics);
  return {
    id: 'test',
    title: text('Test'),
    text: text('A [message](transit).'),
    task: text('Buy.'),
    seed: '1',
    effects: [{ id: 'paid', name: text('Paid') }],
    nodes: [
      { id: 'shop', kind: 'client', name: text('Shop'), workers: 0, amount: 100, effects: ['paid'] },
      ...services.map((id) => ({
        id,
        kind: /** @type {const} */ ('service'),
        name: text(id),
        workers,
        amount: null,
        effects: [],
      })),
      { id: 'broker', kind: 'broker', name: text('Broker'), workers: 0, amount: null, effects: [] },
    ],
    topics: names.map((id) => ({ id, name: text(id), broker: 'broker' })),
    subscriptions: names.flatMap((topic) =>
      topics[topic].to.map((consumers) => ({
        id: `${topic}-${consumers[0]}`,
        name: text(consumers[0]),
        topic,
        consumers,
      })),
    ),
    publishes: names.flatMap((topic) => topics[topic].from.map((from) => ({ from, topic }))),
    calls: calls.map(([from, to]) => ({ from, to })),
    claims: [],
  };
}

export const TOPOLOGIES = {
  'fan-out': scenarioOf(['stock', 'invoice', 'logistics'], {
    topics: { approved: { from: ['shop'], to: [['stock'], ['invoice'], ['logistics']] } },
  }),
  'several workers': scenarioOf(['stock', 'invoice'], {
    topics: { approved: { from: ['shop'], to: [['stock'], ['invoice']] } },
    workers: 4,
  }),
  'synchronous chain': scenarioOf(['stock', 'invoice', 'logistics'], {
    calls: [
      ['shop', 'stock'],
      ['stock', 'invoice'],
      ['invoice', 'logistics'],
    ],
  }),
  'competing consumers': scenarioOf(['one', 'two', 'three'], {
    topics: { work: { from: ['shop'], to: [['one', 'two', 'three']] } },
  }),
  'choreography with a way back': scenarioOf(['stock', 'payment'], {
    topics: {
      placed: { from: ['shop'], to: [['stock']] },
      reserved: { from: ['stock'], to: [['payment']] },
      refused: { from: ['payment'], to: [['stock']] },
    },
  }),
  'an edge that skips columns': scenarioOf(['gate', 'stock', 'audit'], {
    topics: { approved: { from: ['gate'], to: [['stock'], ['audit']] } },
    calls: [
      ['shop', 'gate'],
      ['shop', 'audit'],
    ],
  }),
  'one service, seven subscriptions': scenarioOf(['a', 'b', 'c', 'd', 'e', 'f', 'g'], {
    topics: { wide: { from: ['shop'], to: [['a'], ['b'], ['c'], ['d'], ['e'], ['f'], ['g']] } },
  }),
  'a call to a consumer': scenarioOf(['stock', 'price'], {
    topics: { approved: { from: ['shop'], to: [['stock'], ['price']] } },
    calls: [['stock', 'price']],
  }),
};
