// The cards of the stage that is edited: named where they stand, with a handle from which arrows are drawn.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { meanOf } from '../core/durations.js';
import { icons } from '../ui/page-icons.js';
import { boxStyle, iconButton } from '../ui/parts.js';
import { isReached } from './allowed.js';
import { keyOf } from './editor.js';
import { effectOf, stepsOf } from './file.js';
import { lackOf, thingOf } from './problems.js';

/** @import { Dist, Scenario } from '../core/types.js' */
/** @import { Box } from '../stage/layout/columns.js' */
/** @import { Arrow, Thing } from './changes.js' */
/** @import { Choice } from './editor.js' */
/** @import { FileNode } from './file.js' */
/** @import { EditUi } from './view.js' */

/** @param {Choice} choice @param {Thing} thing */
export const isChosen = (choice, { kind, id }) =>
  choice?.of === 'thing' && choice.thing.kind === kind && choice.thing.id === id;

/** @param {EditUi} ui @param {Thing} thing */
export const nameText = ({ tr, editor }, thing) => tr.text(editor.nameOf(thing)) || thing.id;

/** An arrow as a sentence. @param {EditUi} ui @param {Arrow} arrow */
export function arrowName(ui, { kind, from, to }) {
  const [start, end] =
    kind === 'bind'
      ? ['topic', 'topic']
      : kind === 'publish' || kind === 'notice'
        ? ['node', 'topic']
        : [kind === 'deliver' ? 'topic' : 'node', 'node'];
  /** @param {string} of @param {string} id */
  const name = (of, id) => nameText(ui, { kind: of === 'topic' ? 'topic' : 'node', id });
  return ui.tr.t('edit.arrow', { kind, from: name(start, from), to: name(end, to) });
}

/** The name of a part, in the language of the page. @param {EditUi} ui @param {Thing} thing */
export function nameField(ui, thing) {
  const { tr, editor } = ui;
  const name = tr.text(editor.nameOf(thing));
  return html`<input
    class="name"
    autocomplete="off"
    spellcheck="false"
    maxlength="60"
    aria-label=${tr.t('edit.name', { name })}
    .value=${live(name)}
    @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => {
      editor.rename(thing, tr.lang, target.value.trim());
      target.value = tr.text(editor.nameOf(thing));
    }}
    @focus=${() => !isChosen(editor.choice, thing) && editor.set({ choice: { of: 'thing', thing } })}
    @keydown=${(/** @type {KeyboardEvent & { currentTarget: HTMLElement }} */ event) => {
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      event.stopPropagation();
      /** @type {HTMLElement | null} */ (event.currentTarget.closest('[data-key]'))?.focus();
    }}
  />`;
}

/** @param {EditUi['tr']} tr @param {Dist} takes */
function takesInWords(tr, takes) {
  return tr.t('edit.does.work', { takes: meanOf(takes) });
}

/** What a node does, in a line. @param {EditUi} ui @param {FileNode} node */
function does({ tr }, node) {
  if (node.kind === 'client') {
    return node.arrivals
      ? tr.t('edit.does.arrivals', { every: meanOf(node.arrivals.every ?? node.arrivals.think ?? '0s') })
      : tr.t('edit.does.byHand');
  }
  const steps = stepsOf(node);
  const work = steps.find((step) => typeof step === 'object' && 'work' in step);
  const takes = /** @type {{ work: { takes: Dist } } | undefined} */ (work)?.work.takes;
  const writes = steps.some((step) => effectOf(step) !== undefined);
  return [takes === undefined ? '' : takesInWords(tr, takes), writes ? tr.t('edit.does.effect') : '']
    .filter(Boolean)
    .join(' · ');
}

/** What is wrong with a part, or what it waits for. @param {EditUi} ui @param {Scenario} shape @param {Thing} thing */
export function trouble(ui, shape, thing) {
  const { tr, editor } = ui;
  const { problem, file } = editor;
  const about = problem && thingOf(problem, file);
  if (problem && about?.kind === thing.kind && about.id === thing.id) {
    return html`<p class="wrong" title=${tr.text(problem.remedy)}>${icons.warning}<span>${tr.text(problem.message)}</span></p>`;
  }
  const lack = lackOf(file, shape, thing);
  return lack ? html`<p class="lack">${tr.t(`edit.lack.${lack}`)}</p>` : nothing;
}

