// The wide stage: columns by the distance from the client, in one row or in several, cards centred in them, curves between.
import { breakUp, fitIn, MARGIN, sizesOf } from './bands.js';
import { inside, SIDECAR, sidecarOf } from './cards.js';
import { graphOf } from './graph.js';
import { ASIDE, laneRoute, passes, planLanes, RAILED } from './lanes.js';
import { curve } from './route.js';

/** @import { Scenario } from '../../core/types.js' */
/** @import { Size, Span, Style } from './bands.js' */
/** @import { Inside, Rect } from './card.js' */
/** @import { Edge, Item } from './graph.js' */
/** @import { Berth } from './lanes.js' */
/** @import { Route } from './route.js' */

/** A card; its sidecar sticks out of it. @typedef {Rect & Item & Inside & { sidecar?: Rect }} Box */

/**
 * Where everything stands.
 * @typedef {object} Stage
 * @property {'columns' | 'stack'} mode
 * @property {number} width
 * @property {number} height
 * @property {Map<string, Box>} boxes by the item's key
 * @property {Map<string, Edge & { route: Route }>} edges by the edge's key
 * @property {Rect} pile where lost orders lie
 * @property {number} bands in how many rows the columns stand
 * @property {number} scale how many CSS pixels of the page one of the stage takes
 */

/** What holds a place in a column: a card, the pile, or the room an edge needs to pass.
 * `room` is what a card may grow to. @typedef {{ key: string, item?: Item, h: number, y: number, room: number }} Place */
/** A column with its places. @typedef {{ x: number, w: number, places: Place[] }} Column */
/** Columns beside each other. @typedef {{ columns: Column[], top: number, floor: number }} Band */

const GAP_BETWEEN_CARDS = 14;
const PASSAGE = 26;
/** From so many services, or clients, in a column on they get small cards. */
const CROWD = { service: 4, client: 3 };
const PILE = { full: 58, compact: 58, low: 40, figure: 34 };

/** @param {Map<string, number>} order @param {Edge[]} edges @param {string} key */
function centreOfSources(order, edges, key) {
  const sources = edges.filter((edge) => edge.to === key && !edge.back).map((edge) => order.get(edge.from) ?? 0);
  return sources.length > 0 ? sources.reduce((sum, at) => sum + at, 0) / sources.length : 0;
}

/** The places of each column from top to bottom, with passages for edges that skip columns.
 * @param {ReturnType<typeof graphOf>} graph @param {Item[][]} items @param {(key: string) => number} bandOf */
function placesOf({ edges, column }, items, bandOf) {
  /** @type {Place[][]} */
  const columns = items.map((own) => own.map((item) => ({ key: item.key, item, h: 0, y: 0, room: 0 })));
  /** @type {Edge[]} */
  const links = [];
  for (const edge of edges) {
    if (edge.back) continue;
    let from = edge.from;
    const last = bandOf(edge.from) === bandOf(edge.to) ? (column.get(edge.to) ?? 0) : 0;
    for (let c = (column.get(edge.from) ?? 0) + 1; c < last; c += 1) {
      const key = `${edge.key}@${c}`;
      columns[c].push({ key, h: PASSAGE, y: 0, room: 0 });
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
  return columns;
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
      const side = (end === 'to' && box.sidecar?.h) || box.h - 30;
      own.forEach((edge, i) => {
        const hole = end === 'from' && box.holes.find(({ subscription }) => subscription === edge.subscription);
        const spread = Math.min(20, side / Math.max(own.length, 1));
        const y = hole ? box.y + hole.y + hole.h / 2 : middle(box) + (i - (own.length - 1) / 2) * spread;
        const port = ports.get(edge.key);
        if (port) port[end] = y;
      });
    }
  }
  return ports;
}

/** Where arrows to a card end. @param {Box} box */
export const entryOf = (box) => box.x + (box.sidecar?.x ?? 0);

