// Lines with a rail and instants: each is a button; Tab comes to one of them, the arrow keys go on from there.
import { html } from 'lit';

/** @import { Translator } from '../i18n/index.js' */

/** @param {KeyboardEvent & { currentTarget: HTMLElement }} event */
export function alongLines(event) {
  const lines = /** @type {HTMLElement[]} */ ([...event.currentTarget.querySelectorAll('.line')]);
  const here = lines.indexOf(/** @type {HTMLElement} */ (event.target));
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: lines.length - 1 }[event.key];
  if (to === undefined || here < 0) return;
  event.preventDefault();
  lines[to]?.focus();
}

/** The instant of a line, to the millisecond. @param {Translator} tr @param {number} atMs */
export const instant = (tr, atMs) => html`<time>${tr.instant(atMs)}</time>`;
