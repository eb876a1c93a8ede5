// The question asked before the run and what the run answered, and the goals, for the lesson's card.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { legendProse } from '../ui/legend.js';
import { icons } from '../ui/page-icons.js';
import { plainProse } from '../ui/prose.js';
import { neighbour } from './catalogue.js';
import { explainer } from './explainer.js';
import { goal, outcomeOf } from './goals.js';

/** @import { Text } from '../core/types.js' */
/** @import { LedUi } from '../store/ui.js' */

/** An answer to be chosen; once the run has answered, whether it held. @param {LedUi} ui @param {Text} text @param {number} option */
function chip({ tr, dispatch, lesson }, text, option) {
  const { answer, choice } = lesson;
  const holds = answer?.[option];
  const looks = [answer ? 'answered' : '', holds ? 'holds' : ''];
  return html`<label class="chip ${looks.join(' ')}">
    <input
      type="radio"
      class="unseen"
      name="prediction"
      .checked=${live(choice === option)}
      ?disabled=${answer !== undefined}
      @change=${() => dispatch({ type: 'predict', option })}
    />
    <span>
      ${holds ? icons.up : answer && choice === option ? icons.down : nothing}${plainProse(tr.text(text))}
      ${holds ? html`<span class="unseen">${tr.t('lesson.held')}</span>` : nothing}
    </span>
  </label>`;
}

/** What the learner expects, once it is no longer asked. @param {LedUi} ui */
function expected({ tr, lesson }) {
  const option = lesson.text?.prediction?.options[lesson.choice];
  if (!option) return nothing;
  return html`<p class="expected">${tr.t('guide.youSaid')} <b>${plainProse(tr.text(option.text))}</b></p>`;
}

/** @param {LedUi} ui */
export function question(ui) {
  const { tr, lesson, guide, view, dispatch } = ui;
  const prediction = lesson.text?.prediction;
  if (!prediction) return nothing;
  const { beat, beats } = guide;
  if (beat && beat.phase !== 'predict' && (beat.phase === 'act' || !lesson.answer) && !view.reading) {
    // The question is not yet asked, or was asked before; what the run answered leaves room for what is to be done.
    const asked = beats.slice(0, guide.index).some(({ phase }) => phase === 'predict');
    return asked ? expected(ui) : nothing;
  }
  const outcome = outcomeOf(lesson);
  const due =
    lesson.answer || guide.on ? nothing : html`<span class="quiet">${tr.t('lesson.due', { at: lesson.dueMs })}</span>`;
  const because = html`<p class="answer ${outcome}">
    <b>${tr.t('lesson.outcome', { outcome })}</b> ${legendProse(tr.text(prediction.because), explainer(dispatch))}
    ${lesson.touched ? html`<span class="quiet">${tr.t('lesson.touched')}</span>` : nothing}
  </p>`;
  const answer = lesson.held < 0 ? html`<p class="answer">${tr.t('lesson.noneHeld')}</p>` : because;
  return html`<div class="prediction" role="radiogroup" aria-labelledby="question">
      <p><span id="question">${legendProse(tr.text(prediction.question), explainer(dispatch))}</span> ${due}</p>
      <form method="dialog" class="chips">${prediction.options.map(({ text }, option) => chip(ui, text, option))}</form>
    </div>
    ${lesson.answer ? answer : nothing}`;
}

/** The way to the lesson that follows, once this one is done. @param {LedUi} ui @param {string} [kind] */
export function onward({ tr, view, dispatch }, kind = 'small') {
  const following = neighbour(view.picked, 1);
  if (!following) return nothing;
  return html`<button type="button" class="button ${kind} onward" @click=${() => dispatch({ type: 'open', scenario: following.id })}>
    <span>${tr.t('lesson.next', { title: tr.text(following.title) })}</span>${icons.next}
  </button>`;
}

/** The goals. @param {LedUi} ui */
export function goals(ui) {
  const { tr, lesson, view, guide, dispatch } = ui;
  const all = [...lesson.goals.keys()];
  const count = tr.t('lesson.count', { count: lesson.reached, of: all.length });
  const read = html`<button type="button" class="button small" aria-expanded=${view.reading} @click=${() => dispatch({ type: 'setReading', reading: !view.reading })}>
    ${tr.t(view.reading ? 'task.less' : 'task.more')}
  </button>`;
  if (all.length === 0) return html`<div class="goals">${read}</div>`;
  return html`<div class="goals">
    <div class="goals-head"><h3>${tr.t('lesson.goals')}</h3><span class="quiet">${count}</span>${read}</div>
    <ul>${all.map((one) => goal(ui, one))}</ul>
    ${lesson.done && !guide.over ? onward(ui) : nothing}
  </div>`;
}
