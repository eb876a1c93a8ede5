// What the full page has on a topic's card besides: its broker's switch, the leader's end, how a subscription is plugged in or reads again.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { icons } from '../../ui/page-icons.js';
import { boxStyle, iconButton } from '../../ui/parts.js';
import { readsLog } from './reading.js';

/** @import { Ui } from '../../store/ui.js' */
/** @import { Hole } from '../layout/card.js' */

const BUTTON = 24;

/** @param {Ui} ui @param {number} subscription @param {'latest' | 'earliest' | number} from */
export function connect({ session, dispatch }, subscription, from) {
  dispatch({
    type: 'command',
    command: { subscribe: { subscription: session.scenario.subscriptions[subscription].id, from } },
  });
}

/** @param {Ui} ui @param {number} subscription */
function nameOf({ tr, session }, subscription) {
  const { id, name } = session.scenario.subscriptions[subscription];
  return tr.text(name) || id;
}

/** In the pigeonhole of a subscription that is off. @param {Ui} ui @param {Hole} hole */
export function plug(ui, hole) {
  const { tr, session } = ui;
  const { subscription } = hole;
  const log = readsLog(session.scenario, subscription);
  const style = boxStyle({ x: hole.x + 6, y: hole.y + hole.h - 29, w: hole.w - 12, h: 25 });
  const words = tr.t(log ? 'reading.connectLog' : 'reading.connect');
  return html`<button
    type="button"
    part="plug"
    class="button small plug"
    data-subscription=${session.scenario.subscriptions[subscription].id}
    .style=${style}
    aria-label=${tr.t('reading.connectTo', { name: nameOf(ui, subscription), words })}
    @click=${() => connect(ui, subscription, log ? 'earliest' : 'latest')}
  >
    ${icons.plus}${words}
  </button>`;
}

/** Beside the pigeonhole of what reads a log. @param {Ui} ui @param {Hole} hole */
export function rewind(ui, hole) {
  const { tr, session, dispatch } = ui;
  const { id: subscription } = session.scenario.subscriptions[hole.subscription];
  const at = boxStyle({ x: hole.x + hole.w - BUTTON - 4, y: hole.y + hole.h - BUTTON - 3, w: BUTTON, h: BUTTON });
  const name = tr.t('reading.again', { name: nameOf(ui, hole.subscription) });
  const press = () => dispatch({ type: 'command', command: { seek: { subscription, offset: 0 } } });
  return html`<span class="rewind" data-subscription=${subscription} .style=${at}>${iconButton(icons.reset, name, press, { kind: 'small' })}</span>`;
}

/** Beside a broker's replicas. @param {Ui} ui @param {number} broker @param {number} alive how many there are */
export function leader({ tr, session, dispatch }, broker, alive) {
  const press = () =>
    dispatch({ type: 'command', command: { failLeader: { broker: session.scenario.nodes[broker].id } } });
  return iconButton(icons.flaky, tr.t('replicas.fail'), press, { kind: 'small', disabled: alive === 0 });
}

/** @param {Ui} ui @param {number} broker @param {string} topic */
export function brokerSwitch({ tr, session, dispatch }, broker, topic) {
  const node = session.scenario.nodes[broker];
  if (!node) return nothing;
  const down = session.frame.health(broker) === 'down';
  const name = tr.text(node.name);
  return html`<div class="broker" role="radiogroup" aria-label=${tr.t('topic.broker', { name })}>
    <span class="quiet" aria-hidden="true" title=${name}>${name}</span>
    <form method="dialog">    ${
      /** @type {const} */ (['up', 'down']).map(
        (health) =>
          html`<label class="health h-${health}"
          ><input
            class="unseen"
            type="radio"
            name="broker-${topic}"
            .checked=${live((health === 'down') === down)}
            @change=${() => dispatch({ type: 'command', command: { setHealth: { node: node.id, health } } })}
          /><span>${icons[health]}<b>${tr.t(health === 'up' ? 'health.up' : 'health.down')}</b></span></label
        >`,
      )
    }
    </form>
  </div>`;
}
