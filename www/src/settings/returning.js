// Where a message goes that comes back, what uses up its attempts, and when it is given up.
import { html, nothing } from 'lit';
import { choice } from '../ui/fields.js';
import { fold } from './fold.js';

/** @import { Delivery } from '../core/types.js' */
/** @import { Translator } from '../i18n/index.js' */

/** Where a message goes that comes back: what keeps its order has its place anyway. @param {Translator} tr @param {Delivery} delivery @param {(part: Partial<Delivery>) => void} set */
function placeSettings(tr, { ordering, requeue, retryAs = 'redelivery' }, set) {
  return html`${
    ordering === 'none'
      ? choice(
          tr.t('settings.requeue'),
          requeue,
          [
            ['tail', tr.t('requeue.tail')],
            ['head', tr.t('requeue.head')],
            ['position', tr.t('requeue.position')],
            ['returned', tr.t('requeue.returned')],
          ],
          (end) => set({ requeue: end }),
        )
      : nothing
  }
  ${choice(
    tr.t('settings.retryAs'),
    retryAs,
    [
      ['redelivery', tr.t('retryAs.redelivery')],
      ['newMessage', tr.t('retryAs.newMessage')],
    ],
    (chosen) => set({ retryAs: chosen }),
  )}`;
}

/** @param {Translator} tr @param {Delivery} delivery @param {(part: Partial<Delivery>) => void} set */
export function returningSettings(tr, delivery, set) {
  const { ordering, requeue, counts, crashCharges = 'working', giveUp = 'atFailure', retry } = delivery;
  const said = [ordering === 'none' && tr.t(`requeue.${requeue}`), tr.t('said.counts', { counts })];
  return fold(
    tr.t('part.returning'),
    said,
    html`${placeSettings(tr, delivery, set)}
    ${choice(
      tr.t('settings.counts'),
      counts,
      [
        ['handlings', tr.t('counts.handlings')],
        ['deliveries', tr.t('counts.deliveries')],
        ['failures', tr.t('counts.failures')],
      ],
      (chosen) => set({ counts: chosen }),
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
    ${
      retry.maxAttempts === 'unlimited'
        ? nothing
        : choice(
            tr.t('settings.giveUp'),
            giveUp,
            [
              ['atFailure', tr.t('giveUp.atFailure')],
              ['atNextDelivery', tr.t('giveUp.atNextDelivery')],
            ],
            (chosen) => set({ giveUp: chosen }),
          )
    }`,
  );
}
