// How a service crashes by itself, how the next message does harm, and which failures are not tried again.
import { html } from 'lit';
import { choice, numberField, toggle } from '../ui/fields.js';

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

/** @param {Ui} ui @param {string} node @param {Crashes} now */
export function crashSettings({ tr, dispatch }, node, { perHandling = 0, after = null }) {
  /** @param {Crashes} crashes */
  const set = (crashes) => dispatch({ type: 'command', command: { setCrashes: { node, crashes } } });
  const mean = typeof after === 'object' && after && 'exponential' in after ? after.exponential.mean : after;
  const shown = typeof mean === 'string' ? mean : mean === null ? 'never' : 'other';
  return html`${numberField(
    tr.t('crashes.perHandling'),
    Math.round(perHandling * 1e4) / 100,
    { min: 0, max: 100, step: 1 },
    (percent) => set({ perHandling: percent / 100, after }),
  )}
  ${choice(
    tr.t('crashes.after'),
    shown,
    [...new Set(['never', ...MEANS, shown])].map((span) => [
      span,
      span === 'never' ? tr.t('crashes.never') : span === 'other' ? tr.t('crashes.other') : span,
    ]),
    (span) =>
      span !== 'other' && set({ perHandling, after: span === 'never' ? null : { exponential: { mean: span } } }),
  )}`;
}

/** An orderly stop: what is in hand is finished. @param {Ui} ui @param {number} index */
export function drainButton({ tr, session, dispatch }, index) {
  const node = session.scenario.nodes[index].id;
  const drain = () =>
    dispatch({ type: 'command', command: { setHealth: { node, health: { draining: { grace: GRACE } } } } });
  const draining = session.frame.health(index) === 'draining';
  return html`<button type="button" class="button small" aria-pressed=${draining} title=${tr.t('settings.draining')} @click=${drain}>
    ${tr.t('settings.drain')}
  </button>`;
}
