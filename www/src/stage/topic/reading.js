// What a subscription reads: its plug on the stage, its offset in a log, and the button by which it reads again.
import { html, nothing } from 'lit';
import { icons } from '../../ui/icons.js';
import { boxStyle, iconButton } from '../../ui/parts.js';

/** @import { Scenario } from '../../core/types.js' */
/** @import { Ui } from '../../store/ui.js' */
/** @import { Hole } from '../layout/card.js' */

const BUTTON = 24;

/** Whether a subscription reads a log. @param {Scenario} scenario @param {number} subscription */
export const readsLog = ({ topics, subscriptions }, subscription) =>
  topics.some(({ id, log }) => log && id === subscriptions[subscription].topic);

/** @param {Ui} ui @param {number} subscription */
export const isOn = ({ session }, subscription) => session.frame.subscription(subscription, 'on') > 0;

/** @param {Ui} ui @param {number} subscription @param {'latest' | 'earliest' | number} from */
export function connect({ session, dispatch }, subscription, from) {
  dispatch({
    type: 'command',
    command: { subscribe: { subscription: session.scenario.subscriptions[subscription].id, from } },
  });
}

/** Beside a pigeonhole: the plug of one that is off, the offset of one that reads a log. @param {Ui} ui @param {Hole} hole */
export function reading(ui, hole) {
  const { tr, session, view, dispatch } = ui;
  const { scenario, frame } = session;
  const { subscription } = hole;
  const { id, name } = scenario.subscriptions[subscription];
  const label = tr.text(name) || id;
  const log = readsLog(scenario, subscription);
  const at = boxStyle({ x: hole.x + hole.w - BUTTON - 4, y: hole.y + hole.h - BUTTON - 3, w: BUTTON, h: BUTTON });
  if (!isOn(ui, subscription)) {
    if (view.figure) return nothing;
    const style = boxStyle({ x: hole.x + 6, y: hole.y + hole.h - 29, w: hole.w - 12, h: 25 });
    const words = tr.t(log ? 'reading.connectLog' : 'reading.connect');
    return html`<button
      type="button"
      part="plug"
      class="button small plug"
      .style=${style}
      aria-label=${tr.t('reading.connectTo', { name: label, words })}
      @click=${() => connect(ui, subscription, log ? 'earliest' : 'latest')}
    >
      ${icons.plus}${words}
    </button>`;
  }
  if (!log) return nothing;
  const values = {
    offset: frame.subscription(subscription, 'offset'),
    records: frame.subscription(subscription, 'records'),
  };
  const words = tr.t('reading.offset', values);
  const place = boxStyle({ x: hole.x + hole.w - 54, y: hole.y + 3, w: 48, h: 14 });
  return html`<span class="offset" .style=${place} title=${words}
      ><span aria-hidden="true">${tr.t('reading.place', values)}</span><span class="unseen">${label}: ${words}</span></span
    >
    ${
      view.figure
        ? nothing
        : html`<span class="rewind" .style=${at}
          >${iconButton(icons.reset, tr.t('reading.again', { name: label }), () => dispatch({ type: 'command', command: { seek: { subscription: id, offset: 0 } } }), { kind: 'small' })}</span
        >`
    }`;
}
