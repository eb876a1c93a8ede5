// What is done to a file on the stage: each change takes a file and gives another, and leaves alone what it does not concern.

import { same } from './document.js';
import {
  atNode,
  atTopic,
  bindingsOf,
  calledBy,
  callOf,
  eachSubscription,
  eachTopic,
  effectOf,
  handlersOf,
  NODE_ORDER,
  publishOf,
  stepsOf,
  subscriptionsOf,
  topicsOf,
  withBindings,
  withField,
  withSteps,
} from './file.js';
import { swept } from './sweep.js';

/** @import { Lang, Text } from '../core/types.js' */
/** @import { Edge } from '../stage/layout/graph.js' */
/** @import { File, FileNode, FileSubscription, FileTopic, Handler, NodeKind, Step, Trigger } from './file.js' */

/** What a thing of the stage is: a node or a topic, by its id. @typedef {{ kind: 'node' | 'topic', id: string }} Thing */
/** An arrow, by the ids at its ends. @typedef {{ kind: Edge['kind'], from: string, to: string }} Arrow */

const LONGEST_ID = 40;
/** What a new part does until somebody says otherwise. */
const WORK = { work: { takes: { uniform: { min: '400ms', max: '800ms' } } } };
const ARRIVALS = { every: { exponential: { mean: '2s' } }, limit: 100 };
const VIA = 'outbox';
const TIMEOUT = '3s';

/** An empty file. @param {Text} title @param {Text} [task] one sentence: what to do @returns {File} */
export const emptyFile = (title, task) => ({
  version: 1,
  id: 'my-scenario',
  title,
  ...(task && { task }),
  seed: 42,
  until: '60s',
  network: { latency: { uniform: { min: '300ms', max: '500ms' } } },
  effects: [],
  nodes: [],
  topics: [],
});

/** Every id that is taken. @param {File} file */
function idsIn(file) {
  const topics = topicsOf(file).flatMap((topic) => [topic.id, ...subscriptionsOf(topic).map(({ id }) => id)]);
  return new Set([...file.nodes.map(({ id }) => id), ...topics, ...(file.effects ?? []).map(({ id }) => id)]);
}

/** An id that is free and begins so. @param {File} file @param {string} wanted */
function freeId(file, wanted) {
  const taken = idsIn(file);
  const stem = wanted.slice(0, LONGEST_ID - 4);
  if (!taken.has(stem)) return stem;
  let n = 2;
  while (taken.has(`${stem}-${n}`)) n += 1;
  return `${stem}-${n}`;
}

/** The number of the next new part of a kind: it is in its id and in its name. @param {File} file @param {string} kind */
export function nextNumber(file, kind) {
  const taken = idsIn(file);
  let n = 1;
  while (taken.has(`${kind}-${n}`)) n += 1;
  return n;
}

/** @param {File} file @param {NodeKind} kind @param {Text} name @returns {{ file: File, id: string }} */
export function addNode(file, kind, name) {
  const id = `${kind}-${nextNumber(file, kind)}`;
  /** @type {FileNode} */
  const node = { id, kind, name };
  if (kind === 'client') Object.assign(node, { arrivals: ARRIVALS, handlers: [{ on: 'order', steps: [] }] });
  return { file: { ...file, nodes: [...file.nodes, node] }, id };
}

/** @param {File} file @param {string} broker @param {Text} name @returns {{ file: File, id: string }} */
export function addTopic(file, broker, name) {
  const id = `topic-${nextNumber(file, 'topic')}`;
  return { file: withField(file, 'topics', [...topicsOf(file), { id, name, broker, subscriptions: [] }]), id };
}

/** @param {FileNode} node @param {(handlers: Handler[]) => Handler[]} change @returns {FileNode} */
const withHandlers = (node, change) => withField(node, 'handlers', change(handlersOf(node)), []);

/** A step at the end of each handler of a node. @param {File} file @param {string} id @param {(steps: Step[]) => Step[]} change */
const inHandlers = (file, id, change) =>
  atNode(file, id, (node) =>
    withHandlers(node, (handlers) => handlers.map((handler) => ({ ...handler, steps: change(handler.steps) }))),
  );

