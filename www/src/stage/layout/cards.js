// The sizes of the cards and the boxes inside them; everything in CSS pixels, measured from the card's corner.
import { featuresOf } from './graph.js';

/** @import { Scenario } from '../../core/types.js' */
/** @import { Item, ItemKind } from './graph.js' */

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
/** `compact` and `bar` are a service's small cards: one that is narrow, one whose name and switch stand in one line.
 * @typedef {'plain' | 'wide' | 'tall' | 'compact' | 'bar' | 'stack' | 'figure'} Variant */
/** The records of a topic that keeps them lie in `log`.
 * @typedef {{ variant: Variant, h: number, slots: Slots, holes: Hole[], log?: Rect }} Inside */
/** @typedef {'full' | 'compact' | 'figure' | 'stack'} Style */

const PAD = 16;
const NARROW_PAD = 10;
/** Between the paddings of a card: with less, the boxes stand closer. */
const LEAST_INNER = 160;
/** Heights inside a card; on a phone they are small, so that what is pressed and what happens are seen together.
 * Three boxes stand in one row from a width on. */
const HEIGHTS = {
  roomy: { slot: 44, label: 18, caption: 26, three: { from: 250, sides: [64, 112], gap: 8 } },
  small: { slot: 36, label: 16, caption: 23, three: { from: 250, sides: [64, 112], gap: 8 } },
  compact: { slot: 34, label: 16, caption: 22, three: { from: 200, sides: [54, 92], gap: 6 } },
};
/** @typedef {typeof HEIGHTS.roomy} Heights */

/** From this width on the health switch stands beside the name. */
export const WIDE_FROM = 396;
/** The same for a compact card, whose switch is smaller. */
const BAR_FROM = 300;
/** What a sidecar takes away from the left of its service. */
export const SIDECAR = 26;
/** The numbered row of a topic that keeps its records, with the groups' marks under it. */
const LOG = 50;
/** The row of a broker's replicas, under the name of each of its topics. */
const REPLICAS = 18;

/** How wide a column of such cards would be, and how narrow it may get.
 * @type {Record<Exclude<Style, 'stack'>, Record<ItemKind, { best: number, least: number }>>} */
export const WIDTHS = {
  full: {
    client: { best: 122, least: 118 },
    topic: { best: 156, least: 156 },
    service: { best: 410, least: 196 },
    gateway: { best: 200, least: 140 },
  },
  compact: {
    client: { best: 118, least: 106 },
    topic: { best: 156, least: 124 },
    service: { best: 230, least: 144 },
    gateway: { best: 160, least: 124 },
  },
  figure: {
    client: { best: 100, least: 96 },
    topic: { best: 132, least: 124 },
    service: { best: 238, least: 138 },
    gateway: { best: 150, least: 124 },
  },
};

/** @param {number[]} shares widths of neighbours @param {number} y @param {number} gap @param {number} h @param {number} [pad] @returns {Rect[]} */
function row(shares, y, gap, h, pad = PAD) {
  let at = pad;
  return shares.map((w) => {
    const rect = { x: at, y, w, h };
    at += w + gap;
    return rect;
  });
}

/** A row of three boxes. @param {number} inner @param {number[]} sides widths of the first and the last @param {number} gap @param {number} y @param {number} h @returns {Slots} */
function threeSlots(inner, [worker, dead], gap, y, h) {
  const [w, retry, d] = row([worker, inner - worker - dead - 2 * gap, dead], y, gap, h);
  return { worker: w, retry, dead: d };
}

/**
 * The boxes of a service, from `top` on, in one row where they fit and in two otherwise.
 * @param {ReturnType<typeof featuresOf>} has @param {number} width @param {number} top @param {Heights} heights
 * @returns {{ slots: Slots, bottom: number }}
 */
