// The marks of the mechanisms are drawn from what the core says, and only then: here with made-up numbers.
import { describe, expect, test } from 'vitest';
import { FrameReader } from '../src/core/frame.js';
import { Translator } from '../src/i18n/index.js';
import { layoutStage } from '../src/stage/layout/index.js';
import { callMarks, ingressMarks, recordsOf } from '../src/stage/marks/marks.js';
import { callSign, callsInWords, ingress, records, sidecar } from '../src/stage/marks/view.js';
import { scenarioOf } from './scenarios.js';

/** @import { Layout, Scenario } from '../src/core/types.js' */
/** @import { Box } from '../src/stage/layout/columns.js' */
/** @import { Route } from '../src/stage/layout/route.js' */
/** @import { StageUi } from '../src/stage/ui.js' */

const PLAIN = scenarioOf(['gate', 'stock'], {
  topics: { moved: { from: ['stock'], to: [['gate'], ['stock']] } },
  calls: [
    ['shop', 'gate'],
    ['gate', 'stock'],
    ['shop', 'stock'],
  ],
});
/** @type {Scenario} */
const SCENARIO = {
  ...PLAIN,
  nodes: PLAIN.nodes.map((node) =>
    node.id === 'gate' ? { ...node, kind: 'gateway' } : { ...node, sidecar: node.id === 'stock' },
  ),
  topics: PLAIN.topics.map((topic) => ({ ...topic, log: true })),
};
const BARE = {
  header: ['nowMs', 'envelopes'],
  effect: ['expected'],
  write: ['lines'],
  envelope: ['id'],
  bar: [],
  depth: [],
};
const WORDS = {
  envelopeStates: ['ready'],
  health: ['up'],
  breaker: ['closed', 'open', 'halfOpen'],
  barKinds: [],
  barResults: [],
  claimSeeds: 0,
};
const NOW = 20_000;