/** @param {EditUi} ui @param {Thing} thing */
export function tools({ tr, editor, narrow }, thing) {
  const name = tr.text(editor.nameOf(thing));
  /** @param {Partial<Parameters<typeof editor.set>[0]>} part */
  const choose = (part) => editor.set({ choice: { of: 'thing', thing }, ...part });
  return html`<span class="tools">
    ${narrow ? iconButton(icons.settings, tr.t('service.settings', { name }), () => choose({ open: true }), { kind: 'small' }) : nothing}
    ${iconButton(
      icons.trash,
      tr.t('edit.remove', { name }),
      () => {
        choose({});
        editor.remove();
      },
      { kind: 'small' },
    )}
  </span>`;
}

/** What a key does on a card. @param {EditUi} ui @param {Thing} thing @param {KeyboardEvent} event */
export function cardKey({ editor }, thing, event) {
  if (event.target !== event.currentTarget) return;
  if (event.key === 'Enter') editor.set({ choice: { of: 'thing', thing }, open: true });
  else if (event.key === 'Delete' || event.key === 'Backspace') {
    editor.choice = { of: 'thing', thing };
    editor.remove();
  } else return;
  event.preventDefault();
}

/** The handle from which arrows are drawn. @param {EditUi} ui @param {Thing} thing */
function handle(ui, thing) {
  const { tr, editor, hands } = ui;
  if (thing.kind === 'node' && !isReached(editor.file, thing.id)) return nothing;
  const { down, move, up, cancel, click } = hands.handle(thing);
  const begun = editor.from && keyOf(editor.from) === keyOf(thing);
  return html`<button
    type="button"
    class="handle"
    aria-pressed=${begun ?? false}
    aria-label=${tr.t('edit.draw', { name: nameText(ui, thing) })}
    title=${tr.t('edit.draw', { name: nameText(ui, thing) })}
    @pointerdown=${down}
    @pointermove=${move}
    @pointerup=${up}
    @pointercancel=${cancel}
    @click=${click}
  >
    ${icons.arrow}
  </button>`;
}

/** Over a card to which an arrow may be drawn. @param {EditUi} ui @param {Arrow | undefined} arrow */
function target(ui, arrow) {
  if (!arrow) return nothing;
  return html`<button type="button" class="drop" aria-label=${arrowName(ui, arrow)} @click=${() => ui.editor.connect(arrow)}></button>`;
}

/** Over a part that something waits for. @param {EditUi} ui @param {string} id @param {string} name */
export function pickable({ tr, editor }, id, name) {
  if (!editor.picks) return nothing;
  return html`<button type="button" class="drop pick" aria-label=${tr.t('edit.pick.this', { name })} @click=${() => editor.pick(id)}></button>`;
}

/** @param {EditUi} ui @param {Scenario} shape @param {Box} box @param {Arrow[]} targets */
export function card(ui, shape, box, targets) {
  const { tr, editor } = ui;
  /** @type {Thing} */
  const thing =
    box.kind === 'topic'
      ? { kind: 'topic', id: shape.topics[box.index].id }
      : { kind: 'node', id: shape.nodes[box.index].id };
  const node = box.kind === 'topic' ? undefined : editor.file.nodes[box.index];
  const to = targets.find((arrow) => arrow.to === thing.id);
  const looks = [
    isChosen(editor.choice, thing) ? 'chosen' : '',
    editor.from ? (to ? 'target' : keyOf(editor.from) === keyOf(thing) ? 'source' : 'dim') : '',
  ];
  return html`<section
    class="piece of-${box.kind} ${looks.join(' ')}"
    data-key=${keyOf(thing)}
    tabindex="0"
    aria-label=${tr.t('edit.card', { kind: box.kind, name: nameText(ui, thing) })}
    .style=${boxStyle(box)}
    @click=${() => !isChosen(editor.choice, thing) && editor.set({ choice: { of: 'thing', thing } })}
    @dblclick=${() => editor.set({ choice: { of: 'thing', thing }, open: true })}
    @keydown=${(/** @type {KeyboardEvent} */ event) => cardKey(ui, thing, event)}
  >
    <p class="kind">${tr.t('edit.kind', { kind: box.kind })}</p>
    ${nameField(ui, thing)}
    ${node ? html`<p class="does">${does(ui, node)}</p>` : nothing} ${trouble(ui, shape, thing)}
    ${box.holes.map(({ subscription, ...hole }) => {
      const { name, id } = shape.subscriptions[subscription];
      const words = tr.text(name) || id;
      return html`<span class="hole" .style=${boxStyle(hole)}>${words}${pickable(ui, id, words)}</span>`;
    })}
    ${tools(ui, thing)} ${handle(ui, thing)} ${target(ui, to)} ${pickable(ui, thing.id, nameText(ui, thing))}
  </section>`;
}