function serviceSlots(has, width, top, { slot: h, label, three }) {
  const gap = 10;
  const inner = width - 2 * PAD;
  const worker = has.workers > 1 ? 106 : 64;
  const y = top + label;
  if (inner < LEAST_INNER) return narrowSlots(has, width, y, h, label);
  if (!has.consumes) {
    const [w, line] = row([Math.min(worker, inner / 2), inner - gap - Math.min(worker, inner / 2)], y, gap, h);
    const slots = has.called ? { worker: w, line } : { worker: w };
    return { slots, bottom: y + h };
  }
  if (width >= WIDE_FROM && !has.called) {
    // At the right there is room for two envelopes and the button beside them.
    return { slots: threeSlots(inner, [worker, 124], gap, y, h), bottom: y + h };
  }
  if (inner >= three.from && !has.called) {
    return { slots: threeSlots(inner, three.sides, three.gap, y, h), bottom: y + h };
  }
  const second = y + h + label + 4;
  const first = row(has.called ? [worker, inner - worker - gap] : [inner], y, gap, h);
  const [retry, d] = row([inner - 92 - gap, 92], second, gap, h);
  const slots = { worker: first[0], retry, dead: d };
  return { slots: has.called ? { ...slots, line: first[1] } : slots, bottom: second + h };
}

/**
 * The boxes of a narrow card: two to a row, and the dead letters, which need room for their button, by themselves.
 * @param {ReturnType<typeof featuresOf>} has @param {number} width @param {number} top @param {number} h @param {number} label
 * @returns {{ slots: Slots, bottom: number }}
 */
function narrowSlots(has, width, top, h, label) {
  const [pad, gap, pitch] = [NARROW_PAD, 6, h + label];
  const inner = width - 2 * pad;
  const half = (inner - gap) / 2;
  const [worker, beside] = row([half, half], top, gap, h, pad);
  if (!has.consumes) return { slots: has.called ? { worker, line: beside } : { worker }, bottom: top + h };
  /** @param {number} n */
  const whole = (n) => ({ x: pad, y: top + n * pitch, w: inner, h });
  const slots = { worker, retry: beside, dead: whole(1) };
  return has.called
    ? { slots: { ...slots, line: whole(2) }, bottom: whole(2).y + h }
    : { slots, bottom: whole(1).y + h };
}

/** What stands above and below the boxes of a service's card. */
const FRAMES = {
  wide: { top: 40, heights: HEIGHTS.roomy, foot: HEIGHTS.roomy.caption },
  tall: { top: 68, heights: HEIGHTS.roomy, foot: HEIGHTS.roomy.caption + 14 },
  compact: { top: 64, heights: HEIGHTS.compact, foot: HEIGHTS.compact.caption },
  bar: { top: 36, heights: HEIGHTS.compact, foot: 9 },
  stack: { top: 62, heights: HEIGHTS.small, foot: HEIGHTS.small.caption },
};

/** @param {Style} style @param {number} width @returns {keyof typeof FRAMES} */
function variantOf(style, width) {
  if (style === 'stack') return 'stack';
  if (style === 'compact') return width >= BAR_FROM ? 'bar' : 'compact';
  return width >= WIDE_FROM ? 'wide' : 'tall';
}

/** @param {Scenario} scenario @param {Item} item @param {number} width @param {Style} style @returns {Inside} */
function serviceCard(scenario, item, width, style) {
  if (style === 'figure') {
    // Beside the switch; where there is room, for more than one envelope.
    const x = Math.min(width - 66, 112);
    const worker = { x, y: 36, w: width - 12 - x, h: 30 };
    return { variant: 'figure', h: 84, slots: { worker }, holes: [] };
  }
  const variant = variantOf(style, width);
  const { top, heights, foot } = FRAMES[variant];
  if (item.kind === 'gateway') {
    const pad = width - 2 * PAD < LEAST_INNER ? NARROW_PAD : PAD;
    const worker = { x: pad, y: top + heights.label, w: width - 2 * pad, h: heights.slot };
    return { variant, h: worker.y + worker.h + foot, slots: { worker }, holes: [] };
  }
  const { slots, bottom } = serviceSlots(featuresOf(scenario, item.index), width, top, heights);
  return { variant, h: bottom + foot, slots, holes: [] };
}

