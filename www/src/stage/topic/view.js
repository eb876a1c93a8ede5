// The card of a topic: its pigeonholes, one for each subscription, and the switch of the broker that holds it.
import { html } from 'lit';
import { boxStyle, cardName } from '../../ui/parts.js';
import { jolts } from '../jolts.js';
import { groupNumber, records } from '../marks/view.js';
import { bindings } from './bindings.js';
import { reading } from './reading.js';
import { replicas } from './replicas.js';

/** @import { StageUi } from '../ui.js' */
/** @import { Box } from '../layout/columns.js' */

/** @param {StageUi} ui @param {Box} box */
export function topic(ui, box) {
  const { tr, session, view, dispatch } = ui;
  const { scenario, frame } = session;
  const info = scenario.topics[box.index];
  const broker = scenario.nodes.findIndex(({ id }) => id === info.broker);
  const down = broker >= 0 && frame.health(broker) === 'down';
  const name = tr.text(info.name);
  return html`<section part="topic" class="box topic ${box.variant} ${down ? 'is-down' : ''} ${jolts(session, `topic:${info.id}`, down) ? 'jolts' : ''}" data-topic=${info.id} .style=${boxStyle(box)} aria-label=${name}>
    <div class="names">
      ${cardName(view, name)}
      <p class="quiet">${tr.t(view.figure ? 'topic.kind' : 'topic.subscriptions', { count: box.holes.length })}</p>
      ${replicas(ui, broker)}
    </div>
    ${records(ui, box)}
    ${box.holes.map((hole, place) => {
      const subscription = scenario.subscriptions[hole.subscription];
      const label = tr.text(subscription.name) || subscription.id;
      const off = frame.subscription(hole.subscription, 'on') === 0;
      const ready = frame.subscription(hole.subscription, 'ready');
      const style = `${boxStyle(hole)};--_l:${hole.label}px`;
      const words = html`<span aria-hidden="true">${groupNumber(box, place)}${label}</span
        ><span class="unseen">${tr.t('topic.hole', { name: label, count: ready })}</span>`;
      return view.figure
        ? html`<div class="hole ${off ? 'off' : ''} ${info.log ? 'reads' : ''}" .style=${style} title=${label}>${words}</div>`
        : html`<button
          type="button"
          class="hole ${off ? 'off' : ''} ${info.log ? 'reads' : ''}"
          data-subscription=${subscription.id}
          .style=${style}
          title=${label}
          @click=${() => dispatch({ type: 'ask', subject: { kind: 'queue', subscription: hole.subscription } })}
        >
          ${words}
        </button>`;
    })}
    ${box.holes.map((hole) => [reading(ui, hole), bindings(ui, hole)])} ${ui.marks?.topic(ui, box)}
    ${ui.controls?.broker(ui, broker, info.id)}
  </section>`;
}
