// What a caller does for its own good on an edge: a deadline, a bulkhead, a circuit breaker, a retry budget, a cache.
import { html, nothing } from 'lit';
import { choice, durationField, numberField, toggle } from '../ui/fields.js';
import { under } from './fold.js';

/** @import { Breaker, Bulkhead, CallSettings, Ejection } from '../core/types.js' */
/** @import { Ui } from '../store/ui.js' */

/** @typedef {(part: Partial<CallSettings>) => void} Change */

/** What each begins with when it is switched on: quick enough to be watched. */
const FRESH = {
  /** @type {Breaker} */
  breaker: { window: { count: 10 }, minimumCalls: 5, failureRate: 0.5, openFor: '5s', halfOpenCalls: 2 },
  slowCall: { after: '2s', rate: 0.5 },
  halfOpenFor: '10s',
  retryBudget: { maxTokens: 10, tokenRatio: 0.1 },
  cache: { fresh: '5s', staleIfError: '60s' },
  deadline: '5s',
  adaptive: { start: 2, decrease: 0.9 },
  parallel: { calls: 2, need: 1, after: '500ms' },
  /** @type {Ejection} */
  ejection: { failures: 3, outFor: '10s', most: 0.5, allOut: 'call' },
  bulkhead: { calls: 5, wait: '0s' },
};
const MOST_CALLS = 1000;
const MOST_PLACES = 10_000;
const MOST_PARALLEL = 10;

/** A share as whole percent. @param {string} label @param {number} share @param {(share: number) => void} change */
const percentField = (label, share, change) =>
  numberField(label, Math.round(share * 1000) / 10, { min: 0.1, max: 100, step: 5 }, (percent) =>
    change(percent / 100),
  );

/** @param {string} label @param {number} count @param {(count: number) => void} change */
const countField = (label, count, change) =>
  numberField(label, count, { min: 1, max: MOST_CALLS, step: 1 }, (wanted) => change(Math.round(wanted)));

/** What a breaker is doing. @param {Ui} ui @param {number} place */
function breakerNow({ tr, session: { frame, now } }, place) {
  const state = frame.breaker(place);
  if (!state) return nothing;
  const rate = frame.call(place, 'failureRate');
  const values = {
    state,
    recorded: frame.call(place, 'recorded'),
    rate: Number.isNaN(rate) ? 0 : rate,
    left: Math.max(0, frame.call(place, 'halfOpenAfterMs') - now) || 0,
  };
  return html`<p class="quiet">${tr.t('egress.breakerNow', values)}</p>`;
}

/** @param {Ui} ui @param {Breaker} breaker @param {(breaker: Breaker) => void} change */
function breakerSettings({ tr }, breaker, change) {
  /** @param {Partial<Breaker>} part */
  const set = (part) => change({ ...breaker, ...part });
  const { window, slowCall, halfOpenFor } = breaker;
  return html`${
    'count' in window
      ? countField(tr.t('egress.windowCalls'), window.count, (count) => set({ window: { count } }))
      : durationField(tr.t('egress.windowTime'), window.time, (time) => set({ window: { time } }))
  }
  ${countField(tr.t('egress.minimumCalls'), breaker.minimumCalls, (minimumCalls) => set({ minimumCalls }))}
  ${percentField(tr.t('egress.failureRate'), breaker.failureRate, (failureRate) => set({ failureRate }))}
  ${toggle(tr.t('egress.slowCall'), Boolean(slowCall), (on) => set({ slowCall: on ? FRESH.slowCall : null }))}
  ${
    slowCall
      ? html`${durationField(tr.t('egress.slowAfter'), slowCall.after, (after) => set({ slowCall: { ...slowCall, after } }))}
        ${percentField(tr.t('egress.slowRate'), slowCall.rate, (rate) => set({ slowCall: { ...slowCall, rate } }))}`
      : nothing
  }
  ${durationField(tr.t('egress.openFor'), breaker.openFor, (openFor) => set({ openFor }))}
  ${countField(tr.t('egress.halfOpenCalls'), breaker.halfOpenCalls, (halfOpenCalls) => set({ halfOpenCalls }))}
  ${toggle(tr.t('egress.halfOpenEnds'), Boolean(halfOpenFor), (on) => set({ halfOpenFor: on ? FRESH.halfOpenFor : null }))}
  ${halfOpenFor ? durationField(tr.t('egress.halfOpenFor'), halfOpenFor, (most) => set({ halfOpenFor: most })) : nothing}`;
}

