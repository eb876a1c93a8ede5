// What is waited for: a deed of the learner, something that holds, or, where a beat ends, a goal.
import { html, nothing } from 'lit';
import { icons } from '../../ui/page-icons.js';
import { valueAt } from '../place.js';
import { deedField, deedInWords } from './deed.js';
import { comparisons, line, select, troubleAt } from './fields.js';

/** @import { Place } from '../place.js' */
/** @import { DeskUi } from './fields.js' */

/** A step as it stands in a file. @typedef {{ do?: unknown, times?: number, while?: string[], when?: string[], goal?: number }} FileStep */
/** @typedef {'do' | 'when' | 'goal' | ''} Kind */

/** @param {FileStep | undefined} step @returns {Kind} */
const kindOf = (step) => (!step ? '' : step.do !== undefined ? 'do' : step.goal !== undefined ? 'goal' : 'when');

/** What each begins with. @type {Record<Kind, FileStep | undefined>} */
const FRESH = { do: { do: { placeOrder: {} } }, when: { when: ['done >= 1'] }, goal: { goal: 0 }, '': undefined };

/** A button by which a deed is done on the stage instead of being written. @param {DeskUi} ui @param {Place} place of the step @param {string} label */
export function doItNow({ tr, acts }, place, label) {
  return html`<button type="button" class="button small record" title=${tr.t('teach.record.hint')} @click=${() => acts.record(place)}>
    ${icons.play}<span>${label}</span>
  </button>`;
}

/** @param {DeskUi} ui @param {Place} place @param {boolean} ends whether it is the end of a beat, which may be a goal or the learner's going on */
export function stepFields(ui, place, ends) {
  const { tr, editor } = ui;
  /** @type {FileStep | undefined} */
  const step = valueAt(editor.file, place);
  const kind = kindOf(step);
  const kinds = /** @type {Kind[]} */ (ends ? ['', 'do', 'when', 'goal'] : ['do', 'when']);
  const options = kinds.map((one) => /** @type {const} */ ([one, tr.t('teach.until', { kind: one || 'none' })]));
  const label = tr.t(ends ? 'teach.ends' : 'teach.step');
  const goals = /** @type {{ text: import('../../core/types.js').Text }[]} */ (
    valueAt(editor.file, ['lesson', 'goals']) ?? []
  );
  const named = goals.map(
    ({ text }, n) => /** @type {[string, string]} */ ([String(n), `${n + 1} · ${tr.text(text)}`]),
  );
  // One that is gone is still what stands there.
  if (step?.goal !== undefined && !goals[step.goal]) named.push([String(step.goal), String(step.goal + 1)]);
  return html`${select(ui, [...place, 'kind'], label, options, kind, (next) => editor.put(place, FRESH[/** @type {Kind} */ (next)]))}
    ${
      kind === 'do'
        ? html`${doItNow(ui, place, tr.t('teach.record'))} ${deedField(ui, [...place, 'do'])}
            ${line(ui, [...place, 'times'], tr.t('teach.times'), { optional: true, number: true, hint: '1' })}
            ${comparisons(ui, [...place, 'while'], tr.t('teach.while'))}`
        : nothing
    }
    ${kind === 'when' ? comparisons(ui, [...place, 'when'], tr.t('teach.when')) : nothing}
    ${kind === 'goal' ? select(ui, [...place, 'goal'], tr.t('teach.goal'), named, String(step?.goal), (goal) => editor.put([...place, 'goal'], Number(goal))) : nothing}
    ${troubleAt(ui, place)}`;
}

/** A step in a few words. @param {DeskUi} ui @param {FileStep | undefined} step */
export function stepInWords(ui, step) {
  const { tr } = ui;
  if (!step) return '';
  if (step.do !== undefined) {
    const deed = deedInWords(ui, step.do);
    return (step.times ?? 1) > 1 ? tr.t('teach.deedTimes', { deed, times: Number(step.times) }) : deed;
  }
  return step.goal === undefined ? (step.when ?? []).join(', ') : tr.t('teach.goalNumber', { number: step.goal + 1 });
}
