// When a message is acknowledged, and when its consumer's hold on it ends otherwise.
import { html, nothing } from 'lit';
import { parseDuration } from '../core/durations.js';
import { leaseInWords } from '../i18n/words.js';
import { choice, durationField, named, toggle } from '../ui/fields.js';
import { fold } from './fold.js';
import { timeChoice } from './staying.js';

/** @import { Delivery } from '../core/types.js' */
/** @import { Translator } from '../i18n/index.js' */

/** How often is acknowledged when that is chosen to be at intervals. */
const INTERVAL = '5s';
/** The shares of a lease after which it is renewed, as clients do. */
const IN_TIME = 3;

/** What a renewal is when it is switched on: in time for each of the leases. @param {NonNullable<Delivery['lease']>} lease */
function freshRenewal(lease) {
  const shortest = Math.min(...[lease].flat().map(parseDuration));
  return { every: `${Math.max(1, Math.floor(shortest / IN_TIME))}ms` };
}

/** @param {Translator} tr @param {Delivery} delivery @param {(part: Partial<Delivery>) => void} set */
function commitSettings(tr, { ack, commit = 'message' }, set) {
  // What is acknowledged before the work is not committed after it.
  if (ack === 'before') return nothing;
  const interval = typeof commit === 'object' ? commit.interval : undefined;
  return html`${choice(
    tr.t('settings.commit'),
    interval ? 'interval' : String(commit),
    [
      ['message', tr.t('commit.message')],
      ['batch', tr.t('commit.batch')],
      ['interval', tr.t('commit.interval')],
    ],
    (by) => set({ commit: by === 'interval' ? { interval: INTERVAL } : by === 'batch' ? 'batch' : 'message' }),
  )}
  ${interval ? durationField(tr.t('settings.commitEvery'), interval, (span) => set({ commit: { interval: span } })) : nothing}`;
}

/** What there is to be set of leases where there are any. @param {Translator} tr @param {Delivery} delivery @param {(part: Partial<Delivery>) => void} set */
function leaseSettings(tr, { lease, renewal = null, stale = 'skipped', crashReturns }, set) {
  if (lease === null) return nothing;
  return html`${toggle(tr.t('settings.renewal'), renewal !== null, (on) => set({ renewal: on ? freshRenewal(lease) : null }))}
    ${
      renewal
        ? html`${durationField(tr.t('settings.renewal.every'), renewal.every, (every) => set({ renewal: { ...renewal, every } }))}
          ${timeChoice(tr, tr.t('settings.renewal.upTo'), renewal.upTo ?? null, ['30s', '5min', '1h'], (upTo) => set({ renewal: { every: renewal.every, ...(upTo && { upTo }) } }))}`
        : nothing
    }
    ${choice(
      tr.t('settings.stale'),
      stale,
      [
        ['skipped', tr.t('stale.skipped')],
        ['worked', tr.t('stale.worked')],
      ],
      (chosen) => set({ stale: chosen }),
    )}
    ${choice(
      tr.t('settings.crashReturns'),
      crashReturns,
      [
        ['atOnce', tr.t('crashReturns.atOnce')],
        ['atLeaseEnd', tr.t('crashReturns.atLeaseEnd')],
      ],
      (chosen) => set({ crashReturns: chosen }),
    )}`;
}

/** @param {Translator} tr @param {Delivery} delivery @param {(part: Partial<Delivery>) => void} set */
export function holdingSettings(tr, delivery, set) {
  const { lease, renewal = null, lateAck = 'ignored', commit = 'message', ack } = delivery;
  const leases = [lease ?? 'none'].flat().join(' ');
  const said = [
    lease === null ? tr.t('said.noLease') : tr.t('said.lease', { lease: leaseInWords(lease, tr) }),
    renewal !== null && tr.t('said.renewed'),
    ack === 'after' && commit !== 'message' && tr.t(`commit.${commit === 'batch' ? 'batch' : 'interval'}`),
  ];
  return fold(
    tr.t('part.holding'),
    said,
    html`${commitSettings(tr, delivery, set)}
    ${choice(
      tr.t('settings.lease'),
      leases,
      named(['none', '1s', '5s', '30s', '30min'], leases, (spans) =>
        spans === 'none' ? tr.t('lease.none') : leaseInWords(spans.split(' '), tr),
      ),
      // Without a lease there is nothing to renew, and no end of one to wait for; a renewal that would come too late is another.
      (spans) => {
        if (spans === 'none') set({ lease: null, renewal: null, crashReturns: 'atOnce' });
        else set({ lease: spans.split(' '), renewal: renewal && { ...renewal, ...freshRenewal(spans.split(' ')) } });
      },
    )}
    ${leaseSettings(tr, delivery, set)}
    ${choice(
      tr.t('settings.lateAck'),
      lateAck,
      [
        ['ignored', tr.t('lateAck.ignored')],
        ['settles', tr.t('lateAck.settles')],
      ],
      (chosen) => set({ lateAck: chosen }),
    )}`,
  );
}
