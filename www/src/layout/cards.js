// The sizes of the cards and the boxes inside them; everything in CSS pixels, measured from the card's corner.
import { featuresOf } from './graph.js';

/** @typedef {import('../types.js').Scenario} Scenario */
/** @typedef {import('./graph.js').Item} Item */
/** @typedef {{ x: number, y: number, w: number, h: number }} Rect */

/** Places where envelopes lie.
 * @typedef {object} Slots
 * @property {Rect} [worker] being worked on
 * @property {Rect} [line] calls that wait for a worker
 * @property {Rect} [retry] waiting to retry, or set aside
 * @property {Rect} [dead] dead letters
 * @property {Rect} [phone] a client's calls that wait for an answer
 */

/** @typedef {Rect & { subscription: number }} Hole */
/** @typedef {'plain' | 'wide' | 'tall' | 'stack' | 'figure'} Variant */
/** @typedef {{ variant: Variant, h: number, slots: Slots, holes: Hole[] }} Inside */
/** @typedef {'full' | 'figure' | 'stack'} Style */

const PAD = 16;
/** Heights inside a card; on a phone they are small, so that what is pressed and what happens are seen together. */
const HEIGHTS = {
  roomy: { slot: 44, label: 18, caption: 26 },
  small: { slot: 36, label: 16, caption: 23 },
};
/** @typedef {typeof HEIGHTS.roomy} Heights */

/** From this width on the health switch stands beside the name. */
export const WIDE_FROM = 396;

/** How wide a column of such cards would be, and how narrow it may get.
 * @type {Record<Exclude<Style, 'stack'>, Record<import('./graph.js').ItemKind, { best: number, least: number }>>} */
export const WIDTHS = {
  full: {
    client: { best: 122, least: 118 },
    topic: { best: 156, least: 146 },
    service: { best: 410, least: 196 },
  },
  figure: {
    client: { best: 100, least: 96 },
    topic: { best: 132, least: 124 },
    service: { best: 238, least: 138 },
  },
};

/** @param {number[]} shares widths of neighbours @param {number} y @param {number} gap @param {number} h @returns {Rect[]} */
function row(shares, y, gap, h) {
  let at = PAD;
  return shares.map((w) => {
    const rect = { x: at, y, w, h };
    at += w + gap;
    return rect;
  });
}

/** A row of three boxes. @param {number} inner @param {[number, number]} sides widths of the first and the last @param {number} gap @param {number} y @param {number} h @returns {Slots} */
function threeSlots(inner, [worker, dead], gap, y, h) {
  const [w, retry, d] = row([worker, inner - worker - dead - 2 * gap, dead], y, gap, h);
  return { worker: w, retry, dead: d };
}

/**
 * The boxes of a service, from `top` on, in one row where they fit and in two otherwise.
 * @param {ReturnType<typeof featuresOf>} has @param {number} width @param {number} top @param {Heights} heights
 * @returns {{ slots: Slots, bottom: number }}
 */
function serviceSlots(has, width, top, { slot: h, label }) {
  const gap = 10;
  const inner = width - 2 * PAD;
  const worker = has.workers > 1 ? 106 : 64;
  const y = top + label;
  if (!has.consumes) {
    const [w, line] = row([Math.min(worker, inner / 2), inner - gap - Math.min(worker, inner / 2)], y, gap, h);
    const slots = has.called ? { worker: w, line } : { worker: w };
    return { slots, bottom: y + h };
  }
  if (width >= WIDE_FROM && !has.called) {
    // At the right there is room for two envelopes and the button beside them.
    return { slots: threeSlots(inner, [worker, 124], gap, y, h), bottom: y + h };
  }
  if (inner >= 250 && !has.called) {
    return { slots: threeSlots(inner, [64, 112], 8, y, h), bottom: y + h };
  }
  const second = y + h + label + 4;
  const first = row(has.called ? [worker, inner - worker - gap] : [inner], y, gap, h);
  const [retry, d] = row([inner - 92 - gap, 92], second, gap, h);
  const slots = { worker: first[0], retry, dead: d };
  return { slots: has.called ? { ...slots, line: first[1] } : slots, bottom: second + h };
}

