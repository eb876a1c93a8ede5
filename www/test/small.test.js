// Durations, prose, the stop-watch, the timeline's scale and bars, retry policies in words.
import { describe, expect, test } from 'vitest';
import { meanOf, parseDuration, writeDuration } from '../src/core/durations.js';
import { Translator } from '../src/i18n/index.js';
import { Numbers } from '../src/i18n/numbers.js';
import { retryInWords } from '../src/i18n/words.js';
import { shapesOf } from '../src/timeline/bars.js';
import { depthsOf } from '../src/timeline/depth.js';
import { Lines } from '../src/timeline/lines.js';
import { nextWindow, scaleAt, ticksOf, WINDOWS, xOf } from '../src/timeline/scale.js';
import { piecesOf } from '../src/ui/prose.js';

/** @import { Layout, Retry } from '../src/core/types.js' */

describe('durations', () => {
  test.each([
    ['250ms', 250],
    ['2s', 2000],
    ['5min', 300_000],
    ['1,5 s', 1500],
    ['500us', 0.5],
  ])('%s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(['', 'soon', '5', '-1s', '1e3s', '2 s s'])('“%s” is none', (text) => {
    expect(parseDuration(text)).toBeNaN();
  });

  test.each([0.5, 250, 1500, 2000, 90_000, 300_000, 7_200_000])('%d ms written and read', (ms) => {
    expect(parseDuration(writeDuration(ms))).toBe(ms);
  });

  test('the mean of a distribution', () => {
    expect(meanOf({ uniform: { min: '1s', max: '3s' } })).toBe(2000);
    expect(meanOf({ exponential: { mean: '10ms' } })).toBe(10);
  });
});

describe('prose', () => {
  test('marked words are taken out with their kind', () => {
    expect(piecesOf('A [message](transit) waits.')).toEqual([
      { text: 'A ' },
      { text: 'message', kind: 'transit' },
      { text: ' waits.' },
    ]);
  });

  test('what is no mark stays text, markup too', () => {
    const hostile = '<img src=x onerror=alert(1)> [a](javascript) [b](http://x) [c]';
    expect(piecesOf(hostile)).toEqual([{ text: hostile }]);
  });
});

test('the stop-watch', () => {
  expect(new Numbers('en').watch(12_680)).toBe('00:12.68');
  expect(new Numbers('en').watch(3_725_999)).toBe('62:05.99');
  expect(new Numbers('pt-BR').watch(12_680)).toBe('00:12,68');
});

