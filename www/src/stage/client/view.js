// The card of a client: Buy by hand, what an order is worth, and orders that come by themselves.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { meanOf, writeDuration } from '../../core/durations.js';
import { boxStyle, cardName } from '../../ui/parts.js';

/** @import { StageUi } from '../ui.js' */
/** @import { Box } from '../layout/columns.js' */

/** Orders a second that can be chosen. */
const RATES = [0.2, 0.5, 1, 2, 5, 10, 20, 50];

/** @param {StageUi} ui @param {string} client */
function arrivals({ tr, session, dispatch }, client) {
  const every = session.settings().clients[client]?.arrivals ?? null;
  const rate = every === null ? 0 : Math.round(1_000_000 / meanOf(every)) / 1000;
  const rates = RATES.includes(rate) || rate === 0 ? RATES : [...RATES, rate].sort((a, b) => a - b);
  return html`<select
    class="auto"
    aria-label=${tr.t('client.auto.label')}
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

/** @param {StageUi} ui @param {Box} box */
export function client(ui, box) {
  const { tr, session, dispatch, view } = ui;
  const node = session.scenario.nodes[box.index];
  const name = tr.text(node.name);
  const amount = node.amount;
  /** @param {Event & { currentTarget: HTMLElement }} event */
  const buy = (event) => {
    const input = event.currentTarget.closest('.client')?.querySelector('input');
    const value = input ? Math.round(Number(input.value)) : Number.NaN;
    dispatch({
      type: 'command',
      command: { placeOrder: value > 0 ? { client: node.id, amount: value } : { client: node.id } },
    });
  };
  const phone = box.slots.phone;
  return html`<section part="client" class="box client ${box.variant}" .style=${boxStyle(box)} aria-label=${name}>
    ${node.identity === false ? html`<span class="guest">${tr.t('client.guest')}</span>` : nothing}
    <div class="names">
      ${cardName(view, name)}
      <p class="quiet">${tr.t('client.orders', { count: session.frame.node(box.index, 'orders') })}</p>
    </div>
    ${
      view.figure || amount === undefined
        ? nothing
        : html`<label class="amount"
          ><span>${tr.t('client.amount')}</span>
          <input type="number" inputmode="numeric" min="1" max="1000000000" .value=${String(amount)} />
        </label>`
    }
    <button type="button" part="buy" class="buy" @click=${buy}>${tr.t('client.buy')}</button>
    ${view.figure ? nothing : arrivals(ui, node.id)}
    ${phone ? html`<span class="label" .style=${`left:${phone.x}px;top:${phone.y - 15}px`}>${tr.t('client.phone')}</span><span class="slot" .style=${boxStyle(phone)}></span>` : nothing}
  </section>`;
}
