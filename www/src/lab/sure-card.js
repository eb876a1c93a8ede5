// How sure the lesson is, in the lab: its claims and the answers to its question, with their bars.
import { html, nothing } from 'lit';
import { bars, progress } from './sure.js';

/** @import { LabUi } from './view.js' */

/** @param {LabUi} ui */
export function sureCard(ui) {
  const { tr, lab } = ui;
  const { sure, lesson } = lab;
  const { claims } = lab.scenario;
  const { prediction } = lesson ?? {};
  if (claims.length === 0 && !prediction) return nothing;
  return html`<section class="card sure" aria-label=${tr.t('lab.sure.title')}>
    <h2>${tr.t('lab.sure.title')}</h2>
    <p class="quiet">${tr.t('lab.sure.text', { runs: sure.expected })}</p>
    <div class="acts">
      ${sure.started ? progress(tr, sure) : html`<button type="button" class="button" @click=${() => sure.begin()}>${tr.t('lab.sure.begin')}</button>`}
    </div>
    ${
      sure.runs > 0
        ? html`<h3>${tr.t('lab.sure.claims')}</h3>
          ${bars(
            tr,
            sure,
            claims.map(({ text }) => text),
            0,
          )}
          ${
            prediction
              ? html`<h3>${tr.text(prediction.question)}</h3>
                ${bars(
                  tr,
                  sure,
                  prediction.options.map(({ text }) => text),
                  claims.length,
                )}`
              : nothing
          }`
        : nothing
    }
  </section>`;
}
