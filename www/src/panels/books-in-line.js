// The books in few words, as a figure shows them: a line, and what must stay zero.
import { html, nothing } from 'lit';

/** @import { Ui } from '../store/ui.js' */

/** How the orders stand with one effect, in the order in which the bar shows it.
 * @param {Ui} ui @param {number} index */
export function partsOf({ session: { frame } }, index) {
  const late = frame.effect(index, 'late');
  return [
    { kind: /** @type {const} */ ('done'), count: frame.effect(index, 'once') - late },
    { kind: /** @type {const} */ ('late'), count: late },
    { kind: /** @type {const} */ ('twice'), count: frame.effect(index, 'twice') },
    { kind: /** @type {const} */ ('waiting'), count: frame.effect(index, 'waiting') },
    { kind: /** @type {const} */ ('dead'), count: frame.effect(index, 'dead') },
    { kind: /** @type {const} */ ('lost'), count: frame.effect(index, 'lost') },
  ];
}

/** The books in one line. @param {Ui} ui */
export function booksInLine(ui) {
  const { tr, session } = ui;
  return html`<p class="line">
    ${session.scenario.effects.map((effect, index) => {
      const parts = partsOf(ui, index);
      const count = parts[0].count + parts[1].count + parts[2].count;
      const open = parts.slice(3).filter((part) => part.count > 0);
      const missing = tr.list(open.map((part) => tr.t(`books.${part.kind}`, { count: part.count })));
      const name = tr.text(effect.name);
      return html`<span>${tr.t(missing ? 'books.inLine.open' : 'books.inLine', { name, count, missing })}</span>`;
    })}
  </p>`;
}

/** What must stay zero. @param {Ui} ui */
export function verdict({ tr, session: { frame } }) {
  const lost = frame.header('lost');
  const twice = frame.header('doneTwice');
  const amount = frame.header('lostAmount');
  const instead = frame.header('compensated');
  const early = frame.header('outOfOrder');
  return html`<p part="verdict" class="verdict ${lost + twice + early > 0 ? 'bad' : 'good'}">
    <b>${tr.t('books.verdict', { lost, twice })}</b>
    ${early > 0 ? html`<b>${tr.t('books.outOfOrder', { count: early })}</b>` : nothing}
    ${instead > 0 ? html`<span class="quiet">${tr.t('books.instead', { count: instead })}</span>` : nothing}
    ${lost > 0 && amount > 0 ? html`<span class="quiet">${tr.t('books.amount', { amount })}</span>` : nothing}
  </p>`;
}
