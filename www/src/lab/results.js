// The results: a curve, a map with numbers or a table; and the point that is looked at, whose runs open in the time machine.
import { html, nothing } from 'lit';
import { columnName, meanInWords, placeName, pointName } from './answer.js';
import { sample } from './lines.js';
import { measured, measureName } from './names.js';
import { measureNamed } from './question.js';
import { shareInWords } from './sure.js';

/** @import { LabUi } from './view.js' */

/** @param {LabUi} ui */
const measureOf = ({ lab }) => measureNamed(lab.catalogue.measures, lab.study?.question.measure ?? '');

/** Which form the results have. @param {LabUi} ui */
function forms({ tr, lab }) {
  if (lab.study?.plan.axis === null) return nothing;
  return html`<div class="segments forms" role="group" aria-label=${tr.t('lab.form')}>
    ${
      /** @type {const} */ (['curve', 'map', 'table']).map(
        (form) =>
          html`<button type="button" aria-pressed=${lab.form === form} @click=${() => lab.draw(form)}>${tr.t(`lab.form.${form}`)}</button>`,
      )
    }
  </div>`;
}

/** The points as cells with numbers: a line a row. How far a value is from the lowest to the highest is its colour. @param {LabUi} ui */
function map(ui) {
  const { tr, lab } = ui;
  const { study } = lab;
  if (!study || study.plan.axis === null) return nothing;
  const { plan, points } = study;
  const measure = measureOf(ui);
  const means = points.map(({ measures: [one] }) => one?.mean?.[0] ?? one?.highest[0]);
  const known = means.filter((mean) => mean !== undefined);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const cell = (/** @type {number} */ point) => {
    const mean = means[point];
    const share = mean === undefined || high === low ? 0 : (mean - low) / (high - low);
    const text = mean === undefined ? '·' : measured(tr, measure, mean);
    return html`<td><button type="button" class="cell" .style=${`--share:${Math.round(share * 100)}%`}
      aria-pressed=${lab.point === point} aria-label=${`${pointName(ui, point, true)}: ${text}`}
      @click=${() => lab.set({ point })}>${text}</button></td>`;
  };
  const axis = columnName(ui, study.plan.axis);
  return html`<div class="scrolled" tabindex="0" role="group" aria-label=${tr.t('lab.form.map')}><table class="map">
    <caption class="quiet">${tr.t('lab.map.axis', { axis })}</caption>
    <thead><tr><td></td>${plan.lines[0].map((point) => html`<th scope="col">${placeName(ui, point)}</th>`)}</tr></thead>
    <tbody>${plan.lines.map((line) => html`<tr><th scope="row">${pointName(ui, line[0])}</th>${line.map(cell)}</tr>`)}</tbody>
  </table></div>`;
}

/** Each point in numbers. @param {LabUi} ui */
function table(ui) {
  const { tr, lab } = ui;
  const { study } = lab;
  if (!study) return nothing;
  const measure = measureOf(ui);
  const { plan, points } = study;
  const row = (/** @type {number} */ point) => {
    const { runs, measures, constraints } = points[point];
    const [one] = measures;
    const [share] = constraints;
    return html`<tr class=${lab.point === point ? 'chosen' : ''}>
      ${plan.points[point].map((_, column) => html`<td>${plan.axis === column ? placeName(ui, point) : plan.points[point][column]}</td>`)}
      <td>${tr.number(runs)}</td>
      <td>${one?.mean ? meanInWords(tr, measure, one.mean) : tr.t('lab.none')}</td>
      ${plan.constraints.length > 0 ? html`<td>${share ? shareInWords(tr, share) : tr.t('lab.none')}</td>` : nothing}
      <td>${one ? measured(tr, measure, one.highest[0]) : tr.t('lab.none')}</td>
      <td><button type="button" class="button small" aria-pressed=${lab.point === point} @click=${() => lab.set({ point })}>${tr.t('lab.choose')}</button></td>
    </tr>`;
  };
  return html`<div class="scrolled" tabindex="0" role="group" aria-label=${tr.t('lab.form.table')}><table class="rows">
    <thead><tr>
      ${plan.columns.map((_, column) => html`<th scope="col">${columnName(ui, column)}</th>`)}
      <th scope="col">${tr.t('lab.table.runs')}</th>
      <th scope="col">${tr.t('lab.table.mean')}</th>
      ${plan.constraints.length > 0 ? html`<th scope="col">${tr.t('lab.table.good')}</th>` : nothing}
      <th scope="col">${tr.t('lab.table.highest')}</th>
      <th scope="col"><span class="unseen">${tr.t('lab.choose')}</span></th>
    </tr></thead>
    <tbody>${plan.lines.flat().map(row)}</tbody>
  </table></div>`;
}