/** @param {Edge[]} edges @param {Map<string, Box>} boxes @param {Band[]} bands @param {ReturnType<typeof planLanes>['lanes']} lanes */
function routesOf(edges, boxes, bands, lanes) {
  const ports = portsOf(edges, boxes);
  const floors = bands.map(({ top, floor }) => top + floor - MARGIN / 2);
  const columns = bands.flatMap((band) => band.columns);
  return new Map(
    edges.map((edge) => {
      const from = /** @type {Box} */ (boxes.get(edge.from));
      const to = /** @type {Box} */ (boxes.get(edge.to));
      const port = /** @type {{ from: number, to: number }} */ (ports.get(edge.key));
      const start = { x: from.x + from.w, y: port.from };
      const end = { x: entryOf(to) - 2, y: port.to };
      const lane = lanes.get(edge.key);
      if (lane) return [edge.key, { ...edge, route: laneRoute(lane, start, end, floors) }];
      const stations = [start];
      columns.forEach(({ x, w, places }, c) => {
        const passage = places.find(({ key }) => key === `${edge.key}@${c}`);
        if (!passage) return;
        const y = passage.y + passage.h / 2;
        stations.push({ x, y }, { x: x + w, y });
      });
      return [edge.key, { ...edge, route: curve([...stations, end]) }];
    }),
  );
}

/** In how many rows the columns stand, and which edges run in lanes then.
 * @param {ReturnType<typeof graphOf>} graph @param {Size[]} sizes @param {number} width @param {Style} style @param {boolean} folded */
function spansOf({ edges, column }, sizes, width, style, folded) {
  /** @param {string} key */
  const place = (key) => column.get(key) ?? 0;
  /** @param {number} at */
  const crossing = (at) => edges.filter(({ from, to }) => place(from) < at !== place(to) < at).length;
  /** @param {number} room */
  const broken = (room) => breakUp(sizes, room, style, crossing);
  const room = width - 2 * (MARGIN + ASIDE);
  /** @type {Span[] | undefined} */
  let spans = folded ? broken(room) : [[0, sizes.length]];
  if (spans && spans.length > 2) spans = broken(room - ASIDE - RAILED);
  if (!spans) return undefined;
  /** @param {string} key */
  const bandOf = (key) => spans.findIndex(([, last]) => place(key) < last);
  const laned = edges.filter(({ from, to, back }) => back || bandOf(from) !== bandOf(to));
  /** @param {'from' | 'to'} end @param {(span: Span) => number} side */
  const beyond = (end, side) => laned.some((edge) => spans.some((span) => side(span) === place(edge[end])));
  const rails = laned.some(({ from, to }) => passes(bandOf(from), bandOf(to)));
  const margin = {
    left: MARGIN + (beyond('to', ([first]) => first) ? ASIDE : 0) + (rails ? ASIDE + RAILED : 0),
    right: MARGIN + (beyond('from', ([, last]) => last - 1) ? ASIDE : 0),
  };
  return { spans, bandOf, laned, margin };
}

/**
 * Lays the stage out in columns, or gives nothing when the width is too small for that.
 * @param {Scenario} scenario @param {{ width: number, minHeight: number, style: Style, folded?: boolean }} options `folded`: in as many rows as are needed
 * @returns {Stage | undefined}
 */
export function layoutColumns(scenario, { width, minHeight, style, folded = false }) {
  const graph = graphOf(scenario);
  const items = Array.from({ length: Math.max(...graph.column.values()) + 1 }, (_, c) =>
    graph.items.filter(({ key }) => graph.column.get(key) === c),
  );
  const sizes = sizesOf(scenario, items, style);
  const split = spansOf(graph, sizes, width, style, folded);
  if (!split) return undefined;
  const places = placesOf(graph, items, split.bandOf);
  /** @type {Band[]} */
  const bands = [];
  for (const [first, last] of split.spans) {
    const fitted = fitIn(sizes.slice(first, last), width, style, split.margin);
    if (!fitted) return undefined;
    bands.push({ columns: fitted.map((at, c) => ({ ...at, places: places[first + c] })), top: 0, floor: 0 });
  }
  const one = bands.length === 1;
  if (one) bands[0].columns[0].places.push({ key: 'pile', h: PILE[style], y: 0, room: 0 });
  const { lanes, heights } = planLanes(split.laned, berthsOf(bands), Math.min(...bands.map((b) => b.columns[0].x)));
  const below = one ? 0 : PILE[style] + MARGIN / 2;
  stretch(scenario, bands, minHeight - below, style, heights);
  const { top, floor, columns } = bands[bands.length - 1];
  const bottom = top + floor + (heights[bands.length - 1] ?? 0);
  // Below several rows the pile lies by itself.
  const beneath = { x: columns[0].x, y: bottom - MARGIN / 2, w: columns[0].w, h: PILE[style] };
  const { boxes, pile = beneath } = stand(scenario, bands, style);
  const edges = routesOf(graph.edges, boxes, bands, lanes);
  return { mode: 'columns', width, height: bottom + below, boxes, edges, pile, bands: bands.length, scale: 1 };
}