describe('the timeline', () => {
  test('begins at zero, then keeps the playhead in its place', () => {
    expect(scaleAt(5_000, { windowMs: 16_000, fromMs: undefined }, 0, 800, 90_000).fromMs).toBe(0);
    const scale = scaleAt(60_000, { windowMs: 16_000, fromMs: undefined }, 0, 800, 90_000);
    expect(xOf(scale, 60_000)).toBeCloseTo(640);
  });

  test('has ticks that do not crowd', () => {
    const scale = scaleAt(60_000, { windowMs: 16_000, fromMs: undefined }, 0, 300, 90_000);
    const ticks = ticksOf(scale).map((ms) => xOf(scale, ms));
    for (let i = 1; i < ticks.length; i += 1) expect(ticks[i] - ticks[i - 1]).toBeGreaterThanOrEqual(69);
  });

  test('is zoomed within its steps', () => {
    expect(nextWindow(WINDOWS[0], -1, 90_000)).toBe(WINDOWS[0]);
    expect(nextWindow(16_000, 1, 90_000)).toBe(32_000);
  });

  test('shows the whole run, until somebody looks closer', () => {
    const whole = { windowMs: undefined, fromMs: undefined };
    expect(scaleAt(5_000, whole, 0, 800, 90_000)).toEqual({ fromMs: 0, toMs: 90_000, left: 0, width: 800 });
    expect(nextWindow(undefined, -1, 90_000)).toBe(60_000);
    expect(nextWindow(60_000, 1, 90_000)).toBeUndefined();
    expect(nextWindow(undefined, 1, 90_000)).toBeUndefined();
  });

  test('shows what the scenario will bring before it comes', () => {
    const layout = /** @type {Layout} */ ({
      bar: ['node', 'kind', 'startMs', 'endMs', 'result', 'order'],
      barKinds: ['attempt', 'outage'],
      barResults: ['open', 'planned'],
    });
    const rows = Float64Array.from([...[1, 1, 20_000, 30_000, 1, 0], ...[1, 1, 40_000, Number.NaN, 1, 0]]);
    const scale = scaleAt(5_000, { windowMs: undefined, fromMs: undefined }, 0, 800, 80_000);
    const { bands } = shapesOf(rows, layout, [{ node: 1, top: 0, height: 50 }], scale, 5_000);
    expect(bands.map(({ x, w, planned }) => [x, w, planned])).toEqual([
      [200, 100, true],
      [400, 400, true],
    ]);
  });

  test('a queue is an area as wide as it waits and as high as it is deep', () => {
    const layout = /** @type {Layout} */ ({ depth: ['subscription', 'startMs', 'endMs', 'waiting'] });
    const rows = Float64Array.from([...[0, 0, 200, 3], ...[0, 200, 400, 7], ...[1, 300, 500, 5], ...[2, 0, 800, 99]]);
    const scale = scaleAt(0, { windowMs: 800, fromMs: 0 }, 0, 8, 800);
    const depths = depthsOf(rows, layout, [4, 4, 5], scale);
    expect([...(depths.get(4)?.columns ?? [])]).toEqual([3, 3, 7, 12, 5, 0, 0, 0]);
    expect(depths.get(4)?.most).toBe(12);
    expect(depths.get(5)?.most).toBe(99);
  });

  test('draws only what is visible, and open bars up to now', () => {
    const layout = /** @type {Layout} */ ({
      bar: ['node', 'kind', 'startMs', 'endMs', 'result', 'order'],
      barKinds: ['attempt', 'outage'],
      barResults: ['open', 'done'],
    });
    const rows = Float64Array.from([
      ...[1, 0, 0, 500, 1, 1],
      ...[1, 0, 51_000, Number.NaN, 0, 2],
      ...[1, 1, 50_000, 52_000, 0, 0],
      ...[9, 0, 51_000, 52_000, 1, 3],
    ]);
    const scale = scaleAt(60_000, { windowMs: 16_000, fromMs: undefined }, 0, 800, 90_000);
    const { bands, bars } = shapesOf(rows, layout, [{ node: 1, top: 0, height: 50 }], scale, 60_000);
    expect(bars).toHaveLength(1);
    expect(bars[0].look).toBe('open');
    expect(bars[0].x + bars[0].w).toBeCloseTo(xOf(scale, 60_000));
    expect(bands.map(({ look }) => look)).toEqual(['outage']);
  });
});

describe('a retry policy in words', () => {
  const tr = new Translator('en');
  test.each([
    [{ backoff: 'none', jitter: 'none', maxAttempts: 1 }, 'no retry: the first failure is the last'],
    [
      { backoff: { exponential: { base: '1s', factor: 2, cap: '30s' } }, jitter: 'full', maxAttempts: 5 },
      'exponential 1s × 2, full jitter, max 5 attempts',
    ],
    [
      { backoff: { fixed: { delay: '250ms' } }, jitter: 'none', maxAttempts: 3 },
      'every 250ms, no jitter, max 3 attempts',
    ],
    [{ backoff: { list: { delays: ['1s'] } }, jitter: 'none', maxAttempts: 2 }, 'listed waits, max 2 attempts'],
  ])('%j', (retry, words) => {
    expect(retryInWords(/** @type {Retry} */ (retry), tr)).toBe(words);
  });
});

describe('the lines of a lane', () => {
  /** @param {number} order @param {number} startMs @param {number} endMs */
  const stay = (order, startMs, endMs) => ({ node: 1, order, startMs, endMs });

  test('orders that are busy at the same time stand on different lines', () => {
    const lines = new Lines();
    lines.read(
      [1, 2, 3, 4].map((order) => stay(order * 7, order, Number.NaN)),
      10,
    );
    expect(new Set([7, 14, 21, 28].map((order) => lines.of(1, order))).size).toBe(4);
  });

  test('an order keeps its line while others come and go, until time goes back', () => {
    const lines = new Lines();
    lines.read([stay(1, 0, 2), stay(2, 1, Number.NaN)], 3);
    const line = lines.of(1, 2);
    lines.read([stay(2, 1, Number.NaN), stay(3, 4, Number.NaN)], 5);
    expect(lines.of(1, 2)).toBe(line);
    expect(lines.of(1, 3)).not.toBe(line);
    lines.read([stay(2, 1, Number.NaN)], 2);
    expect(lines.of(1, 2)).toBe(0);
  });
});
