// The stage as a drawing: what the browser shows of it, written down as plain SVG that any program opens.

import { drawCrowd } from '../stage/envelopes/crowd.js';

const SVG = 'http://www.w3.org/2000/svg';
const PNG_SCALE = 2;
/** What a drawing in the page gets from the style sheets and has to bring along, with what it is when nothing is said. */
const PAINT = {
  fill: 'rgb(0, 0, 0)',
  'fill-opacity': '1',
  stroke: 'none',
  'stroke-opacity': '1',
  'stroke-width': '1px',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
};
const FONT = { 'font-family': '', 'font-size': '', 'font-weight': '400', 'text-anchor': 'start' };
/** Attributes that mean nothing outside the page. */
const OF_THE_PAGE = /^(class|part|style|aria-.*|focusable)$/;

/** @typedef {{ text: string, width: number, height: number }} Picture */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Edges */
/** @typedef {Edges & { width: number, height: number }} Place */

/** @param {string} name @param {Record<string, string | number>} attributes @param {Element} [parent] */
function draw(name, attributes, parent) {
  const element = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) {
    element.setAttribute(attribute, typeof value === 'number' ? String(Math.round(value * 100) / 100) : value);
  }
  parent?.append(element);
  return element;
}

/** @param {CSSStyleDeclaration} style */
const isSeen = (style) => style.display !== 'none' && style.visibility === 'visible' && style.clipPath === 'none';

/** @param {string} colour */
const isClear = (colour) => colour === 'transparent' || /^rgba\(.*, 0\)$/.test(colour);

/** A drawing of the page with its paint as attributes. @param {Element} from @param {Element} parent */
function copy(from, parent) {
  const style = getComputedStyle(from);
  if (!isSeen(style)) return;
  const to = draw(from.localName, {}, parent);
  for (const { name, value } of from.attributes) if (!OF_THE_PAGE.test(name)) to.setAttribute(name, value);
  const isGroup = from.localName === 'g' || from.localName === 'svg';
  const brings = { opacity: '1', ...(isGroup ? {} : PAINT), ...(from.localName === 'text' ? FONT : {}) };
  for (const [name, usual] of Object.entries(brings)) {
    const value = style.getPropertyValue(name);
    if (value === usual) to.removeAttribute(name);
    else to.setAttribute(name, value);
  }
  for (const child of from.childNodes) {
    if (child instanceof Element) copy(child, to);
    else if (child instanceof Text && child.data.trim()) to.append(child.data);
  }
}

/** Writes an element of the page and all in it into a drawing. */
class Drawing {
  #origin;
  #zoom;
  #patterns = 0;
  #measure = document.createElement('canvas').getContext('2d');

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#origin = root.getBoundingClientRect();
    // What the page draws larger is written down in its own pixels.
    const canvas = /** @type {HTMLElement | null} */ (root.querySelector('.canvas')) ?? root;
    this.#zoom = canvas.getBoundingClientRect().width / Number.parseFloat(getComputedStyle(canvas).width) || 1;
    this.size = { width: this.#origin.width / this.#zoom, height: this.#origin.height / this.#zoom };
  }

  /** @param {DOMRect} box @returns {Place} */
  #place(box) {
    const [left, top] = [(box.left - this.#origin.left) / this.#zoom, (box.top - this.#origin.top) / this.#zoom];
    const [width, height] = [box.width / this.#zoom, box.height / this.#zoom];
    return { left, top, width, height, right: left + width, bottom: top + height };
  }

  /** @param {Element} element @param {Element} out @param {Edges} room what is outside of it is cut off */
  add(element, out, room) {
    const style = getComputedStyle(element);
    if (!isSeen(style) || element.classList.contains('unseen')) return;
    const box = this.#place(element.getBoundingClientRect());
    if (element instanceof SVGSVGElement) {
      const { left: x, top: y, width, height } = box;
      const g = draw('g', {}, out);
      copy(element, g);
      for (const [name, value] of Object.entries({ x, y, width, height }))
        g.firstElementChild?.setAttribute(name, String(value));
      g.firstElementChild?.setAttribute('overflow', 'visible');
      return;
    }
    this.#frame(box, style, out);
    const inner = style.overflow === 'visible' ? room : box;
    if (element instanceof HTMLCanvasElement) {
      drawCrowd(element, draw('g', { transform: `translate(${box.left} ${box.top})` }, out));
    } else if (element instanceof HTMLSelectElement) {
      // A browser leaves a little room before a list's word.
      this.#word(element.selectedOptions[0]?.label ?? '', { ...box, left: box.left + 4 }, style, out);
      const d = `M${box.right - 15} ${box.top + box.height / 2 - 2}l4 4l4-4`;
      draw('path', { d, fill: 'none', stroke: style.color, 'stroke-width': 1.5 }, out);
    } else if (element instanceof HTMLInputElement) this.#word(element.value, box, style, out);
    else
      for (const child of element.childNodes) {
        if (child instanceof Element) this.add(child, out, inner);
        else if (child instanceof Text && child.data.trim()) this.#text(child, style, out, inner);
      }
  }

  /** Ground and border. @param {Place} box @param {CSSStyleDeclaration} style @param {Element} out */
  #frame({ left, top, width, height }, style, out) {
    const line = Number.parseFloat(style.borderTopWidth);
    const edge = style.borderTopStyle === 'none' || isClear(style.borderTopColor) ? 0 : line;
    const rect = { x: left + edge / 2, y: top + edge / 2, width: width - edge, height: height - edge };
    const rx = Math.max(0, Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, height / 2) - edge / 2);
    if (!isClear(style.backgroundColor)) draw('rect', { ...rect, rx, fill: style.backgroundColor }, out);
    const hatch = this.#hatch(style.backgroundImage, out);
    if (hatch) draw('rect', { ...rect, rx, fill: hatch }, out);
    if (edge === 0) return;
    const dashes = style.borderTopStyle === 'dashed' ? edge * 3 : 'none';
    draw(
      'rect',
      { ...rect, rx, fill: 'none', stroke: style.borderTopColor, 'stroke-width': edge, 'stroke-dasharray': dashes },
      out,
    );
  }

