// A list over the page that can be searched: a head, a field to type in, and the rows, about which the arrow keys go.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { icons } from '../ui/page-icons.js';
import { iconButton } from '../ui/parts.js';

/** @import { Overlay, Ui } from '../store/ui.js' */

/** @typedef {object} List
 * @property {Overlay} overlay
 * @property {string} title
 * @property {string} label of the field
 * @property {string} found how many there are, said aloud
 * @property {unknown} body
 * @property {unknown} [foot]
 */

const ROWS = '.scroll button:not([tabindex="-1"])';

/** Up and down go from row to row, and from the field to the first one. @param {KeyboardEvent & { currentTarget: HTMLElement }} event */
function rove(event) {
  // The page's own keys are not meant.
  event.stopPropagation();
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  const rows = /** @type {HTMLElement[]} */ ([...event.currentTarget.querySelectorAll(ROWS)]);
  const at = rows.indexOf(/** @type {HTMLElement} */ (event.composedPath()[0]));
  const field = /** @type {HTMLElement | null} */ (event.currentTarget.querySelector('input'));
  event.preventDefault();
  (at + by < 0 ? field : rows[Math.min(at + by, rows.length - 1)])?.focus();
}

/** @param {Ui} ui @param {List} list */
export function overlayDialog({ tr, view, dispatch, narrow }, { overlay, title, label, found, body, foot = nothing }) {
  return html`<dialog
    class="overlay list ${overlay} ${narrow ? 'whole' : ''}"
    part=${overlay}
    aria-label=${title}
    @keydown=${rove}
    @close=${(/** @type {Event & { currentTarget: HTMLDialogElement }} */ { currentTarget }) => currentTarget.open || dispatch({ type: 'overlayClosed', overlay })}
    @click=${(/** @type {Event & { currentTarget: HTMLDialogElement }} */ event) => {
      if (event.target === event.currentTarget) event.currentTarget.close();
    }}
  >
    <div class="overlay-head">
      <h2>${title}</h2>
      ${iconButton(icons.close, tr.t('overlay.close'), () => dispatch({ type: 'closeOverlay' }))}
      <label class="find">
        ${icons.search}<span class="unseen">${label}</span>
        <input
          type="search"
          ?autofocus=${!narrow}
          autocomplete="off"
          spellcheck="false"
          placeholder=${label}
          .value=${live(view.typed)}
          @input=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => dispatch({ type: 'search', text: target.value })}
        />
      </label>
      <p class="unseen" role="status">${view.typed ? found : nothing}</p>
    </div>
    <div class="scroll">${body} ${view.typed ? html`<p class="quiet" aria-hidden="true">${found}</p>` : nothing}</div>
    ${foot}
  </dialog>`;
}