/** Whatever a node handles, it publishes to a topic then. @param {File} file @param {string} from @param {string} topic */
export const publish = (file, from, topic) =>
  inHandlers(file, from, (steps) => [...steps, { publish: { topic, via: VIA } }]);

/** A node handles one thing more: it works, and what it has done stands in the books, unless that stands there already.
 * @param {File} file @param {string} id @param {Trigger} on @returns {File} */
function handle(file, id, on) {
  const node = file.nodes.find((one) => one.id === id);
  if (!node || handlersOf(node).some((handler) => same(handler.on, on))) return file;
  /** @param {Step[]} steps @param {File} into */
  const add = (steps, into) => atNode(into, id, (one) => withHandlers(one, (all) => [...all, { on, steps }]));
  if (node.kind === 'gateway') return add([], file);
  if (stepsOf(node).some((step) => effectOf(step) !== undefined)) return add([WORK], file);
  const effect = freeId(file, `${id.slice(0, LONGEST_ID - 9)}-done`);
  const effects = [...(file.effects ?? []), { id: effect, name: node.name }];
  return add([WORK, { effect }], withField(file, 'effects', effects));
}

/** A service gets a subscription of its own. @param {File} file @param {string} topic @param {string} service */
export function subscribe(file, topic, service) {
  const taken = new Set(topicsOf(file).flatMap((one) => subscriptionsOf(one).map(({ id }) => id)));
  const id = taken.has(service) ? freeId(file, service) : service;
  const subscribed = atTopic(file, topic, (one) =>
    withField(one, 'subscriptions', [...subscriptionsOf(one), { id, consumers: [service] }], []),
  );
  return handle(subscribed, service, { subscription: id });
}

/** Whatever a node handles, it calls another one then, before it writes or publishes anything; a gateway that calls already spreads its calls. @param {File} file @param {string} from @param {string} to */
export function call(file, from, to) {
  const spread = withSteps(file, (step, { id, kind }) => {
    const call = callOf(step);
    return call && kind === 'gateway' && id === from ? { call: { ...call, to: [...calledBy(call), to] } } : step;
  });
  if (spread !== file) return handle(spread, to, 'call');
  const calling = inHandlers(file, from, (steps) => {
    const at = steps.findIndex((step) => effectOf(step) !== undefined || publishOf(step));
    return steps.toSpliced(at < 0 ? steps.length : at, 0, { call: { to, timeout: TIMEOUT } });
  });
  return handle(calling, to, 'call');
}

/** The first queue of a topic that is not bound to another one takes what comes there, too. @param {File} file @param {string} from @param {string} to the queue's own topic */
export function bind(file, from, to) {
  const own = topicsOf(file).find(({ id }) => id === to);
  const free = own && subscriptionsOf(own).find((one) => !bindingsOf(one).some(({ topic }) => topic === from));
  if (!free) return file;
  return eachSubscription(file, (one) =>
    one === free ? withBindings(one, [...bindingsOf(one), { topic: from }]) : one,
  );
}

/** What a queue takes of a topic: those of these keys, or all. Of its own it takes all where nothing is said.
 * @param {File} file @param {string} subscription @param {string} topic @param {string[]} routingKeys */
export const filter = (file, subscription, topic, routingKeys) =>
  eachSubscription(file, (one, own) => {
    if (one.id !== subscription) return one;
    const others = bindingsOf(one).filter((binding) => binding.topic !== topic);
    const place = bindingsOf(one).findIndex((binding) => binding.topic === topic);
    if (routingKeys.length === 0 && topic === own.id) return withBindings(one, others);
    const binding = routingKeys.length > 0 ? { topic, routingKeys } : { topic };
    return withBindings(one, others.toSpliced(place < 0 ? others.length : place, 0, binding));
  });

/** The messages that a node publishes to a topic carry a routing key, or none. @param {File} file @param {string} from @param {string} topic @param {string} routingKey */
export const keyed = (file, from, topic, routingKey) =>
  withSteps(file, (step, { id }) => {
    const own = publishOf(step);
    if (id !== from || own?.topic !== topic) return step;
    const publish = withField(own, 'routingKey', routingKey || undefined, ['topic', 'via', 'routingKey']);
    return publish === own ? step : { publish };
  });

