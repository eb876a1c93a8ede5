// Draws very many flying envelopes on a canvas: each is where it is and looks as it would by itself, but none has an element of its
// own, and none its number. Loaded when so many are on the way for the first time.
import { draw, drawBehind, drawBody, drawSkull } from './drawing.js';

/** @import { Stage } from '../layout/columns.js' */

/** How far an envelope with all its marks reaches from its middle, in CSS pixels. */
const REACH = 19;
/** How far from the stage one may be. */
const MARGIN = 2 * REACH;
/** Looks there may be; the number of a look is told apart from that of a frame by it. */
const MOST_LOOKS = 256;

/** An envelope of one look: what its style says it is painted with, and the pixels that are copied. @typedef {{ look: string, group: SVGElement, paint: string, image: HTMLCanvasElement | undefined }} Stamp */

/** The crowd on a canvas, for pictures of it. @type {WeakMap<Element, Crowd>} */
const CROWDS = new WeakMap();
/** Counts the samples, for each has a name in the page. */
let samples = 0;

/** Puts what a canvas of envelopes shows into a drawing: each refers to its sample, which is drawn with the other envelopes. @param {Element} canvas @param {Element} parent */
export const drawCrowd = (canvas, parent) => CROWDS.get(canvas)?.drawInto(parent);

/** @param {Element} group @returns {SVGElement[]} */
const shapesOf = (group) =>
  [...group.querySelectorAll('path, circle')].map((shape) => /** @type {SVGElement} */ (shape));

/** What a sample is painted with. @param {Element} group */
const paintOf = (group) =>
  shapesOf(group)
    .map((shape) => getComputedStyle(shape))
    .map(({ fill, stroke, strokeWidth, strokeDasharray }) => `${fill} ${stroke} ${strokeWidth} ${strokeDasharray}`)
    .join();

/** @param {SVGElement} shape */
function outlineOf(shape) {
  const [cx, cy, r] = ['cx', 'cy', 'r'].map((name) => Number(shape.getAttribute(name)));
  const outline = new Path2D(shape.getAttribute('d') ?? undefined);
  if (r > 0) outline.arc(cx, cy, r, 0, 2 * Math.PI);
  return outline;
}

/** A sample as pixels. @param {Element} group @param {number} middle of the image, in pixels @param {number} ratio of pixels to CSS pixels */
function imageOf(group, middle, ratio) {
  const image = Object.assign(document.createElement('canvas'), { width: 2 * middle, height: 2 * middle });
  const context = image.getContext('2d');
  if (!context) return image;
  context.setTransform(ratio, 0, 0, ratio, middle, middle);
  for (const shape of shapesOf(group)) {
    const { fill, stroke, strokeWidth, strokeDasharray, strokeLinejoin } = getComputedStyle(shape);
    const outline = outlineOf(shape);
    if (fill !== 'none') {
      context.fillStyle = fill;
      context.fill(outline);
    }
    if (stroke === 'none') continue;
    context.strokeStyle = stroke;
    context.lineWidth = Number.parseFloat(strokeWidth);
    context.lineJoin = /** @type {CanvasLineJoin} */ (strokeLinejoin);
    context.setLineDash(strokeDasharray === 'none' ? [] : strokeDasharray.split(/[ ,]+/).map(Number.parseFloat));
    context.stroke(outline);
  }
  return image;
}

export class Crowd {
  #canvas = document.createElement('canvas');
  #context = this.#canvas.getContext('2d');
  /** An envelope of each look, unseen: its style says what it looks like. */
  #samples;
  #size;
  /** Pixels of the canvas for one of the stage. */
  #ratio = 1;
  /** @type {Map<string, number>} */
  #numbers = new Map();
  /** @type {Stamp[]} */
  #stamps = [];
  /** Look, x and y of each envelope, one after the other. */
  #shown = new Float64Array(3 * 1024);
  #count = 0;
  /** The frame and the look that were drawn last at each pixel: one more of the same at the same place would not be seen. */
  #taken = new Float64Array(0);
  #frame = 0;
  #blank = true;

