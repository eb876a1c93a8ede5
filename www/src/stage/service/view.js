// The card of a service: its health switch, what it works on, what waits to be retried, what is dead.
import { html, nothing } from 'lit';
import { icons } from '../../ui/icons.js';
import { boxStyle, cardName } from '../../ui/parts.js';
import { pointer } from '../../ui/pointer.js';
import { jolts } from '../jolts.js';
import { featuresOf } from '../layout/graph.js';
import { ingress, sidecar } from '../marks/view.js';
import { tallyOf } from './boxes.js';

/** @import { SubscriptionColumn } from '../../core/types.js' */
/** @import { StageUi } from '../ui.js' */
/** @import { Box } from '../layout/columns.js' */

/** In a figure one button goes from up to down and back. @param {StageUi} ui @param {number} index */
function healthToggle({ tr, session, dispatch }, index) {
  const node = session.scenario.nodes[index];
  const now = session.frame.health(index);
  const next = now === 'up' ? 'down' : 'up';
  return html`<button
      type="button"
      class="toggle h-${now}"
      aria-label=${tr.t('health.toggle', { name: tr.text(node.name), state: tr.t(`health.${now}`) })}
      @click=${() => dispatch({ type: 'command', command: { setHealth: { node: node.id, health: next } } })}
    >
      ${icons[now]}${tr.t(`health.${now}`)}</button
    ><span class="quiet hint" aria-hidden="true">${tr.t('health.touch', { pointer: pointer() })}</span>`;
}

/**
 * A box of the card, with the count of what it stands for, and of what lies in it besides.
 * @param {StageUi} ui @param {Box} box @param {'worker' | 'line' | 'retry' | 'dead'} kind @param {number} count @param {number} [held]
 */
function slotOf({ tr, view, dispatch }, box, kind, count, held = 0) {
  const rect = box.slots[kind];
  const label = box.kind === 'gateway' ? tr.t('mark.gateway.slot') : tr.t(`slot.${kind}`);
  const words = tr.t('slot.count', { label, count, held });
  // Where a figure has no room for a box it is said.
  if (!rect) return count > 0 ? html`<span class="unseen slot-${kind}">${words}</span>` : nothing;
  return html`<span class="label ${count > 0 ? '' : 'idle'}" aria-hidden="true" .style=${`left:${rect.x}px;bottom:${box.h - rect.y + 2}px;max-width:${rect.w + 5}px`}>${label}</span>
    ${
      view.figure
        ? html`<span class="slot ${kind}" .style=${boxStyle(rect)}><span class="unseen">${words}</span></span>`
        : html`<button
          type="button"
          class="slot ${kind}"
          .style=${boxStyle(rect)}
          aria-label=${tr.t('why.ask', { what: words })}
          @click=${() => dispatch({ type: 'ask', subject: { kind: 'box', node: box.index, box: kind } })}
        ></button>`
    }`;
}

/** In a figure's card of less width the switch has no room for its sign. */
const SLIM_BELOW = 172;
/** On a phone's card of less width one line does not hold what is said of its patience. */
const THIN_BELOW = 340;

/** @param {StageUi} ui @param {Box} box */
export function service(ui, box) {
  const { tr, session, view } = ui;
  const { scenario, frame } = session;
  const node = scenario.nodes[box.index];
  const has = featuresOf(scenario, box.index);
  const name = tr.text(node.name);
  /** @param {SubscriptionColumn} field */
  const sum = (field) => has.subscriptions.reduce((total, place) => total + frame.subscription(place, field), 0);
  const dead = sum('dead');
  const held = has.consumes ? frame.held(box.index) : 0;
  const crashed = frame.node(box.index, 'restartingUntilMs') > session.now;
  const jolted = jolts(session, node.id, crashed || frame.health(box.index) === 'down');
  const effects = (node.effects ?? []).map((id) => scenario.effects.find((effect) => effect.id === id));
  return html`<section
    part="service"
    class="box service ${box.kind} ${box.variant} ${box.w < SLIM_BELOW ? 'slim' : ''} ${box.w < THIN_BELOW ? 'thin' : ''} ${crashed ? 'is-crashed' : ''} ${jolted ? 'jolts' : ''} is-${frame.health(box.index)} ${view.selected === box.index ? 'selected' : ''}"
    data-node=${node.id}
    .style=${`${boxStyle(box)};--_t:${tallyOf(scenario, box.index)}px`}
    aria-label=${name}
  >
    ${ingress(ui, box)} ${sidecar(ui, box)} ${box.kind === 'gateway' ? html`<span class="shield" title=${tr.t('mark.gateway')}>${icons.shield}</span>` : nothing}
    ${cardName(view, name)}
    ${ui.controls?.health(ui, box.index) ?? healthToggle(ui, box.index)}
    <span class="tally">
      ${effects.map(
        (effect, place) =>
          html`<span title=${tr.text(effect?.name)}
            ><span class="unseen">${tr.text(effect?.name)}: </span>${icons.check}${tr.number(frame.write(box.index, place, 'lines'))}</span
          >`,
      )}
    </span>
    ${slotOf(ui, box, 'worker', frame.node(box.index, 'busy'), box.slots.line ? 0 : held)}
    ${slotOf(ui, box, 'line', frame.node(box.index, 'waitingCalls'), held)}
    ${slotOf(ui, box, 'retry', sum('retryScheduled') + sum('parked'))} ${slotOf(ui, box, 'dead', dead)}
    ${ui.controls?.dead(ui, box, dead)}
    ${ui.controls?.service(ui, box.index)}
  </section>`;
}
