// The glossary on the page: all terms, with the lessons in which each is met; and one term beside the word that was pressed.
import { html, nothing } from 'lit';
import { overlayDialog } from './dialog.js';
import { lessonsWith, meaningOf, termsWith } from './glossary/terms.js';

/** @import { Ui } from '../store/ui.js' */

export { learn } from './glossary/terms.js';
export { dress, lay } from './overlay.js';

/** The ways from a term to its lessons. @param {Ui} ui @param {string} id */
function met({ tr, view, dispatch }, id) {
  const lessons = lessonsWith(id);
  if (lessons.length === 0) return nothing;
  return html`<p class="met">
    <span class="quiet">${tr.t('glossary.met')}</span>
    ${lessons.map(({ id: lesson, number, title }) => {
      const pick = () => {
        dispatch({ type: 'closeOverlay' });
        dispatch({ type: 'open', scenario: lesson });
      };
      return html`<button type="button" class="button small" aria-current=${lesson === view.picked} @click=${pick}>
        ${tr.t('header.numbered', { number, title: tr.text(title) })}
      </button>`;
    })}
  </p>`;
}

/** @param {Ui} ui */
export function glossary(ui) {
  const { tr, view } = ui;
  const found = termsWith(tr.lang, view.typed);
  const terms = found.map(
    ({ id, term, text }) => html`<div class="entry" aria-current=${id === view.term}>
      <dt>${term}</dt>
      <dd>${text} ${met(ui, id)}</dd>
    </div>`,
  );
  return overlayDialog(ui, {
    overlay: 'glossary',
    title: tr.t('glossary.title'),
    label: tr.t('glossary.find'),
    found: tr.t('glossary.found', { count: found.length }),
    body: html`<dl>${terms}</dl>`,
  });
}

/** One term. @param {Ui} ui */
export function definition({ tr, view, dispatch }) {
  const { term: id } = view;
  const { term, text } = meaningOf(tr.lang, id) ?? { term: id, text: tr.t('glossary.unknown') };
  return html`<div
    class="overlay note"
    popover="auto"
    role="dialog"
    aria-label=${term}
    @toggle=${(/** @type {Event & { currentTarget: HTMLElement }} */ { currentTarget }) => currentTarget.matches(':popover-open') || dispatch({ type: 'overlayClosed', overlay: 'term' })}
    @keydown=${(/** @type {KeyboardEvent} */ event) => event.stopPropagation()}
  >
    <h3>${term}</h3>
    <p>${text}</p>
    <button type="button" class="button small" autofocus @click=${() => dispatch({ type: 'showGlossary', term: id })}>${tr.t('glossary.all')}</button>
  </div>`;
}
