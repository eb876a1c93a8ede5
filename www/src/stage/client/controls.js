// What the full page has on a client's card besides: what an order is worth, and orders that come by themselves.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { meanOf, writeDuration } from '../../core/durations.js';

/** @import { Scenario } from '../../core/types.js' */
/** @import { Ui } from '../../store/ui.js' */

/** @typedef {Scenario['nodes'][number]} Node */

/** Orders a second that can be chosen. */
const RATES = [0.2, 0.5, 1, 2, 5, 10, 20, 50];

/** What an order is worth, where that counts. @param {Ui} ui @param {Node} node */
export function amount({ tr }, { amount }) {
  if (amount === undefined) return nothing;
  return html`<label class="amount"
    ><span>${tr.t('client.amount')}</span>
    <input type="number" inputmode="numeric" min="1" max="1000000000" .value=${String(amount)} />
  </label>`;
}

/** @param {Ui} ui @param {Node} node */
export function arrivals({ tr, session, dispatch }, { id: client, order }) {
  const every = session.settings().clients[client]?.arrivals ?? null;
  const rate = every === null ? 0 : Math.round(1_000_000 / meanOf(every)) / 1000;
  const rates = RATES.includes(rate) || rate === 0 ? RATES : [...RATES, rate].sort((a, b) => a - b);
  return html`<select
    class="auto"
    aria-label=${tr.t('client.auto.label', { order: tr.noun(order) })}
    .value=${live(String(rate))}
    @change=${(/** @type {Event & { target: HTMLSelectElement }} */ event) => {
      const chosen = Number(event.target.value);
      const gap = writeDuration(Math.round(1000 / chosen));
      dispatch({
        type: 'command',
        command: { setArrivals: { client, every: chosen === 0 ? null : { exponential: { mean: gap } } } },
      });
    }}
  >
    <option value="0">${tr.t('client.auto.off')}</option>
    ${rates.map((r) => html`<option value=${r} ?selected=${r === rate}>${tr.t('client.auto.rate', { rate: r })}</option>`)}
  </select>`;
}
