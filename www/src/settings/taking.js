// Who may take messages, how many, and in which order.
import { html, nothing } from 'lit';
import { choice, named, numberField, toggle } from '../ui/fields.js';
import { fold } from './fold.js';

/** @import { Delivery } from '../core/types.js' */
/** @import { Translator } from '../i18n/index.js' */

/** How many are asked for when pulling is chosen. */
const FRESH = 10;
const MOST_FETCHED = 100_000;

/** @param {Translator} tr @param {Delivery['prefetch']} many */
const prefetchName = (tr, many) =>
  many === 'workers' || many === 'unlimited' ? tr.t(`prefetch.${many}`) : tr.number(Number(many));

/** @param {Translator} tr @param {Delivery} delivery @param {(part: Partial<Delivery>) => void} set */
function prefetchSettings(tr, delivery, set) {
  const { prefetch, prefetchPer = 'consumer', retryHoldsPlace = false, singleActiveConsumer = false, fetch } = delivery;
  // A consumer that pulls may hold what it has asked for; what all share is a limit all the same.
  const limits = prefetchPer === 'subscription' || fetch === undefined || fetch === 'push';
  const many = ['workers', '1', '10', '100', 'unlimited'];
  return html`${
    limits
      ? choice(
          tr.t('settings.prefetch'),
          String(prefetch),
          named(many, String(prefetch), (one) => prefetchName(tr, /** @type {Delivery['prefetch']} */ (one))),
          (one) => set({ prefetch: one === 'workers' || one === 'unlimited' ? one : Number(one) }),
        )
      : nothing
  }
  ${choice(
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
  ${toggle(tr.t('settings.singleActiveConsumer'), singleActiveConsumer, (single) => set({ singleActiveConsumer: single }))}`;
}

/** @param {Translator} tr @param {Delivery} delivery @param {(part: Partial<Delivery>) => void} set */
export function takingSettings(tr, delivery, set) {
  const { ordering, fetch = 'push', prefetch, prefetchPer = 'consumer' } = delivery;
  const pull = fetch === 'push' ? undefined : fetch.pull;
  const said = [
    pull ? tr.t('said.pull', { count: pull.messages }) : tr.t('said.push', { many: prefetchName(tr, prefetch) }),
    prefetchPer === 'subscription' && tr.t('said.shared'),
    ordering !== 'none' && tr.t(`ordering.${ordering}`),
  ];
  return fold(
    tr.t('part.taking'),
    said,
    html`${choice(
      tr.t('settings.ordering'),
      ordering,
      [
        ['none', tr.t('ordering.none')],
        ['queue', tr.t('ordering.queue')],
        ['key', tr.t('ordering.key')],
      ],
      // A limit and the order of each key cannot be had together.
      (kept) => set(kept === 'key' ? { ordering: kept, maxLength: null } : { ordering: kept }),
    )}
    ${choice(
      tr.t('settings.fetch'),
      pull ? 'pull' : 'push',
      [
        ['push', tr.t('fetch.push')],
        ['pull', tr.t('fetch.pull')],
      ],
      (by) => set({ fetch: by === 'pull' ? { pull: { messages: FRESH } } : 'push' }),
    )}
    ${
      pull
        ? numberField(tr.t('settings.fetched'), pull.messages, { min: 1, max: MOST_FETCHED, step: 1 }, (messages) =>
            set({ fetch: { pull: { messages: Math.round(messages) } } }),
          )
        : nothing
    }
    ${prefetchSettings(tr, delivery, set)}`,
  );
}
