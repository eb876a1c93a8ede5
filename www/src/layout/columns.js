// The wide stage: columns by the distance from the client, cards centred in them, curves between.
import { inside, WIDTHS } from './cards.js';
import { graphOf } from './graph.js';
import { bent, curve } from './route.js';

/** @typedef {import('../types.js').Scenario} Scenario */
/** @typedef {import('./graph.js').Edge} Edge */
/** @typedef {import('./graph.js').Item} Item */
/** @typedef {import('./cards.js').Rect} Rect */
/** @typedef {import('./route.js').Route} Route */

/** @typedef {Rect & Item & import('./cards.js').Inside} Box */

/**
 * Where everything stands.
 * @typedef {object} Stage
 * @property {'columns' | 'stack'} mode
 * @property {number} width
 * @property {number} height
 * @property {Map<string, Box>} boxes by the item's key
 * @property {Map<string, Edge & { route: Route }>} edges by the edge's key
 * @property {Rect} pile where lost purchases lie
 */

/** What holds a place in a column: a card, the pile, or the room an edge needs to pass.
 * @typedef {{ key: string, item?: Item, h: number, y: number }} Place */

const MARGIN = 18;
const GAP_BETWEEN_CARDS = 14;
const PASSAGE = 26;
const LANE = 22;

/** @param {Map<string, number>} order @param {Edge[]} edges @param {string} key */
function centreOfSources(order, edges, key) {
  const sources = edges.filter((edge) => edge.to === key && !edge.back).map((edge) => order.get(edge.from) ?? 0);
  return sources.length > 0 ? sources.reduce((sum, at) => sum + at, 0) / sources.length : 0;
}

/** The places of each column from top to bottom, with passages for edges that skip columns.
 * @param {ReturnType<typeof graphOf>} graph @param {number} pileHeight */
function columnsOf({ items, edges, column }, pileHeight) {
  const count = Math.max(...column.values()) + 1;
  /** @type {Place[][]} */
  const columns = Array.from({ length: count }, () => []);
  for (const item of items) columns[column.get(item.key) ?? 0].push({ key: item.key, item, h: 0, y: 0 });
  const short = edges.filter(({ back }) => !back);
  /** @type {Edge[]} */
  const links = [];
  for (const edge of short) {
    let from = edge.from;
    for (let c = (column.get(edge.from) ?? 0) + 1; c < (column.get(edge.to) ?? 0); c += 1) {
      const key = `${edge.key}@${c}`;
      columns[c].push({ key, h: PASSAGE, y: 0 });
      links.push({ ...edge, from, to: key });
      from = key;
    }
    links.push({ ...edge, from });
  }
  /** @type {Map<string, number>} */
  const order = new Map();
  for (const places of columns) {
    places.sort((a, b) => centreOfSources(order, links, a.key) - centreOfSources(order, links, b.key));
    places.forEach((place, i) => {
      order.set(place.key, (i + 0.5) / places.length);
    });
  }
  columns[0].push({ key: 'pile', h: pileHeight, y: 0 });
  return columns;
}

/** Widths of the columns and the gap between them, or nothing when they do not fit.
 * @param {Place[][]} columns @param {number} width @param {'full' | 'figure'} style */
function widthsOf(columns, width, style) {
  const sizes = columns.map((places) => {
    const kinds = places.flatMap(({ item }) => (item ? [WIDTHS[style][item.kind]] : []));
    return { best: Math.max(0, ...kinds.map((k) => k.best)), least: Math.max(0, ...kinds.map((k) => k.least)) };
  });
  const gaps = columns.length - 1;
  const least = sizes.reduce((sum, { least: w }) => sum + w, 0);
  const [tight, easy] = style === 'figure' ? [40, 60] : [54, 72];
  const leastGap = width - 2 * MARGIN - gaps * easy >= least ? easy : tight;
  const room = width - 2 * MARGIN - gaps * leastGap;
  if (least > room) return undefined;
  const best = sizes.reduce((sum, { best: w }) => sum + w, 0);
  const share = best > least ? Math.min(1, (room - least) / (best - least)) : 1;
  const widths = sizes.map(({ best: b, least: l }) => Math.floor(l + (b - l) * share));
  const left = room - widths.reduce((sum, w) => sum + w, 0);
  const gap = leastGap + (gaps > 0 ? Math.min(left / gaps, style === 'figure' ? 30 : 130) : 0);
  const unused = width - 2 * MARGIN - gaps * gap - widths.reduce((sum, w) => sum + w, 0);
  return { widths, gap, left: MARGIN + Math.max(0, unused) / 2 };
}

/** Puts the cards of a column in the middle; the pile lies below them and does not count, where there is room.
 * @param {Place[]} places @param {number} height */
function centre(places, height) {
  const content = places.reduce((sum, { h }) => sum + h, 0);
  const gap = Math.min(30, Math.max(GAP_BETWEEN_CARDS, (height - 2 * MARGIN - content) / (places.length + 1)));
  const all = content + gap * (places.length - 1);
  const pile = places.find(({ key }) => key === 'pile');
  const cards = pile ? all - pile.h - gap : all;
  let y = Math.min((height - cards) / 2, height - MARGIN / 2 - all);
  for (const place of places) {
    place.y = Math.round(y);
    y += place.h + gap;
  }
}

