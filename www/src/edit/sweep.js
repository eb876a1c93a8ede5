// What a removal leaves behind: handlers that nothing reaches, effects that nobody writes, faults of what is gone.
import {
  bindingsOf,
  calledBy,
  callOf,
  deadTopicOf,
  eachNode,
  eachSubscription,
  eachTopic,
  effectOf,
  handlersOf,
  stepsOf,
  subscriptionsOf,
  topicsOf,
  withBindings,
  withDelivery,
  withField,
  withSteps,
} from './file.js';

/** @import { Fault } from '../timeline/outage-bands.js' */
/** @import { File, Step } from './file.js' */

/** @typedef {{ allow?: string[], limit?: { reserved?: { client: string }[] } }} Ingress */

/** @param {File} file */
function reachedOnly(file) {
  const consumed = new Map(
    topicsOf(file).flatMap((topic) => subscriptionsOf(topic).map(({ id, consumers }) => [id, consumers])),
  );
  const called = new Set(file.nodes.flatMap((node) => stepsOf(node).flatMap((step) => targetsIn(step))));
  return eachNode(file, (node) => {
    const before = handlersOf(node);
    const handlers = before.filter(({ on }) => {
      if (typeof on === 'object') return consumed.get(on.subscription)?.includes(node.id);
      return on === 'order' || called.has(node.id);
    });
    if (handlers.length === before.length) return node;
    return withField(node, 'handlers', handlers.length > 0 ? handlers : undefined);
  });
}

/** @param {Step} step */
const targetsIn = (step) => {
  const call = callOf(step);
  return call ? calledBy(call) : [];
};

/** A list without what is gone; nothing when none is left. @param {unknown} list @param {(id: string) => boolean} goes */
function rest(list, goes) {
  const before = /** @type {string[] | undefined} */ (list);
  const left = before?.filter((id) => !goes(id));
  if (left?.length === before?.length) return before;
  return left && left.length > 0 ? left : undefined;
}

/** A step that speaks of effects, without those that are gone. @param {Step} step @param {(id: string) => boolean} goes @returns {Step | undefined} */
function stepWithout(step, goes) {
  if (typeof step !== 'object') return step;
  const name = 'require' in step ? 'require' : 'expect' in step ? 'expect' : undefined;
  if (!name) return step;
  const before = /** @type {Record<string, unknown>} */ (step[name]);
  let now = before;
  for (const field of ['effects', 'instead']) now = withField(now, field, rest(now[field], goes));
  if (now === before) return step;
  return now.effects || now.instead ? { [name]: now } : undefined;
}

/** @param {File} file */
function writtenOnly(file) {
  const written = new Set(file.nodes.flatMap((node) => stepsOf(node).map(effectOf)));
  const before = file.effects ?? [];
  if (before.every(({ id }) => written.has(id))) return file;
  /** @param {string} id */
  const goes = (id) => !written.has(id);
  const effects = before
    .filter(({ id }) => written.has(id))
    .map((effect) => withField(effect, 'after', rest(effect.after, goes)));
  return withSteps({ ...file, effects }, (step) => stepWithout(step, goes));
}

/** The fields by which commands name nodes. */
const NODES = ['node', 'client', 'broker'];

/** @param {File} file */
function possibleOnly(file) {
  const { faults } = file;
  if (!faults) return file;
  const nodes = new Set(file.nodes.map(({ id }) => id));
  const subscriptions = new Set(topicsOf(file).flatMap((topic) => subscriptionsOf(topic).map(({ id }) => id)));
  const calls = new Set(
    file.nodes.flatMap((node) => stepsOf(node).flatMap((step) => targetsIn(step).map((to) => `${node.id}/${to}`))),
  );
  /** @param {Fault} fault */
  const isPossible = (fault) =>
    Object.entries(fault.do).every(
      ([name, command]) =>
        NODES.every((field) => command[field] === undefined || nodes.has(String(command[field]))) &&
        (command.subscription === undefined || subscriptions.has(String(command.subscription))) &&
        ((name !== 'setCall' && name !== 'setHealthCheck') || calls.has(`${command.from}/${command.to}`)),
    );
  const left = faults.filter(isPossible);
  if (left.length === faults.length) return file;
  return withField(file, 'faults', left.length > 0 ? left : undefined);
}

/** Who may call a node, and has a share of its rate, without those that are gone. @param {File} file */
function knownOnly(file) {
  const ids = new Set(file.nodes.map(({ id }) => id));
  return eachNode(file, (node) => {
    const before = /** @type {Ingress | undefined} */ (node.ingress);
    if (!before) return node;
    const allow = before.allow?.filter((id) => ids.has(id));
    const reserved = before.limit?.reserved?.filter(({ client }) => ids.has(client));
    let ingress = before;
    if (allow?.length !== before.allow?.length) ingress = { ...ingress, allow };
    if (reserved?.length !== before.limit?.reserved?.length)
      ingress = { ...ingress, limit: { ...ingress.limit, reserved } };
    return ingress === before ? node : { ...node, ingress };
  });
}

/** Subscriptions whose dead letters went on to what is gone keep them; and those that nobody consumes go, unless letters come to them or go on. @param {File} file */
function onwardOnly(file) {
  const ids = new Set(topicsOf(file).map(({ id }) => id));
  const kept = eachTopic(file, (topic) => {
    const before = subscriptionsOf(topic);
    const subscriptions = before.map((one) => {
      const target = deadTopicOf(one.delivery);
      return target === undefined || ids.has(target) ? one : withDelivery(one, 'deadLetter', undefined);
    });
    return subscriptions.every((one, i) => one === before[i]) ? topic : { ...topic, subscriptions };
  });
  const targets = new Set(
    topicsOf(kept).flatMap((topic) => subscriptionsOf(topic).map(({ delivery }) => deadTopicOf(delivery))),
  );
  return eachTopic(kept, (topic) => {
    const before = subscriptionsOf(topic);
    const left = before.filter(
      ({ consumers, delivery, bindings = [] }) =>
        consumers.length > 0 ||
        [topic.id, ...bindings.map((binding) => binding.topic)].some((id) => targets.has(id)) ||
        (delivery?.ttl && deadTopicOf(delivery) !== undefined),
    );
    return left.length === before.length ? topic : { ...topic, subscriptions: left };
  });
}

/** What a queue took of a topic that is gone it takes no more; nor what it is bound to twice, or in vain. @param {File} file */
function boundOnly(file) {
  const held = new Map(topicsOf(file).map(({ id, broker, log }) => [id, log ? undefined : broker]));
  return eachSubscription(file, (one, own) => {
    const before = bindingsOf(one);
    const bindings = before.filter(({ topic }) => !own.log && held.get(topic) === own.broker);
    return bindings.length === before.length ? one : withBindings(one, bindings);
  });
}

/** Effects that kept the order of a topic that is gone keep none. @param {File} file */
function orderedOnly(file) {
  const ids = new Set(topicsOf(file).map(({ id }) => id));
  const before = file.effects ?? [];
  const effects = before.map((effect) =>
    effect.inOrder === undefined || ids.has(effect.inOrder) ? effect : withField(effect, 'inOrder', undefined),
  );
  return effects.every((one, i) => one === before[i]) ? file : { ...file, effects };
}

/** A file without what a removal has left without sense. One step may lead to the next: a handler gone, another is not called any more. @param {File} file @returns {File} */
export function swept(file) {
  const once = possibleOnly(knownOnly(orderedOnly(writtenOnly(reachedOnly(onwardOnly(boundOnly(file)))))));
  return once === file ? file : swept(once);
}