  /** A repeated gradient. @param {string} image @param {Element} out */
  #hatch(image, out) {
    const angle = /^repeating-linear-gradient\((-?[\d.]+)deg/.exec(image);
    const stops = [...image.matchAll(/(rgba?\([^)]*\)) ([\d.]+)px/g)];
    if (!angle || stops.length === 0) return '';
    const length = Number(stops[stops.length - 1][2]);
    const turn = (Number(angle[1]) * Math.PI) / 180;
    this.#patterns += 1;
    const id = `hatch-${this.#patterns}`;
    const way = { x1: 0, y1: 0, x2: Math.sin(turn) * length, y2: -Math.cos(turn) * length };
    const gradient = draw(
      'linearGradient',
      { id, gradientUnits: 'userSpaceOnUse', spreadMethod: 'repeat', ...way },
      out,
    );
    for (const [, colour, at] of stops) {
      draw(
        'stop',
        { offset: Number(at) / length, 'stop-color': colour, 'stop-opacity': isClear(colour) ? 0 : 1 },
        gradient,
      );
    }
    return `url(#${id})`;
  }

  /** A control's own text, in the middle of its height. @param {string} word @param {Place} box @param {CSSStyleDeclaration} style @param {Element} out */
  #word(word, box, style, out) {
    const { ascent, descent, width } = this.#metrics(word, style);
    const x = box.left + Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.borderLeftWidth);
    this.#write(word, x, box.top + (box.height + ascent - descent) / 2, width, style, out);
  }

  /** A text of the page, line by line, as far as there is room. @param {Text} node @param {CSSStyleDeclaration} style @param {Element} out @param {Edges} room */
  #text(node, style, out, room) {
    const range = document.createRange();
    /** @type {{ text: string, box: Place, right: number }[]} */
    const lines = [];
    for (let i = 0; i < node.length; i += 1) {
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const rect = range.getClientRects()[0];
      if (!rect || rect.width === 0) continue;
      const box = this.#place(rect);
      if (box.top + box.height / 2 > room.bottom) break;
      const line = lines.at(-1);
      const letter = node.data[i].replace(/\s/, ' ');
      if (!line || box.top > line.box.top + box.height / 2) lines.push({ text: letter, box, right: box.right });
      else if (!line.text.endsWith('…')) {
        const full = box.right > room.right + 1;
        line.text = full ? `${line.text.slice(0, -1).trimEnd()}…` : line.text + letter;
        line.right = full ? room.right : box.right;
      }
    }
    for (const { text, box, right } of lines) {
      // A line's box is as high as its letters may be, above and below the line in whole pixels.
      const y = box.top + Math.round(this.#metrics(text, style).ascent);
      this.#write(text, box.left, y, right - box.left, style, out);
    }
  }

  /** @param {string} text @param {CSSStyleDeclaration} style */
  #metrics(text, style) {
    if (!this.#measure) return { ascent: 0, descent: 0, width: 0 };
    this.#measure.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent, width } = this.#measure.measureText(text);
    return { ascent, descent, width };
  }

  /** @param {string} text @param {number} x @param {number} y @param {number} width @param {CSSStyleDeclaration} style @param {Element} out */
  #write(text, x, y, width, style, out) {
    if (!text.trim()) return;
    const { color: fill, fontFamily, fontSize, fontWeight } = style;
    const font = { 'font-family': fontFamily, 'font-size': fontSize, 'font-weight': fontWeight };
    // Where another font takes its place, it still fits.
    draw('text', { x, y, fill, ...font, textLength: width, lengthAdjust: 'spacingAndGlyphs' }, out).append(text);
  }
}

/** The colour behind an element. @param {Element | null} element @returns {string} */
function groundOf(element) {
  if (!element) return 'none';
  const { backgroundColor } = getComputedStyle(element);
  return isClear(backgroundColor) ? groundOf(element.parentElement) : backgroundColor;
}

/** @param {HTMLElement} element @param {string} title @param {string} text what else is to be known of it @returns {Picture} */
export function pictureOf(element, title, text) {
  const drawing = new Drawing(element);
  const { width, height } = drawing.size;
  const out = draw('svg', { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  draw('title', {}, out).append(title);
  draw('desc', {}, out).append(text);
  draw('rect', { width, height, fill: groundOf(element.parentElement) }, out);
  drawing.add(element, out, { left: 0, top: 0, right: width, bottom: height });
  return { text: new XMLSerializer().serializeToString(out), width, height };
}

/** The same in pixels, fine enough for a projector. @param {Picture} picture @returns {Promise<Blob>} */
export async function pngOf({ text, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), {
    width: width * PNG_SCALE,
    height: height * PNG_SCALE,
  });
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture came of it'))), 'image/png'),
  );
}
