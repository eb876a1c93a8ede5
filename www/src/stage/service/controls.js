// What the full page has on a service's card besides: how patient it is, in words, and the way to its settings.
import { html } from 'lit';
import { patienceInWords, retryInWords } from '../../i18n/words.js';
import { icons } from '../../ui/page-icons.js';
import { iconButton } from '../../ui/parts.js';
import { featuresOf } from '../layout/graph.js';

/** @import { Ui } from '../../store/ui.js' */

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
