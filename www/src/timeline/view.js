// The card of the timeline: a lane for each service with its name beside it; the bars are drawn on a canvas.
import { html } from 'lit';
import { icons } from '../ui/page-icons.js';
import { iconButton } from '../ui/parts.js';
import { branchRow } from './branches.js';
import { heightOf } from './canvas.js';
import { lanesOfSubscriptions } from './depth.js';
import { seedAndClock, strides, transport } from './head.js';

/** @import { Scenario } from '../core/types.js' */
/** @import { Ui } from '../store/ui.js' */

/** A page of less height, in CSS pixels, has slim lanes. */
const LOW = 520;

/** The nodes that have a lane. @param {Scenario} scenario */
export function laneNodes(scenario) {
  return scenario.nodes.flatMap(({ kind }, index) => (kind === 'service' ? [index] : []));
}

/** What the lanes show, for who does not see them. @param {Ui} ui */
function summary({ tr, session }) {
  const { scenario, frame } = session;
  const queues = lanesOfSubscriptions(scenario);
  return laneNodes(scenario)
    .map((index) =>
      tr.t('timeline.lane', {
        name: tr.text(scenario.nodes[index].name),
        health: frame.health(index),
        busy: frame.node(index, 'busy'),
        waiting: queues.reduce(
          (sum, lane, place) => sum + (lane === index ? frame.subscription(place, 'ready') : 0),
          0,
        ),
      }),
    )
    .join(' ');
}

/** To the beginning, and to where the run is known. @param {KeyboardEvent} event @param {Ui} ui */
function edge(event, { session, dispatch }) {
  if (event.key !== 'Home' && event.key !== 'End') return;
  event.preventDefault();
  dispatch({ type: 'seek', ms: event.key === 'Home' ? 0 : session.head });
}

/** @param {Ui} ui */
export function timeline(ui) {
  const { tr, session, view, dispatch, narrow } = ui;
  const nodes = laneNodes(session.scenario);
  const height = heightOf(nodes.length, globalThis.innerHeight < LOW);
  return html`<section part="timeline" class="card timeline" aria-label=${tr.t('timeline.title')} .style=${`--_lanes:${height}px;--_n:${Math.max(nodes.length, 1)}`}>
    <div class="card-head">
      <h2>${tr.t(narrow ? 'timeline.short' : 'timeline.title')}</h2>
      ${narrow ? html`${strides(ui)}${seedAndClock(ui)}` : transport(ui)}
      <div class="zoom" role="group" aria-label=${tr.t('timeline.window')}>
        ${iconButton(icons.minus, tr.t('timeline.wider'), () => dispatch({ type: 'zoom', by: 1 }), { kind: 'small' })}
        ${iconButton(icons.plus, tr.t('timeline.closer'), () => dispatch({ type: 'zoom', by: -1 }), { kind: 'small' })}
        ${iconButton(icons.follow, tr.t('timeline.follow'), () => dispatch({ type: 'follow' }), { kind: 'small', pressed: view.windowMs !== undefined && view.fromMs === undefined })}
      </div>
    </div>
    ${branchRow(ui)}
    <div class="lanes">
      ${nodes.map((node, place) => {
        const name = tr.text(session.scenario.nodes[node].name);
        return html`<span class="lane" title=${name} .style=${`--_i:${place}`}><b>${name}</b></span>`;
      })}
      <canvas
        role="slider"
        tabindex="0"
        aria-label=${tr.t('timeline.playhead')}
        aria-valuemin="0"
        aria-valuemax=${Math.round(session.head)}
        aria-valuenow=${Math.round(session.now)}
        aria-valuetext=${tr.t('timeline.at', { now: tr.seconds(session.now), head: tr.seconds(session.head) })}
        aria-describedby="lanes-summary"
        @keydown=${(/** @type {KeyboardEvent} */ event) => edge(event, ui)}
      ></canvas>
      <div class="outage-ends"></div>
      <p class="unseen" id="lanes-summary">${tr.t('timeline.summary', { lanes: summary(ui) })}</p>
    </div>
  </section>`;
}
