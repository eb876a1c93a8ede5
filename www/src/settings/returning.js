// What becomes of a message whose hand-out did not succeed.
import { html, nothing } from 'lit';
import { choice, durationField, toggle } from '../ui/fields.js';

/** @import { Delivery } from '../core/types.js' */
/** @import { Translator } from '../i18n/index.js' */

/** What a renewal is when it is switched on: in time for this lease, where it is short. @param {Delivery['lease']} lease */
const freshRenewal = (lease) => ({ every: lease === '1s' ? '500ms' : lease === '5s' ? '2s' : '10s' });

/** @param {Translator} tr @param {Delivery} delivery @param {(part: Partial<Delivery>) => void} set */
export function returningSettings(tr, delivery, set) {
  const { lease, renewal = null, stale = 'skipped', lateAck = 'ignored' } = delivery;
  const { crashReturns = 'atOnce', crashCharges = 'working', giveUp = 'atFailure', retryAs = 'redelivery' } = delivery;
  return html`${
    lease === null
      ? nothing
      : html`${choice(
          tr.t('settings.crashReturns'),
          crashReturns,
          [
            ['atOnce', tr.t('crashReturns.atOnce')],
            ['atLeaseEnd', tr.t('crashReturns.atLeaseEnd')],
          ],
          (chosen) => set({ crashReturns: chosen }),
        )}
        ${toggle(tr.t('settings.renewal'), renewal !== null, (on) => set({ renewal: on ? freshRenewal(lease) : null }))}
        ${renewal ? durationField(tr.t('settings.renewal.every'), renewal.every, (every) => set({ renewal: { ...renewal, every } })) : nothing}
        ${choice(
          tr.t('settings.stale'),
          stale,
          [
            ['skipped', tr.t('stale.skipped')],
            ['worked', tr.t('stale.worked')],
          ],
          (chosen) => set({ stale: chosen }),
        )}`
  }
  ${choice(
    tr.t('settings.lateAck'),
    lateAck,
    [
      ['ignored', tr.t('lateAck.ignored')],
      ['settles', tr.t('lateAck.settles')],
    ],
    (chosen) => set({ lateAck: chosen }),
  )}
  ${choice(
    tr.t('settings.crashCharges'),
    crashCharges,
    [
      ['working', tr.t('crashCharges.working')],
      ['held', tr.t('crashCharges.held')],
    ],
    (chosen) => set({ crashCharges: chosen }),
  )}
  ${choice(
    tr.t('settings.retryAs'),
    retryAs,
    [
      ['redelivery', tr.t('retryAs.redelivery')],
      ['newMessage', tr.t('retryAs.newMessage')],
    ],
    (chosen) => set({ retryAs: chosen }),
  )}
  ${choice(
    tr.t('settings.giveUp'),
    giveUp,
    [
      ['atFailure', tr.t('giveUp.atFailure')],
      ['atNextDelivery', tr.t('giveUp.atNextDelivery')],
    ],
    (chosen) => set({ giveUp: chosen }),
  )}`;
}
