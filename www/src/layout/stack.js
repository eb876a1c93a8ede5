// The narrow stage: one column of cards, short arrows between neighbours, a rail on the left for the rest.
import { inside } from './cards.js';
import { graphOf } from './graph.js';
import { bent } from './route.js';

/** @typedef {import('./columns.js').Box} Box */
/** @typedef {import('./columns.js').Stage} Stage */
/** @typedef {import('./graph.js').Edge} Edge */

const RAIL = 22;
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

/** @param {Edge} edge @param {Map<string, Box>} boxes @param {boolean} adjacent */
function routeOf(edge, boxes, adjacent) {
  const from = /** @type {Box} */ (boxes.get(edge.from));
  const to = /** @type {Box} */ (boxes.get(edge.to));
  const start = startOf(edge, from, to);
  if (adjacent) {
    const x = from.holes.length > 0 ? start.x : to.x + to.w / 2;
    return bent([
      { x, y: start.y },
      { x, y: to.y - 2 },
    ]);
  }
  const level = to.y > from.y ? from.y + from.h + 11 : from.y - 6;
  const end = { x: to.x - 2, y: to.y + Math.min(28, to.h / 2) };
  const lane = RAIL / 2 - 2;
  const route = bent([start, { x: start.x, y: level }, { x: lane, y: level }, { x: lane, y: end.y }, end], 8);
  // The rail is shared; at its end the arrow is alone.
  return { ...route, sign: { x: lane, y: end.y } };
}

/**
 * @param {import('../types.js').Scenario} scenario @param {{ width: number, figure: boolean }} options
 * @returns {Stage}
 */
export function layoutStack(scenario, { width, figure }) {
  const graph = graphOf(scenario);
  const order = inOrder(graph);
  /** @param {number} i */
  const neighbours = (i) => graph.edges.filter(({ from, to }) => from === order[i - 1]?.key && to === order[i]?.key);
  const single = new Set(
    order.flatMap((_, i) =>
      neighbours(i)
        .filter((e) => e.kind !== 'deliver')
        .map(({ key }) => key),
    ),
  );
  const railed = graph.edges.some(({ key }) => !single.has(key));
  const indent = railed ? RAIL : 0;
  /** @type {Map<string, Box>} */
  const boxes = new Map();
  let y = 0;
  order.forEach((item, i) => {
    const leavesByRail = i > 0 && graph.edges.some(({ from, key }) => from === order[i - 1].key && !single.has(key));
    if (i > 0) y += neighbours(i).some(({ key }) => single.has(key)) ? GAP_WITH_ARROW : leavesByRail ? 22 : GAP;
    const x = item.kind === 'service' ? indent : 0;
    const body = inside(scenario, item, width - x, figure && item.kind !== 'topic' ? 'figure' : 'stack');
    boxes.set(item.key, { ...item, ...body, x, y, w: width - x });
    y += body.h;
  });
  const edges = new Map(
    graph.edges.map((edge) => [edge.key, { ...edge, route: routeOf(edge, boxes, single.has(edge.key)) }]),
  );
  const pile = { x: 0, y: y + GAP, w: width, h: 44 };
  return { mode: 'stack', width, height: pile.y + pile.h, boxes, edges, pile };
}