/** @param {Scenario} scenario @param {Item} item @param {number} width @param {Style} style @returns {Inside} */
function clientCard(scenario, item, width, style) {
  const has = featuresOf(scenario, item.index);
  if (style === 'figure') return { variant: 'figure', h: 112, slots: {}, holes: [] };
  if (style === 'stack') {
    const phone = { x: PAD, y: 108, w: width - 2 * PAD, h: 34 };
    return { variant: 'stack', h: has.calls ? 152 : 98, slots: has.calls ? { phone } : {}, holes: [] };
  }
  const compact = style === 'compact';
  const h = compact ? 118 : 172;
  const phone = { x: 12, y: h + 12, w: width - 24, h: HEIGHTS[compact ? 'compact' : 'roomy'].slot };
  const variant = compact ? 'compact' : 'plain';
  return { variant, h: has.calls ? phone.y + phone.h + 12 : h, slots: has.calls ? { phone } : {}, holes: [] };
}

/** @param {Scenario} scenario @param {Item} item @param {number} width @param {Style} style @param {number} room @returns {Inside} */
function topicCard(scenario, item, width, style, room) {
  const own = scenario.subscriptions.flatMap(({ topic }, index) =>
    topic === scenario.topics[item.index].id ? [index] : [],
  );
  const { log: keeps, broker } = scenario.topics[item.index];
  const kept = keeps ? LOG : 0;
  const copies = scenario.nodes.some(({ id, replicas }) => id === broker && replicas) ? REPLICAS : 0;
  if (style === 'stack') {
    const inner = width - 24;
    const top = 44 + copies;
    const log = kept ? { x: 12, y: top - 2, w: inner, h: kept - 8 } : undefined;
    const across = Math.min(own.length, 3) || 1;
    const w = (inner - (across - 1) * 8) / across;
    const holes = own.map((subscription, i) => ({
      subscription,
      x: 12 + (i % across) * (w + 8),
      y: top + kept + Math.floor(i / across) * 58,
      w,
      h: 50,
    }));
    return { variant: 'stack', h: top + kept + Math.ceil(own.length / across) * 58 + 4, slots: {}, holes, log };
  }
  const figure = style === 'figure';
  const [head, foot, hole] = figure ? [52 + kept + copies, 12, 44] : [60 + kept + copies, 46, 52];
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
  const edge = figure ? 10 : 14;
  const log = kept ? { x: edge, y: head - kept - 2, w: width - 2 * edge, h: kept - 8 } : undefined;
  return { variant: figure ? 'figure' : 'plain', h, slots: {}, holes, log };
}

/** The box at a service's left through which its calls go, measured from the card's corner; it sticks out of the card.
 * @param {Scenario} scenario @param {Item} item @param {number} h the card's height @returns {Rect | undefined} */
export function sidecarOf(scenario, item, h) {
  if (item.kind === 'topic' || !scenario.nodes[item.index].sidecar) return undefined;
  const high = Math.min(h - 16, 72);
  return { x: -SIDECAR, y: Math.round((h - high) / 2), w: SIDECAR, h: high };
}

/**
 * How tall a card of that width is and what lies where in it.
 * @param {Scenario} scenario @param {Item} item @param {number} width @param {Style} style
 * @param {number} [room] a height the card may grow to, when it has something to spread
 * @returns {Inside}
 */
export function inside(scenario, item, width, style, room = 0) {
  if (item.kind === 'service' || item.kind === 'gateway') return serviceCard(scenario, item, width, style);
  if (item.kind === 'client') return clientCard(scenario, item, width, style);
  return topicCard(scenario, item, width, style, room);
}