/** @param {File} file @param {Arrow} arrow */
export function connect(file, { kind, from, to }) {
  if (kind === 'bind') return bind(file, from, to);
  if (kind === 'publish') return publish(file, from, to);
  return kind === 'call' ? call(file, from, to) : subscribe(file, from, to);
}

/** A subscription without those consumers; without any it goes. @param {FileTopic} topic @param {(id: string) => boolean} goes @returns {FileTopic} */
function withoutConsumers(topic, goes) {
  const before = subscriptionsOf(topic);
  const subscriptions = before.flatMap((one) => {
    const consumers = one.consumers.filter((id) => !goes(id));
    if (consumers.length === one.consumers.length) return one;
    return consumers.length > 0 ? { ...one, consumers } : [];
  });
  return subscriptions.every((one, i) => one === before[i]) && subscriptions.length === before.length
    ? topic
    : { ...topic, subscriptions };
}

/** A step without the calls to some nodes. @param {Step} step @param {(id: string) => boolean} goes @returns {Step | undefined} */
function withoutCalls(step, goes) {
  const call = callOf(step);
  if (!call || !calledBy(call).some(goes)) return step;
  const to = calledBy(call).filter((id) => !goes(id));
  return to.length > 0 ? { call: { ...call, to } } : undefined;
}

/** @param {FileSubscription} subscription @param {string | undefined} topic in which the broker tells of its dead letters */
function noticed(subscription, topic) {
  const delivery = withField({ ...subscription.delivery }, 'deadLetterNotice', topic, []);
  return withField(subscription, 'delivery', Object.keys(delivery).length > 0 ? delivery : undefined, []);
}

/** @param {FileTopic} topic @param {string} notice @param {(consumers: string[]) => boolean} [of] whose */
const withoutNotices = (topic, notice, of = () => true) => {
  const before = subscriptionsOf(topic);
  const subscriptions = before.map((one) =>
    one.delivery?.deadLetterNotice === notice && of(one.consumers) ? noticed(one, undefined) : one,
  );
  return subscriptions.every((one, i) => one === before[i]) ? topic : { ...topic, subscriptions };
};

/** The broker tells of the dead letters of a subscription in a topic, or in none. @param {File} file @param {string} subscription @param {string | undefined} topic */
export const withNotice = (file, subscription, topic) =>
  eachTopic(file, (one) => {
    const before = subscriptionsOf(one);
    if (!before.some(({ id }) => id === subscription)) return one;
    return { ...one, subscriptions: before.map((own) => (own.id === subscription ? noticed(own, topic) : own)) };
  });

/** The subscriptions that tell of no dead letters: those of a topic or of a service, else the first. @param {File} file @param {string} id of the topic or service */
export function untold(file, id) {
  const all = topicsOf(file).flatMap(({ id: topic, broker, subscriptions = [] }) =>
    subscriptions.flatMap((one) => (one.delivery?.deadLetterNotice ? [] : [{ ...one, topic, broker }])),
  );
  const own = all.filter(({ topic, consumers }) => topic === id || consumers[0] === id);
  // A broker tells of its own messages.
  return own.length > 0 ? own.filter(({ broker }) => broker === own[0].broker) : all.slice(0, 1);
}

/** A topic to which the broker tells of dead letters. @param {File} file @param {string} id of the topic or service whose they are @param {Text} name @returns {{ file: File, id: string }} */
export function addDeadLetters(file, id, name) {
  const told = untold(file, id);
  const added = addTopic(file, told[0].broker, name);
  return { ...added, file: told.reduce((now, one) => withNotice(now, one.id, added.id), added.file) };
}

/** Takes an arrow away, and what is left without sense. @param {File} file @param {Arrow} arrow */
export function disconnect(file, { kind, from, to }) {
  /** @param {string} id */
  const isEnd = (id) => id === to;
  if (kind === 'publish') {
    return swept(withSteps(file, (step, { id }) => (id === from && publishOf(step)?.topic === to ? undefined : step)));
  }
  if (kind === 'call') {
    return swept(withSteps(file, (step, { id }) => (id === from ? withoutCalls(step, isEnd) : step)));
  }
  if (kind === 'bind') {
    /** @param {FileSubscription} one */
    const freed = (one) =>
      withBindings(
        one,
        bindingsOf(one).filter(({ topic }) => topic !== from),
      );
    return swept(eachSubscription(file, (one, { id }) => (id === to ? freed(one) : one)));
  }
  if (kind === 'notice') {
    return swept(eachTopic(file, (topic) => withoutNotices(topic, to, ([consumer]) => consumer === from)));
  }
  return swept(atTopic(file, from, (topic) => withoutConsumers(topic, isEnd)));
}

