// Form fields of the settings: each shows a value of the core and hands on what is asked for; none keeps state.
import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import { parseDuration } from '../durations.js';

/**
 * @param {string} label @param {number} value @param {{ min: number, max: number, step: number }} range
 * @param {(value: number) => void} change
 */
export function numberField(label, value, { min, max, step }, change) {
  return html`<label class="field"
    ><span>${label}</span
    ><input
      type="number"
      min=${min}
      max=${max}
      step=${step}
      .value=${String(value)}
      @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => accept(target, target.valueAsNumber, (wanted) => wanted >= min && wanted <= max, change, value)}
  /></label>`;
}

/** @param {string} label @param {string} value @param {(value: string) => void} change */
export function durationField(label, value, change) {
  return html`<label class="field"
    ><span>${label}</span
    ><input
      type="text"
      size="7"
      autocomplete="off"
      spellcheck="false"
      .value=${value}
      @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => accept(target, target.value.trim().replace(',', '.'), (wanted) => !Number.isNaN(parseDuration(wanted)), change, value)}
  /></label>`;
}

/**
 * Hands a good value on, and puts the old one back in place of a bad one.
 * @template {string | number} T
 * @param {HTMLInputElement} input @param {T} wanted @param {(wanted: T) => boolean} good
 * @param {(value: T) => void} change @param {T} old
 */
function accept(input, wanted, good, change, old) {
  const accepted = good(wanted);
  input.setAttribute('aria-invalid', String(!accepted));
  if (accepted) change(wanted);
  else input.value = String(old);
}

/**
 * One of several, as a list.
 * @template {string} T
 * @param {string} label @param {T} value @param {readonly (readonly [T, string])[]} options @param {(value: T) => void} change
 */
export function choice(label, value, options, change) {
  return html`<label class="field"
    ><span>${label}</span
    ><select
      .value=${live(value)}
      @change=${(/** @type {Event & { target: HTMLSelectElement }} */ { target }) => change(/** @type {T} */ (target.value))}
    >
      ${options.map(([name, text]) => html`<option value=${name} ?selected=${name === value}>${text}</option>`)}
    </select></label
  >`;
}

/** @param {string} label @param {boolean} value @param {(value: boolean) => void} change */
export function toggle(label, value, change) {
  return html`<label class="field check"
    ><span>${label}</span
    ><input type="checkbox" .checked=${live(value)} @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => change(target.checked)}
  /></label>`;
}
