// What a caller does for its own good on an edge: a circuit breaker, a retry budget, a cache, each with its state.
import { html, nothing } from 'lit';
import { durationField, numberField, toggle } from '../ui/fields.js';

/** @import { Breaker, CallSettings } from '../core/types.js' */
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
};
const MOST_CALLS = 1000;

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

/** @param {Ui} ui @param {CallSettings} call @param {number} place of the call among the scenario's @param {Change} set */
export function egressSettings(ui, call, place, set) {
  const { tr, session } = ui;
  const { breaker, retryBudget, cache } = call;
  const tokens = session.frame.call(place, 'tokens');
  const age = session.now - session.frame.call(place, 'cachedAtMs');
  return html`${toggle(tr.t('egress.breaker'), Boolean(breaker), (on) => set({ breaker: on ? FRESH.breaker : null }))}
  ${breaker ? html`${breakerNow(ui, place)} ${breakerSettings(ui, breaker, (changed) => set({ breaker: changed }))}` : nothing}
  ${toggle(tr.t('egress.retryBudget'), Boolean(retryBudget), (on) => set({ retryBudget: on ? FRESH.retryBudget : null }))}
  ${
    retryBudget
      ? html`<p class="quiet">${tr.t('egress.tokensNow', { tokens, least: retryBudget.maxTokens / 2 })}</p>
        ${countField(tr.t('egress.maxTokens'), retryBudget.maxTokens, (maxTokens) => set({ retryBudget: { ...retryBudget, maxTokens } }))}
        ${numberField(tr.t('egress.tokenRatio'), retryBudget.tokenRatio, { min: 0.001, max: 1000, step: 0.1 }, (tokenRatio) => set({ retryBudget: { ...retryBudget, tokenRatio } }))}`
      : nothing
  }
  ${toggle(tr.t('egress.cache'), Boolean(cache), (on) => set({ cache: on ? FRESH.cache : null }))}
  ${
    cache
      ? html`<p class="quiet">${Number.isNaN(age) ? tr.t('egress.cacheEmpty') : tr.t('egress.cacheNow', { age })}</p>
        ${durationField(tr.t('egress.fresh'), cache.fresh, (fresh) => set({ cache: { ...cache, fresh } }))}
        ${durationField(tr.t('egress.staleIfError'), cache.staleIfError, (staleIfError) => set({ cache: { ...cache, staleIfError } }))}`
      : nothing
  }`;
}
