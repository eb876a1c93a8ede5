// A broker's replicas: who lives, what only the leader has, and the button by which the leader dies.
import { html, nothing } from 'lit';

/** @import { Scenario } from '../../core/types.js' */
/** @import { StageUi } from '../ui.js' */

/** Whether a broker has replicas. @param {Scenario} scenario @param {number} broker */
export const replicasOf = ({ nodes }, broker) => nodes[broker]?.replicas ?? undefined;

/** @param {StageUi} ui @param {number} broker */
export function replicas(ui, broker) {
  const { tr, session } = ui;
  const settings = replicasOf(session.scenario, broker);
  if (!settings) return nothing;
  const { frame, now } = session;
  const [alive, pending] = [frame.node(broker, 'replicas'), frame.node(broker, 'replicating')];
  const left = frame.node(broker, 'restartingUntilMs') - now;
  const values = { alive, count: settings.count, pending };
  const words = left > 0 ? tr.t('replicas.election', { left: tr.seconds(left) }) : tr.t('replicas.words', values);
  return html`<div part="replicas" class="replicas" title=${words}>
    <span class="unseen">${words}</span>
    ${Array.from({ length: settings.count }, (_, i) => {
      const kind = i >= alive ? 'gone' : i === 0 && !(left > 0) ? 'leader' : '';
      return html`<i aria-hidden="true" class=${kind}>${kind === 'leader' ? tr.t('replicas.leader') : ''}</i>`;
    })}
    ${pending > 0 ? html`<b aria-hidden="true">${tr.t('replicas.pending', { pending })}</b>` : nothing}
    ${ui.controls?.leader(ui, broker, alive)}
  </div>`;
}

/** How far a producer waits for a broker with replicas. @param {StageUi} ui @param {string} from @param {string} to keys of a publish arrow's ends */
export function acks({ tr, session, stage }, from, to) {
  const [client, topic] = [stage.boxes.get(from), stage.boxes.get(to)];
  const { scenario } = session;
  const info = topic && scenario.topics[topic.index];
  const broker = scenario.nodes.findIndex(({ id }) => id === info?.broker);
  if (!client || !info || !replicasOf(scenario, broker)) return '';
  const edge = scenario.publishes.find((one) => one.topic === info.id && one.from === scenario.nodes[client.index].id);
  return (edge?.via ?? []).map((via) => tr.t('replicas.acks', { via })).join(' ');
}
