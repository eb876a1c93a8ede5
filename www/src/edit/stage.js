// The stage that is edited: cards where the run has them, arrows that can be chosen, brokers in a row below.
import { html, nothing, svg } from 'lit';
import { icons } from '../ui/page-icons.js';
import { iconButton } from '../ui/parts.js';
import { arrowName, card, cardKey, isChosen, nameField, nameText, pickable, tools, trouble } from './cards.js';
import { keyOf } from './editor.js';
import { topicsOf } from './file.js';

/** @import { Scenario } from '../core/types.js' */
/** @import { Stage } from '../stage/layout/columns.js' */
/** @import { Edge } from '../stage/layout/graph.js' */
/** @import { Route } from '../stage/layout/route.js' */
/** @import { Arrow, Thing } from './changes.js' */
/** @import { EditUi } from './view.js' */

/** How far above an arrow its button stands. */
const TOOLS_PX = 26;

/** @param {Stage} stage @param {Scenario} shape @param {Edge & { kind: Arrow['kind'] }} edge @returns {Arrow} */
function arrowOf({ boxes }, shape, { kind, from, to }) {
  /** @param {string} key */
  const idOf = (key) => {
    const box = boxes.get(key);
    return (box?.kind === 'topic' ? shape.topics : shape.nodes)[box?.index ?? 0]?.id ?? '';
  };
  return { kind, from: idOf(from), to: idOf(to) };
}

/** @param {Edge & { route: Route }} edge */
const way = ({ kind, route: { d, end } }) =>
  svg`<g class="arrow ${kind}"><path class="way" d=${d} /><path class="head" d="M0 0L-10-4.5v9z" transform="translate(${end.x} ${end.y}) rotate(${end.angle})" /></g>`;

/** @param {EditUi} ui @param {Stage} stage @param {Scenario} shape */
function arrows(ui, stage, shape) {
  const { editor } = ui;
  return [...stage.edges.values()].map((edge) => {
    // Where dead letters go is set with the queue that gives them up.
    if (edge.kind === 'dead') return way(edge);
    const arrow = arrowOf(stage, shape, { ...edge, kind: edge.kind });
    const key = `${arrow.kind}:${arrow.from}:${arrow.to}`;
    const { choice } = editor;
    const chosen = choice?.of === 'arrow' && `${choice.arrow.kind}:${choice.arrow.from}:${choice.arrow.to}` === key;
    const choose = () => editor.set({ choice: { of: 'arrow', arrow } });
    return svg`<g
      class="arrow ${arrow.kind} ${chosen ? 'chosen' : ''}"
      data-arrow=${key}
      tabindex="0"
      role="button"
      aria-label=${arrowName(ui, arrow)}
      @click=${choose}
      @focus=${(/** @type {FocusEvent & { currentTarget: Element }} */ { currentTarget }) => !chosen && currentTarget.matches(':focus-visible') && choose()}
      @keydown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Delete' && event.key !== 'Backspace') return;
        event.preventDefault();
        editor.choice = { of: 'arrow', arrow };
        editor.remove();
      }}
    >
      <path class="near" d=${edge.route.d} />
      ${way(edge)}
    </g>`;
  });
}

/** The button by which the arrow that is chosen goes. @param {EditUi} ui @param {Stage} stage @param {Scenario} shape */
function arrowTools(ui, stage, shape) {
  const { tr, editor } = ui;
  const { choice } = editor;
  if (choice?.of !== 'arrow') return nothing;
  /** @param {Edge & { route: Route }} edge */
  const isIt = (edge) =>
    edge.kind !== 'dead' &&
    JSON.stringify(arrowOf(stage, shape, { ...edge, kind: edge.kind })) === JSON.stringify(choice.arrow);
  const edge = [...stage.edges.values()].find(isIt);
  if (!edge) return nothing;
  // Beside the pointer: what comes to lie under it would be pressed in place of the arrow.
  const { x, y } = edge.route.sign;
  const name = tr.t('edit.removeArrow', { arrow: arrowName(ui, choice.arrow) });
  return html`<span class="arrow-tools" .style=${`left:${x}px;top:${y - TOOLS_PX}px`}>
    ${iconButton(icons.trash, name, () => editor.remove(), { kind: 'small' })}
  </span>`;
}

