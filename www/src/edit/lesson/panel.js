// The lesson's side of the editor, loaded when it is asked for.
import { html, nothing } from 'lit';
import { icons } from '../../ui/page-icons.js';
import { valueAt } from '../place.js';
import { contrast } from './contrast.js';
import { PARTS, partOf } from './desk.js';
import { trouble } from './fields.js';
import { offered, quantitiesOf } from './quantities.js';
import { claims, goals, guide, question, words } from './sections.js';

export { Desk, partOf } from './desk.js';
export { preview } from './preview.js';
export { lessonStyles } from './style.js';

/** @import { Part } from './desk.js' */
/** @import { DeskUi } from './fields.js' */

const VIEWS = { words, question, goals, guide, claims, contrast };

/** How much there is in a part. @param {DeskUi} ui @param {Part} part */
function countOf({ editor }, part) {
  const list = { goals: ['lesson', 'goals'], guide: ['lesson', 'beats'], claims: ['claims'] }[
    /** @type {string} */ (part)
  ];
  return list ? (valueAt(editor.file, list)?.length ?? 0) : 0;
}

/** @param {DeskUi} ui @param {Part} part */
function tab(ui, part) {
  const { tr, desk, editor } = ui;
  const wrong = editor.problem && partOf(editor.problem) === part;
  const fallen = part === 'claims' && desk.verdict?.claims.some(({ falls }) => falls !== undefined);
  const count = countOf(ui, part);
  return html`<button
    type="button"
    class="button small ${wrong || fallen ? 'is-wrong' : ''}"
    aria-pressed=${desk.part === part}
    @click=${() => desk.show(part)}
  >
    ${tr.t(`teach.part.${part}`)}${count > 0 ? html` <span class="count">${count}</span>` : nothing}${wrong || fallen ? icons.warning : nothing}
  </button>`;
}

/** @param {DeskUi} ui */
export function lessonPanel(ui) {
  const { tr, editor, desk } = ui;
  const { problem } = editor;
  const parts = /** @type {Part[]} */ (Object.keys(PARTS));
  desk.told = problem === undefined || partOf(problem) !== desk.part;
  const body = VIEWS[desk.part](ui);
  // What none of its fields has said.
  const left = !desk.told && problem ? trouble(ui, problem) : nothing;
  return html`<section class="card lesson-panel" aria-label=${tr.t('teach.side')}>
    <div class="tabs" role="group" aria-label=${tr.t('teach.parts')}>${parts.map((part) => tab(ui, part))}</div>
    ${left}
    <div class="scroll" tabindex="0" role="group" aria-label=${tr.t(`teach.part.${desk.part}`)}>
      ${body}
    </div>
    <datalist id="quantities">
      ${offered(desk.typed, quantitiesOf(editor.file, editor.shape)).map((one) => html`<option value=${one}></option>`)}
    </datalist>
  </section>`;
}
