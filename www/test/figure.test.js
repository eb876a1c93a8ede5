// The saved figure: what is drawn lies where the numbers are, gaps stay gaps, and no text can break the file.
import { describe, expect, test } from 'vitest';
import { curveSvg, mapSvg, ticksBetween } from '../src/lab/figure.js';

/** @import { Figure, Look } from '../src/lab/figure.js' */

/** @type {Look} */
const LOOK = { colour: (name) => `c-${name}`, font: '"Inter", sans', colours: ['blue', 'red'], dashes: [[], [8, 4]] };

/** @param {number} x @param {number} [mean] */
const spot = (x, mean) => ({
  x,
  place: `${x} s`,
  text: `${mean ?? '·'}`,
  ...(mean === undefined ? {} : { mean, low: mean - 1, high: mean + 1 }),
});

/** @param {Figure['lines']} lines @returns {Figure} */
const figure = (lines) => ({ title: 'late', axis: 'outage', note: 'Bands', lines, measured: (value) => `${value}` });

/** The dots of a curve. @param {string} svg */
const dots = (svg) =>
  [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));

describe('ticks', () => {
  test('are round, begin at 0 or below the lowest, and reach over the highest', () => {
    expect(ticksBetween(3, 11)).toEqual([0, 2, 4, 6, 8, 10, 12]);
    expect(ticksBetween(-4, 4)).toEqual([-4, -2, 0, 2, 4]);
    expect(ticksBetween(0, 0)).toEqual([0, 1]);
    for (const high of [0.0007, 0.3, 7, 99, 100, 101, 32_506]) {
      const ticks = ticksBetween(0, high);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(high);
      expect(ticks.length).toBeLessThanOrEqual(8);
    }
  });
});

describe('a curve', () => {
  test('has its dots where the values are, along both axes', () => {
    const [a, b, c] = dots(curveSvg(figure([{ name: '', spots: [spot(10, 2), spot(20, 4), spot(40, 8)] }]), LOOK).text);
    expect((b.x - a.x) * 2).toBeCloseTo(c.x - b.x, 1);
    expect((a.y - b.y) * 2).toBeCloseTo(b.y - c.y, 1);
    expect(b.y).toBeLessThan(a.y);
  });

  test('has a gap where nothing was measured', () => {
    const svg = curveSvg(figure([{ name: '', spots: [spot(1, 2), spot(2), spot(3, 4)] }]), LOOK).text;
    expect(dots(svg)).toHaveLength(2);
    expect(svg.match(/fill-opacity/g)).toHaveLength(2);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    const nothing = curveSvg(figure([{ name: '', spots: [spot(1), spot(2)] }]), LOOK).text;
    expect(dots(nothing)).toHaveLength(0);
    expect(nothing).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('names several lines, and tells them apart by colour and dashes', () => {
    const lines = ['three', 'five'].map((name, n) => ({ name, spots: [spot(1, n), spot(2, n + 1)] }));
    const svg = curveSvg(figure(lines), LOOK).text;
    expect(svg).toContain('>three</text>');
    expect(svg).toContain('stroke="c-red" stroke-width="2" stroke-dasharray="8 4"');
    expect(curveSvg(figure(lines.slice(0, 1)), LOOK).text).not.toContain('>three</text>');
  });

  test('keeps a text from becoming markup', () => {
    const svg = curveSvg({ ...figure([{ name: '', spots: [spot(1, 1)] }]), title: '<script>"a" & b' }, LOOK).text;
    expect(svg).not.toContain('<script>');
    expect(svg).toContain('&#60;script&#62;&#34;a&#34; &#38; b');
    expect(svg).toContain('font-family="&#34;Inter&#34;, sans"');
  });
});

describe('a map', () => {
  test('has a cell a point, from no colour at the lowest to all of it at the highest', () => {
    const { text: svg } = mapSvg(
      figure([
        { name: 'one', spots: [spot(1, 0), spot(2, 5)] },
        { name: 'two', spots: [spot(1, 10), spot(2)] },
      ]),
      LOOK,
    );
    const shares = [...svg.matchAll(/fill="c-hot" fill-opacity="([\d.]+)"/g)].map(([, share]) => Number(share));
    expect(shares).toEqual([0, 0.5, 1, 0]);
    expect(svg).toContain('>·</text>');
  });
});
