// What two runs can differ in: each contrast is one setting, changed everywhere in the scenario and in the log alike.

import { changeSteps } from '../core/steps.js';
import { jitterName } from '../i18n/words.js';
import { has, toCalls, toMessages, withHandlers } from './calls.js';
import { accepted, withCommands, withDeliveries } from './run.js';

/** @import { Delivery, LogEntry, Retry, Text } from '../core/types.js' */
/** @import { Instance } from '../core/wasm.js' */
/** @import { RunSpec } from './run.js' */

/** @typedef {(service: Text) => Text} TopicName */

/** A setting: what it is in each place where it stands, and the same place with another value. An empty word is no setting at all.
 * @template T @typedef {{ values: string[], read: (place: T) => string, write: (place: T, value: string) => T }} Setting */

/** @param {keyof Delivery} field @returns {Setting<Delivery>} */
const yesOrNo = (field) => ({
  values: ['on', 'off'],
  read: (delivery) => (delivery[field] ? 'on' : 'off'),
  write: (delivery, value) => ({ ...delivery, [field]: value === 'on' }),
});

/** @type {Record<string, Setting<Delivery>>} */
const OF_DELIVERY = {
  inbox: {
    ...yesOrNo('inbox'),
    write: (delivery, value) => ({ ...delivery, inbox: value === 'on' ? { window: 'forever' } : null }),
  },
  deadLetter: yesOrNo('deadLetter'),
  ack: {
    values: ['after', 'before'],
    read: ({ ack }) => ack,
    write: (delivery, value) => ({ ...delivery, ack: value === 'before' ? 'before' : 'after' }),
  },
};

/** @type {Record<string, Setting<Retry>>} */
const OF_RETRY = {
  jitter: {
    values: ['none', 'full'],
    // A wait of no length cannot be spread.
    read: (retry) =>
      typeof retry.backoff === 'object' ? jitterName({ ...retry, jitter: retry.jitter ?? 'none' }) : '',
    write: (retry, value) => ({ ...retry, jitter: value === 'full' ? 'full' : 'none' }),
  },
  attempts: {
    values: ['3', '8'],
    read: ({ backoff, maxAttempts }) => (backoff === 'none' ? '' : String(maxAttempts)),
    write: (retry, value) => ({ ...retry, maxAttempts: value === 'unlimited' ? value : Number(value) }),
  },
};

/** What fits some ways of publishing only. */
const TERMS = ['retry', 'timeout', 'deliveryTimeout', 'idempotent', 'every'];

/** @template {object} T @param {T} publish @returns {T} */
const withoutTerms = (publish) =>
  /** @type {T} */ (Object.fromEntries(Object.entries(publish).filter(([field]) => !TERMS.includes(field))));

/** @type {Setting<{ topic: string, via: string }>} */
const VIA = {
  values: ['outbox', 'fireAndForget', 'confirmed'],
  read: ({ via }) => via,
  write: (publish, via) => ({ ...withoutTerms(publish), via }),
};

/** Goes through every place where a setting of a delivery stands. @param {RunSpec} run @param {(delivery: Delivery) => Delivery} change */
function throughDeliveries(run, change) {
  /** @param {Partial<Delivery> | undefined} delivery */
  const whole = (delivery) => change(/** @type {Delivery} */ (delivery));
  const spec = withDeliveries(run.spec, ({ delivery }) => whole(delivery));
  return withCommands({ ...run, spec }, (command) => {
    if (!command.setDelivery) return command;
    return { setDelivery: { ...command.setDelivery, delivery: whole(command.setDelivery.delivery) } };
  });
}

/** The same for retry policies: those of subscriptions and those of calls. @param {RunSpec} run @param {(retry: Retry) => Retry} change */
function throughRetries(run, change) {
  const delivered = throughDeliveries(run, (delivery) => ({ ...delivery, retry: change(delivery.retry) }));
  /** @template {{ retry?: Retry }} T @param {T} call @returns {T} */
  const called = (call) => (call.retry ? { ...call, retry: change(call.retry) } : call);
  const spec = withHandlers(delivered.spec, ({ on, steps }) => ({
    on,
    steps: changeSteps(steps, (step) => (typeof step === 'object' && step.call ? { call: called(step.call) } : step)),
  }));
  return withCommands({ ...delivered, spec }, (command) =>
    command.setCall ? { setCall: called(command.setCall) } : command,
  );
}

