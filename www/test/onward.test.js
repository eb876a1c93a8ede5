// What is given up in one queue and goes on to another topic: the page knows where, draws the way, and leaves it as it is.
import { describe, expect, test } from 'vitest';
import { graphOf } from '../src/stage/layout/graph.js';
import { layoutStage } from '../src/stage/layout/index.js';
import { play } from './core.js';

describe('a retry queue', () => {
  const session = play('retry-order');
  const { scenario } = session;

  test('is known by the subscription whose dead letters it takes, and the way back by its own', () => {
    expect(scenario.subscriptions.map(({ id, deadTo }) => [id, deadTo])).toEqual([
      ['changes', 'retry-later'],
      ['waiting-room', 'address-changed'],
    ]);
  });

  test('has an arrow to it and one back', () => {
    const ways = graphOf(scenario).edges.filter(({ kind }) => kind === 'dead');
    const [main, retry] = ['address-changed', 'retry-later'].map(
      (id) => `t${scenario.topics.findIndex((topic) => topic.id === id)}`,
    );
    const book = `n${scenario.nodes.findIndex(({ id }) => id === 'address-book')}`;
    expect(ways.map(({ from, to }) => [from, to])).toEqual([
      [book, retry],
      [retry, main],
    ]);
    for (const width of [330, 620, 900]) {
      const { edges } = layoutStage(scenario, { width, minHeight: 200, figure: false });
      for (const { key } of ways) expect(edges.get(key)?.route.d).toMatch(/^M[^N]+$/);
    }
  });

  test('is still the target when another setting is changed by a command', () => {
    const { delivery } = { delivery: session.settings().subscriptions.changes };
    session.command({ setDelivery: { subscription: 'changes', delivery: { ...delivery, ordering: 'key' } } });
    expect(session.settings().subscriptions.changes.deadLetter).toEqual({ topic: 'retry-later' });
  });
});
