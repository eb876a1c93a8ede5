// Where a subscription reads: whether it is connected, and from which offset of the log on.
import { html, nothing } from 'lit';
import { connect } from '../stage/topic/controls.js';
import { isOn, readsLog } from '../stage/topic/reading.js';
import { numberField, toggle } from '../ui/fields.js';

/** @import { Ui } from '../store/ui.js' */

/** @param {Ui} ui @param {number} subscription */
export function readingSettings(ui, subscription) {
  const { tr, session, dispatch } = ui;
  const { id } = session.scenario.subscriptions[subscription];
  const log = readsLog(session.scenario, subscription);
  const on = isOn(ui, subscription);
  const offset = session.frame.subscription(subscription, 'offset');
  const end = session.frame.subscription(subscription, 'records');
  return html`${toggle(tr.t('reading.on'), on, (wanted) =>
    wanted
      ? connect(ui, subscription, log ? offset : 'latest')
      : dispatch({ type: 'command', command: { unsubscribe: { subscription: id } } }),
  )}
  ${log ? numberField(tr.t('reading.seek', { end }), offset, { min: 0, max: end, step: 1 }, (wanted) => dispatch({ type: 'command', command: { seek: { subscription: id, offset: wanted } } })) : nothing}`;
}
