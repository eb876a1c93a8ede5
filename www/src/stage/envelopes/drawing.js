// The parts of an envelope's drawing, 28 by 20 around its middle.
import { ENVELOPE_PATH } from '../../ui/icons.js';

const SVG = 'http://www.w3.org/2000/svg';
const BEHIND_PATH = 'M-8.5-13h23a2.5 2.5 0 0 1 2.5 2.5v15';
const POISON_PATH = 'M-16.5 7a5.5 5.5 0 0 1 11 0c0 2-1 3-1.8 3.4v2.6h-7.4v-2.6c-.8-.4-1.8-1.4-1.8-3.4z';

/** @param {string} name @param {Record<string, string>} attributes @param {Element} parent @returns {SVGElement} */
export function draw(name, attributes, parent) {
  const element = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  parent.append(element);
  return element;
}

/** @param {Element} parent */
export const drawBody = (parent) => draw('path', { class: 'body', d: ENVELOPE_PATH }, parent);

/** A second sheet: the message is a copy. @param {Element} parent */
export const drawBehind = (parent) => draw('path', { class: 'behind', d: BEHIND_PATH }, parent);

/** A skull on the lower left corner: the message is poison. @param {Element} parent */
export function drawSkull(parent) {
  const skull = draw('g', { class: 'skull' }, parent);
  draw('path', { d: POISON_PATH }, skull);
  draw('circle', { class: 'eye', cx: '-13.2', cy: '7.2', r: '1.4' }, skull);
  draw('circle', { class: 'eye', cx: '-8.8', cy: '7.2', r: '1.4' }, skull);
  return skull;
}
