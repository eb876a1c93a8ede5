// How a service crashes by itself, how the next message does harm, and which failures are not tried again.
import { html, nothing } from 'lit';
import { parseDuration, writeDuration } from '../core/durations.js';
import { choice, durationField, numberField, toggle } from '../ui/fields.js';
import { CRASH_POINTS } from './crash.js';
import { fold } from './fold.js';

/** @import { Crashes, Failure, Retry } from '../core/types.js' */
/** @import { Ui } from '../store/ui.js' */

/** The failures by which a step may fail by itself. @type {('invalid' | 'notFound' | 'conflict' | 'declined' | 'unavailable')[]} */
const OWN = ['invalid', 'notFound', 'conflict', 'declined', 'unavailable'];
const GRACE = '30s';
const MEANS = ['10s', '1min', '10min'];

/** Which failures end the attempts at once. @param {Ui} ui @param {Retry} retry @param {(retry: Retry) => void} change */
export function exceptSettings({ tr }, retry, change) {
  /** @type {Failure[]} */
  const except = retry.except ?? [];
  return html`<details>
    <summary>${tr.t('retry.except', { count: except.length })}</summary>
    ${OWN.map((failure) =>
      toggle(tr.t(`failure.${failure}`), except.includes(failure), (on) =>
        change({ ...retry, except: on ? [...except, failure] : except.filter((other) => other !== failure) }),
      ),
    )}
  </details>`;
}

/** Crashes at once or at the next step of a handler. @param {Ui} ui @param {string} node */
function crashButtons({ tr, session, dispatch }, node) {
  const relays = session.scenario.publishes.some(({ from, via }) => from === node && via?.includes('outbox'));
  return html`<div class="field">
    <span>${tr.t('settings.crash')}</span>
    <div class="buttons">
      ${CRASH_POINTS.filter((point) => relays || point !== 'beforeMark').map(
        (point) =>
          html`<button type="button" class="button small" @click=${() => dispatch({ type: 'command', command: { crash: { node, point } } })}>
            ${tr.t(`crash.${point}`)}
          </button>`,
      )}
    </div>
  </div>`;
}

/** @param {Ui} ui @param {string} node @param {Crashes} now */
export function crashSettings(ui, node, { perHandling = 0, after = null }) {
  const { tr, dispatch } = ui;
  /** @param {Crashes} crashes */
  const set = (crashes) => dispatch({ type: 'command', command: { setCrashes: { node, crashes } } });
  const mean = typeof after === 'object' && after && 'exponential' in after ? after.exponential.mean : after;
  const shown = typeof mean === 'string' ? mean : mean === null ? 'never' : 'other';
  /** @param {string} span */
  const name = (span) =>
    span === 'never' || span === 'other' ? tr.t(`crashes.${span}`) : tr.duration(parseDuration(span));
  const said = [
    perHandling > 0 && tr.t('said.crashShare', { share: perHandling }),
    shown !== 'never' && tr.t('said.crashAfter', { span: name(shown) }),
  ];
  return fold(
    tr.t('part.crashes'),
    said.some(Boolean) ? said : [tr.t('said.crashNever')],
    html`${crashButtons(ui, node)}
    ${numberField(
      tr.t('crashes.perHandling'),
      Math.round(perHandling * 1e4) / 100,
      { min: 0, max: 100, step: 1 },
      (percent) => set({ perHandling: percent / 100, after }),
    )}
    ${choice(
      tr.t('crashes.after'),
      shown,
      [...new Set(['never', ...MEANS, shown])].map((span) => [span, name(span)]),
      (span) =>
        span !== 'other' && set({ perHandling, after: span === 'never' ? null : { exponential: { mean: span } } }),
    )}`,
  );
}

/** How a flaky service fails: callers and retry policies can tell the kinds apart. @param {Ui} ui @param {number} index */
export function flakySettings({ tr, session, dispatch }, index) {
  const { id } = session.scenario.nodes[index];
  const health = session.settings().nodes[id]?.health;
  const flaky = typeof health === 'object' && 'flaky' in health ? health.flaky : undefined;
  if (!flaky) return nothing;
  /** @param {number} probability @param {Failure} [kind] */
  const set = (probability, kind) =>
    dispatch({ type: 'command', command: { setHealth: { node: id, health: { flaky: { probability, kind } } } } });
  return html`${numberField(
    tr.t('settings.flakyShare'),
    Math.round(flaky.probability * 1e4) / 100,
    { min: 0, max: 100, step: 5 },
    (percent) => set(percent / 100, flaky.kind),
  )}
  ${choice(
    tr.t('settings.flakyKind'),
    flaky.kind ?? '',
    [
      ['', tr.t('failure.unknown')],
      ...OWN.map((kind) => /** @type {[string, string]} */ ([kind, tr.t(`failure.${kind}`)])),
    ],
    (kind) => set(flaky.probability, /** @type {Failure} */ (kind) || undefined),
  )}`;
}

/** An orderly stop: what is in hand is finished. @param {Ui} ui @param {number} index */
export function drainButton({ tr, session, dispatch }, index) {
  const node = session.scenario.nodes[index].id;
  /** @param {string} grace */
  const drain = (grace) =>
    dispatch({ type: 'command', command: { setHealth: { node, health: { draining: { grace } } } } });
  const draining = session.frame.health(index) === 'draining';
  return html`<button type="button" class="button small" aria-pressed=${draining} title=${tr.t('settings.draining')} @click=${() => drain(GRACE)}>
      ${tr.t('settings.drain')}
    </button>
    ${draining ? durationField(tr.t('settings.grace'), writeDuration(session.frame.node(index, 'healthValue')), drain) : nothing}`;
}
