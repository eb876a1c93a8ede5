// Reads what a story needs from the run: an order's facts, what befell a node, the settings in force at an instant.
import { parseDuration } from '../core/durations.js';
import { sentence } from '../store/narrator.js';

/** @import { Subject } from '../../pkg/carteiro.js' */
/** @import { Session } from '../core/session.js' */
/** @import { Fact, Retry, ScheduledRetry, Text } from '../core/types.js' */
/** @import { Translator } from '../i18n/index.js' */

/** @typedef {Pick<Session, 'scenario' | 'frame' | 'now' | 'find' | 'wordsOf' | 'orders' | 'deliveryAt' | 'callAt'>} Source */
/** @typedef {(retry: Retry) => ScheduledRetry[]} Schedule */
/** What is behind a step: in words, and the fact one can go to. @typedef {{ text: string, index?: number, at?: number }} Because */

/** Facts in one answer of the core. */
const PAGE = 200;
/** So many answers are read at most for one question. */
const PAGES = 10;

const HEALTH_KINDS = 'healthSet nodeCrashed nodeRestarted crashArmed workersSet ingressSet leaderFailed leaderElected';

export class Archive {
  /** Answers of the core: each is a way through the whole trace. @type {Map<string, Fact[]>} */
  #known = new Map();

  /** @param {Source} session @param {Translator} tr @param {Schedule} schedule the bounds of a policy's waits */
  constructor(session, tr, schedule) {
    this.session = session;
    this.scenario = session.scenario;
    this.frame = session.frame;
    this.tr = tr;
    this.schedule = schedule;
  }

  /** The facts that match, oldest first. @param {string} kinds @param {Subject} subject @param {number} number @returns {Fact[]} */
  #all(kinds, subject, number) {
    /** @type {Fact[]} */
    let found = [];
    for (let page = 0; page < PAGES; page += 1) {
      const facts = this.session.find(kinds, subject, number, found[0]?.index);
      found = [...facts, ...found];
      if (facts.length < PAGE) break;
    }
    return found;
  }

  /** The facts that match, asked for once. @param {string} kinds @param {Subject} subject @param {number} number */
  #once(kinds, subject, number) {
    const key = kinds + subject + number;
    const known = this.#known.get(key) ?? this.#all(kinds, subject, number);
    this.#known.set(key, known);
    return known;
  }

  /** What an order is called. @param {number} order */
  noun = (order) => this.tr.noun(this.session.wordsOf(order), order);
  /** Everything that happened for an order. @param {number} order */
  order = (order) => this.#once('', 'order', order);
  /** What befell a node. @param {number} index */
  node = (index) => this.#once(HEALTH_KINDS, 'node', index);

  /** What made a group read its log from another offset. @param {number} index the subscription's */
  seeks = (index) => this.#once('offsetSet subscribed', 'subscription', index);

  /** @param {unknown} id */
  nodeIndex = (id) => this.scenario.nodes.findIndex((node) => node.id === id);
  /** @param {unknown} id */
  subscriptionIndex = (id) => this.scenario.subscriptions.findIndex((subscription) => subscription.id === id);

  /** The broker that holds a topic. @param {unknown} topic its id */
  brokerOf = (topic) => this.nodeIndex(this.scenario.topics.find(({ id }) => id === topic)?.broker);

  /** @param {{ id: string, name?: Text } | undefined} thing */
  name = (thing) => this.tr.text(thing?.name) || (thing?.id ?? '');
  /** @param {number} index */
  nodeName = (index) => this.name(this.scenario.nodes[index]);
  /** @param {number} index */
  queueName = (index) => this.name(this.scenario.subscriptions[index]);

  /** The last of the facts that is of these kinds and before another. @param {Fact[]} facts @param {string[]} kinds @param {number} before */
  last = (facts, kinds, before) => facts.findLast(({ index, what }) => index < before && kinds.includes(what));

  /** How a node was before a fact: the last time its health was set. @param {number} node @param {number} before @returns {Because | undefined} */
  health(node, before) {
    const fact = this.last(this.node(node), ['healthSet'], before);
    const health = fact && healthOf(fact);
    if (!fact || !health || health.name === 'up') return undefined;
    const values = {
      node: this.nodeName(node),
      health: health.name,
      value: health.value,
      at: this.tr.seconds(fact.atMs),
    };
    return { text: this.tr.t('why.by.health', values), index: fact.index, at: fact.atMs };
  }

  /** The fact in words, as what is behind another. @param {Fact | undefined} fact @returns {Because | undefined} */
  says(fact) {
    return fact && { text: sentence(fact, this.tr, this.scenario).text, index: fact.index, at: fact.atMs };
  }

  /** A setting of a subscription, with the moment it was last changed. @param {number} subscription @param {string} setting @param {number} [before] @returns {Because} */
  setting(subscription, setting, before = Number.POSITIVE_INFINITY) {
    const text = this.tr.t('why.by.setting', { name: this.queueName(subscription), setting });
    const changed = this.last(this.#once('deliverySet', 'subscription', subscription), ['deliverySet'], before);
    return changed ? { text, index: changed.index } : { text };
  }

  /** What a service requires and an order did not have at a fact. @param {number} node @param {number} order @param {number} before @returns {Because | undefined} */
  missing(node, order, before) {
    const had = this.order(order).filter(({ index, what }) => index < before && what === 'effectWritten');
    const required = this.scenario.nodes[node]?.requires ?? [];
    const lacking = required.filter((id) => !had.some(({ effect }) => effect === id));
    const names = this.scenario.effects.filter(({ id }) => lacking.includes(id)).map(this.name);
    if (names.length === 0) return undefined;
    return { text: this.tr.t('why.by.missing', { effects: this.tr.list(names, 'conjunction') }) };
  }

  /** After how long an order is late; NaN when never. */
  get dueMs() {
    return parseDuration(this.scenario.dueWithin ?? '');
  }
}

/** @param {Fact} fact a node's health was set */
function healthOf({ health }) {
  if (typeof health === 'string') return { name: health, value: 0 };
  const [name, value] = Object.entries(/** @type {Record<string, Record<string, number>>} */ (health))[0];
  return { name, value: Object.values(value)[0] };
}
