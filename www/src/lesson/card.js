// The lesson's card: the idea, one thing to do, the question asked before the run and what the run answered, the goals.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { legendProse } from '../ui/legend.js';
import { icons } from '../ui/page-icons.js';
import { plainProse } from '../ui/prose.js';
import { neighbour } from './catalogue.js';
import { explainer } from './explainer.js';
import { goal, news, outcomeOf } from './goals.js';

/** @import { Text } from '../core/types.js' */
/** @import { Ui } from '../store/ui.js' */

/** An answer to be chosen; once the run has answered, whether it held. @param {Ui} ui @param {Text} text @param {number} option */
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

/** @param {Ui} ui */
function question(ui) {
  const { tr, lesson, dispatch } = ui;
  const prediction = lesson.text?.prediction;
  if (!prediction) return nothing;
  const outcome = outcomeOf(lesson);
  const due = lesson.answer ? nothing : html`<span class="quiet">${tr.t('lesson.due', { at: lesson.dueMs })}</span>`;
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

/** The goals; on a phone only the one to be reached next, until the whole lesson is read. @param {Ui} ui */
function goals(ui) {
  const { tr, lesson, view, narrow, dispatch } = ui;
  const all = [...lesson.goals.keys()];
  const next = all.find((one) => !lesson.isReached(one)) ?? all.length - 1;
  const brief = narrow && !view.reading;
  const count = tr.t('lesson.count', { count: lesson.reached, of: all.length });
  const following = lesson.done ? neighbour(view.picked, 1) : undefined;
  const read = html`<button type="button" class="button small" aria-expanded=${view.reading} @click=${() => dispatch({ type: 'setReading', reading: !view.reading })}>
    ${tr.t(view.reading ? 'task.less' : 'task.more')}
  </button>`;
  const onward = following
    ? html`<button type="button" class="button small onward" @click=${() => dispatch({ type: 'open', scenario: following.id })}>
        <span>${tr.t('lesson.next', { title: tr.text(following.title) })}</span>${icons.next}
      </button>`
    : nothing;
  if (all.length === 0) return html`<div class="goals">${read}</div>`;
  return html`<div class="goals">
    <div class="goals-head"><h3>${tr.t('lesson.goals')}</h3><span class="quiet">${count}</span>${read}</div>
    <ul>${(brief ? [next] : all).map((one) => goal(ui, one))}</ul>
    ${onward}
  </div>`;
}

/** @param {Ui} ui @param {(ui: Ui) => unknown} [more] what there is to read, once its code is here */
export function lessonCard(ui, more) {
  const { tr, session, view, lesson, dispatch } = ui;
  const { scenario } = session;
  const idea = lesson.text?.idea;
  /** @param {Text | undefined} text */
  const prose = (text) => legendProse(tr.text(text), explainer(dispatch));
  return html`<section part="task" class="card task ${view.reading ? 'reading' : ''}" aria-label=${tr.t('task.label')}>
    <div class="ask">
      ${idea && (view.reading || !lesson.answer) ? html`<p class="idea">${prose(idea)}</p>` : nothing}
      <h2>${prose(scenario.task)}</h2>
      ${idea || view.reading ? nothing : html`<p class="prose">${prose(scenario.text)}</p>`} ${question(ui)}
    </div>
    ${goals(ui)}
    ${view.reading ? more?.(ui) : nothing}
    <p class="unseen" role="status">${news(ui)}</p>
  </section>`;
}
