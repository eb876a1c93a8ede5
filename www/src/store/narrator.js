// Tells in words what the animation shows: every fact of the trace as a sentence, the telling ones aloud.
import { parseDuration } from '../core/durations.js';
import { subjectOf } from '../core/subject.js';

/** @import { Session } from '../core/session.js' */
/** @import { Fact, Scenario, Text } from '../core/types.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Values } from '../i18n/message.js' */
/** @import { Subject } from '../core/subject.js' */

/** @typedef {'good' | 'bad' | 'wait' | 'move'} Tone */
/** @typedef {{ index: number, at: number, tone: Tone, text: string, telling: boolean, subject: Subject | undefined }} Sentence `subject`: what to ask of it */

/** The colour of a fact; those listed here are told aloud and stand in the short log. @type {Record<string, Tone>} */
const TELLING = {
  orderPlaced: 'move',
  orderFailed: 'bad',
  orderDone: 'good',
  orderLost: 'bad',
  orderDecided: 'move',
  noticeSent: 'wait',
  publishRefused: 'bad',
  confirmTimedOut: 'wait',
  publishRetryScheduled: 'wait',
  publishBlocked: 'wait',
  publishLost: 'bad',
  messageUnroutable: 'bad',
  publishDeduplicated: 'wait',
  messageDuplicated: 'wait',
  messageDelayed: 'wait',
  messageReturned: 'wait',
  retryScheduled: 'wait',
  messageSuppressed: 'wait',
  messageParked: 'wait',
  batchCommitted: 'good',
  rebalanceStarted: 'wait',
  partitionAssigned: 'move',
  rebalanceEnded: 'good',
  messageDeadLettered: 'bad',
  messageRouted: 'move',
  messageShelved: 'bad',
  messageRedriven: 'move',
  messageDropped: 'bad',
  messagePoisoned: 'bad',
  callAttemptFailed: 'bad',
  callRetryScheduled: 'wait',
  healthSet: 'move',
  crashArmed: 'move',
  nodeCrashed: 'bad',
  nodeRestarted: 'good',
  tamperArmed: 'move',
  queueReordered: 'move',
  ingressRefused: 'bad',
  breakerOpened: 'bad',
  breakerHalfOpened: 'wait',
  halfOpenEnded: 'bad',
  breakerClosed: 'good',
  callAnsweredFromCache: 'wait',
  retryThrottled: 'bad',
  callJoined: 'wait',
  callHedged: 'wait',
  instanceEjected: 'bad',
  ejectionEnded: 'good',
  deadlineExceeded: 'bad',
  callCancelled: 'wait',
  callHeldBack: 'wait',
  probeFailed: 'wait',
  instanceTakenOut: 'bad',
  instanceLetBack: 'good',
  subscribed: 'move',
  unsubscribed: 'move',
  offsetSet: 'move',
  leaderFailed: 'bad',
  leaderElected: 'good',
};

/** How many sentences the log keeps. */
const KEPT = 200;

/** @param {unknown} value */
function firstKey(value) {
  return typeof value === 'object' && value !== null ? Object.keys(value)[0] : String(value);
}

export class Narrator {
  /** @type {Sentence[]} newest last */
  sentences = [];
  /** @type {Fact[]} */
  #facts = [];
  #next = 0;
  #told = 0;
  #tr;
  #scenario;

  /** @param {Translator} tr @param {Scenario} scenario */
  constructor(tr, scenario) {
    this.#tr = tr;
    this.#scenario = scenario;
  }

  /** Says everything again in another language. @param {Translator} tr */
  translate(tr) {
    this.#tr = tr;
    this.sentences = this.#facts.map((fact) => this.#sentence(fact));
  }

