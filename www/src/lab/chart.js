// The curve: a line of means for each value of the other settings, with its band. Drawn by uPlot, which comes when it is first needed.
import { arriving } from '../core/loading.js';
import { adopt } from '../ui/adopt.js';
import { columnName } from './answer.js';
import { COLOURS, DASHES } from './lines.js';
import { measured } from './names.js';
import { measureNamed } from './question.js';

/** @import uPlot from 'uplot' */
/** @import { LabUi } from './view.js' */

const HEIGHT = 300;
/** How near a press has to be to a point, in CSS pixels. */
const REACH = 30;

/** The library and its style, once they are here. @type {typeof import('./plot.js') | undefined} */
let plot;

async function fetchPlot() {
  plot = await arriving('part', import('./plot.js'));
}

export class Chart {
  /** @type {uPlot | undefined} */
  #plot;
  /** What it was made for. */
  #made = '';
  /** @type {LabUi | undefined} */
  #ui;
  /** @type {Promise<void> | undefined} */
  #coming;

  close() {
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#made = '';
  }

  /** Draws what is known into its place, if there is one. @param {ParentNode & Node} root @param {LabUi} ui */
  attach(root, ui) {
    this.#ui = ui;
    const place = /** @type {HTMLElement | null} */ (root.querySelector('.chart'));
    if (!place) return this.close();
    if (!plot) {
      this.#coming ??= fetchPlot()
        .then(() => ui.lab.set({}))
        .catch((failure) => ui.lab.fails(failure));
      return undefined;
    }
    adopt(root, plot.plotStyles);
    const { study } = ui.lab;
    const made = [
      study?.plan.hash,
      place.clientWidth,
      ui.view.lang,
      getComputedStyle(place).getPropertyValue('--_ink'),
    ].join();
    if (made !== this.#made || !this.#plot || !place.contains(this.#plot.root)) {
      this.close();
      this.#make(place, ui);
      this.#made = made;
    } else this.#plot.setData(this.#data(ui));
    return undefined;
  }

  /** The places along the axis, and of each line the means, the lower ends and the upper ends. @param {LabUi} ui @returns {uPlot.AlignedData} */
  #data({ lab: { study } }) {
    const { plan, points } = /** @type {NonNullable<typeof study>} */ (study);
    const end = (/** @type {number} */ point, /** @type {0 | 1 | 2} */ n) => {
      const [one] = points[point].measures;
      return one ? (one.mean?.[n] ?? one.highest[0]) : null;
    };
    const places = plan.lines[0].map((point) => plan.places[point] ?? 0);
    const columns = plan.lines.flatMap((line) =>
      /** @type {const} */ ([0, 1, 2]).map((n) => line.map((point) => end(point, n))),
    );
    return /** @type {uPlot.AlignedData} */ ([places, ...columns]);
  }

  /** @param {HTMLElement} place @param {LabUi} ui */
  #make(place, ui) {
    const { tr, lab } = ui;
    const { study } = lab;
    if (!study || !plot) return;
    const { plan } = study;
    const style = getComputedStyle(place);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(`--_${name}`).trim();
    const measure = measureNamed(lab.catalogue.measures, study.question.measure);
    const lineOf = (/** @type {number} */ n) => colour(COLOURS[n % COLOURS.length]);
    const spans = plan.axis !== null && /[a-z]/.test(plan.points[0][plan.axis]);
    const font = `12px ${style.fontFamily}`;
    const axis = {
      stroke: colour('muted'),
      grid: { stroke: colour('line'), width: 1 },
      ticks: { stroke: colour('line') },
      font,
    };
    const named = { label: plan.axis === null ? '' : columnName(ui, plan.axis), labelFont: font, labelSize: 18 };
    /** @type {uPlot.Series[]} */
    const series = plan.lines.flatMap((_, n) => [
      {
        stroke: lineOf(n),
        width: 2,
        dash: DASHES[n % DASHES.length],
        points: { show: true, size: 7, fill: lineOf(n) },
      },
      { stroke: 'transparent', points: { show: false } },
      { stroke: 'transparent', points: { show: false } },
    ]);
    this.#plot = new plot.Plot(
      {
        width: Math.max(place.clientWidth, 200),
        height: HEIGHT,
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { show: false } },
        scales: { x: { time: false }, y: { range: (_, low, high) => [Math.min(0, low), high <= 0 ? 1 : high * 1.08] } },
        axes: [
          { ...axis, ...named, values: (_, splits) => splits.map((at) => (spans ? tr.duration(at) : tr.number(at))) },
          { ...axis, size: 64, values: (_, splits) => splits.map((at) => measured(tr, measure, at)) },
        ],
        series: [{}, ...series],
        bands: plan.lines.map((_, n) => ({ series: [3 * n + 3, 3 * n + 2], fill: `${lineOf(n)}2e` })),
        hooks: { draw: [(plot) => this.#mark(plot, colour('ink'))] },
      },
      this.#data(ui),
      place,
    );
    this.#plot.over.addEventListener('click', (event) => this.#choose(event));
  }

  /** Where a point is, in CSS pixels of the plot. @param {number} point */
  #spot(point) {
    const { study } = this.#ui?.lab ?? {};
    const plot = this.#plot;
    if (!study || !plot) return undefined;
    const n = study.plan.lines.findIndex((line) => line.includes(point));
    const at = study.plan.lines[n]?.indexOf(point) ?? -1;
    const value = plot.data[3 * n + 1]?.[at];
    if (value === null || value === undefined) return undefined;
    return { x: plot.valToPos(plot.data[0][at], 'x'), y: plot.valToPos(value, 'y') };
  }

  /** @param {MouseEvent} event */
  #choose({ offsetX, offsetY }) {
    const { lab } = this.#ui ?? {};
    let [best, near] = [/** @type {number | undefined} */ (undefined), REACH];
    for (const point of lab?.study?.plan.lines.flat() ?? []) {
      const spot = this.#spot(point);
      const far = spot ? Math.hypot(spot.x - offsetX, spot.y - offsetY) : Number.POSITIVE_INFINITY;
      if (far < near) [best, near] = [point, far];
    }
    if (best !== undefined) lab?.set({ point: best });
  }

  /** A ring around the point that is looked at. @param {uPlot} plot @param {string} colour */
  #mark({ ctx, bbox }, colour) {
    const spot = this.#ui?.lab.point === undefined ? undefined : this.#spot(this.#ui.lab.point);
    if (!spot) return;
    const scale = devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2 * scale;
    ctx.beginPath();
    ctx.arc(bbox.left + spot.x * scale, bbox.top + spot.y * scale, 8 * scale, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.restore();
  }
}
