// Messages made calls, and calls made messages: the same handlers, told to one another by telephone or by letter.
import { parseDuration, writeDuration } from '../core/durations.js';
import { changeSteps, everyStep } from '../core/steps.js';

/** @import { Text } from '../core/types.js' */
/** @import { Handler, Spec, TopicSpec } from './run.js' */

/** How long a caller waits for a service that calls nobody itself; for the calls that this one makes it waits longer. */
const PATIENCE_MS = 4000;

/** The steps of a kind. @param {Spec} spec @param {'call' | 'publish'} kind */
export function has(spec, kind) {
  return spec.nodes.some(({ handlers = [] }) =>
    handlers.some(({ steps }) => everyStep(steps).some((step) => typeof step === 'object' && step[kind] !== undefined)),
  );
}

/** @param {Spec} spec @param {(handler: Handler, node: string) => Handler} change @returns {Spec} */
export function withHandlers(spec, change) {
  const nodes = spec.nodes.map((node) =>
    node.handlers ? { ...node, handlers: node.handlers.map((handler) => change(handler, node.id)) } : node,
  );
  return { ...spec, nodes };
}

/** How long the answer of a service may take, by the calls that it makes in turn. @param {Spec} spec @param {string} id @param {string[]} [way] */
function patience(spec, id, way = []) {
  let ms = PATIENCE_MS;
  // Calls that go round in a circle are the core's to refuse.
  if (way.includes(id)) return ms;
  const answer = spec.nodes.find((node) => node.id === id)?.handlers?.find(({ on }) => on === 'call');
  for (const step of everyStep(answer?.steps ?? [])) {
    if (typeof step === 'object' && step.call) {
      ms += parseDuration(step.call.timeout) || patience(spec, step.call.to, [...way, id]);
    }
  }
  return ms;
}

/**
 * Whoever published calls the subscriptions' services instead, one after the other, and waits for each.
 * @param {Spec} spec @returns {Spec}
 */
export function toCalls(spec) {
  const topics = spec.topics ?? [];
  const called = withHandlers(spec, ({ on, steps }) => ({
    on: typeof on === 'object' ? 'call' : on,
    steps: changeSteps(steps, (step) => {
      const topic = typeof step === 'object' && topics.find(({ id }) => id === step.publish?.topic);
      if (!topic) return step;
      return (topic.subscriptions ?? []).map(({ consumers: [to] }) => ({ call: { to, timeout: '' } }));
    }),
  }));
  const patient = withHandlers(called, (handler) => ({
    ...handler,
    steps: changeSteps(handler.steps, (step) => {
      if (typeof step !== 'object' || step.call?.timeout !== '') return step;
      return { call: { ...step.call, timeout: writeDuration(patience(called, step.call.to)) } };
    }),
  }));
  return { ...patient, topics: [], nodes: patient.nodes.filter(({ kind }) => kind !== 'broker') };
}

/**
 * Whoever called leaves a message, by way of the outbox, in a topic of each service that was called.
 * @param {Spec} spec @param {(service: Text) => Text} topicName @returns {Spec}
 */
export function toMessages(spec, topicName) {
  const broker = spec.nodes.find(({ kind }) => kind === 'broker')?.id ?? 'broker';
  /** @type {Map<string, TopicSpec>} */
  const fresh = new Map();
  const told = withHandlers(spec, (handler) => ({
    ...handler,
    steps: changeSteps(handler.steps, (step) => {
      if (typeof step !== 'object' || !step.call) return step;
      const { to, retry } = step.call;
      const topic = `to-${to}`;
      const name = spec.nodes.find(({ id }) => id === to)?.name ?? { en: to, 'pt-BR': to };
      const delivery = retry ? { retry } : {};
      fresh.set(to, {
        id: topic,
        name: topicName(name),
        broker,
        subscriptions: [{ id: topic, consumers: [to], delivery }],
      });
      return { publish: { topic, via: 'outbox' } };
    }),
  }));
  const heard = withHandlers(told, ({ on, steps }, node) => {
    if (on !== 'call' || !fresh.has(node)) return { on, steps };
    return { on: { subscription: `to-${node}` }, steps: changeSteps(steps, (step) => (step === 'reply' ? [] : step)) };
  });
  const brokers = heard.nodes.some(({ id }) => id === broker)
    ? []
    : [{ id: broker, kind: 'broker', name: { en: 'Broker', 'pt-BR': 'Broker' } }];
  return { ...heard, nodes: [...heard.nodes, ...brokers], topics: [...(spec.topics ?? []), ...fresh.values()] };
}
