// Who may take messages, how many and when.
import { html, nothing } from 'lit';
import { choice, toggle } from '../ui/fields.js';

/** @import { Delivery } from '../core/types.js' */
/** @import { Translator } from '../i18n/index.js' */

/** @param {Translator} tr @param {Delivery} delivery @param {(part: Partial<Delivery>) => void} set */
export function takingSettings(tr, delivery, set) {
  const { prefetchPer = 'consumer', retryHoldsPlace = false } = delivery;
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
  ${prefetchPer === 'subscription' ? toggle(tr.t('settings.retryHoldsPlace'), retryHoldsPlace, (holds) => set({ retryHoldsPlace: holds })) : nothing}`;
}
