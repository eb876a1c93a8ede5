// What the learner will see of what is written: the page's own card, with the words of the file at the beat that is open.
import { html, nothing } from 'lit';
import { pathOf, valueAt } from '../place.js';

/** @import { Beat, Lesson } from '../../core/types.js' */
/** @import { LedUi } from '../../store/ui.js' */
/** @import { DeskUi } from './fields.js' */

/** The parts of which there is something to see. */
const SEEN = ['words', 'question', 'goals', 'guide'];

/** The beat at which the learner is: the one that is open, the one that asks, or none. @param {DeskUi} ui @param {Beat[]} beats */
function indexOf({ desk }, beats) {
  if (desk.part === 'question') return beats.findIndex(({ phase }) => phase === 'predict');
  if (desk.part !== 'guide') return -1;
  const open = beats.findLastIndex((_, n) => desk.isOpen(pathOf(['lesson', 'beats', n])));
  return Math.max(open, 0);
}

/** Nobody has begun this lesson. @param {Partial<Lesson>} text */
function untouched(text) {
  const goals = text.goals ?? [];
  return {
    text: { ...text, prediction: text.prediction?.options ? text.prediction : undefined },
    goals,
    choice: -1,
    held: -1,
    reached: 0,
    done: false,
    touched: false,
    dueMs: 0,
    isReached: () => false,
    isShown: () => false,
  };
}

/** @param {DeskUi} ui */
export function preview(ui) {
  const { tr, editor, desk } = ui;
  const { file } = editor;
  if (!file.lesson || !SEEN.includes(desk.part)) return nothing;
  /** @type {Beat[]} */
  const beats = valueAt(file, ['lesson', 'beats']) ?? [];
  const index = indexOf(ui, beats);
  const beat = beats[index];
  const times = valueAt(beat, ['until', 'times']);
  const seen = {
    ...ui,
    narrow: false,
    session: { scenario: { task: file.task, text: file.text } },
    view: { ...ui.view, reading: false, playing: false },
    lesson: untouched(/** @type {Lesson} */ (file.lesson)),
    guide: { beat, beats, index, on: beat !== undefined, led: true, wanted: true, over: false, last: false },
    dispatch: () => undefined,
  };
  if (beat?.phase === 'act') Object.assign(seen.guide, { count: { count: 0, times: times ?? 1 } });
  return html`<section class="preview" aria-label=${tr.t('teach.preview')}>
    <h2>${tr.t('teach.preview')}</h2>
    <div inert>${ui.card(/** @type {LedUi} */ (/** @type {unknown} */ (seen)))}</div>
  </section>`;
}
