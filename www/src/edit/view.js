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
/** @import { LedUi } from '../store/ui.js' */
/** @import { CurveHand } from './curve-lane.js' */
/** @import { Editor } from './editor.js' */
/** @import { Hands } from './hands.js' */
/** @import { LaneHand } from './lanes.js' */
/** @import { Desk } from './lesson/desk.js' */
/** @import { Place } from './place.js' */

/** How wide the stage is laid out at least beside the words of a lesson, in CSS pixels. */
const MAP_WIDTH = 940;

/** What the editor's views may show. @typedef {StageUi & { editor: Editor, hands: Hands, lanes: LaneHand, width: number, shrink: number, curves: CurveHand, acts: Acts, card: (ui: LedUi) => unknown }} EditUi `shrink`: by how much the stage is drawn smaller than it is laid out */

/** What leads out of the editor, or to its other side. `look` opens the run with a seed at its end; `record` lets a deed be done in the run that is to stand at a place.
 * @typedef {{ run: () => void, save: () => void, leave: () => void, turn: (side: Editor['side']) => void, look: (seed: string) => void, record: (place: Place) => void }} Acts */

/** The lesson's side, once its code is here. @typedef {{ desk: Desk, view: (ui: EditUi & { desk: Desk }) => unknown, preview: (ui: EditUi & { desk: Desk }) => unknown, partOf: typeof import('./lesson/desk.js').partOf }} LessonSide */

/** @param {EditUi} ui */
function palette({ tr, editor, hands }) {
  return html`<div class="palette" role="group" aria-label=${tr.t('edit.palette')}>
    ${PARTS.map((part) => {
      const { down, move, up, cancel, click } = hands.palette(part);
      return html`<button
        type="button"
        class="button palette-part"
        ?disabled=${!editor.canAdd(part)}
        title=${tr.t(editor.canAdd(part) ? 'edit.palette.hint' : 'edit.palette.later', { part: tr.t('edit.kind', { kind: part }) })}
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

/** Which side of the file is edited. @param {EditUi} ui */
function sides({ tr, editor, acts }) {
  return html`<div class="sides" role="group" aria-label=${tr.t('edit.sides')}>
    ${
      /** @type {const} */ (['stage', 'lesson']).map(
        (
          side,
        ) => html`<button type="button" class="button" aria-pressed=${editor.side === side} @click=${() => acts.turn(side)}>
        ${tr.t(`edit.side.${side}`)}
      </button>`,
      )
    }
  </div>`;
}

/** @param {EditUi} ui */
function bar(ui) {
  const { tr, editor, acts, narrow } = ui;
  return html`<section class="card edit-bar" aria-label=${tr.t('edit.bar')}>
    ${sides(ui)} ${editor.side === 'stage' ? palette(ui) : nothing}
    <span class="space"></span>
    ${iconButton(icons.undo, tr.t('edit.undo'), () => editor.go('undo'), { disabled: !editor.canUndo })}
    ${iconButton(icons.redo, tr.t('edit.redo'), () => editor.go('redo'), { disabled: !editor.canRedo })}
    <button type="button" class="button" title=${tr.t('edit.clear.hint')} @click=${() => editor.clear()}>${tr.t('edit.clear')}</button>
    <button type="button" class="button" title=${tr.t('edit.save.hint')} @click=${acts.save}>${tr.t('edit.save')}</button>
    ${narrow ? nothing : html`<button type="button" class="button" @click=${acts.leave}>${tr.t('edit.leave')}</button>`}
    <button type="button" class="button primary" @click=${acts.run}>${icons.play}<span>${tr.t('edit.run')}</span></button>
  </section>`;
}

/** What the core has against the file, where it is about no card, or about a field that is not in sight. @param {EditUi} ui @param {LessonSide | undefined} lesson */
function problem({ tr, editor }, lesson) {
  const { problem: found, file } = editor;
  const part = found && lesson?.partOf(found);
  const isSeen = lesson ? part === lesson.desk.part : found && thingOf(found, file);
  if (!found || isSeen) return nothing;
  return html`<div class="card edit-problem" role="status" tabindex="-1">
    ${icons.warning}
    <p><b>${tr.text(found.message)}</b> ${tr.text(found.remedy)} <code>${found.path}</code></p>
    ${lesson && part ? html`<button type="button" class="button small" @click=${() => lesson.desk.lead(found)}>${tr.t('edit.lead')}</button>` : nothing}
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
  if (event.key !== 'Escape' || !(editor.picks || editor.from || editor.open || editor.choice)) return;
  event.stopPropagation();
  if (editor.picks) editor.set({ picks: undefined });
  else editor.set(editor.from ? { from: undefined, end: undefined } : { choice: undefined, open: false });
}

/** @param {EditUi} ui @param {unknown} header @param {LessonSide | undefined} lesson */
export function editView(ui, header, lesson) {
  const { editor, narrow } = ui;
  const side = editor.side === 'lesson' ? lesson : undefined;
  const keys = (/** @type {KeyboardEvent} */ event) => key(ui, event);
  return html`${header}
    <main class="edit ${narrow ? 'column' : 'edit-desk'} ${side ? 'of-lesson' : ''}" @keydown=${keys}>
      ${bar(ui)} ${problem(ui, side)} ${side ? lessonSide(ui, side) : stageSide(ui)}
    </main>
    ${held(ui)}`;
}

/** @param {EditUi} ui */
function stageSide(ui) {
  const { editor, narrow } = ui;
  const sheet =
    editor.open && editor.choice?.of === 'thing'
      ? html`<div class="sheet" part="sheet">${editPanel(ui)}</div>`
      : nothing;
  return html`${narrow ? editStage(ui) : html`<div class="edit-middle">${editStage(ui)}<div class="edit-side">${editPanel(ui)}</div></div>`}
    ${editLanes(ui)} ${narrow ? sheet : nothing}`;
}

/** On a phone the stage is there while something is picked on it. @param {EditUi} ui @param {LessonSide} lesson */
function lessonSide(ui, { desk, view, preview }) {
  if (!ui.narrow) {
    // Beside the words it is a map to point at: smaller, and as it is laid out where there is room.
    const width = Math.max(ui.width, MAP_WIDTH);
    const map = { ...ui, width, shrink: ui.width / width };
    return html`<div class="lesson-left">${preview({ ...ui, desk })} ${editStage(map)} ${editLanes(ui)}</div>${view({ ...ui, desk })}`;
  }
  return ui.editor.picks ? editStage(ui) : html`${view({ ...ui, desk })} ${preview({ ...ui, desk })}`;
}
