// Whatever a scenario's shape, nothing on the stage lies over anything else: for made-up shapes and for every built-in scenario.
import { describe, expect, test } from 'vitest';
import { ENVELOPE } from '../src/stage/envelopes/slots.js';
import { layoutStage } from '../src/stage/layout/index.js';
import { pointAt } from '../src/stage/layout/route.js';
import { builtIn, play } from './core.js';
import { overlap, within } from './rects.js';
import { fileOf, SHAPES } from './topologies.js';

/** @import { Scenario } from '../src/core/types.js' */
/** @import { Rect } from '../src/stage/layout/card.js' */
/** @import { Box, Stage } from '../src/stage/layout/columns.js' */
/** @import { Edge } from '../src/stage/layout/graph.js' */
/** @import { Route } from '../src/stage/layout/route.js' */
/** @import { Shape } from './topologies.js' */

/** What the core makes of a shape. @param {Shape} shape */
const scenarioOfShape = (shape) => play(fileOf(shape)).scenario;

/** What the page leaves for the stage: at 1280, 1000, 740 and 360 pixels, on a projector, and in figures. */
const ROOMS = [
  { page: 'at 1280', width: 962, minHeight: 446, figure: false },
  { page: 'at 1000', width: 966, minHeight: 446, figure: false },
  { page: 'at 740', width: 706, minHeight: 446, figure: false },
  { page: 'at 600', width: 576, minHeight: 446, figure: false },
  { page: 'at 360', width: 336, minHeight: 446, figure: false },
  { page: 'at 320', width: 296, minHeight: 446, figure: false },
  { page: 'at 1900', width: 1177, minHeight: 446, figure: false },
  { page: 'figure of 620', width: 602, minHeight: 346, figure: true },
  { page: 'figure of 360', width: 342, minHeight: 346, figure: true },
];
/** How far a sign on an arrow must be from any card: its disc may touch it. */
const SIGN = 10;

/** The marks that mechanisms bring: gates, sidecars, topics that keep their records. @param {Scenario} scenario @returns {Scenario} */
const marked = (scenario) => ({
  ...scenario,
  nodes: scenario.nodes.map((node, i) =>
    node.kind !== 'service' ? node : i % 3 === 1 ? { ...node, kind: 'gateway' } : { ...node, sidecar: true },
  ),
  topics: scenario.topics.map((topic) => ({ ...topic, log: true })),
});

const shapes = Object.entries(SHAPES).map(([name, shape]) => ({ name, scenario: scenarioOfShape(shape) }));
const scenarios = [
  ...builtIn.map((id) => ({ name: id, scenario: play(id).scenario })),
  ...shapes,
  ...shapes.map(({ name, scenario }) => ({ name: `${name}, with marks`, scenario: marked(scenario) })),
];

/** From a point to the nearest of a card. @param {{ x: number, y: number }} point @param {Rect} rect */
const distance = ({ x, y }, rect) =>
  Math.hypot(Math.max(rect.x - x, 0, x - rect.x - rect.w), Math.max(rect.y - y, 0, y - rect.y - rect.h));
/** A part of a card, where it is on the stage. @param {Box} box @param {Rect} part */
const placed = (box, part) => ({ ...part, x: box.x + part.x, y: box.y + part.y });
/** A card and its sidecar. @param {Box} box @returns {Rect[]} */
const bodies = (box) => (box.sidecar ? [box, placed(box, box.sidecar)] : [box]);

/** What is wrong with where the cards stand. @param {Stage} stage */
function faultsOfCards(stage) {
  const faults = [];
  const whole = { x: 0, y: 0, w: stage.width, h: stage.height };
  const cards = [...stage.boxes.values()].flatMap((box) => bodies(box).map((rect) => ({ key: box.key, rect })));
  const all = [...cards, { key: 'pile', rect: stage.pile }];
  for (const [i, { key, rect }] of all.entries()) {
    if (!within(rect, whole)) faults.push(`${key} leaves the stage`);
    for (const other of all.slice(i + 1)) if (overlap(rect, other.rect)) faults.push(`${key} on ${other.key}`);
  }
  for (const box of stage.boxes.values()) {
    const parts = [...Object.values(box.slots), ...box.holes, ...(box.log ? [box.log] : [])];
    for (const [i, part] of parts.entries()) {
      if (!within(placed(box, part), box)) faults.push(`a part leaves ${box.key}`);
      if (part.w < ENVELOPE.w) faults.push(`a part of ${box.key} is too narrow for an envelope`);
      for (const other of parts.slice(i + 1)) if (overlap(part, other)) faults.push(`parts of ${box.key} overlap`);
    }
  }
  return faults;
}

