// What a subscription reads: its plug on the stage, its offset in a log, and the button by which it reads again.
import { html, nothing } from 'lit';
import { boxStyle } from '../../ui/parts.js';

/** @import { Scenario } from '../../core/types.js' */
/** @import { Ui } from '../../store/ui.js' */
/** @import { StageUi } from '../ui.js' */
/** @import { Hole } from '../layout/card.js' */

/** Whether a subscription reads a log. @param {Scenario} scenario @param {number} subscription */
export const readsLog = ({ topics, subscriptions }, subscription) =>
  topics.some(({ id, log }) => log && id === subscriptions[subscription].topic);

/** @param {Ui} ui @param {number} subscription */
export const isOn = ({ session }, subscription) => session.frame.subscription(subscription, 'on') > 0;

/** Beside a pigeonhole: the plug of one that is off, the offset of one that reads a log. @param {StageUi} ui @param {Hole} hole */
export function reading(ui, hole) {
  const { tr, session } = ui;
  const { scenario, frame } = session;
  const { subscription } = hole;
  const { id, name } = scenario.subscriptions[subscription];
  const label = tr.text(name) || id;
  const log = readsLog(scenario, subscription);
  if (!isOn(ui, subscription)) return ui.controls?.plug(ui, hole) ?? nothing;
  if (!log) return nothing;
  const values = {
    offset: frame.subscription(subscription, 'offset'),
    records: frame.subscription(subscription, 'records'),
  };
  const words = tr.t('reading.offset', values);
  const place = boxStyle({ x: hole.x + hole.w - 54, y: hole.y + hole.label - 10, w: 48, h: 14 });
  return html`<span class="offset" .style=${place} title=${words}
      ><span aria-hidden="true">${tr.t('reading.place', values)}</span><span class="unseen">${label}: ${words}</span></span
    >
    ${ui.controls?.rewind(ui, hole)}`;
}
