// A lane for each node that can be down, and its outages as bands: drawn, drawn longer and taken away, by hand or by keys.
import { html, nothing } from 'lit';
import { writeDuration } from '../core/durations.js';
import { bandsOf, STEP_MS } from '../timeline/outage-bands.js';
import { ticksOf } from '../timeline/scale.js';
import { durationField } from '../ui/fields.js';
import { icons } from '../ui/page-icons.js';
import { iconButton } from '../ui/parts.js';
import { curveLane } from './curve-lane.js';
import { lengthOf, withField } from './file.js';

/** @import { Band } from '../timeline/outage-bands.js' */
/** @import { File, FileNode } from './file.js' */
/** @import { EditUi } from './view.js' */

/** What of a band is moved. @typedef {'fromMs' | 'toMs' | 'both'} Part */

/** How far an arrow key moves what it moves; with Shift, further. */
const KEY_MS = { small: STEP_MS, large: 5000 };
/** About as wide is a lane. */
const WIDTH = { desk: 900, narrow: 240 };

/** A band that a hand draws: where it began, and where it is. @typedef {{ node: string, fromMs: number, toMs: number }} Draft */

/** @param {Band} band @param {Part} part @param {number} by */
const movedBy = ({ fromMs, toMs }, part, by) => ({
  fromMs: part === 'toMs' ? fromMs : fromMs + by,
  toMs: part === 'fromMs' ? toMs : toMs + by,
});

/** A band that is moved as a whole keeps its length. @param {Band} band @param {number} by @param {number} length */
const wholeBy = ({ fromMs, toMs }, by, length) => Math.min(Math.max(by, -fromMs), Math.max(0, length - toMs));

/** The hand on the lanes. */
export class LaneHand {
  /** @type {Draft | undefined} */
  draft;
  #editor;
  #changed;
  /** @type {{ band: Band, part: Part, atMs: number, n: number } | undefined} */
  #moving;
  #count = 0;

  /** @param {import('./editor.js').Editor} editor @param {() => void} changed draws */
  constructor(editor, changed) {
    this.#editor = editor;
    this.#changed = changed;
  }

  /** The instant under the pointer. @param {PointerEvent & { currentTarget: HTMLElement }} event */
  #msAt({ clientX, currentTarget }) {
    const track = /** @type {HTMLElement} */ (currentTarget.closest('.track'));
    const { left, width } = track.getBoundingClientRect();
    const length = lengthOf(this.#editor.file);
    return Math.min(Math.max(((clientX - left) / width) * length, 0), length);
  }

  /** On the ground of a lane. @param {string} node */
  ground = (node) => ({
    /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
    down: (event) => {
      if (event.button !== 0 || event.target !== event.currentTarget) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const ms = this.#msAt(event);
      this.draft = { node, fromMs: ms, toMs: ms };
      this.#editor.set({ choice: undefined });
    },
    /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
    move: (event) => {
      if (this.draft?.node !== node) return;
      this.draft.toMs = this.#msAt(event);
      this.#changed();
    },
    up: () => {
      if (this.draft?.node !== node) return;
      const [fromMs, toMs] = [this.draft.fromMs, this.draft.toMs].toSorted((a, b) => a - b);
      this.draft = undefined;
      if (toMs - fromMs >= STEP_MS) this.#editor.addBand(node, { fromMs, toMs });
      else this.#changed();
    },
    cancel: () => {
      this.draft = undefined;
      this.#changed();
    },
  });

