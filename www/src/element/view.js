// The figure in a course page, put together.
import { html, nothing } from 'lit';
import { lessonGoals, lessonQuestion } from '../lesson/goals.js';
import { booksInLine, verdict } from '../panels/books-in-line.js';
import { stage } from '../stage/view.js';
import { clock, playButtons, speedSelect } from '../timeline/transport.js';
import { icons } from '../ui/icons.js';

/** @import { StageUi } from '../stage/ui.js' */

/** Everything that is put together.
 * @typedef {object} Figure
 * @property {StageUi} ui
 * @property {string} full the address of the full playground, for the figure's link; empty for none
 * @property {Set<string>} controls what the figure shows
 * @property {boolean} goals whether it shows the lesson's goals
 */

/** @param {Figure} whole */
export function figure({ ui, full, controls, goals }) {
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
