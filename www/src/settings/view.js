// The settings of one service: health, workers, faults, and how its subscriptions and calls deliver and retry. Loaded when a service is first chosen.
import { html, nothing } from 'lit';
import { herdOf } from '../retries/view.js';
import { featuresOf } from '../stage/layout/graph.js';
import { downInWords, healthCommand, healthSwitch } from '../stage/service/controls.js';
import { numberField } from '../ui/fields.js';
import { icons } from '../ui/page-icons.js';
import { iconButton } from '../ui/parts.js';
import { plainProse } from '../ui/prose.js';
import { callSettings, deliverySettings } from './delivery.js';
import { crashSettings, drainButton, flakySettings } from './failures.js';
import { checkSettings } from './health-check.js';
import { hasIngress, ingressSettings } from './ingress.js';
import { machineSettings } from './machine.js';
import { readingSettings } from './reading.js';
import { offer, touched } from './vary.js';

export { buttonIn, settingIn } from './locate.js';
export { settingsStyles as styles } from './style.js';

/** @import { LedUi, Ui } from '../store/ui.js' */

const MOST_WORKERS = 1000;
const DELAY_BY = '2s';
/** Dead letters that are listed. */
const LETTERS = 20;

/** @param {Ui} ui @param {number} index */
function healthValue(ui, index) {
  const { tr, session, dispatch } = ui;
  const { id } = session.scenario.nodes[index];
  const health = session.frame.health(index);
  const value = session.frame.node(index, 'healthValue');
  if (health === 'slow') {
    return numberField(tr.t('settings.slowFactor'), value, { min: 1, max: 1000, step: 0.5 }, (factor) =>
      dispatch({ type: 'command', command: healthCommand(id, 'slow', factor) }),
    );
  }
  if (health === 'flaky') return flakySettings(ui, index);
  return nothing;
}

/** What Down does, and what makes every attempt fail, which is something else. @param {Ui} ui @param {number} index */
function down(ui, index) {
  const { tr, session, dispatch } = ui;
  const { id, kind } = session.scenario.nodes[index];
  const fail = () => dispatch({ type: 'command', command: healthCommand(id, 'flaky', 1) });
  const fails = session.frame.health(index) === 'flaky' && session.frame.node(index, 'healthValue') === 1;
  const health = session.frame.health(index);
  // What the others mean stands on them; what holds is said.
  const means = health === 'hung' || health === 'draining' ? tr.t(`settings.${health}`) : downInWords(ui, index);
  return html`<p class="quiet">${means}</p>
    ${kind === 'service' ? html`<button type="button" class="button small" aria-pressed=${fails} @click=${fail}>${tr.t('settings.failAll')}</button>` : nothing} ${drainButton(ui, index)}`;
}

/** Faults that wait for the next message of a subscription. @param {Ui} ui @param {string} subscription */
function tamper({ tr, dispatch }, subscription) {
  const faults = /** @type {const} */ ([
    ['poison', { poisonNext: { subscription } }],
    ['kill', { poisonNext: { subscription, crashes: true } }],
    ['duplicate', { duplicateNext: { subscription } }],
    ['delay', { delayNext: { subscription, by: DELAY_BY } }],
    ['drop', { dropNext: { subscription } }],
    ['reorder', { reorder: { subscription } }],
  ]);
  return html`<div class="field">
    <span>${tr.t('settings.next')}</span>
    <div class="buttons">
      ${faults.map(
        ([fault, command]) =>
          html`<button type="button" class="button small" @click=${() => dispatch({ type: 'command', command })}>${tr.t(`tamper.${fault}`)}</button>`,
      )}
    </div>
  </div>`;
}

