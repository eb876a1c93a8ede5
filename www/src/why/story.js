// Tells why: the story of a message, an order, a queue, a box, a node or a number in the books, and what is now.
import { sentence } from '../store/narrator.js';
import { Archive } from './archive.js';
import { broughtBy, countOf, ordersOf } from './numbers.js';
import { envelopesOf, envelopesOfMessage, isOpen, Present } from './present.js';
import { isQuiet, Reasons } from './reasons.js';
import { threadOf } from './threads.js';

/** @import { Fact } from '../core/types.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Because, Schedule, Source } from './archive.js' */
/** @import { Envelope } from './present.js' */
/** @import { Line } from './reasons.js' */
/** @import { BoxKind, Column, Subject } from '../core/subject.js' */

/** `lines` are what happened, or, in a `list`, what can be asked next; `now` is the present.
 * @typedef {{ title: string, list: boolean, lines: Line[], now: Line[], envelope?: Envelope }} Story */

/** Orders of a number, messages of a queue, and what befell a node, that are listed. */
const LISTED = { orders: 20, messages: 60, facts: 200 };

/** @type {Record<BoxKind, string[]>} */
const BOX_STATES = {
  worker: ['working', 'holding', 'buffered', 'stale', 'handled'],
  line: ['waitingCall', 'buffered', 'stale', 'handled'],
  retry: ['retryScheduled', 'parked'],
  dead: ['dead'],
};
/** The order in which a queue is told: what is nearest to its end first. */
const QUEUE_ORDER = [
  'working',
  'holding',
  'buffered',
  'stale',
  'handled',
  'delivering',
  'ready',
  'heldUp',
  'delayed',
  'retryScheduled',
  'parked',
  'dead',
];

/** The story's facts with those of other subjects that belong to it, in order. @param {Archive} archive @param {Fact[]} facts @param {Fact[]} others */
function linesOf(archive, facts, others) {
  const reasons = new Reasons(archive, archive.order(Number(facts[0]?.order ?? 0)));
  const all = [...facts.filter((fact) => !isQuiet(fact)), ...others].sort((a, b) => a.index - b.index);
  return all.map((fact) => reasons.line(fact));
}

/** What befell the others while the message was on its way: its consumers, its broker, its queue. @param {Archive} archive @param {Fact[]} own @param {boolean} open */
function around(archive, own, open) {
  const queue = archive.subscriptionIndex(own[0]?.subscription);
  if (queue < 0) return [];
  const { consumers, topic } = archive.scenario.subscriptions[queue];
  const until = open ? Number.POSITIVE_INFINITY : (own.at(-1)?.index ?? 0);
  const shuffled = archive.session.find('queueReordered', 'subscription', queue);
  const nodes = [...consumers.map(archive.nodeIndex), archive.brokerOf(topic)];
  return [...shuffled, ...nodes.flatMap((node) => archive.node(node))].filter(
    ({ what, index }) => index > own[0].index && index < until && !['crashArmed', 'workersSet'].includes(what),
  );
}

/** The seeks because of which messages were read again. @param {Archive} archive @param {Fact[]} order the order's facts @param {Fact[]} own those whose causes are asked for */
function seeksBefore(archive, order, own) {
  const inside = new Set(order.map(({ index }) => index));
  const again = own.filter(({ what, cause }) => what === 'messageAccepted' && !inside.has(Number(cause)));
  const causes = new Set(again.map(({ cause }) => cause));
  const queues = new Set(again.map(({ subscription }) => archive.subscriptionIndex(subscription)));
  return [...queues].flatMap((queue) => archive.seeks(queue).filter(({ index }) => causes.has(index)));
}

/** @param {Archive} archive @param {{ id: number, order: number }} subject @returns {Story} */
function messageStory(archive, { id, order }) {
  const { tr } = archive;
  const whole = archive.order(order);
  const queue = archive.subscriptionIndex(whole.find(({ message }) => message === id)?.subscription);
  const facts = threadOf(whole, id, archive.scenario.subscriptions[queue]?.topic);
  const own = facts.filter(({ message }) => message === id);
  if (own.length === 0) return absent(archive, order);
  const found = envelopesOfMessage(archive, id, facts);
  const others = [...seeksBefore(archive, whole, own), ...around(archive, own, found.some(isOpen))];
  const title = tr.t('why.of.message', { order: archive.noun(order), name: archive.queueName(queue) });
  const present = new Present(archive);
  const now = found.map((envelope) => nowLine(archive, present.of(envelope)));
  return {
    title,
    list: false,
    lines: linesOf(archive, facts, others),
    now,
    envelope: found[0],
  };
}

