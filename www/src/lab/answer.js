// The answer in sentences: up to where what is good holds, from how many runs, and how surely. All numbers are the core's.
import { html, nothing } from 'lit';
import { fullName, measured, measureName, settingName, valueName } from './names.js';
import { measureNamed } from './question.js';
import { shareInWords } from './sure.js';

/** @import { LabBorder, LabInterval } from '../../pkg/lab/lab.js' */
/** @import { LabUi } from './view.js' */

/** Lines that are told; the others are in the table. */
const TOLD = 8;

/** What a setting that varies is called, by its place among them. @param {LabUi} ui @param {number} column */
export function columnName({ tr, lab }, column) {
  const path = lab.study?.plan.columns[column] ?? '';
  const setting = lab.setting(path);
  return setting ? fullName(tr, lab.scenario, setting) : settingName(tr, { name: path });
}

/** What the points of a study are called: asked for by hundreds of cells whenever more is known. @type {WeakMap<object, Map<string, string>>} */
const NAMES = new WeakMap();

/** The values of a point but for that along which the study is drawn. @param {LabUi} ui @param {number} point @param {boolean} [all] with that, too */
export function pointName(ui, point, all = false) {
  const { study } = ui.lab;
  if (!study) return '';
  const names = NAMES.get(study) ?? new Map();
  NAMES.set(study, names);
  const key = `${ui.tr.lang} ${all} ${point}`;
  let name = names.get(key);
  if (name === undefined) {
    name = study.plan.points[point]
      .map((value, column) => ({ value, column }))
      .filter(({ column }) => all || column !== study.plan.axis)
      .map(({ value, column }) =>
        ui.tr.t('lab.value', { name: columnName(ui, column), value: valueName(ui.tr, value) }),
      )
      .join(', ');
    names.set(key, name);
  }
  return name;
}

/** Where a point lies along the study, in words. @param {LabUi} ui @param {number} point */
export function placeName({ tr, lab }, point) {
  const { plan } = lab.study ?? {};
  return plan && plan.axis !== null ? valueName(tr, plan.points[point][plan.axis]) : '';
}

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
  const relation = bound === 'least' ? 'least' : Number(good) === 0 ? 'none' : 'most';
  return tr.t('lab.goodOf', { measure: measure ? measureName(tr, scenario, measure) : name, relation, value });
}

/** The border between two points next to each other, in words. @param {LabUi} ui @param {number} good @param {number} bad */
function borderBetween({ tr, lab }, good, bad) {
  const { plan } = /** @type {NonNullable<typeof lab.study>} */ (lab.study);
  const column = plan.axis ?? 0;
  const [a, b] = [plan.places[good] ?? 0, plan.places[bad] ?? 0];
  const isSpan = /[a-z]/.test(plan.points[good][column]);
  const say = (/** @type {number} */ value) => (isSpan ? tr.duration(value) : tr.figures(value));
  return { middle: say((a + b) / 2), half: say(Math.abs(b - a) / 2) };
}

/** @param {LabUi} ui @param {LabBorder} border */
export function borderSentence(ui, { points, holdsTo, fallsAt, share, holdsFrom, fellAt, shareBefore }) {
  const { tr, lab } = ui;
  const { plan } = lab.study ?? {};
  if (!plan) return nothing;
  const alone = points.length === 1;
  const line = pointName(ui, points[0], alone);
  const axis = plan.axis === null ? '' : columnName(ui, plan.axis);
  const values = { line, hasLine: line ? 'yes' : 'no', good: goodName(ui), axis };
  const held = share ? shareInWords(tr, share) : '';
  if (alone) return tr.t(fallsAt === null ? 'lab.border.holds' : 'lab.border.falls', { ...values, held });
  if (fallsAt === null || holdsTo === points.at(-1))
    return tr.t('lab.border.always', {
      ...values,
      from: placeName(ui, points[0]),
      to: placeName(ui, points.at(-1) ?? 0),
    });
  if (holdsTo !== null)
    return tr.t('lab.border.between', {
      ...values,
      ...borderBetween(ui, holdsTo, fallsAt),
      to: placeName(ui, holdsTo),
      from: placeName(ui, fallsAt),
      held,
    });
  if (holdsFrom !== null && fellAt !== null)
    return tr.t('lab.border.from', {
      ...values,
      ...borderBetween(ui, holdsFrom, fellAt),
      to: placeName(ui, fellAt),
      from: placeName(ui, holdsFrom),
      held: shareBefore ? shareInWords(tr, shareBefore) : '',
    });
  return tr.t('lab.border.never', { ...values, at: placeName(ui, fallsAt), held });
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
  const atRest = study.points.reduce((sum, point) => sum + point.atRest, 0);
  const { rows } = study.progress;
  const saved = study.points.flatMap(({ measures: [one] }) => one?.difference?.saved ?? []).toSorted((a, b) => a - b);
  const middle = saved[saved.length >> 1];
  return html`<p class="quiet">
    ${tr.t('lab.sure', {
      points: study.points.length,
      least: Math.min(...runs),
      most: Math.max(...runs),
      equal: Math.min(...runs) === Math.max(...runs) ? 'yes' : 'no',
      rows,
      confidence: tr.percent(study.plan.confidence),
    })}
    ${atRest < rows ? tr.t('lab.restless', { share: tr.percent(1 - atRest / Math.max(rows, 1)) }) : nothing}
    ${middle > 1.05 ? tr.t('lab.saved', { factor: tr.figures(middle) }) : nothing}
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
  const lines = new Set(borders.flatMap(({ points }) => points));
  const whole = lines.size === plan.points.length && lines.size > 0;
  // Along categories each point is a line of its own: what holds is said of each.
  const told = borders.slice(0, TOLD);
  return html`<section class="card reply" aria-label=${tr.t('lab.answer')}>
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