/** Dead letters one by one: back to the queue, mended, or thrown away. @param {Ui} ui @param {number} subscription */
function deadLetters({ tr, session, dispatch }, subscription) {
  const { frame } = session;
  const { data, envelopeBase, envelopeStride, field, state } = frame;
  const rows = [];
  for (let at = envelopeBase; at < data.length && rows.length < LETTERS; at += envelopeStride) {
    if (data[at + field.state] === state.dead && data[at + field.subscription] === subscription) {
      const [message, number, poison] = [data[at + field.id], data[at + field.order], data[at + field.poison] > 0];
      rows.push({ message, order: tr.noun(session.wordsOf(number), number), poison });
    }
  }
  if (rows.length === 0) return nothing;
  const count = frame.subscription(subscription, 'dead');
  return html`<div class="field">
    <span
      >${tr.t('settings.deadLetters', { count })}${count > rows.length ? html` <span class="quiet">${tr.t('settings.lettersShown', { shown: rows.length })}</span>` : nothing}</span
    >
    <ul class="letters">
      ${rows.map(
        ({ message, order, poison }) => html`<li>
          <b>${tr.t('settings.letter', { order })}</b>
          ${poison ? html`<button type="button" class="button small" @click=${() => dispatch({ type: 'command', command: { mend: { message } } })}>${tr.t('dead.mend')}</button>` : nothing}
          <button type="button" class="button small" @click=${() => dispatch({ type: 'command', command: { redrive: { message } } })}>${tr.t('dead.redrive')}</button>
          ${iconButton(icons.trash, tr.t('dead.discard', { order }), () => dispatch({ type: 'command', command: { discard: { message } } }), { kind: 'small' })}
        </li>`,
      )}
    </ul>
  </div>`;
}

/** @param {LedUi} ui */
export function settings(ui) {
  const { tr, session, view, narrow, guide, dispatch } = ui;
  // On a phone the panel covers the lesson's strip.
  const asked = guide.count ? guide.beat?.say : undefined;
  const index = view.selected;
  const node = session.scenario.nodes[index];
  if (!node) return nothing;
  const has = featuresOf(session.scenario, index);
  const now = session.settings();
  const name = tr.text(node.name);
  return html`<section part="settings" class="card settings" role="dialog" aria-label=${tr.t('settings.title', { name })}>
    <div class="card-head">
      <h2>${tr.t('settings.title', { name })}</h2>
      <span class="space"></span>
      ${iconButton(icons.undo, tr.t('settings.undo'), () => dispatch({ type: 'undo' }), { kind: 'small', disabled: !session.canUndo })}
      ${iconButton(icons.redo, tr.t('settings.redo'), () => dispatch({ type: 'redo' }), { kind: 'small', disabled: !session.canRedo })}
      ${iconButton(icons.close, tr.t('settings.close'), () => dispatch({ type: 'select', node: -1 }))}
    </div>
    ${narrow && asked ? html`<p class="asked">${plainProse(tr.text(asked))}</p>` : nothing}
    <div class="scroll" tabindex="0" role="group" aria-label=${tr.t('settings.title', { name })}
      @focusin=${(/** @type {Event} */ event) => touched(ui, event)} @change=${(/** @type {Event} */ event) => touched(ui, event)}>
      ${healthSwitch(ui, index, 'panel')} ${healthValue(ui, index)} ${down(ui, index)}
      ${
        node.kind === 'gateway'
          ? nothing
          : html`${numberField(
              tr.t('settings.workers'),
              now.nodes[node.id]?.workers ?? 1,
              { min: 1, max: MOST_WORKERS, step: 1 },
              (workers) => dispatch({ type: 'command', command: { setWorkers: { node: node.id, workers } } }),
            )}
            ${now.nodes[node.id] ? machineSettings(ui, node.id, now.nodes[node.id]) : nothing}
            ${crashSettings(ui, node.id, now.nodes[node.id]?.crashes ?? {})}`
      }
      ${hasIngress(session.scenario, index) ? ingressSettings(ui, index) : nothing}
      ${has.subscriptions.map((place) => {
        const { id, name: subscriptionName } = session.scenario.subscriptions[place];
        const delivery = now.subscriptions[id];
        return html`<fieldset data-of=${`subscription:${id}`}>
          <legend>${tr.t('settings.subscription', { name: tr.text(subscriptionName) || id })}</legend>
          ${readingSettings(ui, place)} ${deadLetters(ui, place)} ${delivery ? deliverySettings(ui, id, delivery) : nothing}
          ${herdOf(ui, 'subscription', place)} ${tamper(ui, id)}
        </fieldset>`;
      })}
      ${now.calls.map((call, place) => (call.from === node.id ? html`${callSettings(ui, call, place)} ${herdOf(ui, 'call', place)}` : nothing))}
      ${now.pools.map((pool) => (pool.from === node.id ? checkSettings(ui, pool) : nothing))}
    </div>
    ${offer(ui)}
  </section>`;
}
