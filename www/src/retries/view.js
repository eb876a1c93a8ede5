// The retries of an edge as a histogram: a herd that comes at once, or one that was dispersed. Hatched, as back-off is.
import { html, nothing, svg } from 'lit';
import { ticksOf, xOf } from '../timeline/scale.js';
import { tenth } from '../ui/parts.js';
import { edgesOf, histogramOf, retriesIn, windowAt } from './histogram.js';

/** @import { Scenario } from '../core/types.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Ui } from '../store/ui.js' */
/** @import { Scale } from '../timeline/scale.js' */
/** @import { Edge, Histogram } from './histogram.js' */

/** @typedef {{ scale: Scale, most: number, now: number, id: string, name: string }} Look `most` is the top of the scale, `id` is the drawing's own */

const TOP = 12;
const BARS = 46;
const AXIS = 15;
/** A lone retry is no herd: the scale never ends lower than this. */
const LEAST_TOP = 4;
const PANEL_WIDTH = 236;

/** @param {Translator} tr @param {Scenario} scenario @param {Edge} edge */
export function edgeName(tr, scenario, { kind, index }) {
  if (kind === 'subscription') return tr.text(scenario.subscriptions[index].name) || scenario.subscriptions[index].id;
  const [from, to] = [scenario.calls[index].from, scenario.calls[index].to].map((id) =>
    tr.text(scenario.nodes.find((node) => node.id === id)?.name),
  );
  return tr.t('herd.call', { from, to });
}

/** All bars as one outline. @param {Histogram} histogram @param {Look} look */
function outline({ counts, fromMs, binMs }, { scale, most }) {
  const unit = BARS / Math.max(most, LEAST_TOP);
  const width = (binMs / (scale.toMs - scale.fromMs)) * scale.width;
  return counts
    .map((count, bin) => {
      if (count === 0) return '';
      const x = xOf(scale, fromMs + bin * binMs);
      const left = Math.max(x, 0);
      const w = Math.min(x + width, scale.width) - left - 0.5;
      return w > 0 ? `M${tenth(left)} ${TOP + BARS}v${tenth(-count * unit)}h${tenth(w)}V${TOP + BARS}z` : '';
    })
    .join('');
}

/** @param {Translator} tr @param {Histogram} histogram @param {Look} look */
export function herd(tr, histogram, look) {
  const { scale, most, now, id, name } = look;
  const { total, whole, binMs, most: peak } = histogram;
  const words = tr.t('herd.words', { name, total, peak, bin: binMs, whole });
  const playhead = xOf(scale, now);
  const base = TOP + BARS;
  return html`<figure class="retries">
    <svg viewBox="0 0 ${scale.width} ${base + AXIS}" role="img" aria-label=${words}>
      <defs>
        <pattern id="hatch-${id}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="ground" width="5" height="5" />
          <rect class="hatch" width="3" height="5" />
        </pattern>
      </defs>
      <rect class="ahead" x=${playhead} y=${TOP} width=${Math.max(0, scale.width - playhead)} height=${BARS} />
      ${ticksOf(scale).map((ms) => {
        const x = xOf(scale, ms);
        // A number that would be cut off at either end is left out.
        const fits = x > 8 && x < scale.width - 10;
        return svg`<path class="tick" d="M${x} ${TOP}V${base}" />${fits ? svg`<text x=${x} y=${base + 12} text-anchor="middle">${tr.duration(ms)}</text>` : nothing}`;
      })}
      <path class="axis" d="M0 ${base}H${scale.width}" />
      <path class="bars" fill="url(#hatch-${id})" d=${outline(histogram, look)} />
      <text x="0" y="9">${tr.number(Math.max(most, LEAST_TOP))}</text>
      <path class="playhead" d="M${playhead} ${TOP - 4}V${base}" />
    </svg>
    <figcaption class="quiet" aria-hidden="true">${words}</figcaption>
  </figure>`;
}

/** The retries of one edge now, for the settings panel. @param {Ui} ui @param {'subscription' | 'call'} kind @param {number} index */
export function herdOf({ tr, session, core }, kind, index) {
  const edge = edgesOf(session.scenario).find((one) => one.kind === kind && one.index === index);
  if (!edge || core.dead) return nothing;
  const window = windowAt(session.now, PANEL_WIDTH);
  const histogram = histogramOf(retriesIn(session, window.fromMs, window.toMs), edge.key, window);
  const name = edgeName(tr, session.scenario, edge);
  return herd(tr, histogram, {
    scale: window.scale,
    most: histogram.most,
    now: session.now,
    id: `${kind}-${index}`,
    name,
  });
}
