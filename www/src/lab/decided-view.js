// The point of no return: how probable a bad end was at each moment of a run, and the step after which it jumped.
import { html, nothing, svg } from 'lit';
import { sentence } from '../store/narrator.js';
import { tenth } from '../ui/parts.js';
import { FUTURES, MOMENTS } from './decided.js';
import { shareInWords } from './sure.js';

/** @import { LabInterval, LabMoment } from '../../pkg/lab/lab.js' */
/** @import { LabUi } from './view.js' */

/** In CSS pixels; on a phone it is as wide as that, so that its words can be read. */
const CHART = { wide: 720, narrow: 320, h: 190, left: 48, right: 14, top: 12, bottom: 24 };
/** Shares that have a line across. */
const LINES = [0, 0.25, 0.5, 0.75, 1];

/** @param {LabMoment} moment @returns {LabInterval} */
const ends = ({ bad: { value, low, high } }) => [value, low, high];

/** The bad end in words. @param {LabUi} ui */
function endName({ tr, lab }) {
  const { bad } = /** @type {NonNullable<typeof lab.decided.question>} */ (lab.decided.question);
  if ('order' in bad) return tr.t('lab.decided.order', { order: tr.noun(lab.scenario.order, bad.order) });
  return tr.t('lab.decided.claim', { claim: lab.claimName(bad.claim, tr) });
}

/** The curve with its band, and where it jumps. @param {LabUi} ui @param {LabMoment[]} moments */
function curve({ tr, lab, narrow }, moments) {
  const { left, right, top, bottom, h } = CHART;
  const w = narrow ? CHART.narrow : CHART.wide;
  const from = moments[0].atMs;
  const until = Math.max(moments[moments.length - 1].atMs, from + 1);
  const x = (/** @type {number} */ ms) => tenth(left + ((ms - from) / (until - from)) * (w - left - right));
  const y = (/** @type {number} */ share) => tenth(top + (1 - share) * (h - top - bottom));
  const { turn } = lab.decided.turned ?? {};
  // The step that is named lies between two of the moments.
  const all = [...moments, ...(turn ? [turn.before, turn.after] : [])].toSorted((a, b) => a.events - b.events);
  // Between two events nothing changes: it stays, and then jumps.
  const path = (/** @type {'value' | 'low' | 'high'} */ end) =>
    all.flatMap(({ atMs, bad }, n) => [
      ...(n > 0 ? [`${x(atMs)} ${y(all[n - 1].bad[end])}`] : []),
      `${x(atMs)} ${y(bad[end])}`,
    ]);
  const band = [...path('high'), ...path('low').reverse()].join('L');
  const ticks = [from, (from + until) / 2, until];
  return html`<svg class="decided-curve" viewBox="0 0 ${w} ${h}" role="img" aria-label=${tr.t('lab.decided.label')}>
    ${LINES.map((share) => svg`<path class="grid" d="M${left} ${y(share)}H${w - right}" /><text x=${left - 6} y=${y(share) + 4} text-anchor="end">${tr.percent(share)}</text>`)}
    ${ticks.map((ms, n) => svg`<text x=${x(ms)} y=${h - 6} text-anchor=${['start', 'middle', 'end'][n]}>${tr.duration(Math.round(ms))}</text>`)}
    ${svg`<path class="band" d="M${band}Z" /><path class="mean" d="M${path('value').join('L')}" />`}
    ${turn ? svg`<path class="turn-line" d="M${x(turn.after.atMs)} ${top}V${h - bottom}" /><circle cx=${x(turn.after.atMs)} cy=${y(turn.after.bad.value)} r="5" />` : nothing}
  </svg>`;
}

/** The same in numbers. @param {LabUi} ui @param {LabMoment[]} moments */
function table({ tr }, moments) {
  return html`<details><summary>${tr.t('lab.form.table')}</summary>
    <div class="scrolled" tabindex="0" role="group" aria-label=${tr.t('lab.form.table')}><table class="rows">
      <thead><tr><th scope="col">${tr.t('lab.decided.at')}</th><th scope="col">${tr.t('lab.decided.share')}</th></tr></thead>
      <tbody>${moments.map((moment) => html`<tr><td>${tr.duration(Math.round(moment.atMs))}</td><td>${shareInWords(tr, ends(moment))}</td></tr>`)}</tbody>
    </table></div></details>`;
}

/** When it was decided, and what happened then: each fact leads to the run at that step, and to its reasons. @param {LabUi} ui */
function outcome({ tr, lab }) {
  const { turned } = lab.decided;
  if (!turned) return nothing;
  const { turn, endedBadly } = turned;
  const ended = html`<p class="quiet">${tr.t('lab.decided.ended', { bad: endedBadly ? 'yes' : 'no' })}
    ${tr.t('lab.decided.how', { futures: turned.futures, moments: turned.moments.length, confidence: tr.percent(turned.confidence) })}</p>`;
  // Where all futures end so from the start, chance had no say.
  const settled = turned.moments[0].bad.value === 1;
  if (!turn) return html`<p class="borders">${tr.t(settled ? 'lab.decided.settled' : 'lab.decided.none')}</p>${ended}`;
  const words = {
    at: tr.duration(Math.round(turn.after.atMs)),
    before: shareInWords(tr, ends(turn.before)),
    after: shareInWords(tr, ends(turn.after)),
  };
  return html`<p class="borders">${tr.t('lab.decided.turn', words)}</p>
    <ul class="steps">
      ${turn.facts.map(
        (fact) =>
          html`<li><span>${sentence(fact, tr, lab.scenario).text}</span>
            <button type="button" class="button small" @click=${() => lab.why(fact)}>${tr.t('lab.decided.why')}</button></li>`,
      )}
    </ul>${ended}`;
}

/** @param {LabUi} ui */
export function decidedCard(ui) {
  const { tr, lab } = ui;
  const { decided } = lab;
  if (!decided.question) return nothing;
  const { moments, running, problem } = decided;
  return html`<section class="card decided" aria-label=${tr.t('lab.decided')} tabindex="-1">
    <h2>${tr.t('lab.decided')}</h2>
    <p class="quiet">${tr.t('lab.decided.text', { bad: endName(ui), futures: FUTURES })}</p>
    ${problem ? html`<p class="wrong" role="alert"><b>${tr.text(problem.message)}</b> ${tr.text(problem.remedy)}</p>` : nothing}
    ${
      running
        ? html`<div class="acts"><progress max=${MOMENTS} value=${moments.length} aria-label=${tr.t('lab.progress')}></progress>
            <button type="button" class="button" @click=${() => lab.stopDeciding()}>${tr.t('lab.stop')}</button></div>`
        : nothing
    }
    ${moments.length > 1 ? curve(ui, moments) : nothing}
    <div aria-live="polite" aria-busy=${running}>${outcome(ui)}</div>
    ${moments.length > 1 ? table(ui, moments) : nothing}
  </section>`;
}