/** The arrow that is being drawn. @param {EditUi} ui @param {Stage} stage @param {Scenario} shape */
function drawing({ editor }, stage, shape) {
  const { from, end } = editor;
  if (!from || !end) return nothing;
  const box = [...stage.boxes.values()].find(
    ({ kind, index }) =>
      (kind === 'topic' ? shape.topics : shape.nodes)[index].id === from.id &&
      (kind === 'topic') === (from.kind === 'topic'),
  );
  if (!box) return nothing;
  const start =
    stage.mode === 'stack' ? { x: box.x + box.w / 2, y: box.y + box.h } : { x: box.x + box.w, y: box.y + box.h / 2 };
  return svg`<path class="drawn" d="M${start.x} ${start.y}L${end.x} ${end.y}" />`;
}

/** @param {EditUi} ui @param {Scenario} shape */
function brokers(ui, shape) {
  const { tr, editor } = ui;
  const all = editor.file.nodes.filter(({ kind }) => kind === 'broker');
  if (all.length === 0) return nothing;
  return html`<div class="brokers" role="group" aria-label=${tr.t('edit.brokers')}>
    ${all.map(({ id }) => {
      /** @type {Thing} */
      const thing = { kind: 'node', id };
      const count = topicsOf(editor.file).filter(({ broker }) => broker === id).length;
      return html`<section
        class="piece of-broker ${isChosen(editor.choice, thing) ? 'chosen' : ''}"
        data-key=${keyOf(thing)}
        tabindex="0"
        aria-label=${tr.t('edit.card', { kind: 'broker', name: nameText(ui, thing) })}
        @click=${() => !isChosen(editor.choice, thing) && editor.set({ choice: { of: 'thing', thing } })}
        @dblclick=${() => editor.set({ choice: { of: 'thing', thing }, open: true })}
        @keydown=${(/** @type {KeyboardEvent} */ event) => cardKey(ui, thing, event)}
      >
        <p class="kind">${tr.t('edit.kind', { kind: 'broker' })}</p>
        ${nameField(ui, thing)}
        <p class="does">${tr.t('edit.does.topics', { count })}</p>
        ${trouble(ui, shape, thing)} ${tools(ui, thing)} ${pickable(ui, id, nameText(ui, thing))}
      </section>`;
    })}
  </div>`;
}

/** @param {EditUi} ui */
export function editStage(ui) {
  const { tr, editor } = ui;
  const { shape, targets } = editor;
  const stage = editor.stage(ui.width);
  const empty = stage.boxes.size === 0;
  const size = `width:${stage.width}px;height:${stage.height}px;zoom:${stage.scale * ui.shrink}`;
  /** @param {Event} event */
  const ground = (event) => {
    if (event.target === event.currentTarget) editor.set({ choice: undefined, from: undefined, open: false });
  };
  return html`<section
    part="stage"
    class="card stage edit-stage ${stage.mode} ${editor.held ? 'awaits' : ''} ${editor.picks ? 'picks' : ''}"
    tabindex="-1"
    aria-label=${tr.t('edit.stage')}
  >
    <div class="canvas" .style=${size} @click=${ground}>
      <svg class="arrows" width=${stage.width} height=${stage.height}>
        ${arrows(ui, stage, shape)} ${drawing(ui, stage, shape)}
      </svg>
      ${[...stage.boxes.values()].map((box) => card(ui, shape, box, targets))} ${arrowTools(ui, stage, shape)}
      ${empty ? html`<p class="empty">${tr.t('edit.empty')}</p>` : nothing}
    </div>
    ${editor.picks ? html`<p class="hint" role="status">${tr.t('edit.pick')} <button type="button" class="button small" @click=${() => editor.set({ picks: undefined })}>${tr.t('edit.pick.cancel')}</button></p>` : nothing}
    ${editor.from ? html`<p class="hint" role="status">${tr.t(targets.length > 0 ? 'edit.choose' : 'edit.noTarget', { name: nameText(ui, editor.from) })}</p>` : nothing}
    ${brokers(ui, shape)}
  </section>`;
}
