// The answer in sentences: up to where what is good holds, from how many runs, and how surely. All numbers are the core's.
import { html, nothing } from 'lit';
import { fullName, measured, measureName, valueName } from './names.js';
import { measureNamed } from './question.js';

/** @import { LabBorder, LabInterval } from '../../pkg/lab/lab.js' */
/** @import { LabUi } from './view.js' */

/** Lines that are told; the others are in the table. */
const TOLD = 8;

/** What a setting that varies is called, by its place among them. @param {LabUi} ui @param {number} column */
export function columnName({ tr, lab }, column) {
  const path = lab.study?.plan.columns[column] ?? '';
  const setting = lab.setting(path);
  return setting ? fullName(tr, lab.scenario, setting) : path;
}

/** The values of a point but for that along which the study is drawn. @param {LabUi} ui @param {number} point @param {boolean} [all] with that, too */
export function pointName(ui, point, all = false) {
  const { plan } = ui.lab.study ?? {};
  const values = (plan?.points[point] ?? []).map((value, column) => ({ value, column }));
  const told = values.filter(({ column }) => all || column !== plan?.axis);
  return told
    .map(({ value, column }) => ui.tr.t('lab.value', { name: columnName(ui, column), value: valueName(ui.tr, value) }))
    .join(', ');
}

/** Where a point lies along the study, in words. @param {LabUi} ui @param {number} point */
export function placeName({ tr, lab }, point) {
  const { plan } = lab.study ?? {};
  return plan && plan.axis !== null ? valueName(tr, plan.points[point][plan.axis]) : '';
}

/** A share with the ends of its interval. @param {LabUi['tr']} tr @param {LabInterval} share */
export const shareInWords = (tr, [value, low, high]) =>
  tr.t('lab.share', { value: tr.percent(value), low: tr.percent(low), high: tr.percent(high) });

/** A mean, and half its interval. @param {LabUi['tr']} tr @param {ReturnType<typeof measureNamed>} measure @param {LabInterval} mean */
export const meanInWords = (tr, measure, [value, low, high]) =>
  tr.t('lab.mean', { value: measured(tr, measure, value), half: measured(tr, measure, (high - low) / 2) });

/** What is asked to hold, in words. @param {LabUi} ui */
function goodName({ tr, lab }) {
  const { study, scenario, catalogue } = lab;
  if (!study) return '';
  const { measure: name, bound, good } = study.question;
  const measure = measureNamed(catalogue.measures, name);
  const value = measure?.millis ? tr.duration(Number(good)) : good.trim();
  return tr.t('lab.goodOf', { measure: measure ? measureName(tr, scenario, measure) : name, bound, value });
}

/** @param {LabUi} ui @param {LabBorder} border */
function borderSentence(ui, { points, holdsTo, fallsAt, share, again }) {
  const { tr, lab } = ui;
  const { plan } = lab.study ?? {};
  if (!plan) return nothing;
  const line = pointName(ui, points[0]);
  const good = goodName(ui);
  const values = {
    line,
    hasLine: line ? 'yes' : 'no',
    good,
    axis: plan.axis === null ? '' : columnName(ui, plan.axis),
  };
  const held = share ? shareInWords(tr, share) : '';
  const tail = again ? html` ${tr.t('lab.border.again')}` : nothing;
  if (plan.axis === null)
    return html`${tr.t(fallsAt === null ? 'lab.border.holds' : 'lab.border.falls', { ...values, held })}${tail}`;
  if (holdsTo === null)
    return html`${tr.t('lab.border.never', { ...values, at: placeName(ui, points[0]), held })}${tail}`;
  if (fallsAt === null) return tr.t('lab.border.always', { ...values, to: placeName(ui, holdsTo) });
  const [low, high] = [plan.places[holdsTo] ?? 0, plan.places[fallsAt] ?? 0];
  const span = /[a-z]/.test(plan.points[holdsTo][plan.axis]);
  const say = (/** @type {number} */ value) => (span ? tr.duration(value) : tr.number(Number(value.toPrecision(4))));
  return html`${tr.t('lab.border.between', {
    ...values,
    middle: say((low + high) / 2),
    half: say((high - low) / 2),
    to: placeName(ui, holdsTo),
    from: placeName(ui, fallsAt),
    held,
  })}${tail}`;
}

/** Without anything that is good or bad: between what the means lie. @param {LabUi} ui */
function rangeSentence(ui) {
  const { tr, lab } = ui;
  const { study, catalogue, scenario } = lab;
  if (!study) return nothing;
  const measure = measureNamed(catalogue.measures, study.question.measure);
  const means = study.points.flatMap(({ measures: [one] }, point) => (one?.mean ? [{ point, mean: one.mean }] : []));
  const sorted = means.toSorted((a, b) => a.mean[0] - b.mean[0]);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (!low || !high || !measure) return tr.t('lab.nothingMeasured');
  return tr.t('lab.between', {
    measure: measureName(tr, scenario, measure),
    low: meanInWords(tr, measure, low.mean),
    lowAt: pointName(ui, low.point, true) || tr.t('lab.asItIs'),
    high: meanInWords(tr, measure, high.mean),
    highAt: pointName(ui, high.point, true) || tr.t('lab.asItIs'),
  });
}

/** From how many runs, with which intervals, and what the same seeds save. @param {LabUi} ui */
function howSure({ tr, lab }) {
  const { study } = lab;
  if (!study) return nothing;
  const runs = study.points.map(({ runs }) => runs);
  const saved = study.points.flatMap(({ measures: [one] }) => one?.difference?.saved ?? []).toSorted((a, b) => a - b);
  const middle = saved[saved.length >> 1];
  return html`<p class="quiet">
    ${tr.t('lab.sure', {
      points: study.points.length,
      least: Math.min(...runs),
      most: Math.max(...runs),
      rows: study.progress.rows,
      confidence: tr.percent(study.plan.confidence),
    })}
    ${middle > 1.05 ? tr.t('lab.saved', { factor: tr.number(Number(middle.toFixed(1))) }) : nothing}
    ${study.doneMs === undefined ? nothing : tr.t('lab.took', { time: tr.duration(study.doneMs < 1000 ? Math.round(study.doneMs) : Math.round(study.doneMs / 100) * 100) })}
    <span class="hash">${tr.t('lab.plan', { hash: study.plan.hash })}</span>
  </p>`;
}

/** @param {LabUi} ui */
export function answerCard(ui) {
  const { tr, lab } = ui;
  const { study } = lab;
  if (!study) return nothing;
  const { borders, plan } = study;
  const whole = borders.length === plan.lines.length && borders.length > 0;
  // Along categories each point is a line of its own: what holds is said of each.
  const told = borders.slice(0, TOLD);
  return html`<section class="card answer" aria-label=${tr.t('lab.answer')}>
    <div aria-live="polite" aria-busy=${!study.done}>
      ${
        whole
          ? html`<ul class="borders">${told.map((border) => html`<li>${borderSentence(ui, border)}</li>`)}</ul>
            ${borders.length > TOLD ? html`<p class="quiet">${tr.t('lab.border.more', { count: borders.length - TOLD })}</p>` : nothing}`
          : html`<p class="borders">${study.progress.rows === 0 ? tr.t('lab.wait') : plan.constraints.length > 0 ? tr.t('lab.wait') : rangeSentence(ui)}</p>`
      }
    </div>
    ${howSure(ui)}
  </section>`;
}
