// Durations as the scenario writes them ("250ms", "2s", "5min"), to milliseconds and back.
/** @import { Dist } from './types.js' */

/** @type {Record<string, number>} */
const UNIT_MS = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** @param {string} text @returns {number} milliseconds, NaN when it is no duration */
export function parseDuration(text) {
  const match = /^\s*(\d+(?:[.,]\d+)?)\s*(us|ms|s|min|h|d)\s*$/.exec(text);
  return match ? Number(match[1].replace(',', '.')) * UNIT_MS[match[2]] : Number.NaN;
}

/** The shortest whole number with a unit. @param {number} ms */
export function writeDuration(ms) {
  const us = Math.round(ms * 1000);
  for (const unit of ['d', 'h', 'min', 's', 'ms']) {
    const inUnit = UNIT_MS[unit] * 1000;
    if (us >= inUnit && us % inUnit === 0) return `${us / inUnit}${unit}`;
  }
  return us === 0 ? '0ms' : `${us}us`;
}

/** The mean of a distribution, in milliseconds. @param {Dist} dist */
export function meanOf(dist) {
  if (typeof dist === 'string') return parseDuration(dist);
  if ('uniform' in dist) return (parseDuration(dist.uniform.min) + parseDuration(dist.uniform.max)) / 2;
  if ('exponential' in dist) return parseDuration(dist.exponential.mean);
  if ('erlang' in dist) return parseDuration(dist.erlang.mean);
  if ('normal' in dist) return parseDuration(dist.normal.mean);
  if ('logNormal' in dist) return parseDuration(dist.logNormal.median) * Math.exp(dist.logNormal.sigma ** 2 / 2);
  if ('pareto' in dist) {
    const { min, shape } = dist.pareto;
    return shape > 1 ? (parseDuration(min) * shape) / (shape - 1) : Number.POSITIVE_INFINITY;
  }
  const [p50, p90, p99, max] = ['p50', 'p90', 'p99', 'max'].map((name) =>
    parseDuration(dist.empirical[/** @type {'p50'} */ (name)]),
  );
  return (p50 * 0.5 + (p50 + p90) * 0.4 + (p90 + p99) * 0.09 + (p99 + max) * 0.01) / 2;
}
