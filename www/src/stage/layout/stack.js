// The narrow stage: one column of cards, short arrows between neighbours, a rail on the left for the rest.
import { inside, SIDECAR, sidecarOf } from './cards.js';
import { entryOf } from './columns.js';
import { graphOf } from './graph.js';
import { bent } from './route.js';

/** @import { Scenario } from '../../core/types.js' */
/** @import { Box, Stage } from './columns.js' */
/** @import { Edge } from './graph.js' */
/** @import { Point } from './route.js' */

/** From the cards to the signs on the rail and to its nearest lane: where calls run there, their signs stand before the arrow's head. */
const SIGN = { plain: 13, calls: 23 };
/** From a lane to the next, and from the last one to the stage's edge. */
const LANE = 10;
const EDGE = { plain: 9, calls: 11 };
const MOST_LANES = 3;
/** Between arrows that end at one card. */
const SPREAD = 24;
const GAP = 10;
const GAP_WITH_ARROW = 28;

/** @param {ReturnType<typeof graphOf>} graph */
function inOrder({ items, column }) {
  return [...items].sort((a, b) => (column.get(a.key) ?? 0) - (column.get(b.key) ?? 0));
}

/** @param {Edge} edge @param {Box} from @param {Box} to */
function startOf(edge, from, to) {
  const hole = from.holes.find(({ subscription }) => subscription === edge.subscription);
  if (hole) return { x: from.x + hole.x + hole.w / 2, y: from.y + hole.y + hole.h };
  return { x: from.x + from.w / 2, y: to.y > from.y ? from.y + from.h : from.y };
}

/** Straight down to the next card, or to its sidecar. @param {Point} start @param {Box} from @param {Box} to */
function toTheNext(start, from, to) {
  if (to.sidecar) {
    const x = to.x + to.sidecar.x + to.sidecar.w / 2;
    const level = (start.y + to.y) / 2;
    const end = { x, y: to.y + to.sidecar.y - 2 };
    const turned = bent([start, { x: start.x, y: level }, { x, y: level }, end], 6);
    return { ...turned, words: /** @type {const} */ ('beside') };
  }
  const x = from.holes.length > 0 ? start.x : to.x + to.w / 2;
  const straight = bent([
    { x, y: start.y },
    { x, y: to.y - 2 },
  ]);
  return { ...straight, words: /** @type {const} */ ('beside') };
}

/** Along the rail at the left. @param {Point} start @param {Box} from @param {Box} to @param {{ x: number, sign: number, end: number }} way */
function byRail(start, from, to, { x, sign, end: down }) {
  const level = to.y > from.y ? from.y + from.h + 11 : from.y - 6;
  const end = { x: entryOf(to) - 2, y: to.y + down };
  const route = bent([start, { x: start.x, y: level }, { x, y: level }, { x, y: end.y }, end], 8);
  // The rail is shared; at its end the arrow is alone.
  return { ...route, sign: { x: sign, y: end.y }, words: /** @type {const} */ ('entry') };
}

/** The edges that run along the rail, each in a lane: what comes from one card shares one, others do where they do not meet.
 * @param {Edge[]} edges @param {Map<string, number>} place of each card from top to bottom */
function lanesOf(edges, place) {
  /** @type {{ from: string, top: number, bottom: number }[][]} */
  const lanes = [];
  /** @type {Map<string, number>} */
  const laneOf = new Map();
  for (const { key, from, to } of edges) {
    const [a, b] = [place.get(from) ?? 0, place.get(to) ?? 0];
    const [top, bottom] = [Math.min(a, b), Math.max(a, b)];
    let lane = lanes.findIndex((used) => used.every((o) => o.from === from || o.bottom <= top || bottom <= o.top));
    if (lane < 0) lane = lanes.length < MOST_LANES ? lanes.push([]) - 1 : MOST_LANES - 1;
    lanes[lane].push({ from, top, bottom });
    laneOf.set(key, lane);
  }
  return { laneOf, count: lanes.length };
}

/** Whether a railed edge passes a card, or ends there. @param {Edge[]} railed @param {Map<string, number>} place @param {number} at */
function railBeside(railed, place, at) {
  return railed.some(({ from, to }) => {
    const [a, b] = [place.get(from) ?? 0, place.get(to) ?? 0];
    return a < b ? a < at && at <= b : b <= at && at < a;
  });
}

/** How far down a card each railed edge ends there. @param {Edge[]} railed @param {Map<string, Box>} boxes */
function endsOf(railed, boxes) {
  /** @type {Map<string, number>} */
  const ends = new Map();
  for (const [key, box] of boxes) {
    const own = railed.filter(({ to }) => to === key);
    const first = Math.min(28, box.h / 2);
    const pitch = Math.min(SPREAD, (box.h - first - 14) / Math.max(1, own.length - 1));
    own.forEach((edge, i) => {
      ends.set(edge.key, first + i * pitch);
    });
  }
  return ends;
}

/**
 * @param {Scenario} scenario @param {{ width: number, figure: boolean }} options
 * @returns {Stage}
 */
export function layoutStack(scenario, { width, figure }) {
  const graph = graphOf(scenario);
  const order = inOrder(graph);
  const place = new Map(order.map(({ key }, i) => [key, i]));
  /** @param {Edge} edge */
  const isNext = ({ from, to, kind }) => kind !== 'deliver' && (place.get(to) ?? 0) - (place.get(from) ?? 0) === 1;
  const railed = graph.edges.filter((edge) => !isNext(edge));
  const { laneOf, count } = lanesOf(railed, place);
  const signs = railed.some(({ kind }) => kind === 'call') ? 'calls' : 'plain';
  const rail = EDGE[signs] + LANE * Math.max(0, count - 1) + SIGN[signs];
  /** @type {Map<string, Box>} */
  const boxes = new Map();
  let y = 0;
  order.forEach((item, i) => {
    const leavesByRail = i > 0 && railed.some(({ from }) => from === order[i - 1].key);
    const hasArrow = graph.edges.some((edge) => edge.to === item.key && isNext(edge));
    if (i > 0) y += hasArrow ? GAP_WITH_ARROW : leavesByRail ? 22 : GAP;
    const behindSidecar = item.kind !== 'topic' && scenario.nodes[item.index].sidecar ? SIDECAR : 0;
    const x = (railBeside(railed, place, i) ? rail : 0) + behindSidecar;
    const body = inside(scenario, item, width - x, figure && item.kind !== 'topic' ? 'figure' : 'stack');
    const sidecar = sidecarOf(scenario, item, body.h);
    boxes.set(item.key, { ...item, ...body, x, y, w: width - x, sidecar: sidecar && { ...sidecar, y: 8 } });
    y += body.h;
  });
  const ends = endsOf(railed, boxes);
  const edges = new Map(
    graph.edges.map((edge) => {
      const from = /** @type {Box} */ (boxes.get(edge.from));
      const to = /** @type {Box} */ (boxes.get(edge.to));
      const start = startOf(edge, from, to);
      const sign = rail - SIGN[signs];
      const way = { x: sign - LANE * (laneOf.get(edge.key) ?? 0), sign, end: ends.get(edge.key) ?? 0 };
      const route = isNext(edge) ? toTheNext(start, from, to) : byRail(start, from, to, way);
      return [edge.key, { ...edge, route }];
    }),
  );
  const pile = { x: 0, y: y + GAP, w: width, h: 44 };
  return { mode: 'stack', width, height: pile.y + pile.h, boxes, edges, pile, bands: 1, scale: 1 };
}