/** What has not come yet, and in another future may never come. @param {Archive} archive @param {number} order @returns {Story} */
const absent = (archive, order) => ({
  title: archive.tr.t('why.of.order', { order: archive.noun(order) }),
  list: false,
  lines: [],
  now: [nowLine(archive, { text: archive.tr.t('why.absent') })],
});

/** @param {Archive} archive @param {{ text: string, because?: Because }} said @returns {Line} */
const nowLine = ({ session }, said) => ({ index: -1, at: session.now, tone: 'wait', ...said });

/** @param {Archive} archive @param {number} order @returns {Story} */
function orderStory(archive, order) {
  const { tr } = archive;
  const facts = archive.order(order);
  if (facts.length === 0) return absent(archive, order);
  const named = archive.noun(order);
  const causes = new Set(facts.map(({ cause }) => cause));
  const others = archive.scenario.nodes.flatMap((_, node) =>
    archive.node(node).filter(({ index }) => causes.has(index)),
  );
  others.push(...seeksBefore(archive, facts, facts));
  const open = envelopesOf(archive, (one) => one.order === order && isOpen(one));
  const present = new Present(archive);
  const now = open.map((envelope) => {
    const label = envelope.subscription < 0 ? undefined : archive.queueName(envelope.subscription);
    return {
      ...nowLine(archive, present.of(envelope)),
      label,
      subject: envelope.id > 0 ? messageOf(envelope) : undefined,
    };
  });
  if (now.length === 0)
    now.push(
      /** @type {typeof now[0]} */ (nowLine(archive, { text: tr.t('why.end', { order: named, end: endOf(facts) }) })),
    );
  const envelope = open.length === 1 ? open[0] : undefined;
  return {
    title: tr.t('why.of.order', { order: named }),
    list: false,
    lines: linesOf(archive, facts, others),
    now,
    envelope,
  };
}

/** @param {Envelope} envelope @returns {Subject} */
const messageOf = ({ id, order }) => (id > 0 ? { kind: 'message', id, order } : { kind: 'order', order });

/** How an order stands of which nothing is under way. @param {Fact[]} facts */
function endOf(facts) {
  if (facts.some(({ what, times }) => what === 'effectWritten' && Number(times) > 1)) return 'twice';
  const done = facts.findLast(({ what }) => what === 'orderDone' || what === 'orderLost');
  if (!done) return 'open';
  const instead = facts.some(({ what, expected }) => what === 'expectationSet' && !expected);
  return done.what === 'orderLost' ? 'lost' : done.late ? 'late' : instead ? 'instead' : 'done';
}

/** Envelopes as a list of what can be asked. @param {Archive} archive @param {Envelope[]} envelopes @returns {Line[]} */
function listed(archive, envelopes) {
  const present = new Present(archive);
  return envelopes.slice(0, LISTED.messages).map((envelope) => ({
    ...nowLine(archive, present.of(envelope)),
    tone: envelope.state === 'dead' ? 'bad' : envelope.state === 'working' ? 'move' : 'wait',
    label: archive.tr.t('why.of.order', { order: archive.noun(envelope.order) }),
    subject: messageOf(envelope),
  }));
}

/** @param {Archive} archive @param {number} queue @returns {Story} */
function queueStory(archive, queue) {
  const { tr, frame } = archive;
  const found = envelopesOf(archive, (one) => one.subscription === queue && isOpen(one) && one.id > 0);
  const rank = (/** @type {Envelope} */ { state }) => QUEUE_ORDER.indexOf(state);
  found.sort((a, b) => rank(a) - rank(b) || a.position - b.position);
  const lines = listed(archive, found);
  const counted = /** @type {const} */ (['ready', 'inFlight', 'retryScheduled', 'parked', 'dead']);
  const [ready, held, retry, parked, dead] = counted.map((name) => frame.subscription(queue, name));
  const first = found.find(({ state }) => state === 'ready');
  const why = first && new Present(archive).of(first).because;
  const text = tr.t('why.now.queue', { ready, held, retry, parked, dead });
  return {
    title: tr.t('why.of.queue', { name: archive.queueName(queue) }),
    list: true,
    lines,
    now: [nowLine(archive, { text, because: why })],
  };
}

/** @param {Archive} archive @param {{ node: number, box: BoxKind }} subject @returns {Story} */
function boxStory(archive, { node, box }) {
  const { tr } = archive;
  const found = envelopesOf(archive, ({ to, state }) => to === node && BOX_STATES[box].includes(state));
  const title = tr.t('why.of.part', { name: archive.nodeName(node), part: tr.t(`slot.${box}`) });
  return { title, list: true, lines: listed(archive, found), now: [nodeLine(archive, node)] };
}

