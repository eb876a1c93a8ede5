// What is dragged on the stage that is edited: a part out of the palette, the end of an arrow. Both can be pressed instead.
import { keyOf, thingAt } from './editor.js';

/** @import { Thing } from './changes.js' */
/** @import { Editor, Part, Point } from './editor.js' */

/** A press that moves less than this is no drag. */
const TAP_PX = 5;

/** The card under a point of the window. @param {Element} near an element of the same tree @param {Point} at @returns {{ thing: Thing | undefined, inside: boolean }} */
function under(near, { x, y }) {
  const root = /** @type {ShadowRoot | Document} */ (near.getRootNode());
  const [top] = root.elementsFromPoint(x, y).filter((element) => !element.closest('.held'));
  return {
    thing: thingAt(/** @type {HTMLElement | null | undefined} */ (top?.closest('[data-key]'))?.dataset.key),
    inside: top?.closest('.edit-stage') !== null && top !== undefined,
  };
}

/** @param {PointerEvent} event @returns {Point} */
const pointOf = ({ clientX: x, clientY: y }) => ({ x, y });

/**
 * The listeners of something that is pressed, or dragged somewhere.
 * @param {{ press: () => void, drag: (at: Point, element: Element) => void, drop: (at: Point, element: Element) => void, cancel: () => void }} hand
 */
function draggable({ press, drag, drop, cancel }) {
  /** @type {Point | undefined} */
  let from;
  let dragged = false;
  // The browser tells of a press after the pointer was lifted, and of one by the keyboard.
  let done = false;
  const end = () => {
    from = undefined;
    dragged = false;
  };
  return {
    /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
    down: (event) => {
      if (event.button !== 0) return;
      from = pointOf(event);
      done = false;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
    move: (event) => {
      if (!from) return;
      const at = pointOf(event);
      dragged ||= Math.hypot(at.x - from.x, at.y - from.y) > TAP_PX;
      if (dragged) drag(at, event.currentTarget);
    },
    /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
    up: (event) => {
      if (!from) return;
      done = dragged;
      if (dragged) drop(pointOf(event), event.currentTarget);
      end();
    },
    cancel: () => {
      if (dragged) cancel();
      end();
    },
    click: () => {
      if (!done) press();
      done = false;
    },
  };
}

/** @typedef {ReturnType<typeof draggable>} Listeners */

/** The hands of one editor, the same at each drawing: a drag goes on over many. */
export class Hands {
  #editor;
  /** @type {Map<string, Listeners>} */
  #known = new Map();

  /** @param {Editor} editor */
  constructor(editor) {
    this.#editor = editor;
  }

  /** @param {string} name @param {() => Listeners} make */
  #of(name, make) {
    const known = this.#known.get(name) ?? make();
    this.#known.set(name, known);
    return known;
  }

  /** On a part of the palette. @param {Part} part */
  palette(part) {
    const editor = this.#editor;
    return this.#of(part, () =>
      draggable({
        press: () => editor.add(part),
        drag: (at) => editor.set({ held: { part, at } }),
        drop: (at, element) => {
          editor.held = undefined;
          const { thing, inside } = under(element, at);
          if (inside) editor.add(part, thing);
          else editor.set({ held: undefined });
        },
        cancel: () => editor.set({ held: undefined }),
      }),
    );
  }

  /** On a card's handle. @param {Thing} thing */
  handle(thing) {
    const editor = this.#editor;
    return this.#of(keyOf(thing), () =>
      draggable({
        press: () => {
          if (editor.from) editor.set({ from: undefined, end: undefined });
          else editor.begin(thing);
        },
        drag: (at, element) => {
          const canvas = /** @type {HTMLElement} */ (element.closest('.canvas'));
          const { left, top, width: seen } = canvas.getBoundingClientRect();
          const scale = seen / canvas.clientWidth || 1;
          editor.set({ from: thing, end: { x: (at.x - left) / scale, y: (at.y - top) / scale } });
        },
        drop: (at, element) => {
          const over = under(element, at).thing;
          const arrow = editor.targets.find(({ to }) => to === over?.id);
          if (arrow) editor.connect(arrow);
          else editor.set({ from: undefined, end: undefined });
        },
        cancel: () => editor.set({ from: undefined, end: undefined }),
      }),
    );
  }
}