/** @param {Ui} ui @param {Bulkhead} bulkhead @param {number} place @param {(bulkhead: Bulkhead) => void} change */
function bulkheadSettings({ tr, session: { frame } }, bulkhead, place, change) {
  const { calls, wait = '0s', adaptive } = bulkhead;
  const now = {
    underWay: frame.call(place, 'underWay'),
    heldBack: frame.call(place, 'heldBack'),
    places: frame.call(place, 'places'),
  };
  /** @param {Partial<Bulkhead>} part */
  const set = (part) => {
    const wanted = { ...bulkhead, ...part };
    const start = Math.min(wanted.adaptive?.start ?? 1, wanted.calls);
    change({ ...wanted, adaptive: wanted.adaptive ? { ...wanted.adaptive, start } : null });
  };
  return html`<p class="quiet">${tr.t('egress.placesNow', now)}</p>
    ${numberField(tr.t('egress.bulkheadCalls'), calls, { min: 1, max: MOST_PLACES, step: 1 }, (wanted) => set({ calls: Math.round(wanted) }))}
    ${durationField(tr.t('egress.bulkheadWait'), wait, (wanted) => set({ wait: wanted }))}
    ${toggle(tr.t('egress.adaptive'), Boolean(adaptive), (on) => set({ adaptive: on ? FRESH.adaptive : null }))}
    ${
      adaptive
        ? html`${numberField(tr.t('egress.adaptiveStart'), adaptive.start, { min: 1, max: calls, step: 1 }, (start) => set({ adaptive: { ...adaptive, start: Math.round(start) } }))}
          ${numberField(tr.t('egress.adaptiveDecrease'), Math.round(adaptive.decrease * 100), { min: 50, max: 100, step: 5 }, (percent) => set({ adaptive: { ...adaptive, decrease: percent / 100 } }))}`
        : nothing
    }`;
}

/** @param {Ui} ui @param {Ejection | null | undefined} ejection @param {(ejection: Ejection | null) => void} change */
function ejectionSettings({ tr }, ejection, change) {
  const on = toggle(tr.t('egress.ejection'), Boolean(ejection), (wanted) => change(wanted ? FRESH.ejection : null));
  if (!ejection) return on;
  const { failures, outFor, most, allOut = 'call' } = ejection;
  /** @param {Partial<Ejection>} part */
  const set = (part) => change({ ...ejection, ...part });
  return html`${on}
  ${under(html`${numberField(tr.t('egress.ejectionFailures'), failures, { min: 1, max: 100, step: 1 }, (wanted) => set({ failures: Math.round(wanted) }))}
  ${durationField(tr.t('egress.outFor'), outFor, (wanted) => set({ outFor: wanted }))}
  ${numberField(tr.t('egress.mostOut'), Math.round(most * 100), { min: 0, max: 100, step: 10 }, (percent) => set({ most: percent / 100 }))}
  ${choice(
    tr.t('egress.allOut'),
    allOut,
    /** @type {const} */ ([
      ['call', tr.t('egress.allOut.call')],
      ['refuse', tr.t('egress.allOut.refuse')],
    ]),
    (wanted) => set({ allOut: wanted }),
  )}`)}`;
}

/** @param {Ui} ui @param {CallSettings['parallel']} parallel @param {(parallel: CallSettings['parallel']) => void} change */
function parallelSettings({ tr }, parallel, change) {
  const on = toggle(tr.t('egress.parallel'), Boolean(parallel), (wanted) => change(wanted ? FRESH.parallel : null));
  if (!parallel) return on;
  const { calls, need = 1, after = '0s' } = parallel;
  /** @param {Partial<typeof FRESH.parallel>} part */
  const set = (part) => {
    const wanted = { calls, need, after, ...part };
    change({ ...wanted, need: Math.min(wanted.need, wanted.calls) });
  };
  return html`${on}
  ${under(html`${numberField(tr.t('egress.parallelCalls'), calls, { min: 1, max: MOST_PARALLEL, step: 1 }, (wanted) => set({ calls: Math.round(wanted) }))}
  ${numberField(tr.t('egress.parallelNeed'), need, { min: 1, max: calls, step: 1 }, (wanted) => set({ need: Math.round(wanted) }))}
  ${durationField(tr.t('egress.parallelAfter'), after, (wanted) => set({ after: wanted }))}`)}`;
}

