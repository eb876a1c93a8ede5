// What is now: in which state an envelope is, until when, and what it waits for.
/** @import { Fact } from '../core/types.js' */
/** @import { Archive, Because } from './archive.js' */

/** An envelope of the frame.
 * @typedef {{ state: string, id: number, order: number, from: number, to: number, subscription: number, topic: number, position: number,
 *   sinceMs: number, untilMs: number, attempt: number, call: number, more: number }} Envelope `more`: how many at its place the frame leaves out after it */

/** Orders that are named; the others are counted. */
const NAMED = 4;

/** Of these the frame tells for a moment that they have just ended. */
const ENDED = new Set(['acked', 'suppressed', 'lost', 'refused']);
/** What the frame has no room for: nobody knows its position. */
const NONE = {
  id: 0,
  order: 0,
  from: -1,
  to: -1,
  subscription: -1,
  topic: -1,
  position: -1,
  more: 0,
  sinceMs: 0,
  untilMs: Number.NaN,
  attempt: 0,
  call: -1,
};

/** The state that a message is in after its last fact, where the frame has no room to show it. @type {Record<string, string>} */
const AFTER = {
  messageAccepted: 'ready',
  messageDuplicated: 'ready',
  messageReady: 'ready',
  messageHandled: 'handled',
  messageReturned: 'ready',
  messageRedriven: 'ready',
  messageDelayed: 'delayed',
  messageHandedOut: 'delivering',
  runStarted: 'working',
  retryScheduled: 'retryScheduled',
  messageParked: 'parked',
  messageDeadLettered: 'dead',
  messageAcked: 'acked',
  messageSuppressed: 'suppressed',
  messageDropped: 'lost',
};

/** @param {Archive} archive @param {(envelope: Envelope) => boolean} wanted @returns {Envelope[]} */
export function envelopesOf({ frame }, wanted) {
  const { data, envelopeBase, envelopeStride, field, layout } = frame;
  const found = [];
  for (let at = envelopeBase; at < data.length; at += envelopeStride) {
    const row = Object.fromEntries(Object.entries(field).map(([name, place]) => [name, data[at + place]]));
    const envelope = /** @type {Envelope} */ (
      /** @type {unknown} */ ({ ...row, state: layout.envelopeStates[row.state] })
    );
    if (wanted(envelope)) found.push(envelope);
  }
  return found;
}

/** Whether it is still under way. @param {Envelope} envelope */
export const isOpen = ({ state }) => !ENDED.has(state);

/** The envelopes of one message; where the frame shows none, what its facts say. @param {Archive} archive @param {number} message @param {Fact[]} facts its story */
export function envelopesOfMessage(archive, message, facts) {
  const own = facts.filter((fact) => fact.message === message);
  const run = own.findLast(({ what }) => what === 'runStarted');
  const { subscription, order } = own[0] ?? {};
  const queue = archive.subscriptionIndex(subscription);
  const ended = !run || facts.some((fact) => fact.what === 'runEnded' && fact.run === run.run);
  const found = envelopesOf(
    archive,
    (one) =>
      // After another past the same number may be another order's.
      (one.id === message && one.order === order) ||
      // A run goes on without its message when that was acknowledged before the work, or was taken back.
      (!ended &&
        one.id === 0 &&
        one.order === order &&
        one.subscription === queue &&
        (one.state === 'working' || one.state === 'holding')),
  );
  if (found.some(isOpen)) return found.filter(isOpen);
  const last = own.findLast(({ what }) => what in AFTER);
  const state = AFTER[last?.what ?? ''];
  if (!last || !state) return found;
  const attempt = Number(run?.attempt ?? 0);
  const to = archive.nodeIndex(run?.node ?? last.node);
  return [{ ...NONE, state, id: message, order: Number(order), subscription: queue, sinceMs: last.atMs, attempt, to }];
}

export class Present {
  /** @param {Archive} archive */
  constructor(archive) {
    this.archive = archive;
    this.now = archive.session.now;
  }

  /** In which state an envelope is. @param {Envelope} envelope @returns {{ text: string, because?: Because }} */
  of(envelope) {
    const { archive } = this;
    const { tr, scenario, session } = archive;
    const { state, attempt, order, position, subscription, topic, from, to } = envelope;
    const { because, ...wait } = state === 'ready' ? this.#turn(envelope) : { why: 'none', ...this.#place(envelope) };
    const { caller, callee } = this.#call(envelope);
    const values = {
      node: archive.nodeName(to),
      from: archive.nodeName(from),
      topic: archive.name(scenario.topics[topic]),
      subscription: archive.queueName(subscription),
      left: Number.isNaN(envelope.untilMs) ? 'none' : tr.seconds(Math.max(0, envelope.untilMs - this.now)),
      since: tr.seconds(envelope.sinceMs),
      before: position,
      attempt,
      next: attempt + 1,
      caller,
      callee,
      client: scenario.nodes[to]?.kind === 'client',
      count: 0,
      orders: '',
      order: tr.noun(session.wordsOf(order)),
      ...wait,
    };
    const key = `why.now.${state}`;
    const text = tr.has(key) ? tr.t(key, values) : state;
    return because ? { text, because } : { text };
  }

