// Form fields of the settings: each shows a value of the core and hands on what is asked for; none keeps state.
import { html } from 'lit';
import { live } from 'lit/directives/live.js';

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
      @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => hand(target, target.valueAsNumber, !Number.isNaN(target.valueAsNumber), change, value)}
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
      @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => hand(target, target.value.replace(/\s/g, '').replace(',', '.'), target.value.trim() !== '', change, value)}
  /></label>`;
}

/** What may be left empty. @param {string} label @param {string} value @param {(value: string) => void} change */
export function textField(label, value, change) {
  return html`<label class="field"
    ><span>${label}</span
    ><input
      type="text"
      size="14"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      .value=${live(value)}
      @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => hand(target, target.value, target.value.trim() !== value, change, value)}
  /></label>`;
}

/**
 * Hands on what was asked for. Whether it is sensible the core says, with a sentence: until it has taken it the field
 * shows what is in force. A field that was emptied asks for nothing.
 * @template {string | number} T
 * @param {HTMLInputElement} input @param {T} wanted @param {boolean} asked @param {(value: T) => void} change @param {T} old
 */
function hand(input, wanted, asked, change, old) {
  input.value = String(old);
  if (asked) change(wanted);
}

/**
 * One of several, as a list. Each option says whether it is chosen: a value set on the list would be lost when the options become others.
 * @template {string} T
 * @param {string} label @param {T} value @param {readonly (readonly [T, string])[]} options @param {(value: T) => void} change
 */
export function choice(label, value, options, change) {
  return html`<label class="field"
    ><span>${label}</span
    ><select
      @change=${(/** @type {Event & { target: HTMLSelectElement }} */ { target }) => change(/** @type {T} */ (target.value))}
    >
      ${options.map(([name, text]) => html`<option value=${name} .selected=${live(name === value)}>${text}</option>`)}
    </select></label
  >`;
}

/**
 * What can be chosen, and what is set although it cannot be chosen here.
 * @template {string} T
 * @param {readonly T[]} kinds @param {T} set @param {(kind: T) => string} name
 * @returns {[T, string][]}
 */
export const named = (kinds, set, name) => [...new Set([...kinds, set])].map((kind) => [kind, name(kind)]);

/** @param {string} label @param {boolean} value @param {(value: boolean) => void} change */
export function toggle(label, value, change) {
  return html`<label class="field check"
    ><span>${label}</span
    ><input type="checkbox" .checked=${live(value)} @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => change(target.checked)}
  /></label>`;
}
