// How a subscription delivers and how a call is retried, with a drawing of the waits the retry policy gives.
import { html, nothing, svg } from 'lit';
import { parseDuration } from '../core/durations.js';
import { backoffName, exponentialOf, fixedOf, jitterName, patienceInWords, retryInWords } from '../i18n/words.js';
import { bindingsOf } from '../stage/topic/bindings.js';
import { choice, durationField, named, numberField, toggle } from '../ui/fields.js';
import { egressSettings } from './egress.js';
import { exceptSettings } from './failures.js';
import { fold } from './fold.js';
import { holdingSettings } from './holding.js';
import { PRESETS, presetOf } from './presets.js';
import { returningSettings } from './returning.js';
import { stayingSettings } from './staying.js';
import { takingSettings } from './taking.js';

/** @import { CallSettings, Delivery, Retry } from '../core/types.js' */
/** @import { Ui } from '../store/ui.js' */
/** @import { BackoffName, JitterName } from '../i18n/words.js' */

/** @type {BackoffName[]} */
const BACKOFFS = ['none', 'immediate', 'fixed', 'exponential'];
/** @type {JitterName[]} */
const JITTERS = ['none', 'full', 'equal', 'decorrelated'];
const MOST_ATTEMPTS = 1000;
/** Attempts when a limit is set again. */
const FRESH_ATTEMPTS = 5;
/** What a kind of back-off begins with when it is chosen. @type {Partial<Record<BackoffName, Retry['backoff']>>} */
const FRESH = {
  none: 'none',
  immediate: 'immediate',
  fixed: { fixed: { delay: '1s' } },
  exponential: { exponential: { base: '1s', factor: 2, cap: '30s' } },
};
const DEFAULT_WINDOW = '5min';
/** Attempts that the drawing shows at the most. */
const DRAWN = 9;
const CHART = { w: 236, row: 15, left: 22, right: 74 };

/** The waits a policy gives: from the shortest to the longest each, on one scale. @param {Ui} ui @param {Retry} retry */
export function retryDrawing({ tr, core }, retry) {
  const unlimited = retry.maxAttempts === 'unlimited';
  const waits = (core.dead ? [] : core.retrySchedule(retry))
    .filter(({ maxMs, attempt }) => attempt > 1 || maxMs > 0)
    .slice(0, unlimited ? DRAWN : undefined);
  if (!waits.some(({ maxMs }) => maxMs > 0)) return html`<p class="quiet">${retryInWords(retry, tr)}</p>`;
  const shown = waits.slice(0, DRAWN);
  const longest = Math.max(...shown.map(({ maxMs }) => maxMs), 1);
  const width = CHART.w - CHART.left - CHART.right;
  const total = waits.reduce((sum, { maxMs }) => sum + maxMs, 0);
  return html`<figure class="schedule">
    <svg viewBox="0 0 ${CHART.w} ${shown.length * CHART.row + 2}" role="img" aria-label=${tr.t('retry.drawing', { count: waits.length, total })}>
      ${shown.map(({ attempt, minMs, maxMs }, i) => {
        const y = i * CHART.row + 3;
        const [from, to] = [minMs, maxMs].map((ms) => (ms / longest) * width);
        const times = minMs === maxMs ? tr.duration(maxMs) : tr.t('retry.range', { min: minMs, max: maxMs });
        return svg`<text x="0" y=${y + 9}>${tr.number(attempt)}</text>
          <rect class="sure" x=${CHART.left} y=${y} width=${Math.max(from, 1)} height="10" rx="2" />
          <rect class="spread" x=${CHART.left + from} y=${y} width=${Math.max(to - from, 0)} height="10" rx="2" />
          <text x=${CHART.left + to + 5} y=${y + 9}>${times}</text>`;
      })}
    </svg>
    <figcaption class="quiet">${unlimited ? retryInWords(retry, tr) : tr.t('retry.total', { count: waits.length, total })}</figcaption>
  </figure>`;
}

