// The full playground put together: on a desk, on a phone, or two runs beside each other.
import { html, nothing } from 'lit';
import { lessonCard } from '../lesson/card.js';
import { books } from '../panels/books.js';
import { log } from '../panels/log.js';
import { stage } from '../stage/view.js';
import { bottomBar } from '../timeline/head.js';
import { timeline } from '../timeline/view.js';
import { header } from './header.js';

/** @import { Comparison } from '../compare/index.js' */
/** @import { Editing } from '../edit/index.js' */
/** @import { Lab } from '../lab/index.js' */
/** @import { StageUi } from '../stage/ui.js' */
/** @import { LedUi } from '../store/ui.js' */
/** @import { WhyPanel } from '../why/panel.js' */
/** @import { LazyParts } from './lazy-parts.js' */

/** Everything that is put together.
 * @typedef {object} Whole
 * @property {StageUi & LedUi} ui
 * @property {LazyParts['views']} parts
 * @property {WhyPanel} whyPanel
 * @property {Comparison | undefined} comparison what is on the page instead of the run
 * @property {Editing | Lab | undefined} editing the same, while a scenario is built or experimented with
 */

/** On a phone what is said comes first to who reads, and is docked over the bar, so that the stage stays in sight. @param {Whole} whole */
function phone({ ui, whyPanel, parts }) {
  const { view } = ui;
  const sheet = { timeline, log, settings: parts.settings, help: parts.help }[
    view.sheet === 'none' ? 'settings' : view.sheet
  ];
  const open = whyPanel.subject || view.sheet !== 'none' || view.selected >= 0;
  return html`${header(ui)}
    <div class="docking">
      <div class="dock">${lessonCard(ui, parts)}</div>
      <main class="column">${stage(ui)} ${books(ui)}</main>
    </div>
    ${open ? html`<div class="sheet" part="sheet">${whyPanel.view(ui) ?? sheet?.(ui)}</div>` : nothing} ${bottomBar(ui)}`;
}

/** @param {Whole} whole */
function desk({ ui, whyPanel, parts }) {
  const { view } = ui;
  const answer = whyPanel.view(ui);
  const panel = answer ?? ((view.selected >= 0 && parts.settings?.(ui)) || undefined);
  return html`${header(ui)}
    <main class="desk learn ${panel ? 'has-panel' : ''}">
      <div class="lead">
        ${lessonCard(ui, parts)}
        <div class="side">${panel ?? log(ui)} ${books(ui, answer ? !whyPanel.ofBooks : view.selected >= 0)}</div>
      </div>
      <div class="run">${stage(ui)} ${timeline(ui)}</div>
    </main>
    ${view.sheet === 'help' ? html`<div class="float">${parts.help?.(ui)}</div>` : nothing}`;
}

/** @param {Whole} whole */
export function fullView(whole) {
  const { ui, comparison, editing, parts } = whole;
  const instead = comparison ?? editing;
  if (instead) {
    const sheet =
      ui.view.sheet === 'help' ? html`<div class=${ui.narrow ? 'sheet' : 'float'}>${parts.help?.(ui)}</div>` : nothing;
    return html`${instead.view(ui, header(ui), lessonCard)} ${sheet}`;
  }
  return ui.narrow ? phone(whole) : desk(whole);
}
