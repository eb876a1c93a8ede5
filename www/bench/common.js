// What the measurements share: a busy scenario, how often something is measured, and quantiles.

/** SCALE=100 divides the work, for a run that only shows that all works. @param {number} count */
export const scaled = (count) => Math.max(2, Math.round(count / Number(process.env.SCALE ?? 1)));

const SERVICES = ['stock', 'invoice', 'logistics'];

/** @param {string} id @returns {{ en: string, 'pt-BR': string }} */
const named = (id) => ({ en: id, 'pt-BR': id });

/**
 * A shop whose purchases go to several services.
 * @param {{ id: string, latency: string, every: string, workers: number, takes: string | object, fails?: number, delivery?: object, services?: string[] }} wishes
 */
export function busy({ id, latency, every, workers, takes, fails = 0, delivery = {}, services = SERVICES }) {
  return {
    version: 1,
    id,
    title: named(id),
    text: named('For measurements.'),
    task: named('Measure.'),
    seed: 1,
    until: '10min',
    network: { latency },
    effects: [{ id: 'paid', name: named('Paid') }],
    nodes: [
      {
        id: 'shop',
        kind: 'client',
        name: named('Shop'),
        arrivals: { every, limit: 1_000_000 },
        handlers: [
          { on: 'order', steps: [{ effect: 'paid' }, { publish: { topic: 'approved', via: 'fireAndForget' } }] },
        ],
      },
      ...services.map((service) => ({
        id: service,
        kind: 'service',
        name: named(service),
        workers,
        handlers: [{ on: { subscription: service }, steps: [{ work: { takes, fails } }] }],
      })),
      { id: 'broker', kind: 'broker', name: named('Broker'), durable: true },
    ],
    topics: [
      {
        id: 'approved',
        name: named('approved'),
        broker: 'broker',
        subscriptions: services.map((service) => ({ id: service, consumers: [service], delivery })),
      },
    ],
    claims: [],
  };
}

/** @param {number[]} values @param {number} share */
export function quantile(values, share) {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
}
