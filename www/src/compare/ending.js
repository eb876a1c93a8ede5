// The end of a lesson: what came of it beside what was expected, the one thing to remember, the contrast as two lines, and the way on. Loaded when a run is over.
import { html, nothing, svg } from 'lit';
import { explainer } from '../lesson/explainer.js';
import { outcomeOf } from '../lesson/goals.js';
import { onward } from '../lesson/question.js';
import { legendProse } from '../ui/legend.js';
import { icons } from '../ui/page-icons.js';
import { tenth } from '../ui/parts.js';
import { plainProse } from '../ui/prose.js';
import { linesOf } from './lines.js';

export { endingStyles as styles } from './ending-style.js';

/** @import { Session } from '../core/session.js' */
/** @import { LedUi } from '../store/ui.js' */
/** @import { Lines } from './lines.js' */

const CHART = { w: 260, h: 84, left: 4, top: 8, bottom: 16 };

/** What was found for a run, by its future: another command may make other lines. @type {WeakMap<Session, { future: number, lines: Lines | undefined }>} */
const FOUND = new WeakMap();

/** The lines of this run, once they are there; asked for when they are first drawn. @param {LedUi} ui */
function linesFor({ core, session, guide }) {
  const found = FOUND.get(session);
  if (found?.future === session.future) return found.lines;
  const asked = { future: session.future, lines: found?.lines };
  FOUND.set(session, asked);
  linesOf(core, session).then(
    (lines) => {
      asked.lines = lines;
      guide.redraw();
    },
    // Where one of both cannot go on there is no picture; Compare says why.
    () => {},
  );
  return asked.lines;
}

/** @param {number[]} line @param {number} most */
function pathOf(line, most) {
  const { w, h, left, top, bottom } = CHART;
  const points = line.map((value, at) => {
    const x = left + (at / (line.length - 1)) * (w - 2 * left);
    const y = top + (1 - value / most) * (h - top - bottom);
    return `${tenth(x)} ${tenth(y)}`;
  });
  return `M${points.join('L')}`;
}

/** @param {LedUi} ui */
function contrast(ui) {
  const { tr, lesson, dispatch } = ui;
  const { contrast } = lesson.text ?? {};
  if (!contrast) return nothing;
  const name = plainProse(tr.text(contrast.name));
  const found = linesFor(ui);
  const press = () => dispatch({ type: 'compare' });
  const button = html`<button type="button" class="button small" title=${plainProse(tr.text(contrast.text))} @click=${press}>
    ${icons.compare}<span>${tr.t('lesson.compare', { contrast: name })}</span>
  </button>`;
  if (!found) return html`<div class="contrast">${button}</div>`;
  const { lines, untilMs } = found;
  const [own, other] = lines;
  const most = Math.max(...own, ...other);
  const last = lines.map((line) => line[line.length - 1]);
  const what = tr.t('ending.number', { number: found.name });
  /** @param {number} value */
  const write = (value) => (found.name === 'answerP95' ? tr.duration(value) : tr.number(value));
  const told = tr.t('ending.told', {
    what,
    own: write(last[0]),
    other: write(last[1]),
    contrast: name,
    most: write(most),
  });
  return html`<figure class="contrast">
    <figcaption><b>${what}</b></figcaption>
    <svg viewBox="0 0 ${CHART.w} ${CHART.h}" role="img" aria-label=${told}>
      ${svg`<path class="floor" d="M4 ${CHART.h - CHART.bottom + 0.5}H${CHART.w - 4}" />
      <path class="line other" d=${pathOf(other, most)} /><path class="line own" d=${pathOf(own, most)} />
      <text x="4" y=${CHART.h - 4}>0</text><text x=${CHART.w - 4} y=${CHART.h - 4} text-anchor="end">${tr.duration(untilMs)}</text>`}
    </svg>
    <ul class="keys" aria-hidden="true">
      <li class="own">${tr.t('ending.own')} <b>${write(last[0])}</b></li>
      <li class="other">${name} <b>${write(last[1])}</b></li>
    </ul>
    ${button}
  </figure>`;
}

/** How often each answer is right with many seeds: a button, and then bars. @param {LedUi} ui */
function surely(ui) {
  const { tr, many, dispatch } = ui;
  if (!many) return nothing;
  if (many.sure) return html`${many.sure.head(ui)}${many.sure.answers(ui)}`;
  return html`<button type="button" class="link" title=${tr.t('lesson.sure.hint')} @click=${() => dispatch({ type: 'sure' })}>${tr.t('lesson.sure')}</button>`;
}

/** @param {LedUi} ui */
function outcome(ui) {
  const { tr, lesson, dispatch } = ui;
  const prediction = lesson.text?.prediction;
  if (!prediction || !lesson.answer || lesson.held < 0) return nothing;
  const outcome = outcomeOf(lesson);
  /** @param {number} option */
  const said = (option) => plainProse(tr.text(prediction.options[option].text));
  return html`<div class="answer outcome ${outcome}">
    <p class="came">${outcome === 'wrong' ? icons.down : icons.up}<span><b>${tr.t('lesson.outcome', { outcome })}</b> ${said(lesson.held)}</span></p>
    ${lesson.choice >= 0 && outcome !== 'right' ? html`<p class="expected">${tr.t('guide.youSaid')} <b>${said(lesson.choice)}</b></p>` : nothing}
    <p class="quiet">${legendProse(tr.text(prediction.because), explainer(dispatch))}</p>
    ${surely(ui)}
  </div>`;
}

/** @param {LedUi} ui */
export function ending(ui) {
  const { tr, lesson, dispatch } = ui;
  const idea = lesson.text?.idea;
  const own = lesson.done;
  const again = html`<button type="button" class="button ${own ? '' : 'primary'} go" @click=${() => dispatch({ type: 'restart' })}>
    ${icons.reset}<span>${tr.t(lesson.seen && !own ? 'ending.yourself' : 'ending.again')}</span>
  </button>`;
  return html`<div class="ending">
    <h3>${tr.t('ending.title', { how: own ? 'done' : lesson.seen ? 'shown' : 'over' })}</h3>
    ${outcome(ui)}
    ${idea ? html`<p class="remember"><b>${tr.t('ending.remember')}</b> ${legendProse(tr.text(idea), explainer(dispatch))}</p>` : nothing}
    ${contrast(ui)}
    <div class="go-on">${own ? onward(ui, 'primary go') : nothing}${again}</div>
  </div>`;
}
