// A scenario file as it is edited: what of it the editor reads, and how it is gone through and changed without being touched.
import { parseDuration } from '../core/durations.js';

/** @import { Dist, Duration, Text } from '../core/types.js' */
/** @import { Fault } from '../timeline/outage-bands.js' */

/** @typedef {{ call: { to: string | string[], timeout: Duration, [field: string]: unknown } }} CallStep */
/** @typedef {{ publish: { topic: string, via: string, routingKey?: string } }} PublishStep */
/** @typedef {{ decide: { probability: number, then?: Step[], otherwise?: Step[] } }} DecideStep */
/** @typedef {'reply' | Record<string, unknown>} Step one of a handler's; what else there is of them is left as it is */
/** @typedef {'order' | 'call' | { subscription: string }} Trigger */
/** @typedef {{ on: Trigger, steps: Step[] }} Handler */
/** @typedef {'client' | 'service' | 'gateway' | 'broker'} NodeKind */
/** Of an open loop `every`, of a closed one `users` and `think`. @typedef {{ every?: Dist, users?: number, think?: Dist, limit: number, on?: boolean, profile?: { at: string, times: number }[], [field: string]: unknown }} Arrivals */

/** @typedef {{ id: string, kind: NodeKind, name: Text, handlers?: Handler[], workers?: number, arrivals?: Arrivals, sidecar?: unknown, replicas?: unknown, [field: string]: unknown }} FileNode */
/** What a queue takes of a topic: all, or what matches one of the keys. @typedef {{ topic: string, routingKeys?: string[] }} Binding */
/** @typedef {{ id: string, name?: Text, bindings?: Binding[], consumers: string[], delivery?: Record<string, unknown>, [field: string]: unknown }} FileSubscription */
/** @typedef {{ id: string, name: Text, broker: string, log?: boolean, subscriptions?: FileSubscription[], [field: string]: unknown }} FileTopic */
/** @typedef {{ id: string, name: Text, expected?: boolean, after?: string[], inOrder?: string }} FileEffect */

/** @typedef {{ version: 1, id: string, title: Text, task?: Text, seed: number, until: Duration, effects?: FileEffect[], nodes: FileNode[], topics?: FileTopic[], faults?: Fault[], [field: string]: unknown }} File */

/** The fields of a file in the order in which people write them. */
export const FILE_ORDER =
  '$schema version id title text task lesson seed until dueWithin network order effects nodes topics faults claims'.split(
    ' ',
  );

export const NODE_ORDER =
  'id kind name authenticated amount arrivals workers cores speed maxWaitingCalls restart crashes overload durable replicas ingress sidecar handlers'.split(
    ' ',
  );
export const TOPIC_ORDER = 'id name broker dedupWindow mandatory log subscriptions'.split(' ');
export const SUBSCRIPTION_ORDER = 'id name bindings consumers on delivery'.split(' ');

/** @param {FileNode} node */
export const handlersOf = ({ handlers = [] }) => handlers;

/** @param {File} file */
export const topicsOf = ({ topics = [] }) => topics;

/** @param {FileTopic} topic */
export const subscriptionsOf = ({ subscriptions = [] }) => subscriptions;

/** @param {FileSubscription} subscription */
export const bindingsOf = ({ bindings = [] }) => bindings;

/** The topic that dead letters go on to, if there is one. @param {Record<string, unknown> | undefined} delivery @returns {string | undefined} */
export const deadTopicOf = (delivery) => {
  const target = delivery?.deadLetter;
  return typeof target === 'object' && target ? /** @type {{ topic?: string }} */ (target).topic : undefined;
};

/** The length of a run that nobody watches, in milliseconds. @param {File} file */
export const lengthOf = ({ until }) => parseDuration(until);

/** @param {Step} step @returns {DecideStep['decide'] | undefined} */
const decideOf = (step) =>
  typeof step === 'object' ? /** @type {DecideStep['decide'] | undefined} */ (step.decide) : undefined;

/** @param {Step} step @returns {CallStep['call'] | undefined} */
export const callOf = (step) =>
  typeof step === 'object' ? /** @type {CallStep['call'] | undefined} */ (step.call) : undefined;

/** @param {Step} step @returns {PublishStep['publish'] | undefined} */
export const publishOf = (step) =>
  typeof step === 'object' ? /** @type {PublishStep['publish'] | undefined} */ (step.publish) : undefined;

/** @param {Step} step @returns {string | undefined} */
export const effectOf = (step) =>
  typeof step === 'object' ? /** @type {string | undefined} */ (step.effect) : undefined;

/** The instances that a call goes to. @param {CallStep['call']} call */
export const calledBy = ({ to }) => (Array.isArray(to) ? to : [to]);

