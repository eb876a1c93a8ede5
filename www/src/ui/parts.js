// Small templates that every view shares: a box's place, a card's name, a button with a drawing.
import { html, nothing } from 'lit';

/** A length in a drawing, to a tenth of a pixel. @param {number} length */
export const tenth = (length) => Math.round(length * 10) / 10;

/** @param {{ x: number, y: number, w: number, h: number, more?: number, letters?: number }} rect in CSS pixels; `more`: what a long name adds to its height; `letters`: how large they are, as a share of the usual */
export const boxStyle = ({ x, y, w, h, more = 0, letters = 1 }) =>
  `left:${x}px;top:${y}px;width:${w}px;height:${h}px${more ? `;--_n:${more}px` : ''}${letters < 1 ? `;--_f:${Math.floor(letters * 1000) / 1000}` : ''}`;

/**
 * The name on a card. In a figure it stands directly under the course page's heading.
 * @param {{ figure: boolean }} view @param {string} name
 */
export function cardName({ figure }, name) {
  return figure
    ? html`<h2 class="title" title=${name}><span>${name}</span></h2>`
    : html`<h3 class="title" title=${name}><span>${name}</span></h3>`;
}

/**
 * A button with a drawing; its name is spoken and shown as a hint.
 * @param {unknown} drawing @param {string} name @param {() => void} press
 * @param {{ kind?: string, pressed?: boolean, expanded?: boolean, disabled?: boolean, text?: string }} [options]
 */
export function iconButton(drawing, name, press, { kind = '', pressed, expanded, disabled = false, text } = {}) {
  return html`<button
    type="button"
    class="button ${kind}"
    title=${name}
    aria-label=${text ? nothing : name}
    aria-pressed=${pressed ?? nothing}
    aria-expanded=${expanded ?? nothing}
    ?disabled=${disabled}
    @click=${press}
  >
    ${drawing}${text ? html`<span>${text}</span>` : nothing}
  </button>`;
}
