// Where the boxes of a service's card are, for every width it may have.
import { HEIGHTS, nameRoom, PAD, ROW, row } from '../layout/card.js';
import { featuresOf } from '../layout/graph.js';
import { fitOf } from '../layout/words.js';

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
  const second = y + h + label + 7;
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
  bar: { top: 36, heights: HEIGHTS.bar, foot: 9 },
  stack: { top: 62, heights: HEIGHTS.small, foot: HEIGHTS.small.caption },
};

/** A name's letters, what stands beside it with one number in its tally, and how many lines it has room for anyway. */
const NAMES = {
  wide: { size: 15.5, room: 108, lines: 2 },
  tall: { size: 15.5, beside: 80, lines: 1 },
  stack: { size: 15.5, beside: 80, lines: 1 },
  compact: { size: 12.5, beside: 58, lines: 2 },
  bar: { size: 12.5, beside: 260, lines: 2 },
  figure: { size: 14, beside: 72, lines: 1 },
};
/** The sign before a gateway's name. */
const SHIELD = 21;
/** More rows of envelopes in a box are not looked through. */
const MOST_ROWS = 3;

const PATIENCE = 13;
const NARROW = 230;
/** What each further number at the right of a name takes. */
const TALLY = 34;

/** How much more, or less, stands at the right of a service's name than one number. @param {Scenario} scenario @param {number} index */
export const tallyOf = ({ nodes }, index) => TALLY * ((nodes[index].effects ?? []).length - 1);

/** @param {Scenario} scenario @param {Item} item @param {Style} style @param {number} width @returns {keyof typeof FRAMES} */
function variantOf(scenario, { index }, style, width) {
  if (style === 'stack') return 'stack';
  if (style === 'compact') return width >= BAR_FROM ? 'bar' : 'compact';
  return width >= WIDE_FROM + Math.max(0, tallyOf(scenario, index)) ? 'wide' : 'tall';
}

/** What a long name asks of a card. @param {Scenario} scenario @param {Item} item @param {keyof typeof NAMES} variant @param {number} width */
function nameFor(scenario, { kind, index }, variant, width) {
  const { size, lines, ...name } = NAMES[variant];
  const besides = variant === 'wide' || variant === 'bar' ? 0 : tallyOf(scenario, index);
  const room = 'room' in name ? name.room : width - name.beside - besides;
  return nameRoom(fitOf(scenario.nodes[index].name, room - (kind === 'gateway' ? SHIELD : 0), size), lines);
}

/**
 * @param {Scenario} scenario @param {Item} item @param {number} width @param {Style} style
 * @param {number} room a height up to which its boxes grow by rows of envelopes
 * @returns {Inside}
 */
export function serviceCard(scenario, item, width, style, room) {
  if (style === 'figure') {
    const name = nameFor(scenario, item, 'figure', width);
    const { more } = name;
    // Beside the switch; where there is room, for more than one envelope.
    const x = Math.min(width - 66, 112);
    const worker = { x, y: 36 + more, w: width - 12 - x, h: 30 };
    return { variant: 'figure', h: 84 + more, ...name, slots: { worker }, holes: [] };
  }
  const variant = variantOf(scenario, item, style, width);
  const frame = FRAMES[variant];
  const name = nameFor(scenario, item, variant, width);
  // How patient a caller is takes a line more to say, and so does a retry policy on a narrow card.
  const { calls, consumes } = featuresOf(scenario, item.index);
  const patience = variant === 'tall' && (consumes ? width < NARROW : calls) ? PATIENCE : 0;
  /** @param {number} rows */
  const withRows = (rows) => {
    const heights = { ...frame.heights, slot: frame.heights.slot + ROW * (rows - 1) };
    const { slots, bottom } = boxesOf(scenario, item, width, frame.top + name.more, heights);
    return { variant, h: bottom + frame.foot + patience, ...name, slots, holes: [] };
  };
  let card = withRows(1);
  for (let rows = 2; rows <= MOST_ROWS; rows += 1) {
    const larger = withRows(rows);
    if (larger.h <= room) card = larger;
  }
  return card;
}

/** @param {Scenario} scenario @param {Item} item @param {number} width @param {number} top @param {Heights} heights */
function boxesOf(scenario, { kind, index }, width, top, heights) {
  if (kind !== 'gateway') return serviceSlots(featuresOf(scenario, index), width, top, heights);
  const pad = width - 2 * PAD < LEAST_INNER ? NARROW_PAD : PAD;
  const worker = { x: pad, y: top + heights.label, w: width - 2 * pad, h: heights.slot };
  return { slots: { worker }, bottom: worker.y + worker.h };
}