/** @param {Band[]} bands */
function berthsOf(bands) {
  /** @type {Map<string, Berth>} */
  const berths = new Map();
  for (const [band, { columns }] of bands.entries()) {
    for (const { x, w, places } of columns) for (const { key } of places) berths.set(key, { band, x, w });
  }
  return berths;
}

/** The style of a card in its column: small among many of its kind. @param {Style} style @param {Item} item @param {Place[]} places @returns {Exclude<Style, 'low'>} */
function styleOf(style, item, places) {
  if (style === 'low') return 'compact';
  if (style === 'figure' || item.kind === 'topic') return style;
  const isClient = item.kind === 'client';
  const cards = places.filter((place) => place.item && place.item.kind !== 'topic');
  const same = cards.filter((place) => (place.item?.kind === 'client') === isClient).length;
  if (isClient) return same >= CROWD.client ? 'compact' : 'full';
  return same >= CROWD.service ? 'compact' : style;
}

/** A card as it is in its column. @param {Scenario} scenario @param {Item} item @param {Column} column @param {Style} style @param {number} room */
function cardIn(scenario, item, { w, places }, style, room) {
  const beside = item.kind !== 'topic' && scenario.nodes[item.index].sidecar ? SIDECAR : 0;
  return { beside, ...inside(scenario, item, w - beside, styleOf(style, item, places), room) };
}

/** How tall a column's cards are together. @param {Scenario} scenario @param {Column} column @param {Style} style */
function measure(scenario, column, style) {
  for (const place of column.places) {
    if (place.item) place.h = cardIn(scenario, place.item, column, style, place.room).h;
  }
  return column.places.reduce((sum, { h }) => sum + h, 0) + (column.places.length - 1) * GAP_BETWEEN_CARDS;
}

/** Gives each row of columns its height, and what grows in it what is left of that.
 * @param {Scenario} scenario @param {Band[]} bands @param {number} minHeight @param {Style} style @param {number[]} lanes */
function stretch(scenario, bands, minHeight, style, lanes) {
  for (const band of bands) {
    band.floor = 2 * MARGIN + Math.max(...band.columns.map((column) => measure(scenario, column, style)));
  }
  const whole = bands.reduce((sum, { floor }, i) => sum + floor + (lanes[i] ?? 0), 0);
  const more = Math.max(0, minHeight - whole) / bands.length;
  let top = 0;
  for (const [i, band] of bands.entries()) {
    band.top = top;
    band.floor += more;
    top += band.floor + (lanes[i] ?? 0);
    for (const column of band.columns) {
      const growing = column.places.filter(({ item }) => item && item.kind !== 'client');
      const left = (band.floor - 2 * MARGIN) * 0.9 - measure(scenario, column, style);
      for (const place of growing) place.room = place.h + Math.max(0, left) / growing.length;
      measure(scenario, column, style);
    }
  }
}

/** Puts everything in its place. @param {Scenario} scenario @param {Band[]} bands @param {Style} style */
function stand(scenario, bands, style) {
  /** @type {Map<string, Box>} */
  const boxes = new Map();
  /** @type {Rect | undefined} */
  let pile;
  for (const band of bands) {
    for (const column of band.columns) {
      centre(column.places, band.floor);
      for (const place of column.places) {
        place.y += band.top;
        const { key, item, y, h, room } = place;
        if (item) {
          const { beside, ...card } = cardIn(scenario, item, column, style, room);
          const rect = { x: column.x + beside, y, w: column.w - beside, h };
          boxes.set(key, { ...item, ...card, ...rect, sidecar: sidecarOf(scenario, item, h) });
        } else if (key === 'pile') pile = { x: column.x, y, w: column.w, h };
      }
    }
  }
  return { boxes, pile };
}
