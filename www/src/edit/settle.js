// The settings' commands, which change a run, as changes of the file: what they set is so from the beginning.
import {
  atNode,
  atTopic,
  calledBy,
  callOf,
  eachTopic,
  NODE_ORDER,
  subscriptionsOf,
  TOPIC_ORDER,
  withField,
  withSteps,
} from './file.js';

/** @import { CallSettings, Command, Delivery, Settings } from '../core/types.js' */
/** @import { File } from './file.js' */

/** @typedef {[name: string, value: unknown][]} Fields */

/** The fields of a wish that are other than what is in force. @param {object} wish @param {object} now @returns {Fields} */
export const changed = (wish, now) =>
  Object.entries(wish).filter(
    ([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(Reflect.get(now, name) ?? null),
  );

/** @template {Record<string, unknown>} T @param {T} into @param {Fields} fields @returns {T} */
const withAll = (into, fields) => fields.reduce((now, [name, value]) => withField(now, name, value, []), into);

/** @param {File} file @param {Settings} settings @param {string} id @param {Partial<Delivery> & { preset?: string }} wish */
function setDelivery(file, settings, id, wish) {
  // A preset takes the place of all that was set but for what is said with it.
  const preset = wish.preset !== undefined;
  const fields = preset
    ? Object.entries(wish).filter(([, value]) => value !== null)
    : changed(wish, settings.subscriptions[id] ?? {});
  return eachTopic(file, (topic) => {
    const before = subscriptionsOf(topic);
    if (!before.some((one) => one.id === id)) return topic;
    const subscriptions = before.map((one) =>
      one.id === id ? withField(one, 'delivery', withAll(preset ? {} : (one.delivery ?? {}), fields), []) : one,
    );
    return { ...topic, subscriptions };
  });
}

/** @param {File} file @param {Settings} settings @param {CallSettings} wish */
function setCall(file, settings, wish) {
  const now = settings.calls.find(({ from, to }) => from === wish.from && to === wish.to) ?? {};
  /** @type {Fields} */
  const fields = changed(wish, now).map(([name, value]) => [name, value ?? undefined]);
  return withSteps(file, (step, { id }) => {
    const call = callOf(step);
    if (!call || id !== wish.from || !calledBy(call).includes(wish.to)) return step;
    return { call: withAll(call, fields) };
  });
}

/** The file after a command of the settings; the same file where that is none of a file's. @param {File} file @param {Settings} settings in force at the beginning @param {Command} command @returns {File} */
export function settled(file, settings, command) {
  if ('setDelivery' in command) {
    const { subscription, delivery } = command.setDelivery;
    return setDelivery(file, settings, subscription, delivery);
  }
  if ('setCall' in command) return setCall(file, settings, command.setCall);
  if ('setWorkers' in command) {
    const { node, workers } = command.setWorkers;
    return atNode(file, node, (one) => withField(one, 'workers', workers, NODE_ORDER));
  }
  if ('setIngress' in command) {
    const { node, ingress } = command.setIngress;
    return atNode(file, node, (one) => withField(one, 'ingress', ingress ?? undefined, NODE_ORDER));
  }
  if ('setMachine' in command) {
    const { node, cores, speed } = command.setMachine;
    return atNode(file, node, (one) =>
      withField(withField(one, 'cores', cores, NODE_ORDER), 'speed', speed === 1 ? undefined : speed, NODE_ORDER),
    );
  }
  if ('setHealthCheck' in command) {
    const { from, to, healthCheck } = command.setHealthCheck;
    return withSteps(file, (step, { id }) => {
      const call = callOf(step);
      if (!call || id !== from || !calledBy(call).includes(to)) return step;
      return { call: withField(call, 'healthCheck', healthCheck ?? undefined, []) };
    });
  }
  return file;
}

/** @param {File} file @param {string} id @param {string} name @param {unknown} value nothing takes the field away */
export const setOfTopic = (file, id, name, value) =>
  atTopic(file, id, (topic) => withField(topic, name, value, TOPIC_ORDER));