/** @param {Ui} ui @param {Retry} retry @param {(retry: Retry) => void} change */
export function retrySettings(ui, retry, change) {
  const { tr } = ui;
  const name = backoffName(retry);
  const jitter = jitterName(retry);
  const exponential = exponentialOf(retry);
  const fixed = fixedOf(retry);
  /** @param {Partial<NonNullable<typeof exponential>>} part */
  const grow = (part) => {
    if (exponential) change({ ...retry, backoff: { exponential: { ...exponential, ...part } } });
  };
  const unlimited = retry.maxAttempts === 'unlimited';
  const more = retry.maxAttempts === 1 ? 2 : retry.maxAttempts;
  return html`${choice(
    tr.t('retry.label'),
    name,
    named(BACKOFFS, name, (kind) => tr.t(`backoff.${kind}`)),
    (kind) => {
      const fresh = FRESH[kind];
      if (fresh) change({ ...retry, backoff: fresh, maxAttempts: kind === 'none' ? 1 : more });
    },
  )}
  ${fixed ? durationField(tr.t('retry.delay'), fixed.delay, (delay) => change({ ...retry, backoff: { fixed: { delay } } })) : nothing}
  ${
    exponential
      ? html`${durationField(tr.t('retry.base'), exponential.base, (base) => grow({ base }))}
        ${numberField(tr.t('retry.factor'), exponential.factor, { min: 1, max: 100, step: 0.5 }, (factor) => grow({ factor }))}
        ${durationField(tr.t('retry.cap'), exponential.cap, (cap) => grow({ cap }))}`
      : nothing
  }
  ${
    fixed || exponential
      ? choice(
          tr.t('retry.jitter'),
          jitter,
          named(JITTERS, jitter, (kind) => tr.t(`jitter.${kind}`)),
          (chosen) => {
            if (chosen !== jitter) change({ ...retry, jitter: /** @type {Retry['jitter']} */ (chosen) });
          },
        )
      : nothing
  }
  ${
    name === 'none'
      ? nothing
      : html`${
          retry.maxAttempts === 'unlimited'
            ? nothing
            : numberField(
                tr.t('retry.attempts'),
                retry.maxAttempts,
                { min: 1, max: MOST_ATTEMPTS, step: 1 },
                (maxAttempts) => change({ ...retry, maxAttempts: Math.round(maxAttempts) }),
              )
        }
        ${toggle(tr.t('retry.unlimited'), unlimited, (on) => change({ ...retry, maxAttempts: on ? 'unlimited' : FRESH_ATTEMPTS }))}`
  }
  ${name === 'none' ? nothing : exceptSettings(ui, retry, change)} ${retryDrawing(ui, retry)}`;
}

/** How the broker hands messages out and takes them back: a whole set of settings by its name, or part by part. @param {Ui} ui @param {string} subscription @param {Delivery} delivery @param {(part: Partial<Delivery>) => void} set */
function brokerSettings({ tr, core, session, dispatch }, subscription, delivery, set) {
  const { inbox, duplicates, deadLetterNotice = null } = delivery;
  const { subscriptions, topics } = session.scenario;
  const topic = subscriptions.find(({ id }) => id === subscription)?.topic;
  const log = topics.some((one) => one.id === topic && one.log);
  // What the service and the network do is not the broker's.
  /** @param {string} preset */
  const take = (preset) =>
    dispatch({
      type: 'command',
      command: { setDelivery: { subscription, delivery: { preset, inbox, duplicates, deadLetterNotice } } },
    });
  // What is set by hand equals none of them: that cannot be chosen.
  const preset = presetOf(core, session, subscription, delivery);
  /** @type {[string, string][]} */
  const presets = [['plain', tr.t('preset.plain')], ['log', tr.t('preset.log')], ...PRESETS];
  if (preset === '') presets.unshift(['', tr.t('preset.own')]);
  const place = subscriptions.findIndex(({ id }) => id === subscription);
  const takes = bindingsOf({ tr, session }, place);
  return html`<h3 class="of-broker">${tr.t('settings.broker')}</h3>
    ${takes.map(({ hint }) => html`<p class="quiet">${hint}</p>`)}
    ${choice(tr.t('settings.preset'), preset, presets, (chosen) => chosen && take(chosen))}
    ${stayingSettings(tr, delivery, log, set)} ${takingSettings(tr, delivery, set)} ${holdingSettings(tr, delivery, set)}
    ${returningSettings(tr, delivery, set)}`;
}

