// One fact as a line of a story: what happened, and the setting, the fault or the earlier fact that is behind it.
import { parseDuration } from '../core/durations.js';
import { jitterName, leaseInWords, mostAttempts, patienceInWords, retryInWords } from '../i18n/words.js';
import { sentence, valuesOf } from '../store/narrator.js';
import { hears } from './numbers.js';
import { runOf } from './threads.js';

/** @import { CallSettings, Delivery, Fact } from '../core/types.js' */
/** @import { Values } from '../i18n/message.js' */
/** @import { Tone } from '../store/narrator.js' */
/** @import { Archive, Because } from './archive.js' */
/** @import { Subject } from '../core/subject.js' */

/** A line of a story. `index`: the fact to go to, or -1; `subject`: what can be asked next.
 * @typedef {{ index: number, at: number, tone: Tone, text: string, because?: Because, subject?: Subject, label?: string }} Line */

/** What a message waits for ends with one of these. */
const WAITS = ['messageAccepted', 'messageReady', 'messageReturned', 'messageRedriven', 'messageDuplicated'];

/** After these, nothing may be left of an order. */
const LOSSES = ['messageDropped', 'messageUnroutable', 'publishLost', 'orderFailed', 'runEnded'];

/** By these a node is gone, and by these it is back. */
const GONE = ['healthSet', 'nodeCrashed', 'leaderFailed'];
const BACK = ['healthSet', 'nodeRestarted', 'leaderElected'];

/** What only repeats what the facts beside it say. @param {Fact} fact */
export const isQuiet = ({ what, outcome }) => what === 'runEnded' && typeof outcome === 'string';

/** @param {NonNullable<CallSettings['cache']>} cache */
const cacheTimes = ({ fresh, staleIfError }) => ({
  fresh: parseDuration(fresh),
  stale: parseDuration(staleIfError),
});

export class Reasons {
  /** @param {Archive} archive @param {Fact[]} facts all of the order's */
  constructor(archive, facts) {
    this.archive = archive;
    this.facts = facts;
  }

  /** @param {Fact} fact @returns {Line} */
  line(fact) {
    const { tr, scenario } = this.archive;
    const { index, at, tone, text, subject } = sentence(fact, tr, scenario);
    const { because = this.#behind(fact), ...richer } = this.#richer(fact);
    // In its own story nobody has to be told which order it is.
    const key = richer.key ?? `why.fact.${fact.what}`;
    const values = { ...valuesOf(fact, tr, scenario), ...richer.values };
    return { index, at, tone, text: tr.has(key) ? tr.t(key, values) : text, ...(because && { because }), subject };
  }

  /** What a sentence says beyond its fact. @param {Fact} fact @returns {{ key?: string, values?: Values, because?: Because }} */
  #richer(fact) {
    switch (fact.what) {
      case 'publishAccepted':
        return { values: { count: this.#copies(fact) } };
      case 'runEnded':
        return { values: { attempt: Number(this.#started(fact)?.attempt ?? 0) } };
      case 'retryScheduled':
        return this.#retry(fact);
      case 'messageHandedOut':
        return this.#taken(fact);
      case 'messageDeadLettered':
        return this.#givenUp(fact);
      case 'effectWritten':
        return Number(fact.times) > 1 ? this.#again(fact) : {};
      default:
        return {};
    }
  }

  /** @param {Fact} fact */
  #copies(fact) {
    return this.facts.filter(({ what, cause }) => what === 'messageAccepted' && cause === fact.index).length;
  }

  /** Where the run of a fact began. @param {Fact} fact */
  #started(fact) {
    return this.facts.find(({ what, run }) => what === 'runStarted' && run === fact.run);
  }

  /** @param {Fact} fact @returns {Delivery | undefined} */
  #delivery({ subscription, atMs }) {
    return this.archive.session.deliveryAt(this.archive.subscriptionIndex(subscription), atMs);
  }

  /** @param {Fact} fact @param {string} setting */
  #setting({ subscription, index }, setting) {
    return this.archive.setting(this.archive.subscriptionIndex(subscription), setting, index);
  }

  /** @param {Fact} fact */
  #retry(fact) {
    const { tr, schedule } = this.archive;
    const delivery = this.#delivery(fact);
    if (!delivery) return { key: 'fact.retryScheduled' };
    const delay = Number(fact.delayMs);
    const attempt = Number(fact.attempt);
    const { retry, counts } = delivery;
    // Where something else than attempts is counted, the core alone knows how many failures the wait is for.
    const step =
      counts === 'handlings' && jitterName(retry) !== 'decorrelated'
        ? schedule(retry).find((one) => one.attempt === attempt + 1)
        : undefined;
    const fits = step && step.minMs < step.maxMs && delay >= step.minMs - 0.001 && delay <= step.maxMs + 0.001;
    const drawn = fits ? tr.t('retry.range', { min: step.minMs, max: step.maxMs }) : 'none';
    const values = { delay, next: attempt + 1, max: mostAttempts(retry), drawn };
    return { values, because: this.#setting(fact, retryInWords(retry, tr)) };
  }

  /** @param {Fact} fact */
  #taken(fact) {
    const { archive } = this;
    const since = this.facts.findLast(
      (one) => one.index < fact.index && one.message === fact.message && WAITS.includes(one.what),
    );
    const waited = fact.atMs - (since?.atMs ?? fact.atMs);
    if (!since || waited < 1) return { values: { waited: 0 } };
    const node = archive.nodeIndex(fact.node);
    return {
      values: { waited },
      because: this.#absence(node, since, fact) ?? this.#absence(this.#broker(fact), since, fact),
    };
  }