  /** On a band, or on one of its ends. @param {Band} band @param {Part} part */
  band = (band, part) => ({
    /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
    down: (event) => {
      if (event.button !== 0) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      this.#count += 1;
      this.#moving = { band, part, atMs: this.#msAt(event), n: this.#count };
      this.#editor.set({ choice: { of: 'band', node: band.node, place: band.first } });
    },
    /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
    move: (event) => {
      if (!this.#moving) return;
      const { band: begun, part: moved, atMs, n } = this.#moving;
      const by = this.#msAt(event) - atMs;
      const now = this.#editor.bandAt(begun.first);
      const length = lengthOf(this.#editor.file);
      const wished = movedBy(begun, moved, moved === 'both' ? wholeBy(begun, by, length) : by);
      if (now) this.#editor.moveBand(now, wished, `band ${n}`);
    },
    up: () => {
      this.#moving = undefined;
    },
  });
}

/** @param {EditUi} ui @param {Band} band @param {Part} part @param {KeyboardEvent} event */
function bandKey({ editor }, band, part, event) {
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (event.key === 'Delete' || event.key === 'Backspace') {
    editor.choice = { of: 'band', node: band.node, place: band.first };
    editor.remove();
  } else if (way) {
    const by = way * KEY_MS[event.shiftKey ? 'large' : 'small'];
    const length = lengthOf(editor.file);
    editor.moveBand(band, movedBy(band, part, part === 'both' ? wholeBy(band, by, length) : by));
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/** @param {EditUi} ui @param {Band} band @param {'fromMs' | 'toMs'} part */
function bandEnd(ui, band, part) {
  const { tr, editor, lanes } = ui;
  const { down, move, up } = lanes.band(band, part);
  return html`<span
    class="end ${part === 'fromMs' ? 'first' : 'last'}"
    role="slider"
    tabindex="0"
    aria-label=${tr.t(part === 'fromMs' ? 'edit.band.from' : 'edit.band.to')}
    aria-valuemin="0"
    aria-valuemax=${lengthOf(editor.file) / 1000}
    aria-valuenow=${band[part] / 1000}
    aria-valuetext=${tr.duration(band[part])}
    @pointerdown=${down}
    @pointermove=${move}
    @pointerup=${up}
    @pointercancel=${up}
    @keydown=${(/** @type {KeyboardEvent} */ event) => bandKey(ui, band, part, event)}
  ></span>`;
}

/** @param {EditUi} ui @param {Band} band @param {string} name of its node */
function bandView(ui, band, name) {
  const { tr, editor, lanes } = ui;
  const length = lengthOf(editor.file);
  const { choice } = editor;
  const chosen = choice?.of === 'band' && choice.place === band.first;
  const down = band.health === 'down';
  const { down: press, move, up } = lanes.band(band, 'both');
  const words = tr.t('edit.band', { name, health: down ? 'down' : 'other', from: band.fromMs, to: band.toMs });
  return html`<div
    class="band ${down ? '' : 'mild'} ${chosen ? 'chosen' : ''}"
    role="group"
    tabindex="0"
    data-band=${band.first}
    aria-label=${words}
    title=${words}
    .style=${`left:${(band.fromMs / length) * 100}%;width:${((band.toMs - band.fromMs) / length) * 100}%`}
    @pointerdown=${press}
    @pointermove=${move}
    @pointerup=${up}
    @pointercancel=${up}
    @focus=${() => !chosen && editor.set({ choice: { of: 'band', node: band.node, place: band.first } })}
    @keydown=${(/** @type {KeyboardEvent} */ event) => event.target === event.currentTarget && bandKey(ui, band, 'both', event)}
  >
    <span class="word" aria-hidden="true">${tr.t(down ? 'edit.band.down' : 'edit.band.other')}</span>
    ${bandEnd(ui, band, 'fromMs')} ${bandEnd(ui, band, 'toMs')}
    ${chosen ? html`<span class="band-tools">${iconButton(icons.trash, tr.t('edit.band.remove', { name }), () => editor.remove(), { kind: 'small' })}</span>` : nothing}
  </div>`;
}

/** @param {EditUi} ui @param {FileNode} node @param {Band[]} bands */
function lane(ui, { id, name: text }, bands) {
  const { tr, editor, lanes } = ui;
  const name = tr.text(text);
  const length = lengthOf(editor.file);
  const { draft } = lanes;
  const { down, move, up, cancel } = lanes.ground(id);
  const own = draft?.node === id ? draft : undefined;
  return html`<div class="edit-lane">
    <b title=${name}>${name}</b>
    ${iconButton(icons.plus, tr.t('edit.band.add', { name }), () => editor.addBand(id, undefined), { kind: 'small' })}
    <div class="track" @pointerdown=${down} @pointermove=${move} @pointerup=${up} @pointercancel=${cancel}>
      ${own ? html`<span class="band draft" .style=${`left:${(Math.min(own.fromMs, own.toMs) / length) * 100}%;width:${(Math.abs(own.toMs - own.fromMs) / length) * 100}%`}></span>` : nothing}
      ${bands.filter(({ node }) => node === id).map((band) => bandView(ui, band, name))}
    </div>
  </div>`;
}

/** @param {EditUi} ui */
export function editLanes(ui) {
  const { tr, editor, narrow } = ui;
  const { file } = editor;
  const { nodes } = file;
  const length = lengthOf(file);
  const bands = bandsOf(file);
  const ticks = ticksOf({ fromMs: 0, toMs: length, left: 0, width: WIDTH[narrow ? 'narrow' : 'desk'] });
  return html`<section part="timeline" class="card edit-lanes" aria-label=${tr.t('edit.lanes')}>
    <div class="card-head">
      <h2>${tr.t('edit.lanes')}</h2>
      <span class="quiet lanes-hint">${tr.t('edit.lanes.hint')}</span>
      <span class="space"></span>
      ${durationField(tr.t('edit.until'), file.until, (until) => editor.apply(withUntil(file, until)))}
    </div>
    ${nodes.map((node) => (node.kind === 'client' ? curveLane(ui, node) : lane(ui, node, bands)))}
    ${
      nodes.length === 0
        ? html`<p class="quiet">${tr.t('edit.lanes.none')}</p>`
        : html`<div class="edit-axis" aria-hidden="true">
          ${ticks.map((ms) => html`<span .style=${`left:${(ms / length) * 100}%`}>${tr.duration(ms)}</span>`)}
        </div>`
    }
  </section>`;
}

/** A length that is one is taken; of another the core would say no more than the field does. @param {File} file @param {string} until */
function withUntil(file, until) {
  const ms = lengthOf({ ...file, until });
  return ms > 0 ? withField(file, 'until', writeDuration(ms)) : file;
}