/** The same for how messages are handed over. @param {RunSpec} run @param {(publish: { topic: string, via: string }) => { topic: string, via: string }} change */
function throughPublishes(run, change) {
  const spec = withHandlers(run.spec, ({ on, steps }) => ({
    on,
    steps: changeSteps(steps, (step) =>
      typeof step === 'object' && step.publish ? { publish: change(step.publish) } : step,
    ),
  }));
  return { ...run, spec };
}

/**
 * One setting in all its places.
 * @template T
 * @param {Setting<T>} setting @param {(run: RunSpec, change: (place: T) => T) => RunSpec} through
 */
function everywhere({ values, read, write }, through) {
  return {
    values,
    /** What the setting is now, each value once. @param {RunSpec} run @returns {string[]} */
    now: (run) => {
      /** @type {Set<string>} */
      const found = new Set();
      through(run, (place) => {
        found.add(read(place));
        return place;
      });
      return [...found].filter(Boolean);
    },
    /** @param {RunSpec} run @param {string} value */
    set: (run, value) => through(run, (place) => (['', value].includes(read(place)) ? place : write(place, value))),
  };
}

const MESSAGING = {
  values: ['async', 'sync'],
  /** @param {RunSpec} run */
  now: ({ spec }) => [...(has(spec, 'publish') ? ['async'] : []), ...(has(spec, 'call') ? ['sync'] : [])],
  /** @param {RunSpec} run @param {string} value @param {TopicName} topicName */
  set: ({ spec, log }, value, topicName) => ({
    spec: value === 'sync' ? toCalls(spec) : toMessages(spec, topicName),
    log,
  }),
};

/** @type {Record<string, typeof MESSAGING>} */
const CONTRASTS = {
  inbox: everywhere(OF_DELIVERY.inbox, throughDeliveries),
  jitter: everywhere(OF_RETRY.jitter, throughRetries),
  messaging: MESSAGING,
  attempts: everywhere(OF_RETRY.attempts, throughRetries),
  via: everywhere(VIA, throughPublishes),
  deadLetter: everywhere(OF_DELIVERY.deadLetter, throughDeliveries),
  ack: everywhere(OF_DELIVERY.ack, throughDeliveries),
};

/** What can be chosen for the two sides.
 * @typedef {object} Contrast
 * @property {string} id
 * @property {string} asIs the value as the run is; empty when it is not the same everywhere
 * @property {string[]} values the values that change something and that the core accepts
 * @property {[string, string]} sides what to begin with; an empty word is the run as it is
 */

/** @typedef {{ json: string, log: LogEntry[], left: number }} Variant */

/**
 * A run with one setting changed everywhere; nothing when that changes nothing, or when the core refuses it.
 * @param {Instance} instance @param {RunSpec} run @param {string} id @param {string} value @param {TopicName} topicName
 * @returns {Variant | undefined}
 */
export function variantOf(instance, run, id, value, topicName) {
  const { now, set } = CONTRASTS[id];
  if (now(run).every((word) => word === value)) return undefined;
  const { spec, log } = set(run, value, topicName);
  const found = accepted(instance, spec);
  return found && { ...found, log: log.map(({ at, events, command }) => [at, events, JSON.stringify(command)]) };
}

/**
 * What a run can be compared in.
 * @param {Instance} instance @param {RunSpec} run @param {TopicName} topicName @returns {Contrast[]}
 */
export function contrastsOf(instance, run, topicName) {
  return Object.entries(CONTRASTS).flatMap(([id, { values: all, now }]) => {
    const found = now(run);
    const asIs = found.length === 1 ? found[0] : '';
    const values = all.filter((value) => variantOf(instance, run, id, value, topicName));
    if (values.length === 0) return [];
    // The run as it is stands on the left, unless two other values say more: none and full, where it has some of each.
    const [left, right] = all.includes(asIs) || values.length === 1 ? ['', values[0]] : values;
    return [{ id, asIs, values, sides: /** @type {[string, string]} */ ([left, right]) }];
  });
}
