// The whole playground put together: the full page, the page on a phone, the figure in a course page.
import { html, nothing } from 'lit';
import { lessonCard, lessonGoals, lessonQuestion } from '../lesson/card.js';
import { books, booksInLine, verdict } from '../panels/books.js';
import { log } from '../panels/log.js';
import { stage } from '../stage/view.js';
import { bottomBar, clock, playButtons, speedSelect } from '../timeline/transport.js';
import { timeline } from '../timeline/view.js';
import { icons } from '../ui/icons.js';
import { header } from './header.js';

/** @import { Comparison } from '../compare/index.js' */
/** @import { StageUi } from '../stage/ui.js' */
/** @import { WhyPanel } from '../why/panel.js' */
/** @import { LazyParts } from './lazy-parts.js' */

/** Everything that is put together.
 * @typedef {object} Whole
 * @property {StageUi} ui
 * @property {LazyParts['views']} parts
 * @property {WhyPanel} whyPanel
 * @property {Comparison | undefined} comparison what is on the page instead of the run
 * @property {string} full the address of the full playground, for the figure's link; empty for none
 * @property {Set<string>} controls what a figure shows
 * @property {boolean} goals whether a figure shows the lesson's goals
 */

/** @param {Whole} whole */
function figure({ ui, full, controls, goals }) {
  const { tr, session } = ui;
  /** @param {string} word @param {() => unknown} part */
  const shown = (word, part) => (controls.has(word) ? part() : nothing);
  const head = controls.has('title') || controls.has('question');
  const bar = [...controls].some((word) => word !== 'title' && word !== 'question');
  return html`<figure class="frame">
    ${
      head
        ? html`<div class="figure-head">
            ${shown('title', () => html`<slot name="title"><b class="figure-title">${tr.text(session.scenario.title)}</b></slot>`)}
            ${shown('question', () => html`<p class="figure-question">${lessonQuestion(ui)}</p>`)}
          </div>`
        : nothing
    }
    ${stage(ui)}
    ${
      bar
        ? html`<div class="figure-bar">
            ${playButtons(ui, controls)} ${shown('speed', () => speedSelect(ui))}
            ${shown('clock', () => html`<span class="figure-clock">${clock(ui)}</span>`)}
            <div class="figure-books">
              ${shown('books', () => booksInLine(ui))}
              <div class="figure-last">
                ${shown('verdict', () => verdict(ui))}
                ${full ? shown('full', () => html`<a part="full" href=${full} target="_top">${tr.t('figure.full')}${icons.external}</a>`) : nothing}
              </div>
            </div>
          </div>`
        : nothing
    }
    ${goals ? lessonGoals(ui) : nothing}
    <figcaption><slot name="caption"></slot></figcaption>
  </figure>`;
}

/** @param {Whole} whole */
function phone({ ui, whyPanel, parts }) {
  const { view } = ui;
  const sheet = { timeline, log, ...parts }[view.sheet === 'none' ? 'settings' : view.sheet];
  const open = whyPanel.subject || view.sheet !== 'none' || view.selected >= 0;
  return html`${header(ui)}
    <main class="column">${lessonCard(ui, parts.more)} ${stage(ui)} ${books(ui)}</main>
    ${open ? html`<div class="sheet" part="sheet">${whyPanel.view(ui) ?? sheet?.(ui)}</div>` : nothing} ${bottomBar(ui)}`;
}

/** @param {Whole} whole */
function desk({ ui, whyPanel, parts }) {
  const { view } = ui;
  const answer = whyPanel.view(ui);
  const panel = answer ?? ((view.selected >= 0 && parts.settings?.(ui)) || log(ui));
  return html`${header(ui)}
    <main class="desk">
      ${lessonCard(ui, parts.more)}
      <div class="middle">
        ${stage(ui)}
        <div class="side">${panel} ${books(ui, answer ? !whyPanel.ofBooks : view.selected >= 0)}</div>
      </div>
      ${timeline(ui)}
    </main>
    ${view.sheet === 'help' ? html`<div class="float">${parts.help?.(ui)}</div>` : nothing}`;
}

/** @param {Whole} whole */
export function wholeView(whole) {
  const { ui, comparison, parts } = whole;
  if (comparison) {
    const sheet =
      ui.view.sheet === 'help' ? html`<div class=${ui.narrow ? 'sheet' : 'float'}>${parts.help?.(ui)}</div>` : nothing;
    return html`${comparison.view(ui, header(ui))} ${sheet}`;
  }
  if (ui.view.figure) return figure(whole);
  return ui.narrow ? phone(whole) : desk(whole);
}
