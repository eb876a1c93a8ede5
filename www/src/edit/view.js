// The page while a scenario is edited: the palette, the stage, the settings of what is chosen, the lanes.
import { html, nothing } from 'lit';
import { icons } from '../ui/page-icons.js';
import { iconButton } from '../ui/parts.js';
import { PARTS } from './editor.js';
import { editLanes } from './lanes.js';
import { editPanel } from './panel.js';
import { entryOf, thingOf } from './problems.js';
import { editStage } from './stage.js';

/** @import { StageUi } from '../stage/ui.js' */
/** @import { CurveHand } from './curve-lane.js' */
/** @import { Editor } from './editor.js' */
/** @import { Hands } from './hands.js' */
/** @import { LaneHand } from './lanes.js' */

/** What the editor's views may show. @typedef {StageUi & { editor: Editor, hands: Hands, lanes: LaneHand, width: number, curves: CurveHand, acts: Acts }} EditUi */

/** What leads out of the editor. @typedef {{ run: () => void, save: () => void, leave: () => void }} Acts */

/** @param {EditUi} ui */
function palette({ tr, hands }) {
  return html`<div class="palette" role="group" aria-label=${tr.t('edit.palette')}>
    ${PARTS.map((part) => {
      const { down, move, up, cancel, click } = hands.palette(part);
      return html`<button
        type="button"
        class="button palette-part"
        title=${tr.t('edit.palette.hint', { part: tr.t('edit.kind', { kind: part }) })}
        @pointerdown=${down}
        @pointermove=${move}
        @pointerup=${up}
        @pointercancel=${cancel}
        @click=${click}
      >
        ${icons.plus}<span>${tr.t('edit.kind', { kind: part })}</span>
      </button>`;
    })}
  </div>`;
}

/** @param {EditUi} ui */
function bar(ui) {
  const { tr, editor, acts, narrow } = ui;
  return html`<section class="card edit-bar" aria-label=${tr.t('edit.bar')}>
    ${palette(ui)}
    <span class="space"></span>
    ${iconButton(icons.undo, tr.t('edit.undo'), () => editor.go('undo'), { disabled: !editor.canUndo })}
    ${iconButton(icons.redo, tr.t('edit.redo'), () => editor.go('redo'), { disabled: !editor.canRedo })}
    <button type="button" class="button" title=${tr.t('edit.clear.hint')} @click=${() => editor.clear()}>${tr.t('edit.clear')}</button>
    <button type="button" class="button" title=${tr.t('edit.save.hint')} @click=${acts.save}>${tr.t('edit.save')}</button>
    ${narrow ? nothing : html`<button type="button" class="button" @click=${acts.leave}>${tr.t('edit.leave')}</button>`}
    <button type="button" class="button primary" @click=${acts.run}>${icons.play}<span>${tr.t('edit.run')}</span></button>
  </section>`;
}

/** What the core has against the file, where it is about no card. @param {EditUi} ui */
function problem({ tr, editor }) {
  const { problem: found, file } = editor;
  if (!found || thingOf(found, file)) return nothing;
  return html`<div class="card edit-problem" role="status" tabindex="-1">
    ${icons.warning}
    <p><b>${tr.text(found.message)}</b> ${tr.text(found.remedy)} <code>${found.path}</code></p>
    ${entryOf(found) ? html`<button type="button" class="button small" @click=${() => editor.leaveOut()}>${tr.t('edit.leaveOut')}</button>` : nothing}
  </div>`;
}

/** @param {EditUi} ui */
function held({ tr, editor }) {
  if (!editor.held) return nothing;
  const { part, at } = editor.held;
  return html`<div class="held" aria-hidden="true" .style=${`left:${at.x}px;top:${at.y}px`}>${tr.t('edit.kind', { kind: part })}</div>`;
}

/** The keys of the editor. @param {EditUi} ui @param {KeyboardEvent} event */
function key({ editor }, event) {
  if (event.key !== 'Escape' || !(editor.from || editor.open || editor.choice)) return;
  event.stopPropagation();
  editor.set(editor.from ? { from: undefined, end: undefined } : { choice: undefined, open: false });
}

/** @param {EditUi} ui @param {unknown} header */
export function editView(ui, header) {
  const { editor, narrow } = ui;
  const sheet =
    editor.open && editor.choice?.of === 'thing'
      ? html`<div class="sheet" part="sheet">${editPanel(ui)}</div>`
      : nothing;
  return html`${header}
    <main class="edit ${narrow ? 'column' : 'edit-desk'}" @keydown=${(/** @type {KeyboardEvent} */ event) => key(ui, event)}>
      ${bar(ui)} ${problem(ui)}
      ${narrow ? editStage(ui) : html`<div class="edit-middle">${editStage(ui)}<div class="edit-side">${editPanel(ui)}</div></div>`}
      ${editLanes(ui)} ${narrow ? sheet : nothing}
    </main>
    ${held(ui)}`;
}
