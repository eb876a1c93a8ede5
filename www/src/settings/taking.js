// Who may take messages, how many, in which order, and when they are acknowledged.
import { html, nothing } from 'lit';
import { choice, durationField, numberField, toggle } from '../ui/fields.js';

/** @import { Delivery } from '../core/types.js' */
/** @import { Translator } from '../i18n/index.js' */

/** What pulling and committing begin with when they are chosen. */
const FRESH = { fetched: 10, interval: '5s' };
const MOST_FETCHED = 100_000;

/** @param {Translator} tr @param {Delivery} delivery @param {(part: Partial<Delivery>) => void} set */
export function takingSettings(tr, delivery, set) {
  const { prefetchPer = 'consumer', retryHoldsPlace = false, singleActiveConsumer = false, ordering, fetch = 'push', commit = 'message' } = delivery;
  const pull = fetch === 'push' ? undefined : fetch.pull;
  const interval = typeof commit === 'object' ? commit.interval : undefined;
  return html`${choice(
    tr.t('settings.prefetchPer'),
    prefetchPer,
    [
      ['consumer', tr.t('prefetchPer.consumer')],
      ['subscription', tr.t('prefetchPer.subscription')],
    ],
    // A place is held among those that all share, or not at all.
    (per) => set({ prefetchPer: per, retryHoldsPlace: per === 'subscription' && retryHoldsPlace }),
  )}
  ${prefetchPer === 'subscription' ? toggle(tr.t('settings.retryHoldsPlace'), retryHoldsPlace, (holds) => set({ retryHoldsPlace: holds })) : nothing}
  ${toggle(tr.t('settings.singleActiveConsumer'), singleActiveConsumer, (single) => set({ singleActiveConsumer: single }))}
  ${choice(
    tr.t('settings.ordering'),
    ordering,
    [
      ['none', tr.t('ordering.none')],
      ['queue', tr.t('ordering.queue')],
      ['key', tr.t('ordering.key')],
    ],
    (kept) => set({ ordering: kept }),
  )}
  ${choice(
    tr.t('settings.fetch'),
    pull ? 'pull' : 'push',
    [
      ['push', tr.t('fetch.push')],
      ['pull', tr.t('fetch.pull')],
    ],
    (by) => set({ fetch: by === 'pull' ? { pull: { messages: FRESH.fetched } } : 'push' }),
  )}
  ${
    pull
      ? numberField(tr.t('settings.fetched'), pull.messages, { min: 1, max: MOST_FETCHED, step: 1 }, (messages) =>
          set({ fetch: { pull: { messages: Math.round(messages) } } }),
        )
      : nothing
  }
  ${choice(
    tr.t('settings.commit'),
    interval ? 'interval' : String(commit),
    [
      ['message', tr.t('commit.message')],
      ['batch', tr.t('commit.batch')],
      ['interval', tr.t('commit.interval')],
    ],
    (by) => set({ commit: by === 'interval' ? { interval: FRESH.interval } : by === 'batch' ? 'batch' : 'message' }),
  )}
  ${interval ? durationField(tr.t('settings.commitEvery'), interval, (span) => set({ commit: { interval: span } })) : nothing}`;
}
