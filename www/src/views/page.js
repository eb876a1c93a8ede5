// The whole playground put together: the full page, the page on a phone, the figure in a course page.
import { html, nothing } from 'lit';
import { icons } from '../icons.js';
import { SHORTCUTS } from '../keys.js';
import { legendProse } from '../legend.js';
import { books, booksInLine, verdict } from './books.js';
import { header } from './header.js';
import { lessonCard } from './lesson.js';
import { log } from './log.js';
import { settings } from './settings.js';
import { stage } from './stage.js';
import { timeline } from './timeline.js';
import { bottomBar, playButtons } from './transport.js';
import { iconButton } from './ui.js';

/** @typedef {import('./ui.js').Ui} Ui */

/** @param {Ui} ui */
function help({ tr, act, shelf }) {
  return html`<section part="help" class="card help" role="dialog" aria-label=${tr.t('help.title')}>
    <div class="card-head">
      <h2>${tr.t('help.title')}</h2>
      ${iconButton(icons.close, tr.t('help.close'), () => act.show('none'))}
    </div>
    <p class="signs">${legendProse(tr.t('help.signs'))}</p>
    <p>${tr.t('help.text')}</p>
    <h3>${tr.t('keys.title')}</h3>
    <dl class="keys">
      ${SHORTCUTS.map(({ label, text }) => html`<dt><kbd>${label}</kbd></dt><dd>${tr.t(text)}</dd>`)}
    </dl>
    <p>${tr.t('help.keys')}</p>
    <button type="button" class="button" aria-haspopup="dialog" @click=${() => shelf.glossary()}>
      ${icons.book}<span>${tr.t('glossary.title')}</span>
    </button>
  </section>`;
}

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
  const { view, asking } = ui;
  const sheet = { timeline, log, settings, help }[view.sheet === 'none' ? 'settings' : view.sheet];
  const open = asking.subject || view.sheet !== 'none' || view.selected >= 0;
  return html`${header(ui)}
    <main class="column">${lessonCard(ui)} ${stage(ui)} ${books(ui)}</main>
    ${open ? html`<div class="sheet" part="sheet">${asking.panel(ui) ?? sheet(ui)}</div>` : nothing} ${bottomBar(ui)}`;
}

/** @param {Ui} ui */
function desk(ui) {
  const { view, asking } = ui;
  const answer = asking.panel(ui);
  return html`${header(ui)}
    <main class="desk">
      ${lessonCard(ui)}
      <div class="middle">
        ${stage(ui)}
        <div class="side">${answer ?? (view.selected >= 0 ? settings(ui) : log(ui))} ${books(ui, answer ? !asking.ofBooks : view.selected >= 0)}</div>
      </div>
      ${timeline(ui)}
    </main>
    ${view.sheet === 'help' ? html`<div class="float">${help(ui)}</div>` : nothing}`;
}

/** @param {Ui} ui */
export function page(ui) {
  if (ui.comparison) {
    const sheet =
      ui.view.sheet === 'help' ? html`<div class=${ui.narrow ? 'sheet' : 'float'}>${help(ui)}</div>` : nothing;
    return html`${ui.comparison.view(ui)} ${sheet}`;
  }
  if (ui.view.figure) return figure(ui);
  return ui.narrow ? phone(ui) : desk(ui);
}