/** Spreads the ends of edges over the side of a card, in the order of where they lead.
 * @param {Edge[]} edges @param {Map<string, Box>} boxes */
function portsOf(edges, boxes) {
  /** @type {Map<string, { from: number, to: number }>} */
  const ports = new Map(edges.map(({ key }) => [key, { from: 0, to: 0 }]));
  /** @param {Box | undefined} box */
  const middle = (box) => (box ? box.y + box.h / 2 : 0);
  for (const box of boxes.values()) {
    for (const end of /** @type {const} */ (['from', 'to'])) {
      const other = end === 'from' ? 'to' : 'from';
      const own = edges.filter((edge) => edge[end] === box.key);
      own.sort((a, b) => middle(boxes.get(a[other])) - middle(boxes.get(b[other])));
      own.forEach((edge, i) => {
        const hole = end === 'from' && box.holes.find(({ subscription }) => subscription === edge.subscription);
        const spread = Math.min(20, (box.h - 30) / Math.max(own.length, 1));
        const y = hole ? box.y + hole.y + hole.h / 2 : middle(box) + (i - (own.length - 1) / 2) * spread;
        const port = ports.get(edge.key);
        if (port) port[end] = y;
      });
    }
  }
  return ports;
}

/** @param {Edge[]} edges @param {Map<string, Box>} boxes @param {Place[][]} columns @param {{ left: number[], widths: number[], floor: number }} at */
function routesOf(edges, boxes, columns, at) {
  const ports = portsOf(edges, boxes);
  let lanes = 0;
  return new Map(
    edges.map((edge) => {
      const from = /** @type {Box} */ (boxes.get(edge.from));
      const to = /** @type {Box} */ (boxes.get(edge.to));
      const port = /** @type {{ from: number, to: number }} */ (ports.get(edge.key));
      const start = { x: from.x + from.w, y: port.from };
      const end = { x: to.x - 2, y: port.to };
      if (edge.back) {
        const lane = at.floor + LANE * (lanes + 0.5);
        const side = 14 + (lanes % 3) * 6;
        lanes += 1;
        const [right, left] = [start.x + side, end.x - side];
        const corners = [
          start,
          { x: right, y: start.y },
          { x: right, y: lane },
          { x: left, y: lane },
          { x: left, y: end.y },
          end,
        ];
        return [edge.key, { ...edge, route: bent(corners) }];
      }
      const stations = [start];
      columns.forEach((places, c) => {
        const passage = places.find(({ key }) => key === `${edge.key}@${c}`);
        if (!passage) return;
        const y = passage.y + passage.h / 2;
        stations.push({ x: at.left[c], y }, { x: at.left[c] + at.widths[c], y });
      });
      return [edge.key, { ...edge, route: curve([...stations, end]) }];
    }),
  );
}

/**
 * Lays the stage out in columns, or gives nothing when the width is too small for that.
 * @param {Scenario} scenario @param {{ width: number, minHeight: number, style: 'full' | 'figure' }} options
 * @returns {Stage | undefined}
 */
export function layoutColumns(scenario, { width, minHeight, style }) {
  const graph = graphOf(scenario);
  const columns = columnsOf(graph, style === 'figure' ? 34 : 58);
  const fit = widthsOf(columns, width, style);
  if (!fit) return undefined;
  const left = fit.widths.map((_, c) =>
    Math.round(fit.left + fit.widths.slice(0, c).reduce((sum, w) => sum + w + fit.gap, 0)),
  );
  /** @param {number} room */
  const measure = (room) => {
    columns.forEach((places, c) => {
      for (const place of places) if (place.item) place.h = inside(scenario, place.item, fit.widths[c], style, room).h;
    });
    return Math.max(...columns.map((p) => p.reduce((sum, { h }) => sum + h, 0) + (p.length - 1) * GAP_BETWEEN_CARDS));
  };
  const lanes = graph.edges.filter(({ back }) => back).length * LANE;
  const floor = Math.max(minHeight - lanes, measure(0) + 2 * MARGIN);
  const room = (floor - 2 * MARGIN) * 0.9;
  measure(room);
  /** @type {Map<string, Box>} */
  const boxes = new Map();
  let pile = { x: MARGIN, y: 0, w: 0, h: 0 };
  columns.forEach((places, c) => {
    centre(places, floor);
    for (const { key, item, y, h } of places) {
      const rect = { x: left[c], y, w: fit.widths[c], h };
      if (item) boxes.set(key, { ...item, ...inside(scenario, item, rect.w, style, room), ...rect });
      else if (key === 'pile') pile = rect;
    }
  });
  const edges = routesOf(graph.edges, boxes, columns, { left, widths: fit.widths, floor: floor - MARGIN / 2 });
  return { mode: 'columns', width, height: floor + lanes, boxes, edges, pile };
}
