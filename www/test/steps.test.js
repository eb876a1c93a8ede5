// Steps within decisions are steps, too: whoever looks for one, or changes one, comes to them.
import { expect, test } from 'vitest';
import { has, toCalls, toMessages } from '../src/compare/calls.js';
import { changeSteps, everyStep } from '../src/core/steps.js';

/** @import { Step } from '../src/core/steps.js' */
/** @import { Spec } from '../src/compare/run.js' */

const text = { en: 'x', 'pt-BR': 'x' };
const publish = { publish: { topic: 'sales', via: 'outbox' } };
const call = { call: { to: 'stock', timeout: '1s' } };

/** A service whose one step stands two decisions deep. @param {Step} step */
const within = (step) => [
  // biome-ignore-start lint/suspicious/noThenProperty: the word of the file
  { decide: { probability: 0.5, then: ['reply', { decide: { probability: 0.5, otherwise: [step] } }] } },
  // biome-ignore-end lint/suspicious/noThenProperty: the word of the file
];

/** @param {Step} step @returns {Spec} */
const spec = (step) =>
  /** @type {any} */ ({
    nodes: [
      { id: 'shop', kind: 'client', name: text, handlers: [{ on: 'order', steps: within(step) }] },
      {
        id: 'stock',
        kind: 'service',
        name: text,
        handlers: [{ on: { subscription: 'stock' }, steps: within('reply') }],
      },
      { id: 'broker', kind: 'broker', name: text },
    ],
    topics: [{ id: 'sales', name: text, broker: 'broker', subscriptions: [{ id: 'stock', consumers: ['stock'] }] }],
  });

test('every step is found, in the order of the file', () => {
  expect(everyStep(within(publish)).filter((step) => typeof step === 'string' || step.publish)).toEqual([
    'reply',
    publish,
  ]);
  expect(has(spec(publish), 'publish')).toBe(true);
  expect(has(spec(publish), 'call')).toBe(false);
});

test('a step becomes none, or more', () => {
  const doubled = changeSteps(within(publish), (step) => (step === 'reply' ? [] : [step, step]));
  expect(everyStep(doubled).filter((step) => step === publish)).toHaveLength(2);
  expect(everyStep(doubled)).not.toContain('reply');
});

test('what is told in a decision by a message is told there by a call, and the other way round', () => {
  const called = toCalls(spec(publish));
  expect(everyStep(called.nodes[0].handlers?.[0].steps ?? [])).toContainEqual({ call: { to: 'stock', timeout: '4s' } });
  const told = toMessages(spec(call), (name) => name);
  expect(has(told, 'call')).toBe(false);
  expect(everyStep(told.nodes[0].handlers?.[0].steps ?? [])).toContainEqual({
    publish: { topic: 'to-stock', via: 'outbox' },
  });
});
