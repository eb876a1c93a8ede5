// How a subscription delivers and how a call is retried, with a drawing of the waits the retry policy gives.
import { html, nothing, svg } from 'lit';
import { choice, durationField, numberField, toggle } from './fields.js';
import { backoffName, exponentialOf, fixedOf, jitterName } from './words.js';

/** @typedef {import('./ui.js').Ui} Ui */
/** @typedef {import('../types.js').Retry} Retry */
/** @typedef {import('../types.js').Delivery} Delivery */

/** @type {import('./words.js').BackoffName[]} */
const BACKOFFS = ['none', 'immediate', 'fixed', 'exponential'];
/** @type {import('./words.js').JitterName[]} */
const JITTERS = ['none', 'full', 'equal', 'decorrelated'];
const MOST_ATTEMPTS = 1000;
/** What a kind of back-off begins with when it is chosen. @type {Partial<Record<import('./words.js').BackoffName, Retry['backoff']>>} */
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
  const waits = (core.dead ? [] : core.retrySchedule(retry)).filter(({ maxMs, attempt }) => attempt > 1 || maxMs > 0);
  if (waits.length === 0) return html`<p class="quiet">${tr.t('retry.none')}</p>`;
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
    <figcaption class="quiet">${tr.t('retry.total', { count: waits.length, total })}</figcaption>
  </figure>`;
}

/**
 * What can be chosen, and what is set although it cannot be chosen here.
 * @template {string} T
 * @param {readonly T[]} kinds @param {T} set @param {(kind: T) => string} name
 * @returns {[T, string][]}
 */
const named = (kinds, set, name) => [...new Set([...kinds, set])].map((kind) => [kind, name(kind)]);

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
  return html`${choice(
    tr.t('retry.label'),
    name,
    named(BACKOFFS, name, (kind) => tr.t(`backoff.${kind}`)),
    (kind) => {
      const fresh = FRESH[kind];
      if (fresh)
        change({ ...retry, backoff: fresh, maxAttempts: kind === 'none' ? 1 : Math.max(retry.maxAttempts, 2) });
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
      : numberField(tr.t('retry.attempts'), retry.maxAttempts, { min: 1, max: MOST_ATTEMPTS, step: 1 }, (maxAttempts) =>
          change({ ...retry, maxAttempts: Math.round(maxAttempts) }),
        )
  }
  ${retryDrawing(ui, retry)}`;
}

/** @param {Ui} ui @param {string} subscription @param {Delivery} delivery */
export function deliverySettings(ui, subscription, delivery) {
  const { tr, act } = ui;
  /** @param {Partial<Delivery>} part */
  const set = (part) => act.command({ setDelivery: { subscription, delivery: { ...delivery, ...part } } });
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
            window === 'forever' ? tr.t('settings.forever') : window,
          ]),
          (window) => set({ inbox: { window } }),
        )
      : nothing
  }
  ${retrySettings(ui, delivery.retry, (retry) => set({ retry }))}
  ${toggle(tr.t('settings.deadLetter'), delivery.deadLetter, (deadLetter) => set({ deadLetter }))}`;
}

/** @param {Ui} ui @param {import('../types.js').Settings['calls'][number]} call */
export function callSettings(ui, call) {
  const { tr, session, act } = ui;
  const callee = session.scenario.nodes.find(({ id }) => id === call.to);
  /** @param {Partial<typeof call>} part */
  const set = (part) => {
    const { from, to, timeout, retry } = { ...call, ...part };
    act.command({ setCall: { from, to, timeout, retry } });
  };
  return html`<fieldset>
    <legend>${tr.t('settings.call', { name: tr.text(callee?.name) || call.to })}</legend>
    ${durationField(tr.t('settings.timeout'), call.timeout, (timeout) => set({ timeout }))}
    ${retrySettings(ui, call.retry, (retry) => set({ retry }))}
  </fieldset>`;
}
