// The card of a service: its health switch, what it works on, what waits to be retried, what is dead.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { icons } from '../../ui/icons.js';
import { boxStyle, cardName } from '../../ui/parts.js';
import { pointer } from '../../ui/pointer.js';
import { featuresOf } from '../layout/graph.js';
import { ingress, sidecar } from '../marks/view.js';

/** @import { SubscriptionColumn } from '../../core/types.js' */
/** @import { Ui } from '../../store/ui.js' */
/** @import { StageUi } from '../ui.js' */
/** @import { Box } from '../layout/columns.js' */

/** @typedef {'up' | 'slow' | 'flaky' | 'down'} HealthName */

export const HEALTHS = /** @type {const} */ (['up', 'slow', 'flaky', 'down']);
/** What Slow and Flaky mean when they are switched on; the settings panel changes it. */
const SLOW_FACTOR = 4;
const FLAKY_PROBABILITY = 0.3;

/** @param {string} node @param {HealthName} health @param {number} [value] */
export function healthCommand(node, health, value) {
  if (health === 'slow') return { setHealth: { node, health: { slow: { factor: value ?? SLOW_FACTOR } } } };
  if (health === 'flaky')
    return { setHealth: { node, health: { flaky: { probability: value ?? FLAKY_PROBABILITY } } } };
  return { setHealth: { node, health } };
}

// Radio buttons have a form of their own wherever they are: without one Chromium keeps those of a shadow root alive, with the cards
// around them, after they were taken out.

/** @param {Ui} ui @param {number} index */
export function healthSwitch({ tr, session, dispatch }, index, group = 'card') {
  const node = session.scenario.nodes[index];
  const now = session.frame.health(index);
  return html`<div class="healths" part="health" role="radiogroup" aria-label=${tr.t('health.label', { name: tr.text(node.name) })}><form method="dialog">
    ${HEALTHS.filter((health) => node.kind === 'service' || health === 'up' || health === 'down').map(
      (health) =>
        html`<label class="health h-${health}"
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

/** In a figure one button goes from up to down and back. @param {StageUi} ui @param {number} index */
function healthToggle({ tr, session, dispatch }, index) {
  const node = session.scenario.nodes[index];
  const now = /** @type {HealthName} */ (session.frame.health(index));
  const next = now === 'up' ? 'down' : 'up';
  return html`<button
      type="button"
      class="toggle h-${now}"
      aria-label=${tr.t('health.toggle', { name: tr.text(node.name), state: tr.t(`health.${now}`) })}
      @click=${() => dispatch({ type: 'command', command: healthCommand(node.id, next) })}
    >
      ${icons[now]}${tr.t(`health.${now}`)}</button
    ><span class="quiet hint" aria-hidden="true">${tr.t('health.touch', { pointer: pointer() })}</span>`;
}

/** @param {StageUi} ui @param {Box} box @param {'worker' | 'line' | 'retry' | 'dead'} kind @param {number} count */
function slotOf({ tr, view, dispatch }, box, kind, count) {
  const rect = box.slots[kind];
  if (!rect) return nothing;
  const label = box.kind === 'gateway' ? tr.t('mark.gateway.slot') : tr.t(`slot.${kind}`);
  return html`<span class="label" aria-hidden="true" .style=${`left:${rect.x}px;top:${rect.y - 15}px;max-width:${rect.w + 5}px`}>${label}</span>
    ${
      view.figure
        ? html`<span class="slot ${kind}" .style=${boxStyle(rect)}><span class="unseen">${tr.t('slot.count', { label, count })}</span></span>`
        : html`<button
          type="button"
          class="slot ${kind}"
          .style=${boxStyle(rect)}
          aria-label=${tr.t('why.ask', { what: tr.t('slot.count', { label, count }) })}
          @click=${() => dispatch({ type: 'ask', subject: { kind: 'box', node: box.index, box: kind } })}
        ></button>`
    }`;
}

/** @param {StageUi} ui @param {Box} box @param {number[]} subscriptions @param {number} dead */
function deadButtons({ tr, session, dispatch }, box, subscriptions, dead) {
  const rect = box.slots.dead;
  if (!rect || dead === 0) return nothing;
  const redrive = () => {
    for (const place of subscriptions) {
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

/** In a figure's card of less width the switch has no room for its sign. */
const SLIM_BELOW = 172;

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
  const effects = (node.effects ?? []).map((id) => scenario.effects.find((effect) => effect.id === id));
  return html`<section
    part="service"
    class="box service ${box.kind} ${box.variant} ${box.w < SLIM_BELOW ? 'slim' : ''} is-${frame.health(box.index)} ${view.selected === box.index ? 'selected' : ''}"
    .style=${boxStyle(box)}
    aria-label=${name}
  >
    ${ingress(ui, box)} ${sidecar(ui, box)} ${box.kind === 'gateway' ? html`<span class="shield" title=${tr.t('mark.gateway')}>${icons.shield}</span>` : nothing}
    ${cardName(view, name)}
    ${box.variant === 'figure' ? healthToggle(ui, box.index) : healthSwitch(ui, box.index)}
    <span class="tally">
      ${effects.map(
        (effect, place) =>
          html`<span title=${tr.text(effect?.name)}
            ><span class="unseen">${tr.text(effect?.name)}: </span>${icons.check}${tr.number(frame.write(box.index, place, 'lines'))}</span
          >`,
      )}
    </span>
    ${slotOf(ui, box, 'worker', frame.node(box.index, 'busy'))} ${slotOf(ui, box, 'line', frame.node(box.index, 'waitingCalls'))}
    ${slotOf(ui, box, 'retry', sum('retryScheduled') + sum('parked'))} ${slotOf(ui, box, 'dead', dead)}
    ${deadButtons(ui, box, has.subscriptions, dead)}
    ${ui.controls?.service(ui, box.index)}
  </section>`;
}