/** What is wrong with an arrow. @param {Stage} stage @param {string} key */
function faultsOfArrow(stage, key) {
  const { from, to, route } = /** @type {Edge & { route: Route }} */ (stage.edges.get(key));
  const faults = [];
  const boxes = [...stage.boxes.values()];
  for (const box of boxes) {
    if (bodies(box).some((body) => distance(route.sign, body) < SIGN)) faults.push(`the sign of ${key} on ${box.key}`);
  }
  /** @param {number} share */
  const at = (share) => {
    const point = { x: 0, y: 0, w: 0, h: 0 };
    pointAt(route, share, point);
    return point;
  };
  /** @param {string} end */
  const ends = (end) => bodies(/** @type {Box} */ (stage.boxes.get(end)));
  if (ends(from).every((body) => distance(at(0), body) > 1)) faults.push(`${key} begins elsewhere`);
  if (ends(to).every((body) => distance(at(1), body) > 4)) faults.push(`${key} ends elsewhere`);
  const whole = { x: 0, y: 0, w: stage.width, h: stage.height };
  const others = boxes.filter((box) => box.key !== from && box.key !== to);
  for (let share = 0; share <= 1; share += 1 / 256) {
    const point = at(share);
    if (!within(point, whole)) faults.push(`${key} leaves the stage at ${point.x} ${point.y}`);
    if (stage.mode !== 'columns') continue;
    for (const box of others) {
      if (bodies(box).some((body) => overlap(point, body))) faults.push(`${key} over ${box.key} at ${share}`);
    }
  }
  return faults;
}

describe.each(scenarios)('$name', ({ scenario }) => {
  test.each(ROOMS)('$page', ({ page: _, ...room }) => {
    const stage = layoutStage(scenario, room);
    expect(stage.width).toBe(Math.floor(room.width / stage.scale));
    expect(faultsOfCards(stage)).toEqual([]);
    expect([...stage.edges.keys()].flatMap((key) => faultsOfArrow(stage, key))).toEqual([]);
  });

  test('a desk shows it side by side, in rows that each fit on it', () => {
    const stage = layoutStage(scenario, { width: 962, minHeight: 446, figure: false });
    expect(stage.mode).toBe('columns');
    const lefts = [...stage.boxes.values()].map(({ x }) => x);
    const most = Math.max(...lefts.map((x) => lefts.filter((other) => other === x).length));
    // Names as long as these have several lines.
    expect(stage.height * stage.scale).toBeLessThanOrEqual(Math.max(800, 610 * stage.bands, 115 * most));
  });
});

test('a chain of four stands in one row on a desk', () => {
  const stage = layoutStage(scenarioOfShape(SHAPES['chain of four']), { width: 962, minHeight: 446, figure: false });
  const boxes = [...stage.boxes.values()].toSorted((a, b) => a.x - b.x);
  expect(boxes.map(({ key }) => key)).toEqual(['n0', 'n1', 'n2', 'n3', 'n4']);
  for (const [i, box] of boxes.slice(1).entries()) expect(box.x).toBeGreaterThan(boxes[i].x + boxes[i].w);
});

test('rows of columns are read from left to right, one below the other', () => {
  const stage = layoutStage(scenarioOfShape(SHAPES['chain of eight']), { width: 962, minHeight: 446, figure: false });
  const boxes = [...stage.boxes.values()];
  const breaks = boxes.slice(1).filter((box, i) => box.x < boxes[i].x);
  expect(breaks).toHaveLength(1);
  for (const [i, box] of boxes.slice(1).entries()) {
    const before = boxes[i];
    if (box.x < before.x) expect(box.y).toBeGreaterThan(before.y + before.h);
    else expect(box.x).toBeGreaterThan(before.x + before.w);
  }
});
