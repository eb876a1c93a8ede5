// What is known of a study as an SVG file, in the page's words and colours. Comes when a figure is saved.
import { columnName, meanInWords, placeName, pointName } from './answer.js';
import { curveSvg, mapSvg } from './figure.js';
import { COLOURS, DASHES } from './lines.js';
import { measured, measureName } from './names.js';
import { measureNamed } from './question.js';

export { pngOf } from '../share/picture.js';

/** @import { Picture } from '../share/picture.js' */
/** @import { Figure, Spot } from './figure.js' */
/** @import { LabUi } from './view.js' */

/** The numbers of the study as they are drawn. @param {LabUi} ui @param {'curve' | 'map'} form @returns {Figure | undefined} */
export function figureOf(ui, form) {
  const { tr, lab } = ui;
  const { study } = lab;
  if (!study) return undefined;
  const { plan, points, question } = study;
  if (plan.axis === null) return undefined;
  const measure = measureNamed(lab.catalogue.measures, question.measure);
  const spot = (/** @type {number} */ point) => {
    const [one] = points[point].measures;
    // A single run has a value, and no interval.
    const [mean, low, high] = one?.mean ?? [one?.highest[0], undefined, undefined];
    const value = mean === undefined ? '·' : measured(tr, measure, mean);
    // A map's cell has room for the mean alone; a curve's point says its interval when it is pointed at.
    const text = form === 'curve' && one?.mean ? meanInWords(tr, measure, one.mean) : value;
    return /** @type {Spot} */ ({ x: plan.places[point] ?? 0, place: placeName(ui, point), text, mean, low, high });
  };
  const axis = columnName(ui, plan.axis);
  return {
    title: tr.t('lab.results.of', {
      measure: measure ? measureName(tr, lab.scenario, measure) : question.measure,
    }),
    axis: form === 'map' ? tr.t('lab.map.axis', { axis }) : axis,
    note: tr.t('lab.bands', { confidence: tr.percent(plan.confidence) }),
    lines: plan.lines.map((line) => ({ name: pointName(ui, line[0]), spots: line.map(spot) })),
    measured: (value) => measured(tr, measure, value),
  };
}

/** @param {LabUi} ui @param {'curve' | 'map'} form @param {Element} place whose colours it has @returns {Picture | undefined} */
export function savedFigure(ui, form, place) {
  const figure = figureOf(ui, form);
  const style = getComputedStyle(place);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(`--_${name}`).trim();
  const look = { colour, font: style.fontFamily, colours: COLOURS, dashes: DASHES };
  return figure && (form === 'curve' ? curveSvg(figure, look) : mapSvg(figure, look));
}
