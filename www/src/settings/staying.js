// How long and how many messages stay in a queue, as settings of a subscription.
import { html, nothing } from 'lit';
import { parseDuration } from '../core/durations.js';
import { choice, numberField } from '../ui/fields.js';
import { fold } from './fold.js';

/** @import { Translator } from '../i18n/index.js' */
/** @import { Delivery, MaxLength } from '../core/types.js' */

/** @type {MaxLength['overflow'][]} */
const OVERFLOWS = ['dropHead', 'rejectPublish', 'block'];
const MOST = 1_000_000;
/** Messages when a limit is set. */
const FRESH = 10;

/**
 * A time, or none.
 * @param {Translator} tr @param {string} label @param {string | null} span @param {string[]} spans @param {(span: string | null) => void} set
 */
export function timeChoice(tr, label, span, spans, set) {
  const names = [...new Set(['none', ...spans, span ?? 'none'])];
  return choice(
    label,
    span ?? 'none',
    names.map((name) => [name, name === 'none' ? tr.t('stay.none') : tr.duration(parseDuration(name))]),
    (name) => set(name === 'none' ? null : name),
  );
}

/** @param {Translator} tr @param {Delivery} delivery @param {(part: Partial<Delivery>) => void} set */
function lengthSettings(tr, { maxLength = null }, set) {
  const overflow = maxLength?.overflow ?? 'none';
  return html`${choice(
    tr.t('settings.maxLength'),
    overflow,
    [
      ['none', tr.t('overflow.none')],
      ...OVERFLOWS.map((kind) => /** @type {[string, string]} */ ([kind, tr.t(`overflow.${kind}`)])),
    ],
    (kind) => {
      const chosen = OVERFLOWS.find((one) => one === kind);
      set({ maxLength: chosen ? { messages: maxLength?.messages ?? FRESH, overflow: chosen } : null });
    },
  )}
  ${
    maxLength
      ? numberField(tr.t('settings.messages'), maxLength.messages, { min: 1, max: MOST, step: 1 }, (messages) =>
          set({ maxLength: { ...maxLength, messages: Math.round(messages) } }),
        )
      : nothing
  }`;
}

/** A log keeps what it has. @param {Translator} tr @param {Delivery} delivery @param {boolean} log @param {(part: Partial<Delivery>) => void} set */
export function stayingSettings(tr, delivery, log, set) {
  if (log) return nothing;
  const { ttl = null, delay = null, maxLength = null, ordering } = delivery;
  const said = [
    maxLength ? tr.t('said.length', { count: maxLength.messages }) : tr.t('said.unlimited'),
    ttl !== null && tr.t('said.ttl', { span: parseDuration(ttl) }),
    delay !== null && tr.t('said.delay', { span: parseDuration(delay) }),
  ];
  return fold(
    tr.t('part.staying'),
    said,
    // A limit and the order of each key cannot be had together.
    html`${ordering === 'key' ? nothing : lengthSettings(tr, delivery, set)}
    ${timeChoice(tr, tr.t('settings.ttl'), ttl, ['1s', '5s', '30s', '5min'], (span) => set({ ttl: span }))}
    ${timeChoice(tr, tr.t('settings.delay'), delay, ['1s', '5s', '30s'], (span) => set({ delay: span }))}`,
  );
}