/** @param {Ui} ui @param {string} subscription @param {Delivery} delivery */
export function deliverySettings(ui, subscription, delivery) {
  const { tr, dispatch } = ui;
  const { subscriptions, topics } = ui.session.scenario;
  const { notice, deadTo } = subscriptions.find(({ id }) => id === subscription) ?? {};
  const target = topics.find(({ id }) => id === deadTo);
  const kept = deadTo === undefined ? true : { topic: deadTo };
  const dead =
    deadTo === undefined
      ? tr.t('settings.deadLetter')
      : tr.t('settings.deadTo', { name: tr.text(target?.name) || deadTo });
  const told = topics.find(({ id }) => id === notice);
  /** @param {Partial<Delivery>} part */
  const set = (part) =>
    dispatch({ type: 'command', command: { setDelivery: { subscription, delivery: { ...delivery, ...part } } } });
  const inbox = delivery.inbox ?? null;
  return html`${choice(
    tr.t('settings.ack'),
    delivery.ack,
    [
      ['after', tr.t('ack.after')],
      ['before', tr.t('ack.before')],
    ],
    (ack) => set({ ack }),
  )}
  ${toggle(tr.t('settings.idempotent'), inbox !== null, (on) => set({ inbox: on ? { window: DEFAULT_WINDOW } : null }))}
  ${
    inbox
      ? choice(
          tr.t('settings.window'),
          inbox.window,
          [...new Set(['1s', '10s', '1min', DEFAULT_WINDOW, 'forever', inbox.window])].map((window) => [
            window,
            window === 'forever' ? tr.t('settings.forever') : tr.duration(parseDuration(window)),
          ]),
          (window) => set({ inbox: { window } }),
        )
      : nothing
  }
  ${retrySettings(ui, delivery.retry, (retry) => set({ retry }))}
  ${toggle(dead, Boolean(delivery.deadLetter), (on) => set({ deadLetter: on && kept }))}
  ${notice === undefined ? nothing : toggle(tr.t('settings.notice', { name: tr.text(told?.name) || notice }), Boolean(delivery.deadLetterNotice), (on) => set({ deadLetterNotice: on ? notice : null }))}
  ${brokerSettings(ui, subscription, delivery, set)}`;
}

/** @param {Ui} ui @param {CallSettings} call @param {number} place of the call among the scenario's */
export function callSettings(ui, call, place) {
  const { tr, session, dispatch } = ui;
  const callee = session.scenario.nodes.find(({ id }) => id === call.to);
  /** @param {Partial<typeof call>} part */
  const set = (part) => {
    dispatch({ type: 'command', command: { setCall: { ...call, ...part } } });
  };
  const fields = html`${durationField(tr.t('settings.timeout'), call.timeout, (timeout) => set({ timeout }))}
    ${retrySettings(ui, call.retry, (retry) => set({ retry }))} ${egressSettings(ui, call, place, set)}`;
  const own = session.settings().calls.filter(({ from }) => from === call.from);
  return html`<fieldset data-of=${`call:${call.from}/${call.to}`}>
    <legend>${tr.t('settings.call', { name: tr.text(callee?.name) || call.to })}</legend>
    ${own.length > 1 ? fold(tr.t('part.call'), [patienceInWords(call, tr)], fields) : fields}
  </fieldset>`;
}