/** All steps, those within decisions too, in the order of the file. @param {Step[]} steps @returns {Step[]} */
export const flat = (steps) =>
  steps.flatMap((step) => {
    const decide = decideOf(step);
    return decide ? [step, ...flat(decide.then ?? []), ...flat(decide.otherwise ?? [])] : [step];
  });

/** @param {FileNode} node */
export const stepsOf = (node) => handlersOf(node).flatMap(({ steps }) => flat(steps));

/**
 * Steps with each, also within decisions, as `change` makes it; what it makes nothing of is left out.
 * @param {Step[]} steps @param {(step: Step) => Step | undefined} change @returns {Step[]}
 */
export function eachStep(steps, change) {
  /** @type {Step[]} */
  const changed = [];
  for (const step of steps) {
    const decide = decideOf(step);
    const next = decide ? decidingOn(step, decide, change) : change(step);
    if (next !== undefined) changed.push(next);
  }
  return changed.length === steps.length && changed.every((step, i) => step === steps[i]) ? steps : changed;
}

/** @param {Step} step @param {DecideStep['decide']} decide what it holds @param {(step: Step) => Step | undefined} change @returns {Step} */
function decidingOn(step, decide, change) {
  let next = decide;
  for (const branch of /** @type {const} */ (['then', 'otherwise'])) {
    const inside = next[branch];
    const changed = inside && eachStep(inside, change);
    if (changed !== inside) next = { ...next, [branch]: changed };
  }
  return next === decide ? step : { decide: next };
}

/** A file with another field; one that is new stands where people write it, and one without a value goes. @template {Record<string, unknown>} T @param {T} file @param {string} name @param {unknown} value @param {string[]} [order] @returns {T} */
export function withField(file, name, value, order = FILE_ORDER) {
  if (file[name] === value) return file;
  if (Object.hasOwn(file, name) && value !== undefined) return { ...file, [name]: value };
  const rest = Object.entries(file).filter(([key]) => key !== name);
  if (value === undefined) return /** @type {T} */ (Object.fromEntries(rest));
  const later = order.slice(order.indexOf(name) + 1);
  const at = order.includes(name) ? rest.findIndex(([key]) => later.includes(key)) : -1;
  rest.splice(at < 0 ? rest.length : at, 0, [name, value]);
  return /** @type {T} */ (Object.fromEntries(rest));
}

/** @param {File} file @param {(node: FileNode) => FileNode} change @returns {File} */
export function eachNode(file, change) {
  const nodes = file.nodes.map(change);
  return nodes.every((node, i) => node === file.nodes[i]) ? file : { ...file, nodes };
}

/** @param {File} file @param {string} id @param {(node: FileNode) => FileNode} change */
export const atNode = (file, id, change) => eachNode(file, (node) => (node.id === id ? change(node) : node));

/** @param {File} file @param {(topic: FileTopic) => FileTopic} change @returns {File} */
export function eachTopic(file, change) {
  const topics = topicsOf(file).map(change);
  return topics.every((topic, i) => topic === file.topics?.[i]) ? file : { ...file, topics };
}

/** @param {File} file @param {string} id @param {(topic: FileTopic) => FileTopic} change */
export const atTopic = (file, id, change) => eachTopic(file, (topic) => (topic.id === id ? change(topic) : topic));

/** Every node with its steps as `change` makes them. @param {File} file @param {(step: Step, node: FileNode) => Step | undefined} change */
export const withSteps = (file, change) =>
  eachNode(file, (node) => {
    const before = handlersOf(node);
    const handlers = before.map((handler) => {
      const steps = eachStep(handler.steps, (step) => change(step, node));
      return steps === handler.steps ? handler : { ...handler, steps };
    });
    return handlers.every((handler, i) => handler === before[i]) ? node : { ...node, handlers };
  });

/** Each subscription of a file, with its topic, as `change` makes it. @param {File} file @param {(one: FileSubscription, topic: FileTopic) => FileSubscription} change @returns {File} */
export const eachSubscription = (file, change) =>
  eachTopic(file, (topic) => {
    const before = subscriptionsOf(topic);
    const subscriptions = before.map((one) => change(one, topic));
    return subscriptions.every((one, i) => one === before[i]) ? topic : { ...topic, subscriptions };
  });

/** A subscription with these bindings, or without any. @param {FileSubscription} one @param {Binding[]} bindings @returns {FileSubscription} */
export const withBindings = (one, bindings) =>
  withField(one, 'bindings', bindings.length > 0 ? bindings : undefined, SUBSCRIPTION_ORDER);

/** A subscription with another value in its delivery settings; one without a value goes, and they with the last. @param {FileSubscription} one @param {string} name @param {unknown} value @returns {FileSubscription} */
export function withDelivery(one, name, value) {
  const delivery = withField(one.delivery ?? {}, name, value, []);
  return withField(one, 'delivery', Object.keys(delivery).length > 0 ? delivery : undefined, []);
}