  /** Takes what has happened since it was last asked. @param {Session} session */
  read(session) {
    const count = session.frame.header('facts');
    if (count < this.#next) this.reread(session);
    if (count <= this.#next) return;
    const facts = session.facts(this.#next);
    this.#next = count;
    this.#facts = [...this.#facts, ...facts].slice(-KEPT);
    this.sentences = [...this.sentences, ...facts.map((fact) => this.#sentence(fact))].slice(-KEPT);
  }

  /** After going elsewhere in time: takes what has happened up to there, of which nothing is said aloud. @param {Session} session */
  reread(session) {
    this.#facts = [];
    this.sentences = [];
    this.#next = 0;
    this.read(session);
    this.#told = this.#next;
  }

  /** A fact as a sentence. @param {Fact} fact */
  say(fact) {
    return this.#sentence(fact).text;
  }

  /**
   * What has to be said aloud now: at most three sentences, and how many were left out.
   * @returns {string}
   */
  speech() {
    const told = this.#told;
    const fresh = this.sentences.filter(({ index, telling }) => telling && index >= told);
    this.#told = this.#next;
    const said = fresh.slice(-3).map(({ text }) => text);
    // Of more facts than are kept nobody knows how many there are to tell.
    const whole = this.sentences.length < KEPT || this.sentences[0].index <= told;
    const left = whole ? fresh.length - said.length : Number.POSITIVE_INFINITY;
    return [...(left > 0 ? [this.#tr.t('narration.more', { count: left })] : []), ...said].join(' ');
  }

  /** @param {Fact} fact */
  #sentence(fact) {
    return sentence(fact, this.#tr, this.#scenario);
  }
}

/** @param {Fact} fact @param {Translator} tr @param {Scenario} scenario @returns {Sentence} */
export function sentence(fact, tr, scenario) {
  const { index, atMs, what } = fact;
  const twice = what === 'effectWritten' && Number(fact.times) > 1;
  const failed = what === 'runEnded' && firstKey(fact.outcome) === 'failed';
  const tone = TELLING[what] ?? (twice || failed ? 'bad' : 'move');
  const key = `fact.${what}`;
  const text = tr.has(key) ? tr.t(key, valuesOf(fact, tr, scenario)) : tr.t('fact.other', { what });
  // What follows from a failed run is told: another attempt, a dead letter, a failed call, an order that failed.
  const telling = what in TELLING || twice;
  return { index, at: atMs, tone, text, telling, subject: subjectOf(fact, scenario) };
}

/** The name of what has this id, or this index. @param {{ id: string, name?: Text }[]} list @param {unknown} id @param {Translator} tr */
function nameIn(list, id, tr) {
  const found = typeof id === 'number' ? list[id] : list.find((entry) => entry.id === id);
  return tr.text(found?.name) || String(found?.id ?? id);
}

/** Every field as a word or number of the reader's language. @param {Fact} fact @param {Translator} tr @param {Scenario} scenario */
export function valuesOf(fact, tr, { nodes, topics, subscriptions, effects, calls, order: words }) {
  /** @type {Values} */
  const values = { run: '', message: '', attempt: 0, reason: 'none', late: 'false', redelivered: 'false', times: 1 };
  const client = nodes.find(({ id }) => id === fact.client);
  values.order = tr.noun(client?.order ?? words, typeof fact.order === 'number' ? fact.order : undefined);
  for (const [field, value] of Object.entries(fact)) {
    if (field === 'node' || field === 'client') values[field] = nameIn(nodes, value, tr);
    else if (field === 'topic') values.topic = nameIn(topics, value, tr);
    else if (field === 'subscription') values.subscription = nameIn(subscriptions, value, tr);
    else if (field === 'effect') values.effect = nameIn(effects, value, tr);
    else if (field === 'call') {
      const edge = /** @type {{ from: string, to: string } | null} */ (
        typeof value === 'number' ? calls[value] : value
      );
      values.caller = nameIn(nodes, edge?.from ?? '?', tr);
      values.callee = nameIn(nodes, edge?.to ?? '?', tr);
    } else if (field === 'outcome') Object.assign(values, outcomeOf(value));
    else if (field === 'health') values.health = firstKey(value);
    else if (['delay', 'by', 'sojourn', 'restart', 'after', 'age'].includes(field)) {
      values[field] = typeof value === 'string' ? parseDuration(value) : Number(value);
    } else if (field === 'order') continue;
    else if (typeof value === 'number') values[field] = value;
    else values[field] = firstKey(value);
  }
  return values;
}

/** @param {unknown} outcome @returns {Record<string, string>} */
function outcomeOf(outcome) {
  if (typeof outcome === 'string') return { outcome };
  const [kind, reason] = Object.entries(/** @type {object} */ (outcome ?? {}))[0] ?? ['other', 'none'];
  return { outcome: kind, reason: String(reason) };
}