  /** @param {Envelope} envelope */
  #call({ call, state, to, order }) {
    const { scenario, session } = this.archive;
    let edge = scenario.calls[call];
    if (state === 'holding') {
      // Whom the worker waits for: who it called last, unless it waits for the broker.
      const { id } = scenario.nodes[to];
      const last = session
        .find('callSent publishSent', 'order', order)
        .findLast(({ node, call: sent }) => (node ?? /** @type {{ from: string }} */ (sent).from) === id);
      edge = /** @type {{ from: string, to: string }} */ (last?.call);
    }
    const name = (/** @type {string | undefined} */ id) => this.archive.nodeName(this.archive.nodeIndex(id));
    return { caller: name(edge?.from), callee: edge ? name(edge.to) : 'none' };
  }

  /** What holds an envelope up that is in somebody's hands. @param {Envelope} envelope @returns {{ why?: string, because?: Because, count?: number, orders?: string }} */
  #place({ state, to, topic, order }) {
    const { archive } = this;
    if (state === 'parked') return { because: archive.missing(to, order, Number.POSITIVE_INFINITY) };
    if (state === 'outbox') return { because: this.down(archive.brokerOf(archive.scenario.topics[topic]?.id)) };
    if (state === 'working' || state === 'requesting' || state === 'retryScheduled') return { because: this.down(to) };
    if (state === 'buffered' || state === 'waitingCall') return { ...this.#busy([to]), because: this.down(to) };
    return {};
  }

  /** Why a message that is ready is not handed out. @param {Envelope} envelope */
  #turn({ subscription, position }) {
    const { archive } = this;
    const { topic, consumers } = archive.scenario.subscriptions[subscription];
    const nodes = consumers.map(archive.nodeIndex);
    const broker = archive.brokerOf(topic);
    if (this.#isGone(broker)) return { why: 'down', node: archive.nodeName(broker), because: this.down(broker) };
    if (nodes.length === 0) return { why: 'nobody' };
    if (archive.frame.subscription(subscription, 'rebalancing') > 0) return { why: 'rebalancing' };
    if (nodes.every((node) => this.#isGone(node))) {
      const back = archive.frame.node(nodes[0], 'restartingUntilMs');
      const left = archive.tr.seconds(Math.max(0, back - this.now));
      const node = archive.nodeName(nodes[0]);
      return { node, because: this.down(nodes[0]), ...(back > this.now ? { why: 'crashed', left } : { why: 'down' }) };
    }
    const delivery = archive.session.deliveryAt(subscription, this.now);
    const blocker =
      delivery?.ordering === 'queue' &&
      envelopesOf(archive, (one) => one.state === 'retryScheduled' && one.subscription === subscription)[0];
    if (blocker) {
      const left = archive.tr.seconds(Math.max(0, blocker.untilMs - this.now));
      const because = archive.setting(subscription, archive.tr.t('why.set.blocking'));
      return { why: 'blocked', orders: String(blocker.order), left, because };
    }
    const single = delivery?.singleActiveConsumer && archive.setting(subscription, archive.tr.t('why.set.single'));
    const busy = this.#busy(nodes);
    const names = { node: archive.nodeName(nodes[0]), before: position };
    return {
      ...names,
      ...busy,
      why: busy.count > 0 ? 'busy' : 'free',
      because: nodes.map((node) => this.down(node)).find(Boolean) ?? (single || undefined),
    };
  }

  /** What the workers of some nodes are busy with. @param {number[]} nodes */
  #busy(nodes) {
    const held = envelopesOf(
      this.archive,
      ({ state, to }) => nodes.includes(to) && ['working', 'holding', 'buffered', 'delivering'].includes(state),
    );
    const orders = [
      ...new Set(held.filter(({ state }) => state === 'working' || state === 'holding').map(({ order }) => order)),
    ];
    const known = orders.length > 0 ? orders : [...new Set(held.map(({ order }) => order))];
    const { tr } = this.archive;
    const count = known.length + held.reduce((sum, { more }) => sum + more, 0);
    const named = known.slice(0, NAMED).map(tr.plain);
    const others = count > NAMED ? [tr.t('why.others', { count: count - NAMED })] : [];
    // Of several consumers, one that has something.
    const who = held.length > 0 ? { node: this.archive.nodeName(held[0].to) } : {};
    return { ...who, count, orders: tr.list([...named, ...others], 'conjunction') };
  }

  /** @param {number} node */
  #isGone(node) {
    const { frame } = this.archive;
    return node >= 0 && (frame.health(node) === 'down' || frame.node(node, 'restartingUntilMs') > this.now);
  }

  /** What is wrong with a node. @param {number} node @returns {Because | undefined} */
  down(node) {
    const { archive } = this;
    if (node < 0) return undefined;
    if (archive.frame.node(node, 'restartingUntilMs') > this.now) {
      return archive.says(archive.node(node).findLast(({ what }) => what === 'nodeCrashed'));
    }
    return archive.health(node, Number.POSITIVE_INFINITY);
  }
}