  /** @param {SVGElement} layer of the envelopes that have elements: all of these lie below @param {Stage} stage */
  constructor(layer, { width, height }) {
    this.#size = { width: width + 2 * MARGIN, height: height + 2 * MARGIN };
    this.#canvas.className = 'crowd';
    this.#canvas.style.cssText = `left:${-MARGIN}px;top:${-MARGIN}px;width:${this.#size.width}px;height:${this.#size.height}px`;
    layer.ownerSVGElement?.before(this.#canvas);
    this.#samples = draw('defs', {}, layer);
    CROWDS.set(this.#canvas, this);
    this.look();
  }

  remove() {
    this.#canvas.remove();
    this.#samples.remove();
  }

  /** The page may be of another size or in other colours. */
  look() {
    const { width } = this.#canvas.getBoundingClientRect();
    const ratio = (width / this.#size.width) * devicePixelRatio || 1;
    const resized = ratio !== this.#ratio || this.#taken.length === 0;
    if (resized) {
      this.#ratio = ratio;
      this.#canvas.width = Math.ceil(this.#size.width * ratio);
      this.#canvas.height = Math.ceil(this.#size.height * ratio);
      this.#taken = new Float64Array(this.#canvas.width * this.#canvas.height);
    }
    for (const stamp of this.#stamps) {
      const paint = paintOf(stamp.group);
      if (resized || paint !== stamp.paint) Object.assign(stamp, { paint, image: undefined });
    }
  }

  /** @param {string} look the class of such an envelope @param {number} x where its middle is, in CSS pixels of the stage @param {number} y */
  add(look, x, y) {
    const at = 3 * this.#count;
    if (at === this.#shown.length) {
      const more = new Float64Array(2 * at);
      more.set(this.#shown);
      this.#shown = more;
    }
    this.#shown[at] = this.#numbers.get(look) ?? this.#sample(look);
    this.#shown[at + 1] = x;
    this.#shown[at + 2] = y;
    this.#count += 1;
  }

  /** @param {string} look */
  #sample(look) {
    samples += 1;
    const group = draw('g', { class: look, id: `envelope-${samples}` }, this.#samples);
    drawBody(group);
    if (look.includes(' copy')) drawBehind(group);
    if (look.includes(' poison')) drawSkull(group);
    const number = this.#stamps.push({ look, group, paint: paintOf(group), image: undefined }) - 1;
    this.#numbers.set(look, number);
    return number;
  }

  /** Forgets what was added. */
  begin() {
    this.#count = 0;
  }

  /** Shows what was added. */
  flush() {
    const context = this.#context;
    if (!context || (this.#blank && this.#count === 0)) return;
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#blank = this.#count === 0;
    this.#frame += 1;
    const { width, height } = this.#canvas;
    const middle = Math.ceil(REACH * this.#ratio);
    for (let at = 0; at < 3 * this.#count; at += 3) {
      const x = Math.round((this.#shown[at + 1] + MARGIN) * this.#ratio);
      const y = Math.round((this.#shown[at + 2] + MARGIN) * this.#ratio);
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      const mark = this.#frame * MOST_LOOKS + this.#shown[at];
      if (this.#taken[y * width + x] === mark) continue;
      this.#taken[y * width + x] = mark;
      const stamp = this.#stamps[this.#shown[at]];
      stamp.image ??= imageOf(stamp.group, middle, this.#ratio);
      context.drawImage(stamp.image, x - middle, y - middle);
    }
  }

  /** @param {Element} parent in a drawing, where the canvas begins */
  drawInto(parent) {
    for (let at = 0; at < 3 * this.#count; at += 3) {
      const [x, y] = [1, 2].map((i) => String(Math.round((this.#shown[at + i] + MARGIN) * 10) / 10));
      draw('use', { href: `#${this.#stamps[this.#shown[at]].group.id}`, x, y }, parent);
    }
  }
}