/** Whether a caller has a choice of instances. @param {Ui} ui @param {CallSettings} call */
const hasChoice = ({ session }, { from, to }) =>
  session.settings().pools.some((pool) => pool.from === from && pool.to.includes(to) && pool.to.length > 1);

/** @param {Ui} ui @param {CallSettings} call @param {number} place of the call among the scenario's @param {Change} set */
export function egressSettings(ui, call, place, set) {
  const { tr, session } = ui;
  const { breaker, retryBudget, cache, deadline, cancel = false, bulkhead, ejection, parallel } = call;
  const tokens = session.frame.call(place, 'tokens');
  const age = session.now - session.frame.call(place, 'cachedAtMs');
  return html`${toggle(tr.t('egress.deadline'), Boolean(deadline), (on) => set({ deadline: on ? FRESH.deadline : null }))}
  ${deadline ? under(durationField(tr.t('egress.deadlineAfter'), deadline, (wanted) => set({ deadline: wanted }))) : nothing}
  ${toggle(tr.t('egress.cancel'), cancel, (wanted) => set({ cancel: wanted }))}
  ${toggle(tr.t('egress.bulkhead'), Boolean(bulkhead), (on) => set({ bulkhead: on ? FRESH.bulkhead : null }))}
  ${bulkhead ? under(bulkheadSettings(ui, bulkhead, place, (wanted) => set({ bulkhead: wanted }))) : nothing}
  ${hasChoice(ui, call) || ejection ? ejectionSettings(ui, ejection, (wanted) => set({ ejection: wanted })) : nothing}
  ${hasChoice(ui, call) || parallel ? parallelSettings(ui, parallel, (wanted) => set({ parallel: wanted })) : nothing}
  ${toggle(tr.t('egress.breaker'), Boolean(breaker), (on) => set({ breaker: on ? FRESH.breaker : null }))}
  ${breaker ? under(html`${breakerNow(ui, place)} ${breakerSettings(ui, breaker, (changed) => set({ breaker: changed }))}`) : nothing}
  ${toggle(tr.t('egress.retryBudget'), Boolean(retryBudget), (on) => set({ retryBudget: on ? FRESH.retryBudget : null }))}
  ${
    retryBudget
      ? under(html`<p class="quiet">${tr.t('egress.tokensNow', { tokens, least: retryBudget.maxTokens / 2 })}</p>
        ${countField(tr.t('egress.maxTokens'), retryBudget.maxTokens, (maxTokens) => set({ retryBudget: { ...retryBudget, maxTokens } }))}
        ${numberField(tr.t('egress.tokenRatio'), retryBudget.tokenRatio, { min: 0.001, max: 1000, step: 0.1 }, (tokenRatio) => set({ retryBudget: { ...retryBudget, tokenRatio } }))}`)
      : nothing
  }
  ${toggle(tr.t('egress.cache'), Boolean(cache), (on) => set({ cache: on ? FRESH.cache : null }))}
  ${
    cache
      ? under(html`<p class="quiet">${Number.isNaN(age) ? tr.t('egress.cacheEmpty') : tr.t('egress.cacheNow', { age })}</p>
        ${durationField(tr.t('egress.fresh'), cache.fresh, (fresh) => set({ cache: { ...cache, fresh } }))}
        ${toggle(tr.t('egress.coalesce'), cache.coalesce ?? false, (coalesce) => set({ cache: { ...cache, coalesce } }))}
        ${durationField(tr.t('egress.staleIfError'), cache.staleIfError, (staleIfError) => set({ cache: { ...cache, staleIfError } }))}`)
      : nothing
  }`;
}