/** How a node is. @param {Archive} archive @param {number} node */
function nodeLine(archive, node) {
  const wrong = new Present(archive).down(node);
  return nowLine(archive, wrong ?? { text: archive.tr.t('why.now.up', { node: archive.nodeName(node) }) });
}

/** @param {Archive} archive @param {number} node @returns {Story} */
function nodeStory(archive, node) {
  const befell = archive.node(node).slice(-LISTED.facts);
  const lines = befell.map((fact) => sentence(fact, archive.tr, archive.scenario));
  return {
    title: archive.nodeName(node),
    list: false,
    lines: lines.map((line) => ({ ...line, subject: undefined })),
    now: [nodeLine(archive, node)],
  };
}

/** @param {Archive} archive @param {{ effect: number, column: Column }} subject @returns {Story} */
function numberStory(archive, { effect, column }) {
  const { tr } = archive;
  const count = countOf(archive, effect, column);
  const orders = ordersOf(archive, effect, column, LISTED.orders);
  const lines = orders.map((order) => ({
    ...orderReason(archive, order, effect, column),
    index: -1,
    label: tr.t('why.of.order', { order: archive.noun(order) }),
    subject: /** @type {Subject} */ ({ kind: 'order', order }),
  }));
  const title = tr.t('why.of.part', {
    name: archive.name(archive.scenario.effects[effect]),
    part: tr.t(`books.${column}`, { count }),
  });
  return {
    title,
    list: true,
    lines,
    now: [
      nowLine(archive, {
        text: tr.t('why.now.number', { shown: lines.length, count, order: tr.noun(archive.scenario.order) }),
      }),
    ],
  };
}

/** Why an order is in a number. @param {Archive} archive @param {number} order @param {number} effect @param {Column} column @returns {Line} */
function orderReason(archive, order, effect, column) {
  const { tr } = archive;
  const facts = archive.order(order);
  const reasons = new Reasons(archive, facts);
  const { id } = archive.scenario.effects[effect];
  const written = facts.findLast((fact) => fact.what === 'effectWritten' && fact.effect === id);
  if (column === 'waiting') {
    const open = envelopesOf(archive, (one) => one.order === order && isOpen(one));
    const brings = (/** @type {Envelope} */ { subscription: at }) =>
      at >= 0 && broughtBy(archive.scenario, archive.scenario.subscriptions[at].id).has(id);
    const envelope = open.find((one) => brings(one)) ?? open[0];
    return nowLine(
      archive,
      envelope
        ? new Present(archive).of(envelope)
        : { text: tr.t('why.end', { order: archive.noun(order), end: 'open' }) },
    );
  }
  if (written && column !== 'twice' && Number(written.times) === 1) {
    const after = written.atMs - facts[0].atMs;
    const due = Number.isNaN(archive.dueMs) ? 'none' : tr.duration(archive.dueMs);
    const because = column === 'late' ? longest(linesOf(archive, threadTo(facts, written), [])) : undefined;
    return {
      ...reasons.line(written),
      text: tr.t('why.number.written', { after, due, order: tr.noun(archive.session.wordsOf(order)) }),
      tone: column === 'late' ? 'wait' : 'good',
      because,
    };
  }
  const dead = column === 'dead' && facts.findLast(({ what }) => what === 'messageDeadLettered');
  return reasons.line(written ?? (dead || reasons.loss(Number.POSITIVE_INFINITY)) ?? facts[0]);
}

/** The facts that led to one. @param {Fact[]} facts @param {Fact} fact */
function threadTo(facts, fact) {
  const causes = new Set([fact.index]);
  for (const one of facts.toReversed()) if (causes.has(one.index) && one.cause !== undefined) causes.add(one.cause);
  return facts.filter(({ index }) => causes.has(index));
}

/** The setting or fault behind the step that took the longest; without any, that step. @param {Line[]} lines @returns {Because | undefined} */
function longest(lines) {
  const steps = lines.slice(1).map((line, i) => ({ line, took: line.at - lines[i].at }));
  const told = steps.filter(({ line }) => line.because);
  const [most] = (told.length > 0 ? told : steps).sort((a, b) => b.took - a.took);
  return most && (most.line.because ?? { text: most.line.text, index: most.line.index });
}

/**
 * @param {Source} session @param {Translator} tr @param {Subject} subject
 * @param {Schedule} schedule @returns {Story}
 */
export function tell(session, tr, subject, schedule) {
  const archive = new Archive(session, tr, schedule);
  switch (subject.kind) {
    case 'message':
      return messageStory(archive, subject);
    case 'order':
      return orderStory(archive, subject.order);
    case 'queue':
      return queueStory(archive, subject.subscription);
    case 'box':
      return boxStory(archive, subject);
    case 'node':
      return nodeStory(archive, subject.node);
    case 'number':
      return numberStory(archive, subject);
  }
}
