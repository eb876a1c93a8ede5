// The card of a client: the button that places an order, what an order is worth, and orders that come by themselves.
import { html, nothing } from 'lit';
import { boxStyle, cardName } from '../../ui/parts.js';

/** @import { StageUi } from '../ui.js' */
/** @import { Box } from '../layout/columns.js' */

/** A verb of more letters stands on its button in smaller ones. */
const LONG = 8;

/** @param {StageUi} ui @param {Box} box */
export function client(ui, box) {
  const { tr, session, dispatch, view } = ui;
  const node = session.scenario.nodes[box.index];
  const name = tr.text(node.name);
  const order = tr.noun(node.order);
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
  return html`<section part="client" class="box client ${box.variant}" data-node=${node.id} .style=${boxStyle(box)} aria-label=${name}>
    ${node.identity === false ? html`<span class="guest">${tr.t('client.guest')}</span>` : nothing}
    <div class="names">
      ${cardName(view, name)}
      <p class="quiet">${tr.t('client.orders', { count: session.frame.node(box.index, 'orders'), order })}</p>
    </div>
    ${ui.controls?.amount(ui, node)}
    <button type="button" part="buy" class="buy ${order.verb.length > LONG ? 'long' : ''}" @click=${buy}>${order.verb}</button>
    ${ui.controls?.arrivals(ui, node)}
    ${phone ? html`<span class="label" .style=${`left:${phone.x}px;bottom:${box.h - phone.y + 2}px`}>${tr.t('client.phone')}</span><span class="slot" .style=${boxStyle(phone)}></span>` : nothing}
  </section>`;
}
