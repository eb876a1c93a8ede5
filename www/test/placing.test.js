// An envelope's place follows from its row, the time and the layout, and from nothing else.
import { beforeEach, describe, expect, test } from 'vitest';
import { FrameReader } from '../src/core/frame.js';
import { Placer } from '../src/stage/envelopes/placing.js';
import { ENVELOPE } from '../src/stage/envelopes/slots.js';
import { layoutStage } from '../src/stage/layout/index.js';
import { overlap, within } from './rects.js';
import { TOPOLOGIES } from './scenarios.js';

/** @import { Layout } from '../src/core/types.js' */
/** @import { Rect } from '../src/stage/layout/card.js' */
/** @import { Box } from '../src/stage/layout/columns.js' */

/** @type {Layout} */
const LAYOUT = {
  header: ['nowMs', 'envelopes', 'facts'],
  node: ['health'],
  subscription: ['ready'],
  effect: ['expected'],
  write: ['lines'],
  call: ['out'],
  breaker: [],
  envelope: [
    'id',
    'order',
    'state',
    'from',
    'to',
    'subscription',
    'topic',
    'position',
    'sinceMs',
    'untilMs',
    'call',
    'attempt',
    'more',
  ],
  bar: [],
  depth: [],
  envelopeStates: [
    'publishing',
    'ready',
    'delivering',
    'working',
    'retryScheduled',
    'dead',
    'requesting',
    'answering',
    'lost',
    'refused',
    'acked',
  ],
  health: ['up', 'slow', 'flaky', 'down'],
  barKinds: [],
  barResults: [],
  claimSeeds: 0,
};

/** @param {keyof typeof TOPOLOGIES} topology @param {number} nowMs @param {Record<string, number | string>[]} rows */
function placed(topology, nowMs, rows) {
  const scenario = TOPOLOGIES[topology];
  const reader = new FrameReader(LAYOUT, scenario);
  const blank = [
    ...scenario.nodes.map(() => 0),
    ...scenario.subscriptions.map(() => 0),
    ...scenario.effects.map(() => 0),
    ...scenario.nodes.flatMap(({ effects }) => effects.map(() => 0)),
    ...scenario.calls.map(() => 0),
  ];
  const numbers = rows.flatMap((row) =>
    LAYOUT.envelope.map((field) => {
      const value = row[field] ?? (field === 'untilMs' ? Number.NaN : field === 'more' ? 0 : -1);
      return typeof value === 'string' ? /** @type {string[]} */ (LAYOUT.envelopeStates).indexOf(value) : value;
    }),
  );
  reader.read(Float64Array.from([nowMs, rows.length, 0, ...blank, ...numbers]));
  const stage = layoutStage(scenario, { width: 962, minHeight: 446, figure: false });
  const placer = new Placer(stage, scenario, reader);
  /** Places all, again. */
  const again = () => {
    placer.begin();
    return rows.map((_, index) => spotOf(index));
  };
  /** @param {number} index */
  function spotOf(index) {
    const spot = { drawn: true, x: 0, y: 0, scale: 1, turn: 0, pie: -1, onIt: false, remainingMs: -1, fade: 0 };
    placer.place(reader.envelopeBase + index * reader.envelopeStride, spot);
    return spot;
  }
  return { spots: again(), stage, placer, again };
}

const FLIGHT = { state: 'publishing', from: 0, topic: 0, sinceMs: 100, untilMs: 300, position: 0 };

describe('on the way', () => {
  test.each([
    [100, 'from'],
    [300, 'to'],
  ])('at %d ms it is beside the end it comes %s, and covers little of the card there', (now, end) => {
    const { spots, stage } = placed('fan-out', now, [FLIGHT]);
    const shop = stage.boxes.get('n0');
    const topic = stage.boxes.get('t0');
    const side = end === 'from' ? (shop?.x ?? 0) + (shop?.w ?? 0) : (topic?.x ?? 0);
    const covered = (ENVELOPE.w * spots[0].scale) / 2 - Math.abs(spots[0].x - side);
    expect(covered).toBeGreaterThan(0);
    // What is pressed on a card begins 12 pixels from its side.
    expect(covered).toBeLessThan(12);
  });

  test('half of the time is half of the way', () => {
    const { spots, stage } = placed('fan-out', 200, [FLIGHT]);
    const route = stage.edges.get('p0:0')?.route;
    expect(spots[0].x).toBeCloseTo(route?.middle.x ?? 0, 0);
  });

  test('a request flies there, its answer flies back on the other side', () => {
    const row = { state: 'requesting', from: 0, to: 1, call: 0, sinceMs: 0, untilMs: 100 };
    const { spots } = placed('synchronous chain', 25, [row, { ...row, state: 'answering', from: 1, to: 0 }]);
    expect(spots[0].x).toBeLessThan(spots[1].x);
    expect(spots[0].y).toBeLessThan(spots[1].y);
  });
});

