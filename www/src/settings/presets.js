// The presets of well-known brokers and libraries, and which of them a subscription's settings are.
/** @import { Session } from '../core/session.js' */
/** @import { Delivery } from '../core/types.js' */
/** @import { Instance } from '../core/wasm.js' */

/** What well-known brokers and libraries do unless told otherwise; the core knows their settings. @type {[string, string][]} */
export const PRESETS = [
  ['rabbitmq-classic', 'RabbitMQ (classic)'],
  ['rabbitmq-quorum', 'RabbitMQ 4.3 (quorum)'],
  ['rabbitmq-quorum-3.13', 'RabbitMQ 3.13 (quorum)'],
  ['rabbitmq-quorum-4.0', 'RabbitMQ 4.0 – 4.2 (quorum)'],
  ['rabbitmq-quorum-delayed', 'RabbitMQ (delayed retry)'],
  ['kafka-spring', 'Kafka + Spring'],
  ['kafka-retry-topic', 'Kafka, retry topics'],
  ['sqs', 'Amazon SQS'],
  ['sqs-fifo', 'Amazon SQS (FIFO)'],
  ['pubsub', 'Google Pub/Sub'],
  ['pubsub-backoff', 'Google Pub/Sub (back-off)'],
  ['servicebus', 'Azure Service Bus'],
  ['jetstream', 'NATS JetStream'],
  ['sidekiq', 'Sidekiq'],
  ['celery', 'Celery'],
  ['celery-backoff', 'Celery (back-off)'],
  ['celery-redis', 'Celery on Redis (acks_late)'],
  ['bullmq', 'BullMQ'],
  ['temporal', 'Temporal'],
  ['aws-full-jitter', 'AWS SDK (full jitter)'],
  ['aws-decorrelated-jitter', 'AWS (decorrelated jitter)'],
];

/** What each preset means, by the scenario in which it was asked. @type {WeakMap<Session, Map<string, string>>} */
const MEANINGS = new WeakMap();

/** The settings of the broker alone: the others are the service's and the network's. @param {Delivery} delivery */
const ofTheBroker = (delivery) =>
  JSON.stringify({ ...delivery, inbox: undefined, duplicates: undefined, deadLetterNotice: undefined });

/** Asks the core, in a run that nobody sees. @param {Instance} core @param {Session} session @param {string} subscription */
function meaningsIn(core, session, subscription) {
  const playground = core.open(session.json);
  try {
    return core.guard(
      () =>
        new Map(
          ['plain', 'log', ...PRESETS.map(([id]) => id)].map((preset) => {
            playground.command({ setDelivery: { subscription, delivery: { preset } } });
            return [ofTheBroker(playground.settings().subscriptions[subscription]), preset];
          }),
        ),
    );
  } finally {
    if (!core.dead) playground.free();
  }
}

/**
 * The preset that a subscription's settings are; empty when they are none of them.
 * @param {Instance} core @param {Session} session @param {string} subscription @param {Delivery} delivery
 */
export function presetOf(core, session, subscription, delivery) {
  const known = MEANINGS.get(session) ?? (core.dead ? new Map() : meaningsIn(core, session, subscription));
  MEANINGS.set(session, known);
  return known.get(ofTheBroker(delivery)) ?? '';
}
