// Where the boxes of a service's card are, for every width it may have.
import { HEIGHTS, PAD, row } from '../layout/card.js';
import { featuresOf } from '../layout/graph.js';

/** @import { Scenario } from '../../core/types.js' */
/** @import { Heights, Inside, Slots, Style } from '../layout/card.js' */
/** @import { Item } from '../layout/graph.js' */

const NARROW_PAD = 10;
/** Between the paddings of a card: with less, the boxes stand closer. */
const LEAST_INNER = 160;
/** From this width on the health switch stands beside the name. */
export const WIDE_FROM = 396;
/** The same for a compact card, whose switch is smaller. */
const BAR_FROM = 300;

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
export function serviceCard(scenario, item, width, style) {
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