  /** Why nobody was there between two facts. @param {number} node @param {Fact} since @param {Fact} until @returns {Because | undefined} */
  #absence(node, since, until) {
    const { archive } = this;
    const befell = archive.node(node).filter(({ index, what }) => index < until.index && what !== 'crashArmed');
    const back = befell.findLast(({ index, what }) => index > since.index && BACK.includes(what));
    const gone = back && befell.findLast(({ index, what }) => index < back.index && GONE.includes(what));
    if (!gone) return undefined;
    return gone.what !== 'healthSet' ? archive.says(gone) : archive.health(node, gone.index + 1);
  }

  /** @param {Fact} fact */
  #broker({ topic, subscription }) {
    const { archive } = this;
    return archive.brokerOf(topic ?? archive.scenario.subscriptions[archive.subscriptionIndex(subscription)]?.topic);
  }

  /** @param {Fact} fact */
  #givenUp(fact) {
    const { tr } = this.archive;
    const delivery = this.#delivery(fact);
    if (!delivery) return {};
    const attempts = Number(this.#lastRun(fact)?.attempt ?? 0);
    const setting = tr.t('why.set.limit', { attempts, max: mostAttempts(delivery.retry) });
    return { because: this.#setting(fact, setting) };
  }

  /** @param {Fact} fact */
  #lastRun(fact) {
    return this.facts.findLast(
      (one) => one.index < fact.index && one.what === 'runStarted' && one.message === fact.message,
    );
  }

  /** An effect that was had before. @param {Fact} fact */
  #again(fact) {
    const { archive, facts } = this;
    const before = facts.findLast(
      (one) => one.index < fact.index && one.what === 'effectWritten' && one.effect === fact.effect,
    );
    const run = runOf(facts, fact);
    const earlier = before && runOf(facts, before);
    const { why, culprit } = this.#between(earlier, run, fact);
    const message = facts.find((one) => one.message === run?.message && one.subscription);
    const idempotent =
      message && this.#delivery({ ...message, atMs: fact.atMs })?.inbox ? 'true' : message ? 'false' : 'none';
    const values = { why, idempotent };
    const because =
      message && idempotent === 'false'
        ? this.#setting({ ...message, index: fact.index }, archive.tr.t('why.set.noInbox'))
        : undefined;
    return { key: 'why.fact.twice', values, because: archive.says(culprit) ?? because };
  }

  /** What came between two runs that had the same effect. @param {Fact | undefined} first @param {Fact | undefined} second @param {Fact} fact */
  #between(first, second, fact) {
    const { facts } = this;
    if (typeof second?.message !== 'number') {
      const culprit = facts.findLast(({ index, what }) => index < fact.index && what === 'callAttemptFailed');
      return { why: culprit ? 'called' : 'other', culprit };
    }
    const copy = facts.find(({ what, message }) => what === 'messageDuplicated' && message === second.message);
    if (first?.message !== second.message) {
      const sought = this.#sought(second);
      return { why: sought ? 'sought' : copy ? 'duplicate' : 'other', culprit: sought ?? copy };
    }
    const came = facts.findLast(
      ({ index, what, message }) =>
        message === second.message &&
        index > first.index &&
        index < second.index &&
        ['messageReturned', 'retryScheduled', 'messageRedriven'].includes(what),
    );
    const kinds = /** @type {Record<string, string>} */ ({ retryScheduled: 'retry', messageRedriven: 'redriven' });
    const crash = this.#crash(came);
    return { why: kinds[came?.what ?? ''] ?? String(came?.reason ?? 'other'), culprit: crash ?? came };
  }

  /** The seek by which a run's message was read again. @param {Fact} run @returns {Fact | undefined} */
  #sought(run) {
    const read = this.facts.find(({ what, message }) => what === 'messageAccepted' && message === run.message);
    if (!read) return undefined;
    const queue = this.archive.subscriptionIndex(read.subscription);
    return this.archive.session
      .find('offsetSet', 'subscription', queue, read.index)
      .find(({ index }) => index === read.cause);
  }

  /** The crash that is behind a fact. @param {Fact | undefined} fact */
  #crash(fact) {
    if (!fact || this.#reason(fact) !== 'crashed') return undefined;
    return this.archive.last(this.archive.node(this.#node(fact)), ['nodeCrashed'], fact.index);
  }

  /** What is behind a fact whose sentence says all. @param {Fact} fact @returns {Because | undefined} */
  #behind(fact) {
    const { archive } = this;
    const { tr } = archive;
    const reason = this.#reason(fact);
    if (reason !== 'none') return this.#ofReason(fact, reason);
    switch (fact.what) {
      case 'messageDelayed':
      case 'messagePoisoned':
        return fact.cause === undefined ? undefined : archive.says(this.#tamper(fact));
      case 'nodeCrashed':
        return fact.cause === undefined ? undefined : archive.says(this.#killer(fact));
      case 'messageParked':
        return archive.missing(this.#node(fact), Number(fact.order), fact.index);
      case 'messageDuplicated':
        return this.#duplicated(fact);
      case 'messageSuppressed':
        return this.#known(fact);
      case 'messageReady':
      case 'publishDeduplicated':
        return archive.says(this.facts.find(({ index, what }) => index === fact.cause && what === 'effectWritten'));
      case 'callRetryScheduled':
        return this.#patience(fact, (call) => retryInWords(call.retry, tr));
      case 'retryThrottled':
        return this.#patience(fact, ({ retryBudget }) =>
          retryBudget ? tr.t('why.set.budget', { ...retryBudget }) : '',
        );
      case 'deadlineExceeded':
        return this.#deadline(fact);
      case 'callHedged':
        return this.#patience(fact, ({ parallel }) =>
          parallel ? tr.t('why.set.hedge', { after: parseDuration(parallel.after ?? '0s') }) : '',
        );
      case 'callJoined':
        return this.#patience(fact, () => tr.t('why.set.coalesce'));
      case 'callHeldBack':
        return this.#bulkhead(fact);
      case 'callAnsweredFromCache':
        return this.#patience(fact, ({ cache }) => (cache ? tr.t('why.set.cache', cacheTimes(cache)) : ''));
      case 'orderDone':
        return fact.late ? { text: tr.t('why.set.due', { due: archive.dueMs }) } : undefined;
      case 'orderLost':
        return archive.says(this.loss(fact.index));
      case 'leaseRenewed':
        return this.#setting(
          fact,
          tr.t('why.set.renewal', { every: parseDuration(this.#delivery(fact)?.renewal?.every ?? '0s') }),
        );
      case 'messageUnroutable':
        return { text: tr.t('why.set.unroutable', this.#unroutable(fact)) };
      case 'noticeSent':
        return this.#setting(fact, tr.t('why.set.notice'));
      default:
        return undefined;
    }
  }

  /** Why no queue takes what a topic took. @param {Fact} fact */
  #unroutable({ topic }) {
    const { tr, scenario } = this.archive;
    const bound = scenario.subscriptions.filter((queue) => hears(queue, String(topic)));
    const keys = bound.flatMap(({ bindings = [] }) =>
      bindings.flatMap((one) => (one.topic === topic ? (one.routingKeys ?? []) : [])),
    );
    const why = bound.length === 0 ? 'none' : keys.length === 0 ? 'off' : 'keys';
    return { why, keys: tr.list([...new Set(keys)], 'disjunction') };
  }

  /** What a service died of in a handling: the order to crash there, or a message that crashes it, whichever came last. @param {Fact} fact */
  #killer(fact) {
    const armed = this.#armed(fact);
    const poisoned = this.archive.last(this.facts, ['messagePoisoned'], fact.index);
    return armed && armed.index > (poisoned?.index ?? -1) ? armed : poisoned;
  }

  /** The order to crash there, and not by hand. @param {Fact} fact */
  #armed({ node, index }) {
    return this.archive.last(this.archive.node(this.archive.nodeIndex(node)), ['crashArmed'], index);
  }

  /** @param {Fact} fact @param {string} reason @returns {Because | undefined} */
  #ofReason(fact, reason) {
    const { archive } = this;
    const { tr } = archive;
    const call = /** @type {{ to: string } | undefined} */ (
      fact.call ?? this.facts.findLast(({ index, call }) => index < fact.index && call)?.call
    );
    switch (reason) {
      case 'flaky':
      case 'stopped':
        return archive.health(this.#node(fact), fact.index);
      case 'crashed':
        return archive.says(this.#crash(fact));
      case 'poison':
        return archive.says(archive.last(this.facts, ['messagePoisoned'], fact.index));
      case 'leaderFailed':
        return archive.says(archive.last(archive.node(this.#broker(fact)), ['leaderFailed'], fact.index));
      case 'brokerDown':
        return this.#brokerDown(fact);
      case 'leaseExpired':
        return this.#setting(
          fact,
          tr.t('why.set.lease', { lease: leaseInWords(this.#delivery(fact)?.lease ?? [], tr) }),
        );
      case 'limitReached':
        return this.#givenUp(fact).because;
      case 'blocked':
        return this.#setting(
          fact,
          tr.t(this.#delivery(fact)?.ordering === 'key' ? 'why.set.byKey' : 'why.set.blocking'),
        );
      case 'noDeadLetterQueue':
        return this.#setting(fact, tr.t('why.set.noDead'));
      case 'droppedByFault':
        return archive.says(this.#tamper(fact));
      case 'prerequisiteMissing':
        return archive.missing(this.#node(fact), Number(fact.order), fact.index);
      case 'callFailed':
        return this.#root(fact);
      case 'rateLimited':
      case 'unauthenticated':
      case 'forbidden':
        return this.#atIngress(fact);
      case 'callNotPermitted':
        return archive.says(this.#opened(call, fact.index));
      case 'deadlineExceeded':
        return this.#deadline({ ...fact, call });
      case 'bulkheadFull':
        return this.#bulkhead({ ...fact, call });
      case 'upstreamDown':
      case 'callTimedOut':
      case 'callRefused':
      case 'overloaded':
        // Who is called is down or slow, or the caller has too little patience.
        return (
          archive.health(archive.nodeIndex(call?.to), fact.index) ??
          (reason === 'callTimedOut'
            ? this.#patience({ ...fact, call }, (found) => patienceInWords(found, tr))
            : undefined)
        );
      default:
        return undefined;
    }
  }

  /** How long the whole call may take. @param {Fact} fact */
  #deadline(fact) {
    const { tr } = this.archive;
    return this.#patience(fact, ({ deadline }) =>
      deadline ? tr.t('why.set.deadline', { deadline: parseDuration(deadline) }) : '',
    );
  }

  /** How many calls a caller may have under way. @param {Fact} fact */
  #bulkhead(fact) {
    const { tr } = this.archive;
    return this.#patience(fact, ({ bulkhead }) =>
      bulkhead ? tr.t('why.set.bulkhead', { calls: bulkhead.calls }) : '',
    );
  }

  /** Where a call was refused; of that fact itself, when its ingress was last changed. @param {Fact} fact */
  #atIngress(fact) {
    const { archive } = this;
    if (fact.what === 'ingressRefused') {
      return archive.says(archive.last(archive.node(this.#node(fact)), ['ingressSet'], fact.index));
    }
    return archive.says(archive.last(this.facts, ['ingressRefused'], fact.index));
  }

  /** When the breaker of an edge opened. @param {unknown} call @param {number} before */
  #opened(call, before) {
    const { scenario, session } = this.archive;
    const edge = /** @type {{ from: string, to: string } | undefined} */ (call);
    const index = scenario.calls.findIndex(({ from, to }) => from === edge?.from && to === edge.to);
    return session.find('breakerOpened', 'call', index, before).at(-1);
  }

  /** Where a failure began that came back from call to call. @param {Fact} fact @returns {Because | undefined} */
  #root(fact) {
    const first = this.facts.findLast(
      (one) =>
        one.index < fact.index && LOSSES.includes(one.what) && !isQuiet(one) && this.#reason(one) !== 'callFailed',
    );
    return first && (this.#ofReason(first, this.#reason(first)) ?? this.archive.says(first));
  }

  /** @param {Fact} fact */
  #reason = (fact) => String(valuesOf(fact, this.archive.tr, this.archive.scenario).reason);

  /** What may have been the last of an order. @param {number} before */
  loss(before) {
    return this.facts.findLast((fact) => fact.index < before && LOSSES.includes(fact.what) && !isQuiet(fact));
  }

  /** The service that a fact is about. @param {Fact} fact */
  #node(fact) {
    return this.archive.nodeIndex(fact.node ?? this.#lastRun(fact)?.node ?? this.#handedTo(fact));
  }

  /** @param {Fact} fact */
  #handedTo(fact) {
    return this.facts.findLast(
      ({ index, what, message }) => index < fact.index && what === 'messageHandedOut' && message === fact.message,
    )?.node;
  }

  /** @param {Fact} fact @returns {Because | undefined} */
  #brokerDown(fact) {
    const broker = this.#broker(fact);
    const failed = this.archive.last(this.archive.node(broker), ['healthSet', 'leaderFailed'], fact.index);
    const down = failed?.what === 'leaderFailed' ? this.archive.says(failed) : this.archive.health(broker, fact.index);
    if (!down || fact.what !== 'publishLost') return down;
    return { ...down, text: this.archive.tr.t('why.by.forget', { cause: down.text }) };
  }

  /** @param {Fact} fact @param {(call: CallSettings) => string} words @returns {Because | undefined} */
  #patience({ call, atMs }, words) {
    const { archive } = this;
    const edge = /** @type {{ from: string, to: string } | undefined} */ (call);
    const index = archive.scenario.calls.findIndex(({ from, to }) => from === edge?.from && to === edge.to);
    const settings = index < 0 ? undefined : archive.session.callAt(index, atMs);
    if (!settings) return undefined;
    const setting = words(settings);
    if (!setting) return undefined;
    const name = archive.nodeName(archive.nodeIndex(edge?.from));
    return { text: archive.tr.t('why.by.setting', { name, setting }) };
  }

  /** The fault that waited for this message: each takes the next one that comes. @param {Fact} fact @returns {Fact | undefined} */
  #tamper(fact) {
    const { archive, facts } = this;
    let own = facts.find(({ what, message }) => what === 'messageAccepted' && message === fact.message) ?? fact;
    // A copy came of another message.
    for (let up = /** @type {Fact | undefined} */ (own); up && own.what !== 'messageAccepted'; ) {
      up = facts.find(({ index }) => index === up?.cause);
      own = up ?? own;
    }
    const before = own.index;
    const queue = archive.subscriptionIndex(fact.subscription);
    const waiting = [];
    for (const one of archive.session.find('tamperArmed messageAccepted', 'subscription', queue, before)) {
      if (one.what === 'tamperArmed') waiting.push(one);
      else waiting.shift();
    }
    return waiting[0];
  }

  /** @param {Fact} fact @returns {Because | undefined} */
  #duplicated(fact) {
    const { archive } = this;
    const siblings = this.facts.filter(({ index, cause }) => index < fact.index && cause === fact.cause);
    // A fault that duplicates does nothing else, and makes one copy.
    const other =
      siblings.some(({ what }) => what === 'messageDuplicated') ||
      this.facts.some(({ index, what }) => index === fact.cause && what !== 'messageAccepted');
    const armed = other ? undefined : this.#tamper(fact);
    if (armed) return archive.says(armed);
    const share = this.#delivery(fact)?.duplicates?.probability;
    return share === undefined ? undefined : this.#setting(fact, archive.tr.t('why.set.duplicates', { share }));
  }

  /** What the inbox knew the message by. @param {Fact} fact @returns {Because | undefined} */
  #known(fact) {
    const window = this.#delivery(fact)?.inbox?.window;
    if (!window) return undefined;
    const consumers = this.archive.scenario.subscriptions[this.archive.subscriptionIndex(fact.subscription)].consumers;
    const written = this.facts.findLast(
      ({ index, what, node }) => index < fact.index && what === 'effectWritten' && consumers.includes(String(node)),
    );
    const text = this.archive.tr.t('why.set.inbox', {
      window: window === 'forever' ? window : this.archive.tr.duration(parseDuration(window)),
    });
    const setting = this.#setting(fact, text);
    return written ? { ...setting, index: written.index } : setting;
  }
}
