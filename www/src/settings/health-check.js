// The settings of a health check: whether and how a caller looks which of its instances are fit to be called.
import { html, nothing } from 'lit';
import { choice, durationField, numberField } from '../ui/fields.js';

/** @import { Settings } from '../core/types.js' */
/** @import { Ui } from '../store/ui.js' */

/** @typedef {NonNullable<Settings['pools'][number]['healthCheck']>} HealthCheck */

/** What a check begins with when it is switched on. @type {HealthCheck} */
const FRESH = { every: '1s', timeout: '500ms', deep: false, unhealthyAfter: 2, healthyAfter: 2 };
const COUNT = { min: 1, max: 100, step: 1 };
const KINDS = /** @type {const} */ (['off', 'shallow', 'deep']);

/** @param {Ui} ui @param {Settings['pools'][number]} pool */
export function checkSettings({ tr, session, dispatch }, { from, to, healthCheck }) {
  if (to.length < 2 && !healthCheck) return nothing;
  const names = to.map((id) => tr.text(session.scenario.nodes.find((node) => node.id === id)?.name) || id).join(', ');
  /** @param {HealthCheck | null} check */
  const set = (check) =>
    dispatch({ type: 'command', command: { setHealthCheck: { from, to: to[0], healthCheck: check } } });
  const kind = healthCheck ? (healthCheck.deep ? 'deep' : 'shallow') : 'off';
  return html`<fieldset>
    <legend>${tr.t('check.legend', { names })}</legend>
    ${choice(
      tr.t('check.kind'),
      kind,
      KINDS.map((one) => [one, tr.t(`check.${one}`)]),
      (chosen) => set(chosen === 'off' ? null : { ...(healthCheck ?? FRESH), deep: chosen === 'deep' }),
    )}
    ${
      healthCheck
        ? html`${durationField(tr.t('check.every'), healthCheck.every, (every) => set({ ...healthCheck, every }))}
          ${durationField(tr.t('check.timeout'), healthCheck.timeout, (timeout) => set({ ...healthCheck, timeout }))}
          ${numberField(tr.t('check.unhealthyAfter'), healthCheck.unhealthyAfter, COUNT, (unhealthyAfter) => set({ ...healthCheck, unhealthyAfter }))}
          ${numberField(tr.t('check.healthyAfter'), healthCheck.healthyAfter, COUNT, (healthyAfter) => set({ ...healthCheck, healthyAfter }))}`
        : nothing
    }
  </fieldset>`;
}
