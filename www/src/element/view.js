// The whole playground put together: the full page, the page on a phone, the figure in a course page.
import { html, nothing } from 'lit';
import { lessonCard } from '../lesson/card.js';
import { books, booksInLine, verdict } from '../panels/books.js';
import { header } from '../panels/header.js';
import { log } from '../panels/log.js';
import { bottomBar, playButtons } from '../panels/transport.js';
import { stage } from '../stage/view.js';
import { timeline } from '../timeline/view.js';
import { icons } from '../ui/icons.js';

/** @import { Ui } from '../store/ui.js' */

/** @param {Ui} ui */
function figure(ui) {
  const { tr, full } = ui;
  return html`<div class="frame">
    ${stage(ui)}
    <div class="figure-bar">
      ${playButtons(ui)}
      <div class="figure-books">
        ${booksInLine(ui)}
        <div class="figure-last">
          ${verdict(ui)}
          <a part="full" href=${full} target="_top">${tr.t('figure.full')}${icons.external}</a>
        </div>
      </div>
    </div>
  </div>`;
}

/** @param {Ui} ui */
function phone(ui) {
  const { view, asking, shelf } = ui;
  const sheet = { timeline, log, ...shelf.parts }[view.sheet === 'none' ? 'settings' : view.sheet];
  const open = asking.subject || view.sheet !== 'none' || view.selected >= 0;
  return html`${header(ui)}
    <main class="column">${lessonCard(ui)} ${stage(ui)} ${books(ui)}</main>
    ${open ? html`<div class="sheet" part="sheet">${asking.panel(ui) ?? sheet?.(ui)}</div>` : nothing} ${bottomBar(ui)}`;
}

/** @param {Ui} ui */
function desk(ui) {
  const { view, asking, shelf } = ui;
  const answer = asking.panel(ui);
  const panel = answer ?? ((view.selected >= 0 && shelf.parts.settings?.(ui)) || log(ui));
  return html`${header(ui)}
    <main class="desk">
      ${lessonCard(ui)}
      <div class="middle">
        ${stage(ui)}
        <div class="side">${panel} ${books(ui, answer ? !asking.ofBooks : view.selected >= 0)}</div>
      </div>
      ${timeline(ui)}
    </main>
    ${view.sheet === 'help' ? html`<div class="float">${ui.shelf.parts.help?.(ui)}</div>` : nothing}`;
}

/** @param {Ui} ui */
export function page(ui) {
  if (ui.comparison) {
    const sheet =
      ui.view.sheet === 'help'
        ? html`<div class=${ui.narrow ? 'sheet' : 'float'}>${ui.shelf.parts.help?.(ui)}</div>`
        : nothing;
    return html`${ui.comparison.view(ui)} ${sheet}`;
  }
  if (ui.view.figure) return figure(ui);
  return ui.narrow ? phone(ui) : desk(ui);
}
