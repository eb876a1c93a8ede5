// What there is to read of a lesson: its text, what it claims, where the idea is met, and what can be tried with it. Loaded with the first one.
import { html, nothing } from 'lit';
import { parseDuration } from '../core/durations.js';
import { legendProse } from '../ui/legend.js';
import { icons } from '../ui/page-icons.js';
import { plainProse } from '../ui/prose.js';
import { explainer } from './explainer.js';

export { textStyles as styles } from './text-style.js';

/** @import { LedUi } from '../store/ui.js' */

/** How sure all of it is, counted in many runs: a button, and then how far that is. @param {LedUi} ui */
function sure(ui) {
  const { tr, many, dispatch } = ui;
  if (!many) return nothing;
  if (many.sure) return many.sure.head(ui);
  return html`<button type="button" class="button small" title=${tr.t('lesson.sure.hint')} @click=${() => dispatch({ type: 'sure' })}>${tr.t('lesson.sure')}</button>`;
}

/** What many runs answer to the lesson's question, once this one has. @param {LedUi} ui */
function answers(ui) {
  const { tr, lesson, many, guide } = ui;
  const { prediction } = lesson.text ?? {};
  // At the end the card says it above.
  if (!prediction || !lesson.answer || !many?.sure || (guide.over && lesson.held >= 0)) return nothing;
  return html`<div class="answers-sure"><h3>${plainProse(tr.text(prediction.question))}</h3>${many.sure.answers(ui)}</div>`;
}

/** The way to where it was decided that a claim falls. @param {LedUi} ui @param {string} claim */
const decided = ({ tr, dispatch }, claim) =>
  html`<button type="button" class="button small" @click=${() => dispatch({ type: 'lab', decided: { claim } })}>${tr.t('decided.ask')}</button>`;

/** Each claim, whether it holds at the playhead, and with how many seeds it was tested. @param {LedUi} ui */
function claims(ui) {
  const { tr, session, core, view, lesson, many, dispatch } = ui;
  const { claims } = session.scenario;
  if (claims.length === 0) return nothing;
  const contrast = tr.text(lesson.text?.contrast?.name);
  const over = session.now >= parseDuration(session.until);
  return html`<section>
    <h3>${tr.t('task.claims')}</h3>
    ${view.picked ? html`<p class="quiet">${tr.t('lesson.seeds', { count: core.layout.claimSeeds })}</p>` : nothing}
    ${sure(ui)}
    <ul class="claims">
      ${claims.map(({ expect, text, contrasts }, index) => {
        const holds = lesson.claims[index] === true;
        return html`<li title=${expect} class=${holds ? 'is-reached' : ''}>
          ${holds ? icons.reached : icons.goal}
          <span>
            ${legendProse(tr.text(text), explainer(dispatch))}
            <span class="quiet">${tr.t('lesson.sofar', { holds })}</span>
            ${contrasts && contrast ? html`<span class="quiet">· ${tr.t('lesson.falls', { contrast })}</span>` : nothing}
            ${many?.sure?.claim(ui, index)} ${over && many && !holds ? decided(ui, expect) : nothing}
          </span>
        </li>`;
      })}
    </ul>
    ${answers(ui)}
  </section>`;
}

/** @param {LedUi} ui */
function meet({ tr, lesson, dispatch }) {
  const { meet: systems = [] } = lesson.text ?? {};
  if (systems.length === 0) return nothing;
  return html`<section>
    <h3>${tr.t('lesson.meet')}</h3>
    <dl class="meet">
      ${systems.map(({ system, text }) => html`<dt>${system}</dt><dd>${legendProse(tr.text(text), explainer(dispatch))}</dd>`)}
    </dl>
  </section>`;
}

/** @param {LedUi} ui */
export function more(ui) {
  const { tr, session, lesson, dispatch } = ui;
  const { contrast } = lesson.text ?? {};
  const text = tr.text(session.scenario.text).split(/\n{2,}/);
  return html`<div class="more">
    <div class="whole-text">
      ${text.map((paragraph) => html`<p class="prose">${legendProse(paragraph, explainer(dispatch))}</p>`)}
      <p class="doing">
        ${
          contrast
            ? html`<button type="button" class="button" title=${tr.text(contrast.text)} @click=${() => dispatch({ type: 'compare' })}>
              ${icons.compare}<span>${tr.t('lesson.compare', { contrast: tr.text(contrast.name) })}</span>
            </button>`
            : nothing
        }
        <button type="button" class="button" aria-haspopup="dialog" @click=${() => dispatch({ type: 'showGlossary' })}>
          ${icons.book}<span>${tr.t('glossary.title')}</span>
        </button>
      </p>
    </div>
    <div class="facts">${claims(ui)} ${meet(ui)}</div>
  </div>`;
}
