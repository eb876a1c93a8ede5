// The books: for every effect what was expected and what is there, so that the eye sees where they part.
import { html, nothing } from 'lit';
import { booksInLine, partsOf, verdict } from './books-in-line.js';

/** @import { Ui } from '../store/ui.js' */
/** @import { Column } from '../core/subject.js' */

/** @param {ReturnType<typeof partsOf>} parts */
function bar(parts) {
  return html`<span class="bar" aria-hidden="true"
    >${parts.map(({ kind, count }) => (count > 0 ? html`<span class="b-${kind}" .style=${`flex-grow:${count}`}></span>` : nothing))}</span
  >`;
}

/** @param {Ui} ui @param {number} index */
function row(ui, index) {
  const { tr, session, dispatch } = ui;
  const name = tr.text(session.scenario.effects[index].name);
  const parts = partsOf(ui, index);
  const there = parts[0].count + parts[1].count + parts[2].count;
  const rest = parts.filter(({ kind, count }) => kind !== 'done' && count > 0);
  const expected = session.frame.effect(index, 'expected');
  /** A number that can be asked. @param {Column} column @param {number} count @param {unknown} words */
  const part = (column, count, words) =>
    html`<button
      type="button"
      class="part rest r-${column}"
      title=${tr.t('why.title')}
      aria-label=${tr.t('why.of.part', { name, part: tr.t(`books.${column}`, { count }) })}
      @click=${() => dispatch({ type: 'ask', subject: { kind: 'number', effect: index, column } })}
    >
      ${words}
    </button>`;
  return html`<li>
    <span class="effect"
      >${name}${all(session) ? nothing : html` <small class="quiet">${tr.t('books.expected.of', { count: expected })}</small>`}</span
    >
    <span class="sum"
      >${part('done', there, html`<b>${tr.number(there)}</b>`)}${rest.map(({ kind, count }) => part(kind, count, tr.t(`books.${kind}`, { count })))}</span
    >
    ${bar(parts)}
  </li>`;
}

/** Whether every order is expected to have every effect. @param {Ui['session']} session */
const all = ({ frame, scenario }) =>
  scenario.effects.every((_, index) => frame.effect(index, 'expected') === frame.header('orders'));

/** @param {Ui} ui @param {boolean} [brief] in few lines, beside the settings */
export function books(ui, brief = false) {
  const { tr, session } = ui;
  if (brief) {
    return html`<section part="books" class="card books brief" aria-label=${tr.t('books.title')}>${booksInLine(ui)} ${verdict(ui)}</section>`;
  }
  return html`<section part="books" class="card books" aria-label=${tr.t('books.title')}>
    <div class="card-head">
      <h2>${tr.t('books.title')}</h2>
      ${all(session) ? html`<span class="quiet">${tr.t('books.expected', { count: session.frame.header('orders') })}</span>` : nothing}
    </div>
    <ul>
      ${session.scenario.effects.map((_, index) => row(ui, index))}
    </ul>
    ${verdict(ui)}
  </section>`;
}