/** The point that is looked at. @param {LabUi} ui */
function chosen(ui) {
  const { tr, lab } = ui;
  const { study, point } = lab;
  if (!study || point === undefined) return html`<p class="quiet">${tr.t('lab.point.hint')}</p>`;
  const [one] = study.points[point].measures;
  const [share] = study.points[point].constraints;
  const measure = measureOf(ui);
  if (!one) return html`<p class="quiet">${tr.t('lab.nothingMeasured')}</p>`;
  // The run in which what is good is furthest away.
  const worst = study.question.bound === 'least' ? 'lowest' : 'highest';
  const button = (/** @type {'highest' | 'lowest'} */ end) => {
    const [value, run] = one[end];
    const words = { end, value: measured(tr, measure, value), seed: run };
    return html`<button type="button" class="button ${end}" @click=${() => lab.look(point, run)}>${tr.t('lab.point.open', words)}</button>`;
  };
  return html`<div class="point" aria-live="polite">
    <p><b>${pointName(ui, point, true) || tr.t('lab.asItIs')}:</b>
      ${one.mean ? tr.t('lab.point.mean', { mean: meanInWords(tr, measure, one.mean), runs: study.points[point].runs }) : nothing}
      ${one.median ? tr.t('lab.point.median', { value: measured(tr, measure, one.median[0]), low: measured(tr, measure, one.median[1]), high: measured(tr, measure, one.median[2]) }) : nothing}
      ${share ? tr.t('lab.point.good', { share: shareInWords(tr, share) }) : nothing}</p>
    <div class="buttons">${button('highest')} ${one.lowest[0] === one.highest[0] ? nothing : button('lowest')}
      ${share ? html`<button type="button" class="button" @click=${() => lab.decidePoint(point, one[worst][1])}>${tr.t('decided.ask')}</button>` : nothing}</div>
  </div>`;
}

/** @param {LabUi} ui */
function keep({ tr, lab }) {
  return html`<div class="buttons keep">
    <button type="button" class="button" @click=${() => lab.save('plan')}>${tr.t('lab.save.plan')}</button>
    <button type="button" class="button" ?disabled=${!lab.study?.done} @click=${() => lab.save('rows')}>${tr.t('lab.save.rows')}</button>
    ${lab.form === 'table' ? nothing : /** @type {const} */ (['png', 'svg']).map((as) => html`<button type="button" class="button" @click=${(/** @type {Event & { currentTarget: Element }} */ { currentTarget }) => lab.saveFigure(currentTarget, as)}>${tr.t(`lab.save.${as}`)}</button>`)}
    ${lab.link ? html`<button type="button" class="button" @click=${() => lab.copyLink()}>${tr.t(lab.copied ? 'lab.link.copied' : 'lab.link')}</button>` : nothing}
  </div>`;
}

/** Which line is which. @param {LabUi} ui */
function names(ui) {
  const { plan } = ui.lab.study ?? {};
  const named = plan?.lines.map(([first]) => pointName(ui, first)) ?? [];
  if (named.length < 2) return nothing;
  return html`<ul class="line-names">${named.map((name, n) => html`<li>${sample(n)} ${name}</li>`)}</ul>`;
}

/** @param {LabUi} ui */
export function results(ui) {
  const { tr, lab } = ui;
  const measure = measureOf(ui);
  const name = measure ? measureName(tr, lab.scenario, measure) : '';
  const { form } = lab;
  return html`<section class="card results" aria-label=${tr.t('lab.results')}>
    <div class="card-head"><h2>${tr.t('lab.results.of', { measure: name })}</h2><span class="space"></span>${forms(ui)}</div>
    ${form === 'curve' ? html`<div class="chart" role="img" aria-label=${tr.t('lab.curve.label', { measure: name })}></div>${names(ui)}<p class="quiet bands">${tr.t('lab.bands', { confidence: tr.percent(lab.study?.plan.confidence ?? 0) })}</p>` : nothing}
    ${form === 'map' ? map(ui) : nothing} ${form === 'table' ? table(ui) : nothing} ${chosen(ui)} ${keep(ui)}
  </section>`;
}
