// The glossary on the page: all terms, with the lessons in which each is met; and one term beside the word that was pressed.
import { html, nothing } from 'lit';
import { shelfDialog } from './dialog.js';
import { lessonsWith, meaningOf, termsWith } from './glossary/terms.js';

/** @import { Ui } from '../store/ui.js' */

export { learn } from './glossary/terms.js';
export { dress, lay } from './overlay.js';

/** The ways from a term to its lessons. @param {Ui} ui @param {string} id */
function met({ tr, view, act, shelf }, id) {
  const lessons = lessonsWith(id);
  if (lessons.length === 0) return nothing;
  return html`<p class="met">
    <span class="quiet">${tr.t('glossary.met')}</span>
    ${lessons.map(({ id: lesson, number, title }) => {
      const pick = () => {
        shelf.close();
        act.pick(lesson);
      };
      return html`<button type="button" class="button small" aria-current=${lesson === view.picked} @click=${pick}>
        ${tr.t('header.numbered', { number, title: tr.text(title) })}
      </button>`;
    })}
  </p>`;
}

/** @param {Ui} ui */
export function glossary(ui) {
  const { tr, shelf } = ui;
  const found = termsWith(tr.lang, shelf.typed);
  const terms = found.map(
    ({ id, term, text }) => html`<div class="entry" aria-current=${id === shelf.term}>
      <dt>${term}</dt>
      <dd>${text} ${met(ui, id)}</dd>
    </div>`,
  );
  return shelfDialog(ui, {
    taken: 'glossary',
    title: tr.t('glossary.title'),
    label: tr.t('glossary.find'),
    found: tr.t('glossary.found', { count: found.length }),
    body: html`<dl>${terms}</dl>`,
  });
}

/** One term. @param {Ui} ui */
export function definition({ tr, shelf }) {
  const { term: id } = shelf;
  const { term, text } = meaningOf(tr.lang, id) ?? { term: id, text: tr.t('glossary.unknown') };
  return html`<div
    class="shelf note"
    popover="auto"
    role="dialog"
    aria-label=${term}
    @toggle=${(/** @type {Event & { currentTarget: HTMLElement }} */ { currentTarget }) => currentTarget.matches(':popover-open') || shelf.put('term')}
    @keydown=${(/** @type {KeyboardEvent} */ event) => event.stopPropagation()}
  >
    <h3>${term}</h3>
    <p>${text}</p>
    <button type="button" class="button small" autofocus @click=${() => shelf.glossary(id)}>${tr.t('glossary.all')}</button>
  </div>`;
}
