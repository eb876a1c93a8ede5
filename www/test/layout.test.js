// The stage is laid out without overlaps for every topology and width.
import { describe, expect, test } from 'vitest';
import { slotsOf } from '../src/stage/envelopes/slots.js';
import { graphOf } from '../src/stage/layout/graph.js';
import { layoutStage } from '../src/stage/layout/index.js';
import { pointAt } from '../src/stage/layout/route.js';
import { overlap, within } from './rects.js';
import { TOPOLOGIES } from './scenarios.js';

const WIDTHS = [312, 336, 480, 618, 700, 962, 1240, 1560];

describe.each(Object.entries(TOPOLOGIES))('%s', (_, scenario) => {
  test.each(
    WIDTHS.flatMap((width) => [
      { width, figure: false },
      { width, figure: true },
    ]),
  )('$width px, figure $figure', (options) => {
    const stage = layoutStage(scenario, { ...options, minHeight: 446 });
    const boxes = [...stage.boxes.values()];
    const all = [...boxes, { ...stage.pile, key: 'pile' }];
    const whole = { x: 0, y: 0, w: stage.width, h: stage.height };
    for (const [i, box] of all.entries()) {
      expect(within(box, whole), `${box.key} is on the stage`).toBe(true);
      for (const other of all.slice(i + 1)) expect(overlap(box, other), `${box.key} and ${other.key}`).toBe(false);
    }
    for (const box of boxes) {
      const parts = [...Object.values(box.slots), ...box.holes];
      for (const [i, part] of parts.entries()) {
        expect(within({ ...part, x: box.x + part.x, y: box.y + part.y }, box), `a part of ${box.key}`).toBe(true);
        for (const other of parts.slice(i + 1)) expect(overlap(part, other)).toBe(false);
      }
    }
  });

  test('every edge begins and ends at its cards, and crosses no other card', () => {
    const stage = layoutStage(scenario, { width: 1400, minHeight: 446, figure: false });
    expect(stage.mode).toBe('columns');
    for (const edge of stage.edges.values()) {
      const point = { x: 0, y: 0 };
      for (let share = 0; share <= 1; share += 1 / 64) {
        pointAt(edge.route, share, point);
        for (const box of stage.boxes.values()) {
          if (box.key === edge.from || box.key === edge.to) continue;
          expect(overlap({ ...point, w: 0.1, h: 0.1 }, box), `${edge.key} over ${box.key} at ${share}`).toBe(false);
        }
      }
      const to = stage.boxes.get(edge.to);
      expect(Math.abs(edge.route.end.x - (to?.x ?? 0))).toBeLessThan(4);
    }
  });
});

test('the wide stage stands in columns by the distance from the client', () => {
  const { column } = graphOf(TOPOLOGIES['fan-out']);
  expect(Object.fromEntries(column)).toEqual({ n0: 0, t0: 1, n1: 2, n2: 2, n3: 2 });
  const chain = graphOf(TOPOLOGIES['synchronous chain']);
  expect(Object.fromEntries(chain.column)).toEqual({ n0: 0, n1: 1, n2: 2, n3: 3 });
});

test('a cycle is laid out with one edge that leads back', () => {
  const { edges } = graphOf(TOPOLOGIES['choreography with a way back']);
  expect(edges.filter(({ back }) => back)).toHaveLength(1);
});

test('a phone gets one column', () => {
  const stage = layoutStage(TOPOLOGIES['fan-out'], { width: 336, minHeight: 446, figure: false });
  expect(stage.mode).toBe('stack');
});

test('boxes have room for at least one envelope, and count the rest', () => {
  const stage = layoutStage(TOPOLOGIES['fan-out'], { width: 962, minHeight: 446, figure: false });
  const slots = slotsOf(stage);
  expect(slots.get('hole:0')?.capacity).toBeGreaterThanOrEqual(3);
  for (const slot of slots.values()) expect(slot.capacity).toBeGreaterThan(0);
});
