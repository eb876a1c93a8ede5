// The settings show what is in force, by whatever name it has.
import { describe, expect, test } from 'vitest';
import { PRESETS, presetOf } from '../src/settings/presets.js';
import { builtIn, core, json, play } from './core.js';

describe('a preset', () => {
  /** @param {object} delivery */
  function presetAfter(delivery) {
    const session = play('retry');
    const [{ id: subscription }] = session.scenario.subscriptions;
    session.command({ setDelivery: { subscription, delivery } });
    const { [subscription]: now } = session.settings().subscriptions;
    const preset = presetOf(core, session, subscription, now);
    session.close();
    return { preset, delivery: now };
  }

  test.each(['plain', 'log', ...PRESETS.map(([id]) => id)])('%s is known again once it is chosen', (preset) => {
    expect(presetAfter({ preset }).preset).toBe(preset);
  });

  test('is none of them once one of its settings is another', () => {
    expect(presetAfter({ preset: 'sqs', lease: '31s' }).preset).toBe('');
  });

  test('is the broker’s alone: what the service and the network do does not count', () => {
    const own = { inbox: { window: 'forever' }, duplicates: { probability: 0.5, after: '1s' } };
    expect(presetAfter({ preset: 'sqs', ...own }).preset).toBe('sqs');
  });

  test('is known by the settings alone, whoever set them', () => {
    const { delivery } = presetAfter({ preset: 'kafka-spring' });
    expect(presetAfter(delivery).preset).toBe('kafka-spring');
  });
});

test.each(builtIn)('%s: its presets can be asked for', (id) => {
  const session = play(id);
  for (const { id: subscription } of session.scenario.subscriptions) {
    const delivery = session.settings().subscriptions[subscription];
    expect(typeof presetOf(core, session, subscription, delivery)).toBe('string');
  }
  session.close();
});

test('a retry policy tells all its waits, however many attempts it has', () => {
  const waits = core.retrySchedule({ backoff: { fixed: { delay: '1s' } }, jitter: 'none', maxAttempts: 120 });
  expect(waits.length).toBe(119);
  expect(waits.at(-1)).toEqual({ attempt: 120, minMs: 1000, maxMs: 1000 });
});

test('how many automatic orders may still come is counted down, and has the format’s limit where the scenario has none', () => {
  const session = play('purchase-fan-out');
  const left = () => session.settings().clients.shop.left;
  const [limit] = JSON.parse(json('purchase-fan-out')).nodes.flatMap(
    (/** @type {{ arrivals?: { limit: number } }} */ { arrivals }) => arrivals?.limit ?? [],
  );
  expect(left()).toBe(limit);
  session.advance(10_000);
  const orders = session.frame.header('orders');
  expect(orders).toBeGreaterThan(0);
  expect(left()).toBe(limit - orders);
  session.close();
});