/** @param {Scenario} scenario @param {Item} item @param {number} width @param {Style} style @returns {Inside} */
function serviceCard(scenario, item, width, style) {
  if (style === 'figure') {
    // Beside the switch; where there is room, for more than one envelope.
    const x = Math.min(width - 66, 112);
    const worker = { x, y: 36, w: width - 12 - x, h: 30 };
    return { variant: 'figure', h: 84, slots: { worker }, holes: [] };
  }
  const variant = style === 'stack' ? 'stack' : width >= WIDE_FROM ? 'wide' : 'tall';
  const top = { wide: 40, tall: 68, stack: 62 }[variant];
  const heights = variant === 'stack' ? HEIGHTS.small : HEIGHTS.roomy;
  const { slots, bottom } = serviceSlots(featuresOf(scenario, item.index), width, top, heights);
  return { variant, h: bottom + heights.caption + (variant === 'tall' ? 14 : 0), slots, holes: [] };
}

/** @param {Scenario} scenario @param {Item} item @param {number} width @param {Style} style @returns {Inside} */
function clientCard(scenario, item, width, style) {
  const has = featuresOf(scenario, item.index);
  if (style === 'figure') return { variant: 'figure', h: 112, slots: {}, holes: [] };
  if (style === 'stack') {
    const phone = { x: PAD, y: 108, w: width - 2 * PAD, h: 34 };
    return { variant: 'stack', h: has.calls ? 152 : 98, slots: has.calls ? { phone } : {}, holes: [] };
  }
  const h = 172;
  const phone = { x: 12, y: h + HEIGHTS.roomy.label - 6, w: width - 24, h: HEIGHTS.roomy.slot };
  return { variant: 'plain', h: has.calls ? phone.y + phone.h + 12 : h, slots: has.calls ? { phone } : {}, holes: [] };
}

/** @param {Scenario} scenario @param {Item} item @param {number} width @param {Style} style @param {number} room @returns {Inside} */
function topicCard(scenario, item, width, style, room) {
  const own = scenario.subscriptions.flatMap(({ topic }, index) =>
    topic === scenario.topics[item.index].id ? [index] : [],
  );
  if (style === 'stack') {
    const inner = width - 24;
    const across = Math.min(own.length, 3) || 1;
    const w = (inner - (across - 1) * 8) / across;
    const holes = own.map((subscription, i) => ({
      subscription,
      x: 12 + (i % across) * (w + 8),
      y: 44 + Math.floor(i / across) * 58,
      w,
      h: 50,
    }));
    return { variant: 'stack', h: 44 + Math.ceil(own.length / across) * 58 + 4, slots: {}, holes };
  }
  const figure = style === 'figure';
  const [head, foot, hole] = figure ? [52, 12, 44] : [60, 46, 52];
  const least = head + foot + own.length * (hole + 8);
  const spread = Math.max(8, Math.min(34, (room - head - foot - own.length * hole) / Math.max(own.length, 1)));
  const holes = own.map((subscription, i) => ({
    subscription,
    x: figure ? 10 : 14,
    y: head + i * (hole + spread),
    w: width - (figure ? 20 : 28),
    h: hole,
  }));
  const h = Math.max(least, head + foot + own.length * (hole + spread) - spread + 8);
  return { variant: figure ? 'figure' : 'plain', h, slots: {}, holes };
}

/**
 * How tall a card of that width is and what lies where in it.
 * @param {Scenario} scenario @param {Item} item @param {number} width @param {Style} style
 * @param {number} [room] a height the card may grow to, when it has something to spread
 * @returns {Inside}
 */
export function inside(scenario, item, width, style, room = 0) {
  if (item.kind === 'service') return serviceCard(scenario, item, width, style);
  if (item.kind === 'client') return clientCard(scenario, item, width, style);
  return topicCard(scenario, item, width, style, room);
}
