// The lesson's card: what it is about now, one thing to do and the way on, what was expected, the goals; at the end, what came of it.
import { html, nothing } from 'lit';
import { PHASES } from '../store/guide.js';
import { legendProse } from '../ui/legend.js';
import { icons } from '../ui/page-icons.js';
import { explainer } from './explainer.js';
import { news } from './goals.js';
import { goals, question } from './question.js';

/** @import { Text } from '../core/types.js' */
/** @import { LedUi } from '../store/ui.js' */

/** What is loaded later. @typedef {{ more?: (ui: LedUi) => unknown, ending?: (ui: LedUi) => unknown }} Later */

/** Where in the lesson one is. @param {LedUi} ui */
function phases({ tr, guide }) {
  const { beat, beats } = guide;
  if (!beat) return nothing;
  const used = PHASES.filter((phase) => beats.some((one) => one.phase === phase));
  const at = used.indexOf(beat.phase);
  return html`<ol class="phases" aria-label=${tr.t('guide.phases')}>
    ${used.map(
      (phase, place) => html`<li
        class=${place < at ? 'is-past' : ''}
        aria-current=${place === at ? 'step' : nothing}
      >${tr.t('guide.phase', { phase })}</li>`,
    )}
  </ol>`;
}

/** The sentence that is said now, and what there is to it. @param {LedUi} ui */
function said({ tr, session, view, lesson, guide, dispatch }) {
  /** @param {Text | undefined} text */
  const prose = (text) => legendProse(tr.text(text), explainer(dispatch));
  const { beat, showing } = guide;
  if (showing) return html`<h2>${tr.t('show.title')}</h2><p class="beat-more">${tr.t('show.text')}</p>`;
  if (beat) {
    return html`<h2>${prose(beat.say)}</h2>
      ${beat.more ? html`<p class="beat-more">${prose(beat.more)}</p>` : nothing}`;
  }
  const { scenario } = session;
  // Where nothing is to be done, the scenario has its name at least.
  const task = tr.text(scenario.task) ? scenario.task : scenario.title;
  const idea = lesson.text?.idea;
  return html`${idea && (view.reading || !lesson.answer) ? html`<p class="idea">${prose(idea)}</p>` : nothing}
    <h2>${prose(task)}</h2>
    ${idea || view.reading ? nothing : html`<p class="prose">${prose(scenario.text)}</p>`}`;
}

/** What the learner is to do, and how often it was done. @param {LedUi} ui */
function turn({ tr, guide }) {
  const { count } = guide;
  if (!count) return nothing;
  return html`<p class="turn">
    ${icons.turn}<b>${tr.t('guide.yourTurn')}</b>
    <span class="turn-count">${tr.t('lesson.count', { count: count.count, of: count.times })}</span>
  </p>`;
}

/** The one way on. @param {LedUi} ui */
function way({ tr, view, guide, dispatch }) {
  if (guide.showing) {
    return html`<button type="button" part="go-on" class="button go" @click=${() => dispatch({ type: 'stopShowing' })}>
      ${tr.t('show.stop')}
    </button>`;
  }
  const { playing } = view;
  const kind = playing || guide.count ? 'go' : 'primary go';
  const word = playing ? 'guide.pause' : guide.count ? 'guide.letRun' : 'guide.goOn';
  const press = () => dispatch({ type: playing ? 'pause' : 'goOn' });
  return html`<button type="button" part="go-on" class="button ${kind}" @click=${press}>
    ${playing ? icons.pause : icons.play}<span>${tr.t(word)}</span>${playing ? nothing : html`<kbd aria-hidden="true">⏎</kbd>`}
  </button>`;
}

/** How else one may go on; in the small strip only to be shown how. @param {LedUi} ui @param {boolean} whole */
function otherWays({ tr, lesson, guide, narrow, dispatch }, whole) {
  const { beats, wanted, led, showing } = guide;
  if (showing) return nothing;
  const on = wanted && led;
  const kind = narrow ? 'button' : 'link';
  const show = html`<button type="button" class=${kind} title=${tr.t('lesson.show.hint')} @click=${() => dispatch({ type: 'showMe' })}>
    ${tr.t('lesson.show')}
  </button>`;
  const change = html`<button type="button" class=${kind} @click=${() => dispatch({ type: 'setGuide', on: !on })}>
    ${tr.t(on ? 'guide.without' : 'guide.with')}
  </button>`;
  const ways = [
    lesson.text?.solution?.length ? show : undefined,
    beats.length > 0 && whole ? change : undefined,
  ].filter(Boolean);
  return ways.length > 0 ? html`<p class="ways">${ways}</p>` : nothing;
}

/** A finger that goes so far means more than a tap, in CSS pixels. */
const SWIPE = 16;
/** Where a finger came down on the grip, and whether it has swiped since: then its press is none. */
const grasp = { y: 0, swiped: false };

/** Grows the strip, and makes it small again, by a press or by a finger's way up and down. @param {LedUi} ui */
function grip({ tr, view, dispatch }) {
  return html`<button
    type="button"
    class="grip"
    aria-expanded=${view.reading}
    aria-label=${tr.t(view.reading ? 'guide.shrink' : 'task.more')}
    @click=${() => grasp.swiped || dispatch({ type: 'setReading', reading: !view.reading })}
    @pointerdown=${(/** @type {PointerEvent & { currentTarget: HTMLElement }} */ event) => {
      Object.assign(grasp, { y: event.clientY, swiped: false });
      event.currentTarget.setPointerCapture(event.pointerId);
    }}
    @pointerup=${(/** @type {PointerEvent} */ { clientY }) => {
      const way = grasp.y - clientY;
      grasp.swiped = Math.abs(way) >= SWIPE;
      if (grasp.swiped && way > 0 !== view.reading) dispatch({ type: 'setReading', reading: way > 0 });
    }}
  ></button>`;
}

/** @param {LedUi} ui @param {Later} [later] what there is to read, once its code is here */
export function lessonCard(ui, { more, ending } = {}) {
  const { tr, view, narrow, guide } = ui;
  const { over, on, beat } = guide;
  const whole = !narrow || view.reading;
  const asks = !guide.showing && (!on || beat?.phase === 'predict' || whole);
  return html`<section
    part="task"
    class="card task ${beat ? 'led' : ''} ${view.reading ? 'reading' : ''}"
    aria-label=${tr.t('task.label')}
  >
    ${narrow ? grip(ui) : nothing}
    <div class="where">${phases(ui)}${narrow && !over ? turn(ui) : nothing}</div>
    <div class="said" aria-live="polite">${over && ending && !guide.last ? nothing : said(ui)}</div>
    ${over || narrow ? nothing : turn(ui)} ${asks && !(over && ending) ? question(ui) : nothing}
    ${over && ending ? ending(ui) : nothing}
    <div class="doing-now">
      ${over && ending ? nothing : html`<div class="go-on">${way(ui)}${otherWays(ui, whole || !on)}</div>`}
      ${whole ? goals(ui) : nothing}
    </div>
    ${view.reading ? more?.(ui) : nothing}
    <p class="unseen" role="status">${news(ui)}</p>
  </section>`;
}
