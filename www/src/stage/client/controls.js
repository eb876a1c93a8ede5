// What the full page has on a client's card besides: what an order is worth, and orders that come by themselves.
import { html, nothing } from 'lit';
import { meanOf, writeDuration } from '../../core/durations.js';
import { readNumber } from '../../i18n/typed.js';

/** @import { Scenario } from '../../core/types.js' */
/** @import { Ui } from '../../store/ui.js' */

/** @typedef {Scenario['nodes'][number]} Node */

/** The fastest rate, in orders a minute: the core counts time in microseconds. */
const FASTEST = 60_000_000;

/** What an order is worth, where that counts. @param {Ui} ui @param {Node} node */
export function amount({ tr }, { amount }) {
  if (amount === undefined) return nothing;
  return html`<label class="amount"
    ><span>${tr.t('client.amount')}</span>
    <input type="number" inputmode="numeric" min="1" max="1000000000" .value=${String(amount)} />
  </label>`;
}

/** Any rate may be typed; what limits it is said while one does. @param {Ui} ui @param {Node} node */
export function arrivals({ tr, session, dispatch }, { id: client, order }) {
  const { arrivals: every, left } = session.settings().clients[client] ?? { arrivals: null, left: 0 };
  const perMinute = every === null ? 0 : 60_000 / meanOf(every);
  // The field is narrow; of a rare order the digits count.
  const rate = tr.typed(perMinute < 1 ? perMinute : Math.round(perMinute * 100) / 100);
  const words = tr.t('client.auto.limits', { most: FASTEST, left });
  const limits = `limits-${client}`;
  /** @param {Event & { currentTarget: HTMLInputElement }} event */
  const typed = ({ currentTarget }) => {
    const chosen = readNumber(currentTarget.value, tr.lang);
    currentTarget.setCustomValidity(chosen >= 0 && chosen <= FASTEST ? '' : words);
  };
  /** @param {Event & { currentTarget: HTMLInputElement }} event */
  const change = ({ currentTarget: { value, validity } }) => {
    if (!validity.valid || value === rate) return;
    const chosen = readNumber(value, tr.lang);
    const gap = chosen > 0 ? { exponential: { mean: writeDuration(60_000 / chosen) } } : null;
    dispatch({ type: 'command', command: { setArrivals: { client, every: gap } } });
  };
  /** What was refused is not in force, so it does not stay. @param {Event & { currentTarget: HTMLInputElement }} event */
  const leave = ({ currentTarget }) => {
    if (currentTarget.validity.valid) return;
    currentTarget.value = rate;
    currentTarget.setCustomValidity('');
  };
  return html`<label class="auto"
    ><span>${tr.t('client.auto.short')}</span
    ><input
      type="text"
      inputmode="decimal"
      autocomplete="off"
      .value=${rate}
      aria-label=${tr.t('client.auto.label', { order: tr.noun(order) })}
      aria-describedby=${limits}
      @input=${typed}
      @change=${change}
      @blur=${leave}
    /><span>${tr.t('client.auto.unit')}</span>
    <small class="limits" id=${limits}>${words}</small></label
  >`;
}
