// Rows of columns: where a stage's columns do not fit beside each other they go on in a further row, as lines of text do.
import { SIDECAR, WIDTHS } from './cards.js';

/** @import { Scenario } from '../../core/types.js' */
/** @import { Item } from './graph.js' */

/** `low`: small cards that are wide and not high. @typedef {'full' | 'compact' | 'low' | 'figure'} Style */
/** How wide a column would be, and how narrow it may get. @typedef {{ best: number, least: number }} Size */
/** Which columns stand in a row: from the first up to the last, which does not belong to it. @typedef {[first: number, last: number]} Span */

export const MARGIN = 18;
/** The least room between two columns, how much there would better be, and how much more there may be. */
const GAPS = {
  full: { tight: 54, easy: 72, more: 130 },
  compact: { tight: 44, easy: 52, more: 100 },
  low: { tight: 44, easy: 44, more: 100 },
  figure: { tight: 40, easy: 60, more: 30 },
};
/** An edge that goes from row to row costs as much as so many pixels left free. */
const CROSSING = 60;

/** @param {Scenario} scenario @param {Item[][]} columns @param {Style} style @returns {Size[]} */
export function sizesOf(scenario, columns, style) {
  return columns.map((items) => {
    const sizes = items.map((item) => {
      const { best, least } = WIDTHS[style][item.kind];
      const more = item.kind !== 'topic' && scenario.nodes[item.index].sidecar ? SIDECAR : 0;
      return { best: best + more, least: least + more };
    });
    return { best: Math.max(0, ...sizes.map((s) => s.best)), least: Math.max(0, ...sizes.map((s) => s.least)) };
  });
}

/** Where columns stand and how wide they are; nothing when they do not fit.
 * @param {Size[]} sizes @param {number} width @param {Style} style @param {{ left: number, right: number }} margin */
export function fitIn(sizes, width, style, margin) {
  const { tight, easy, more } = GAPS[style];
  const gaps = sizes.length - 1;
  const inner = width - margin.left - margin.right;
  const least = sizes.reduce((sum, { least: w }) => sum + w, 0);
  const leastGap = inner - gaps * easy >= least ? easy : tight;
  const room = inner - gaps * leastGap;
  if (least > room) return undefined;
  const best = sizes.reduce((sum, { best: w }) => sum + w, 0);
  const share = best > least ? Math.min(1, (room - least) / (best - least)) : 1;
  const widths = sizes.map(({ best: b, least: l }) => Math.floor(l + (b - l) * share));
  const left = room - widths.reduce((sum, w) => sum + w, 0);
  const gap = leastGap + (gaps > 0 ? Math.min(left / gaps, more) : 0);
  const unused = inner - gaps * gap - widths.reduce((sum, w) => sum + w, 0);
  let at = margin.left + Math.max(0, unused) / 2;
  return widths.map((w) => {
    const x = Math.round(at);
    at += w + gap;
    return { x, w };
  });
}

/**
 * Breaks the columns into as few rows as can be, evenly, and where few edges cross; nothing when a column alone is too wide.
 * @param {Size[]} sizes @param {number} width what a row has room for @param {Style} style @param {(at: number) => number} crossing how many edges lead over a break before that column
 * @returns {Span[] | undefined}
 */
export function breakUp(sizes, width, style, crossing) {
  /** The best rows from that column on. @type {{ cost: number, spans: Span[] }[]} */
  const from = [];
  from[sizes.length] = { cost: 0, spans: [] };
  for (let first = sizes.length - 1; first >= 0; first -= 1) {
    let used = -GAPS[style].tight;
    from[first] = { cost: Number.POSITIVE_INFINITY, spans: [] };
    for (let last = first + 1; last <= sizes.length; last += 1) {
      used += sizes[last - 1].least + GAPS[style].tight;
      if (used > width) break;
      const rest = from[last];
      const broken = last < sizes.length ? (CROSSING * crossing(last)) ** 2 : 0;
      // One row more is worse than whatever else.
      const cost = rest.cost + 1e9 + (width - used) ** 2 + broken;
      if (cost < from[first].cost) from[first] = { cost, spans: [[first, last], ...rest.spans] };
    }
  }
  return from[0].spans.length > 0 ? from[0].spans : undefined;
}