describe('in a box', () => {
  test('a pigeonhole keeps the order of its queue and draws what it has room for', () => {
    const rows = Array.from({ length: 40 }, (_, position) => ({ state: 'ready', subscription: 1, position }));
    const { spots, placer } = placed('fan-out', 0, rows);
    const drawn = spots.filter((spot) => spot.drawn);
    const slot = placer.slots.get('hole:1');
    expect(drawn).toHaveLength(slot?.capacity ?? 0);
    expect(slot?.used).toBe(40);
    // In rows, as one reads.
    for (let i = 1; i < drawn.length; i += 1) {
      const [before, after] = [drawn[i - 1], drawn[i]];
      expect(after.y > before.y || (after.y === before.y && after.x > before.x)).toBe(true);
    }
  });

  test('the count of what has no room takes a place', () => {
    const rows = Array.from({ length: 40 }, (_, position) => ({ state: 'ready', subscription: 1, position }));
    const { placer } = placed('fan-out', 0, rows);
    const slot = placer.slots.get('hole:1');
    expect(slot?.capacity).toBe(slot?.all);
    expect(placer.settle()).toBe(true);
    expect(slot?.capacity).toBeLessThan(slot?.all ?? 0);
    expect(placer.settle()).toBe(false);
  });

  test('so many wait to retry that their pies have no room beside them: each lies on its envelope', () => {
    const row = { state: 'retryScheduled', subscription: 0, to: 1, sinceMs: 1000, untilMs: 3000 };
    /** @param {number} count */
    const settled = (count) => {
      const { placer, again } = placed('fan-out', 1500, Array(count).fill(row));
      placer.settle();
      return again();
    };
    const few = settled(2);
    const many = settled(7);
    expect(few.map(({ onIt }) => onIt)).toEqual([false, false]);
    expect(many.map(({ onIt, drawn }) => onIt && drawn)).toEqual(Array(7).fill(true));
    for (const [i, spot] of many.slice(1).entries())
      if (spot.y === many[i].y) expect(spot.x - many[i].x).toBeGreaterThan(ENVELOPE.w * spot.scale);
  });

  test('what the frame leaves out of a full box is counted with the rest', () => {
    const rows = [0, 1, 2].map((position) => ({
      state: 'ready',
      subscription: 0,
      position,
      more: position < 2 ? 0 : 97,
    }));
    expect(placed('fan-out', 0, rows).placer.slots.get('hole:0')?.used).toBe(100);
    const dead = { state: 'dead', subscription: 2, to: 3, more: 40 };
    expect(placed('fan-out', 0, [dead]).placer.slots.get('dead:n3')?.used).toBe(41);
  });

  test('the pie fills until the retry leaves, and the remaining time is told', () => {
    const row = { state: 'retryScheduled', subscription: 0, to: 1, sinceMs: 1000, untilMs: 3000 };
    const { spots } = placed('fan-out', 1500, [row]);
    expect(spots[0].pie).toBeCloseTo(0.25);
    expect(spots[0].remainingMs).toBeCloseTo(1500);
  });

  test('a dead letter lies with its service', () => {
    const { spots, stage } = placed('fan-out', 0, [{ state: 'dead', subscription: 2, to: 3 }]);
    const card = stage.boxes.get('n3');
    expect(spots[0].y).toBeGreaterThan(card?.y ?? 0);
    expect(spots[0].y).toBeLessThan((card?.y ?? 0) + (card?.h ?? 0));
  });
});

test('what is lost falls to the pile, faster and faster', () => {
  const row = { state: 'lost', topic: 0, sinceMs: 0, untilMs: 1000 };
  const at = [0, 500, 1000].map((now) => placed('fan-out', now, [row]).spots[0].y);
  expect(at[1] - at[0]).toBeLessThan(at[2] - at[1]);
});

test('neither a fall nor what is done lies over a card or a button', () => {
  for (let now = 0; now < 1000; now += 20) {
    /** @type {Record<string, number | string>[]} */
    const rows = [
      { state: 'lost', from: 0, topic: 0, sinceMs: 0, untilMs: 1000 },
      { state: 'acked', subscription: 0, to: 1, sinceMs: 0, untilMs: 1000 },
    ];
    const { spots, stage } = placed('fan-out', now, rows);
    const [lost, done] = spots.map(({ x, y, scale }) => {
      const [w, h] = [ENVELOPE.w * scale, ENVELOPE.h * scale];
      return { x: x - w / 2, y: y - h / 2, w, h };
    });
    for (const box of stage.boxes.values()) expect(overlap(lost, box), `${box.key} at ${now} ms`).toBe(false);
    const card = /** @type {Box} */ (stage.boxes.get('n1'));
    const { x, y, w, h } = /** @type {Rect} */ (card.slots.worker);
    expect(within(done, { x: card.x + x, y: card.y + y, w, h }), `done at ${now} ms`).toBe(true);
  }
});

test('a purchase that failed comes back to the client that placed it', () => {
  const row = { state: 'refused', to: 0, sinceMs: 0, untilMs: 1000 };
  const { spots, stage } = placed('fan-out', 100, [row, { ...row, to: 1 }]);
  const [shop, stock] = ['n0', 'n1'].map((key) => stage.boxes.get(key));
  expect(spots[0].y).toBeCloseTo((shop?.y ?? 0) + (shop?.h ?? 0) / 2);
  // Beside its card, where nothing is pressed.
  expect(spots[0].x).toBeGreaterThan((shop?.x ?? 0) + (shop?.w ?? 0));
  expect(spots[1].y).toBeCloseTo((stock?.y ?? 0) + (stock?.h ?? 0) / 2);
});

test('a frame of a wrong length is refused', () => {
  const reader = new FrameReader(LAYOUT, TOPOLOGIES['fan-out']);
  expect(() => reader.read(Float64Array.from([0, 5, 0]))).toThrow(RangeError);
});

/** @type {ReturnType<typeof placed>} */
let again;
beforeEach(() => {
  again = placed('fan-out', 200, [FLIGHT]);
});

test('the same frame gives the same places', () => {
  expect(placed('fan-out', 200, [FLIGHT]).spots).toEqual(again.spots);
});