/** A frame that says these things. @param {{ node?: Record<string, number>[], call?: Record<string, number>[], subscription?: Record<string, number>[] }} said */
function frameOf({ node = [], call = [], subscription = [] }) {
  /** @param {Record<string, number>[]} rows */
  const names = (rows) => [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const own = { node: names(node), subscription: names(subscription), call: names(call) };
  const layout = /** @type {Layout} */ ({ ...BARE, ...WORDS, ...own, node: ['health', ...own.node] });
  /** @param {string[]} fields @param {Record<string, number>[]} rows @param {number} count */
  const numbers = (fields, rows, count) =>
    Array.from({ length: count }, (_, i) => fields.map((field) => rows[i]?.[field] ?? 0)).flat();
  const reader = new FrameReader(layout, SCENARIO);
  reader.read(
    Float64Array.from([
      ...[NOW, 1],
      ...numbers(layout.node, node, SCENARIO.nodes.length),
      ...numbers(layout.subscription, subscription, SCENARIO.subscriptions.length),
      ...numbers(layout.effect, [], SCENARIO.effects.length),
      ...numbers(layout.write, [], SCENARIO.nodes.flatMap(({ effects }) => effects).length),
      ...numbers(layout.call, call, SCENARIO.calls.length),
      4711,
    ]),
  );
  return reader;
}

/** The words of a template. @param {unknown} part @returns {string} */
function wordsOf(part) {
  if (Array.isArray(part)) return part.map(wordsOf).join(' ');
  if (typeof part === 'string' || typeof part === 'number') return String(part);
  const { strings, values } = /** @type {{ strings?: string[], values?: unknown[] }} */ (part ?? {});
  return strings ? strings.map((text, i) => `${text}${wordsOf(values?.[i])}`).join('') : '';
}

/** @param {FrameReader} frame @param {number} [width] */
function uiOf(frame, width = 962) {
  const stage = layoutStage(SCENARIO, { width, minHeight: 446, figure: false });
  return /** @type {StageUi} */ (
    /** @type {unknown} */ ({ tr: new Translator('pt-BR'), session: { frame, scenario: SCENARIO }, stage })
  );
}
/** @param {StageUi} ui @param {string} key */
const boxOf = (ui, key) => /** @type {Box} */ (ui.stage.boxes.get(key));

test('a node wrote its own lines, whoever else wrote of the same effect', () => {
  const shared = { ...SCENARIO, nodes: SCENARIO.nodes.map((node) => ({ ...node, effects: ['paid'] })) };
  const layout = /** @type {Layout} */ ({ ...BARE, ...WORDS, node: ['health'], subscription: [], call: [] });
  const reader = new FrameReader(layout, shared);
  const written = shared.nodes.map((_, index) => 10 + index);
  reader.read(Float64Array.from([NOW, 0, ...shared.nodes.map(() => 0), 99, ...written]));
  expect(reader.effect(0, 'expected')).toBe(99);
  expect(shared.nodes.map((_, index) => reader.write(index, 0, 'lines'))).toEqual(written);
});

describe('where the core says nothing', () => {
  const frame = frameOf({});
  test('there are no marks', () => {
    expect(ingressMarks(frame, 1)).toEqual([]);
    expect(callMarks(frame, 0)).toBeUndefined();
    expect(recordsOf(frame, [0, 1], 6)).toMatchObject({ records: 0, readings: [] });
  });

  test('nothing is drawn', () => {
    const ui = uiOf(frame);
    expect(wordsOf(ingress(ui, boxOf(ui, 'n1')))).toBe('');
    expect(wordsOf(callsInWords(ui))).toBe('');
    expect(wordsOf(sidecar(ui, boxOf(ui, 'n1')))).toBe('');
  });
});

describe('at the ingress', () => {
  test('what was turned away is counted, each reason by itself', () => {
    const frame = frameOf({ node: [{}, { limited: 12, forbidden: 2 }] });
    expect(ingressMarks(frame, 1)).toEqual([
      { mark: 'limited', count: 12 },
      { mark: 'forbidden', count: 2 },
    ]);
    expect(ingressMarks(frame, 2)).toEqual([]);
    const ui = uiOf(frame, 1240);
    const words = wordsOf(ingress(ui, { ...boxOf(ui, 'n1'), w: 300 }));
    expect(words).toContain('429 × 12');
    expect(words).toContain('sem permissão × 2');
    expect(wordsOf(ingress(ui, { ...boxOf(ui, 'n1'), w: 130 }))).toContain('403×2');
  });
});

describe('on the arrow of a call', () => {
  const frame = frameOf({
    call: [
      { breaker: 2, cachedAtMs: Number.NaN, out: 0 },
      { breaker: 1, cachedAtMs: NOW - 12_300, out: 1 },
      { breaker: 0, cachedAtMs: Number.NaN, out: 0 },
    ],
  });

  test('the breaker, the cache and the health check have their states', () => {
    expect(callMarks(frame, 0)).toEqual({ breaker: 'halfOpen', ageMs: -1, out: false });
    expect(callMarks(frame, 1)).toEqual({ breaker: 'open', ageMs: 12_300, out: true });
  });

  test('they are drawn with their words, and told who does not see them', () => {
    const ui = uiOf(frame);
    const route = /** @type {Route} */ (ui.stage.edges.get('c1')?.route);
    const sign = wordsOf(callSign(ui, 1, route));
    for (const word of ['fora', 'aberto', '12\u00a0s']) expect(sign).toContain(word);
    expect(wordsOf(callsInWords(ui))).toContain('De gate para stock: o disjuntor está aberto');
  });

  test('where an arrow has no room for words, the card it leads to says them', () => {
    const ui = uiOf(frame, 336);
    const routes = [...ui.stage.edges.values()].filter(({ kind }) => kind === 'call');
    expect(routes.map(({ route }) => route.words)).toEqual(['beside', 'beside', 'entry']);
    for (const [place, { route, to }] of routes.entries()) {
      const sign = wordsOf(callSign(ui, place, route));
      const atIngress = wordsOf(ingress(ui, boxOf(ui, to)));
      const word = ['meio aberto', 'aberto', 'fechado'][place];
      expect(sign.includes(word)).toBe(route.words !== 'entry');
      expect(atIngress.includes(word)).toBe(route.words === 'entry');
    }
  });
});

describe('a topic that keeps its records', () => {
  const frame = frameOf({
    subscription: [
      { offset: 14, records: 14 },
      { offset: 3, records: 14 },
    ],
  });

  test('shows the last ones that have room, and the free place after them', () => {
    expect(recordsOf(frame, [0, 1], 6)).toEqual({
      records: 14,
      first: 9,
      behind: true,
      readings: [
        { place: 9, groups: [2] },
        { place: 14, groups: [1] },
      ],
    });
  });

  test('shows all of them where there are few', () => {
    expect(recordsOf(frame, [0, 1], 20)).toMatchObject({ first: 0, behind: false });
  });

  test('has a numbered place for each, and says how many there are', () => {
    const ui = uiOf(frame);
    const words = wordsOf(records(ui, boxOf(ui, 't0')));
    expect(words).toContain('>13<');
    expect(words).not.toContain('>14<');
    expect(words).toContain('Log com 14 registros');
  });
});

test('a sidecar stands at the left of its card, and arrows end at it', () => {
  const ui = uiOf(frameOf({}));
  const box = boxOf(ui, 'n2');
  expect(wordsOf(sidecar(ui, box))).toContain('sidecar');
  expect(box.sidecar?.x).toBe(-(box.sidecar?.w ?? 0));
  expect(ui.stage.edges.get('c1')?.route.end.x).toBeCloseTo(box.x + (box.sidecar?.x ?? 0) - 2);
});
