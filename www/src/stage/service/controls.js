// What the full page has on a service's card besides: its health switch, the button of its dead letters, how patient it is in words, and the way to its settings.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { patienceInWords, retryInWords } from '../../i18n/words.js';
import { icons } from '../../ui/page-icons.js';
import { iconButton } from '../../ui/parts.js';
import { featuresOf } from '../layout/graph.js';

/** @import { Ui } from '../../store/ui.js' */
/** @import { Box } from '../layout/columns.js' */

/** @import { HealthName } from '../../../pkg/carteiro.js' */

/** @type {HealthName[]} */
const HEALTHS = ['up', 'slow', 'flaky', 'hung', 'down'];
/** The healths that a node can have: a broker is up or down, a gateway may hang, too. @param {string} kind */
export const healthsOf = (kind) =>
  HEALTHS.filter(
    (health) => kind === 'service' || health === 'up' || health === 'down' || (health === 'hung' && kind === 'gateway'),
  );
/** What Slow and Flaky mean when they are switched on; the settings panel changes it. */
const SLOW_FACTOR = 4;
const FLAKY_PROBABILITY = 0.3;

/** @param {string} node @param {HealthName} health @param {number} [value] */
export function healthCommand(node, health, value) {
  if (health === 'slow') return { setHealth: { node, health: { slow: { factor: value ?? SLOW_FACTOR } } } };
  if (health === 'flaky')
    return { setHealth: { node, health: { flaky: { probability: value ?? FLAKY_PROBABILITY } } } };
  if (health === 'draining') return { setHealth: { node, health: { draining: {} } } };
  return { setHealth: { node, health } };
}

// Radio buttons have a form of their own wherever they are: without one Chromium keeps those of a shadow root alive, with the cards
// around them, after they were taken out.

/** On the card there is no room for all: what a node is else stands there in the place of Down. @param {string} kind @param {HealthName} now @param {boolean} brief @returns {HealthName[]} */
function choicesOf(kind, now, brief) {
  /** @type {HealthName} */
  const other = now === 'hung' || now === 'draining' ? now : 'down';
  if (brief) return [...healthsOf(kind).filter((health) => health !== 'hung' && health !== 'down'), other];
  return now === 'draining' ? [...healthsOf(kind), now] : healthsOf(kind);
}

/** @param {Ui} ui @param {number} index */
export function healthSwitch(ui, index, group = 'card') {
  const { tr, session, dispatch } = ui;
  const node = session.scenario.nodes[index];
  const now = session.frame.health(index);
  return html`<div class="healths" part="health" role="radiogroup" aria-label=${tr.t('health.label', { name: tr.text(node.name) })}><form method="dialog">
    ${choicesOf(node.kind, now, group === 'card').map(
      (health) =>
        html`<label class="health h-${health}" title=${health === 'down' ? downInWords(ui, index) : health === 'hung' ? tr.t('settings.hung') : nothing}
          ><input
            class="unseen"
            type="radio"
            name="health-${group}-${index}"
            .checked=${live(health === now)}
            @change=${() => dispatch({ type: 'command', command: healthCommand(node.id, health) })}
          /><span>${icons[health]}<b>${tr.t(`health.${health}`)}</b></span></label
        >`,
    )}
  </form></div>`;
}

/** Beside the dead letters. @param {Ui} ui @param {Box} box @param {number} dead how many there are */
export function deadButtons({ tr, session, dispatch }, box, dead) {
  const rect = box.slots.dead;
  if (!rect || dead === 0) return nothing;
  const redrive = () => {
    for (const place of featuresOf(session.scenario, box.index).subscriptions) {
      if (session.frame.subscription(place, 'dead') > 0) {
        dispatch({
          type: 'command',
          command: { redriveAll: { subscription: session.scenario.subscriptions[place].id } },
        });
      }
    }
  };
  const at = `left:${rect.x + rect.w - 57}px;top:${rect.y + (rect.h - 26) / 2}px`;
  return html`<button type="button" part="redrive" class="redrive" .style=${at} title=${tr.t('dead.redrive.hint', { count: dead })} @click=${redrive}>
    ${tr.t('dead.redrive')}
  </button>`;
}

/** What passes and is soon over, in few words. @param {Ui} ui @param {number} index */
function news({ tr, session }, index) {
  const { frame } = session;
  const back = frame.node(index, 'restartingUntilMs');
  if (back > session.now) return tr.t('service.restarting', { left: tr.seconds(back - session.now) });
  const tokens = frame.node(index, 'tokens');
  return Number.isNaN(tokens) || frame.health(index) === 'down'
    ? ''
    : tr.t('service.tokens', { tokens, reserved: frame.node(index, 'reservedTokens') });
}

/** @param {Ui} ui @param {number} index */
function caption({ tr, session }, index) {
  const { frame, scenario } = session;
  const has = featuresOf(scenario, index);
  if (frame.health(index) === 'hung') return tr.t('service.hung');
  if (frame.health(index) === 'draining') return tr.t('service.draining');
  if (frame.health(index) === 'down') {
    const waiting = has.subscriptions.reduce((sum, place) => sum + frame.subscription(place, 'ready'), 0);
    return has.consumes ? tr.t('service.down', { count: waiting }) : tr.t('service.downCalls');
  }
  const [first] = has.subscriptions;
  if (first !== undefined) {
    const delivery = session.settings().subscriptions[scenario.subscriptions[first].id];
    return delivery ? retryInWords(delivery.retry, tr) : '';
  }
  const call = session.settings().calls.find(({ from }) => from === scenario.nodes[index].id);
  return call ? patienceInWords(call, tr) : tr.t('service.answers');
}

/** What Down does to a service, which is not what makes its attempts fail. @param {Ui} ui @param {number} index */
export function downInWords({ tr, session }, index) {
  const { consumes, called } = featuresOf(session.scenario, index);
  return tr.t('settings.down', { takes: consumes ? (called ? 'both' : 'messages') : 'calls' });
}

/** @param {Ui} ui @param {number} index the node's */
export function serviceControls(ui, index) {
  const { tr, session, view, dispatch } = ui;
  const brief = news(ui, index);
  const words = brief || caption(ui, index);
  const settings = tr.t('service.settings', { name: tr.text(session.scenario.nodes[index].name) });
  const open = view.selected === index;
  return html`<p class="caption ${brief ? 'brief' : ''}" title=${words}>${words}</p>
    ${iconButton(icons.settings, settings, () => dispatch({ type: 'select', node: open ? -1 : index }), {
      kind: 'gear',
      expanded: open,
    })}`;
}
