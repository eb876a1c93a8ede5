// The lesson in a figure: its question, its goals, and what has just been reached.
import { html, nothing } from 'lit';
import { icons } from '../ui/icons.js';
import { plainProse } from '../ui/prose.js';

/** @import { Ui } from '../store/ui.js' */

/** Whether the learner was right. @param {Ui['lesson']} lesson */
export const outcomeOf = ({ held, choice }) => (choice < 0 ? 'unasked' : choice === held ? 'right' : 'wrong');

/** @param {Ui} ui @param {number} goal */
export function goal({ tr, lesson }, goal) {
  const is = lesson.isReached(goal);
  const shown = lesson.isShown(goal);
  const { times = 1, count = 0 } = lesson.judgement?.progress?.[goal] ?? {};
  const open = !is && !shown;
  return html`<li class=${is ? 'is-reached' : shown ? 'is-shown' : ''}>
    ${open ? icons.goal : icons.reached}<span
      >${plainProse(tr.text(lesson.goals[goal].text))}
      ${open && times > 1 ? html`<b class="so-far">${tr.t('lesson.count', { count, of: times })}</b>` : nothing}
      ${shown ? html`<span class="quiet">${tr.t('lesson.isShown')}</span>` : nothing}</span
    >
    ${is ? html`<span class="unseen">${tr.t('lesson.isReached')}</span>` : nothing}
  </li>`;
}

/** What has just happened, said aloud. @param {Ui} ui */
export function news(ui) {
  const { tr, lesson } = ui;
  if (lesson.news === undefined) return nothing;
  if (lesson.news === 'answer') {
    const held = lesson.text?.prediction?.options[lesson.held];
    const answer = plainProse(tr.text(held?.text));
    return tr.t(held ? 'lesson.answered' : 'lesson.noneHeld', { outcome: outcomeOf(lesson), answer });
  }
  const goal = plainProse(tr.text(lesson.goals[lesson.news]?.text));
  return tr.t(lesson.done ? 'lesson.allReached' : 'lesson.nowReached', { goal });
}

/** The lesson's question, or its task where it asks none, for a figure. @param {Ui} ui */
export function lessonQuestion({ tr, session, lesson }) {
  return plainProse(tr.text(lesson.text?.prediction?.question ?? session.scenario.task));
}

/** The goals, for a figure. @param {Ui} ui */
export function lessonGoals(ui) {
  const { tr, lesson } = ui;
  if (lesson.goals.length === 0) return nothing;
  return html`<h3>${tr.t('lesson.goals')}</h3>
    <ul>${lesson.goals.map((_, one) => goal(ui, one))}</ul>
    <p class="unseen" role="status">${news(ui)}</p>`;
}
