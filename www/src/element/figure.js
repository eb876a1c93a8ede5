// A figure: a title and a question over the stage, a bar with the books under it, goals and a caption when they are wanted.
import { html, nothing } from 'lit';
import { firstLesson } from '../core/lessons.js';
import { lessonGoals, lessonQuestion } from '../lesson/goals.js';
import { booksInLine, verdict } from '../panels/books-in-line.js';
import { stage } from '../stage/view.js';
import { clock, playButtons, speedSelect } from '../timeline/transport.js';
import { icons } from '../ui/icons.js';
import { USUAL } from './figure-controls.js';
import { roomFor } from './reserve.js';

/** @import { StageUi } from '../stage/ui.js' */
/** @import { Lang } from '../core/types.js' */
/** @import { Wishes } from './contract.js' */
/** @import { Viewport } from './controllers/viewport.js' */
/** @import { Room } from './reserve.js' */

const HEAD = ['title', 'question'];

/** What a figure consists of.
 * @typedef {object} Figure
 * @property {Set<string>} controls
 * @property {boolean} goals whether it shows the lesson's goals
 * @property {Room} room
 */

/**
 * @param {Wishes} wishes @param {string | undefined} opened the built-in scenario that runs, once one does; empty for another
 * @param {Lang} lang @param {Viewport} viewport
 * @returns {Figure}
 */
export function figureOf({ controls: asked, goals, scenario }, opened, lang, { width, stage }) {
  const controls = new Set(asked ?? USUAL);
  const name = opened ?? (scenario || firstLesson);
  return { controls, goals, room: roomFor({ scenario: name, lang, width, stage, controls, goals }) };
}

/** @param {number} height in CSS pixels */
const atLeast = (height) => `min-height:${height}px`;

/**
 * @param {Figure} figure
 * @param {{ title?: unknown, question?: unknown, stage: unknown, bar?: unknown, goals?: unknown }} parts what there is of it
 */
function frame({ controls, goals, room }, parts) {
  const named = [...controls];
  const head = html`<div class="figure-head" .style=${atLeast(room.head)}>
    ${controls.has('title') ? html`<div part="title" class="figure-title"><slot name="title">${parts.title}</slot></div>` : nothing}
    ${controls.has('question') ? html`<p part="question" class="figure-question">${parts.question}</p>` : nothing}
  </div>`;
  return html`<figure part="figure" class="frame">
    ${named.some((word) => HEAD.includes(word)) ? head : nothing}
    <div class="figure-stage" .style=${atLeast(room.stage)}>${parts.stage}</div>
    ${named.some((word) => !HEAD.includes(word)) ? html`<div part="bar" class="figure-bar" .style=${`--_bar:${room.bar}px;${atLeast(room.bar)}`}>${parts.bar}</div>` : nothing}
    ${goals ? html`<div part="goals" class="goals figure-goals" .style=${atLeast(room.goals)}>${parts.goals}</div>` : nothing}
    <figcaption part="caption"><slot name="caption"></slot></figcaption>
  </figure>`;
}

/** What stands in its place until it is loaded. @param {Figure} figure @param {unknown} waiting said where the page has no picture for it */
export function figurePlace(figure, waiting) {
  return frame(figure, { stage: html`<slot name="poster">${waiting}</slot>` });
}

/** @param {StageUi} ui @param {Figure & { full: string }} figure `full` is the address of the full playground; empty for none */
export function figureView(ui, { full, ...figure }) {
  const { tr, session } = ui;
  const { controls } = figure;
  /** @param {string} word @param {() => unknown} part */
  const shown = (word, part) => (controls.has(word) ? part() : nothing);
  const bar = html`<div class="figure-controls">
      ${playButtons(ui, controls)} ${shown('speed', () => speedSelect(ui))}
      ${shown('clock', () => html`<span class="figure-clock">${clock(ui)}</span>`)}
    </div>
    ${shown('books', () => booksInLine(ui))} ${shown('verdict', () => verdict(ui))}
    ${full ? shown('full', () => html`<a part="full" href=${full} target="_top">${tr.t('figure.full')}${icons.external}</a>`) : nothing}`;
  return frame(figure, {
    title: tr.text(session.scenario.title),
    question: lessonQuestion(ui),
    stage: stage(ui),
    bar,
    goals: lessonGoals(ui),
  });
}
