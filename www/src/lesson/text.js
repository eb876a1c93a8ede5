// What there is to read of a lesson: its text, what it claims, where the idea is met, and what can be tried with it. Loaded with the first one.
import { html, nothing } from 'lit';
import { legendProse } from '../ui/legend.js';
import { icons } from '../ui/page-icons.js';
import { explainer } from './explainer.js';

export { textStyles as styles } from './text-style.js';

/** @import { Ui } from '../store/ui.js' */

/** Each claim, whether it holds at the playhead, and with how many seeds it was tested. @param {Ui} ui */
function claims({ tr, session, core, view, lesson, dispatch }) {
  const { claims } = session.scenario;
  if (claims.length === 0) return nothing;
  const contrast = tr.text(lesson.text?.contrast?.name);
  return html`<section>
    <h3>${tr.t('task.claims')}</h3>
    ${view.picked ? html`<p class="quiet">${tr.t('lesson.seeds', { count: core.layout.claimSeeds })}</p>` : nothing}
    <ul class="claims">
      ${claims.map(({ expect, text, contrasts }, index) => {
        const holds = lesson.claims[index] === true;
        return html`<li title=${expect} class=${holds ? 'is-reached' : ''}>
          ${holds ? icons.reached : icons.goal}
          <span>
            ${legendProse(tr.text(text), explainer(dispatch))}
            <span class="quiet">${tr.t('lesson.sofar', { holds })}</span>
            ${contrasts && contrast ? html`<span class="quiet">· ${tr.t('lesson.falls', { contrast })}</span>` : nothing}
          </span>
        </li>`;
      })}
    </ul>
  </section>`;
}

/** @param {Ui} ui */
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

/** @param {Ui} ui */
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