/** Takes topics away with all that leads to them. @param {File} file @param {(topic: FileTopic) => boolean} goes */
function withoutTopics(file, goes) {
  const gone = new Set(
    topicsOf(file)
      .filter(goes)
      .map(({ id }) => id),
  );
  if (gone.size === 0) return file;
  const topics = topicsOf(file).filter(({ id }) => !gone.has(id));
  const silent = withSteps({ ...file, topics }, (step) => (gone.has(publishOf(step)?.topic ?? '') ? undefined : step));
  return [...gone].reduce((now, id) => eachTopic(now, (topic) => withoutNotices(topic, id)), silent);
}

/** Takes a node or a topic away, with its arrows. @param {File} file @param {Thing} thing */
export function remove(file, { kind, id }) {
  if (kind === 'topic') return swept(withoutTopics(file, (topic) => topic.id === id));
  const nodes = file.nodes.filter((node) => node.id !== id);
  const alone = withoutTopics({ ...file, nodes }, ({ broker }) => broker === id);
  const unheard = eachTopic(alone, (topic) => withoutConsumers(topic, (consumer) => consumer === id));
  return swept(withSteps(unheard, (step) => withoutCalls(step, (called) => called === id)));
}

/** Whether a text is the same in both languages. @param {Text} text */
const isOne = (text) => text.en === text['pt-BR'];

/**
 * A name with what was typed in one language; the other one takes it, too, until it has one of its own.
 * @param {Text} name @param {Lang} lang @param {string} text @param {boolean} [fresh] whether nobody has named it yet @returns {Text}
 */
export const nameIn = (name, lang, text, fresh = false) =>
  fresh || isOne(name) ? { en: text, 'pt-BR': text } : { ...name, [lang]: text };

/** @param {File} file @param {Thing} thing @param {Text} name */
export function rename(file, { kind, id }, name) {
  if (kind === 'topic') return atTopic(file, id, (topic) => ({ ...topic, name }));
  const old = JSON.stringify(file.nodes.find((node) => node.id === id)?.name);
  const named = atNode(file, id, (node) => ({ ...node, name }));
  // What it writes in the books goes by its name, until somebody gives it another.
  if (!file.effects?.some((effect) => JSON.stringify(effect.name) === old)) return named;
  const effects = file.effects.map((effect) => (JSON.stringify(effect.name) === old ? { ...effect, name } : effect));
  return { ...named, effects };
}

/** @param {File} file @param {string} id @param {string} name @param {unknown} value nothing takes the field away */
export const setOfNode = (file, id, name, value) =>
  atNode(file, id, (node) => withField(node, name, value, NODE_ORDER));

/** A service once more, which hears and calls what it does. @param {File} file @param {string} id @param {Text} name @returns {{ file: File, id: string }} */
export function duplicate(file, id, name) {
  const node = file.nodes.find((one) => one.id === id);
  if (node?.kind !== 'service') return { file, id };
  const added = addNode(file, 'service', name);
  const bare = atNode(added.file, added.id, (one) => withField({ ...node, ...one }, 'handlers', undefined));
  const heard = topicsOf(file).flatMap((topic) => {
    const own = subscriptionsOf(topic).find(({ consumers }) => consumers.includes(id));
    return own ? [{ topic: topic.id, bindings: bindingsOf(own) }] : [];
  });
  const listening = heard.reduce((now, { topic, bindings }) => {
    const next = subscribe(now, topic, added.id);
    return eachSubscription(next, (one, { id: of }) =>
      of === topic && one.consumers[0] === added.id ? withBindings(one, bindings) : one,
    );
  }, bare);
  return { file: listening, id: added.id };
}
