// The lane of a client: the rate of its orders as a curve in steps, painted by hand or set by keys.
import { html } from 'lit';
import { curveOf, heightOf, rateAt, STEPS, topOf, withCurve } from './curve.js';
import { lengthOf } from './file.js';

/** @import { Editor } from './editor.js' */
/** @import { FileNode } from './file.js' */
/** @import { EditUi } from './view.js' */

/** A stroke of the hand. @typedef {{ client: string, top: number, n: number, at: number, rate: number }} Stroke */

/** The hand that paints curves. */
export class CurveHand {
  /** The step that the keyboard reaches, of each client. @type {Map<string, number>} */
  at = new Map();
  #editor;
  /** @type {Stroke | undefined} */
  #stroke;
  #count = 0;

  /** @param {Editor} editor */
  constructor(editor) {
    this.#editor = editor;
  }

  /** The step and the rate under the pointer. @param {PointerEvent & { currentTarget: HTMLElement }} event @param {number} top */
  #under({ clientX, clientY, currentTarget }, top) {
    const { left, bottom, width, height } = currentTarget.getBoundingClientRect();
    const at = Math.floor(((clientX - left) / width) * STEPS);
    return { at: Math.min(Math.max(at, 0), STEPS - 1), rate: rateAt((bottom - clientY) / height, top) };
  }

  /** All steps that the hand has passed take the rate that it has shown there. @param {Stroke} stroke @param {{ at: number, rate: number }} to */
  #paint(stroke, to) {
    const { file } = this.#editor;
    const curve = curveOf(file, stroke.client);
    const steps = Math.max(1, Math.abs(to.at - stroke.at));
    for (let i = 0; i <= steps; i += 1) {
      const share = i / steps;
      const at = Math.round(stroke.at + (to.at - stroke.at) * share);
      curve[at] = stroke.at === to.at ? to.rate : stroke.rate + (to.rate - stroke.rate) * share;
    }
    Object.assign(stroke, to);
    this.#editor.apply(withCurve(file, stroke.client, curve), `curve ${stroke.n}`);
  }

  /** On the lane of a client. @param {string} client @param {number} top what its height stands for */
  lane = (client, top) => ({
    /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
    down: (event) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      this.#count += 1;
      const under = this.#under(event, top);
      // While it is painted the lane keeps its scale.
      this.#stroke = { client, top, n: this.#count, ...under };
      this.#paint(this.#stroke, under);
    },
    /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
    move: (event) => {
      const stroke = this.#stroke;
      if (stroke?.client === client) this.#paint(stroke, this.#under(event, stroke.top));
    },
    up: () => {
      this.#stroke = undefined;
      this.#editor.set({});
    },
  });

  /** What the height of a lane stands for. @param {string} client @param {number[]} curve */
  topOf(client, curve) {
    return this.#stroke?.client === client ? this.#stroke.top : topOf(curve);
  }

  /** @param {string} client @param {number[]} curve @param {number} at @param {KeyboardEvent} event */
  key(client, curve, at, event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const [along, up] = way;
    const to = Math.min(Math.max(at + along, 0), STEPS - 1);
    this.at.set(client, to);
    this.#editor.focusOn(`[data-step="${client} ${to}"]`);
    if (up === 0) return this.#editor.set({});
    const height = heightOf(topOf(curve));
    const rate = Math.max(0, Math.round(curve[at] / height + up) * height);
    this.#editor.apply(withCurve(this.#editor.file, client, curve.with(at, rate)));
  }
}

/** @param {EditUi} ui @param {FileNode} node */
export function curveLane(ui, { id, name: text }) {
  const { tr, editor, curves } = ui;
  const name = tr.text(text);
  const curve = curveOf(editor.file, id);
  const top = curves.topOf(id, curve);
  const step = lengthOf(editor.file) / STEPS;
  const { down, move, up } = curves.lane(id, top);
  const reached = curves.at.get(id) ?? 0;
  return html`<div class="edit-lane">
    <b title=${name}>${name}</b>
    <span class="top" aria-hidden="true">${tr.t('edit.rate', { rate: top })}</span>
    <div
      class="track curve"
      role="group"
      aria-label=${tr.t('edit.curve', { name })}
      title=${tr.t('edit.curve.hint')}
      @pointerdown=${down}
      @pointermove=${move}
      @pointerup=${up}
      @pointercancel=${up}
    >
      ${curve.map(
        (rate, n) => html`<span
          class="step"
          role="slider"
          tabindex=${n === reached ? 0 : -1}
          data-step="${id} ${n}"
          aria-label=${tr.t('edit.curve.from', { at: n * step })}
          aria-valuemin="0"
          aria-valuemax=${Math.max(top, rate)}
          aria-valuenow=${rate}
          aria-valuetext=${tr.t('edit.rate', { rate })}
          .style=${`height:${Math.min(1, rate / top) * 100}%`}
          @keydown=${(/** @type {KeyboardEvent} */ event) => curves.key(id, curve, n, event)}
        ></span>`,
      )}
    </div>
  </div>`;
}
