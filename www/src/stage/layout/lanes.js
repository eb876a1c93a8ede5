// Edges that lead back, or from one row of columns to another: they run between the columns and below the rows, over no card.
import { bent } from './route.js';

/** @import { Edge } from './graph.js' */
/** @import { Point, Route } from './route.js' */

/** Where a card's column stands. @typedef {{ band: number, x: number, w: number }} Berth */
/** A run below a row of columns. @typedef {{ gutter: number, row: number }} Run */
/** @typedef {{ out: number, into: number, runs: Run[], rail: number }} Lane */

export const LANE = 22;
/** So much is kept free at a side where lanes pass. */
export const ASIDE = 20;
/** What one more way along the rows takes at the left. */
const RAIL = 8;
const RAILS = 3;
/** Kept at the left when edges pass by whole rows. */
export const RAILED = RAIL * RAILS;

/** Below which rows an edge runs on its way. @param {number} from @param {number} to */
function gutters(from, to) {
  if (to === from || to === from + 1) return [from];
  if (to === from - 1) return [to];
  return to > from ? [from, to - 1] : [from - 1, to];
}

/** Whether an edge passes by a whole row. @param {number} from @param {number} to */
export const passes = (from, to) => gutters(from, to).length > 1;

/**
 * Gives every such edge its way: where it turns down, in which lane below a row it runs, where it turns in.
 * @param {Edge[]} edges @param {Map<string, Berth>} berths @param {number} left where the first cards begin
 */
export function planLanes(edges, berths, left) {
  /** @type {Map<string, Lane>} */
  const lanes = new Map();
  /** What is taken of each lane of each gutter. @type {{ from: number, to: number }[][][]} */
  const taken = [];
  /** @param {number} gutter @param {number} a @param {number} b @returns {Run} */
  const runIn = (gutter, a, b) => {
    taken[gutter] ??= [];
    const rows = taken[gutter];
    const [from, to] = [Math.min(a, b) - LANE, Math.max(a, b) + LANE];
    let row = rows.findIndex((used) => used.every((one) => one.to < from || to < one.from));
    if (row < 0) row = rows.push([]) - 1;
    rows[row].push({ from, to });
    return { gutter, row };
  };
  let rails = 0;
  for (const [i, edge] of edges.entries()) {
    const from = /** @type {Berth} */ (berths.get(edge.from));
    const to = /** @type {Berth} */ (berths.get(edge.to));
    const side = 14 + (i % 3) * 5;
    const [out, into] = [from.x + from.w + side, to.x - side];
    const [first, second] = gutters(from.band, to.band);
    if (second === undefined) {
      lanes.set(edge.key, { out, into, runs: [runIn(first, out, into)], rail: 0 });
    } else {
      const rail = left - ASIDE - RAIL * (1.5 + (rails % RAILS));
      rails += 1;
      lanes.set(edge.key, { out, into, runs: [runIn(first, out, rail), runIn(second, rail, into)], rail });
    }
  }
  return { lanes, heights: Array.from(taken, (rows) => (rows?.length ?? 0) * LANE) };
}

/** The sign stands in the lane, where no card is near.
 * @param {Lane} lane @param {Point} start @param {Point} end @param {number[]} floors where the lanes below each row begin
 * @returns {Route} */
export function laneRoute({ out, into, runs, rail }, start, end, floors) {
  const ys = runs.map(({ gutter, row }) => floors[gutter] + LANE * (row + 0.5));
  const along =
    runs.length === 1
      ? []
      : [
          { x: rail, y: ys[0] },
          { x: rail, y: ys[1] },
        ];
  const route = bent([
    start,
    { x: out, y: start.y },
    { x: out, y: ys[0] },
    ...along,
    { x: into, y: ys[ys.length - 1] },
    { x: into, y: end.y },
    end,
  ]);
  return { ...route, sign: { x: (out + (runs.length === 1 ? into : rail)) / 2, y: ys[0] }, words: 'beside' };
}
