// How often a client's orders come, as a curve in steps: its arrivals at first, then the commands by which the file changes them.

import { meanOf, parseDuration, writeDuration } from '../core/durations.js';
import { INSTANT_MS } from '../core/session.js';
import { atNode, lengthOf, NODE_ORDER, withField } from './file.js';

/** @import { Dist } from '../core/types.js' */
/** @import { Fault } from '../timeline/outage-bands.js' */
/** @import { Arrivals, File } from './file.js' */

/** In so many steps a curve is drawn. */
export const STEPS = 24;
/** What a whole lane's height may be, in orders a second. */
const TOPS = [2, 5, 10, 20, 50, 100, 200, 500, 1000];
/** So many heights can be told apart by hand. */
const HEIGHTS = 20;
/** More orders come by chance than are due on average. */
const SPARE = 1.5;
const FRESH_LIMIT = 100;

/** Orders a second. @param {Dist | null | undefined} every */
const rateOf = (every) => (every ? 1000 / meanOf(every) : 0);

/** @param {number} rate above 0 @returns {Dist} */
const everyOf = (rate) => ({ exponential: { mean: writeDuration(Math.round(1_000_000 / rate) / 1000) } });

/** @param {Fault} fault */
const setIn = (fault) =>
  /** @type {{ client: string, every: Dist | null } | undefined} */ (/** @type {unknown} */ (fault.do.setArrivals));

/** @param {File} file @param {string} client */
const arrivalsOf = (file, client) => file.nodes.find(({ id }) => id === client)?.arrivals;

/** The rate at the beginning of each step, in orders a second. @param {File} file @param {string} client @returns {number[]} */
export function curveOf(file, client) {
  const arrivals = arrivalsOf(file, client);
  const set = (file.faults ?? []).flatMap((fault) => {
    const found = setIn(fault);
    return found?.client === client ? [{ atMs: parseDuration(fault.at), rate: rateOf(found.every) }] : [];
  });
  set.sort((a, b) => a.atMs - b.atMs);
  const first = arrivals && arrivals.on !== false ? rateOf(arrivals.every) : 0;
  const profile = (arrivals?.profile ?? []).map(({ at, times }) => ({ atMs: parseDuration(at), times }));
  // A step may begin within a microsecond, which a file cannot say.
  const step = lengthOf(file) / STEPS;
  return Array.from({ length: STEPS }, (_, n) => {
    /** @param {{ atMs: number }} change */
    const is = ({ atMs }) => atMs <= n * step + INSTANT_MS;
    // A command ends the profile.
    return set.findLast(is)?.rate ?? first * (profile.findLast(is)?.times ?? 1);
  });
}

/** What the height of the lane stands for: a little more than the highest step. @param {number[]} curve */
export function topOf(curve) {
  const most = Math.max(...curve);
  return TOPS.find((top) => top >= most) ?? most;
}

/** The rate at a height, which is a share of the lane's. @param {number} share @param {number} top */
export const rateAt = (share, top) => (Math.round(Math.min(Math.max(share, 0), 1) * HEIGHTS) / HEIGHTS) * top;

/** The step between two heights. @param {number} top */
export const heightOf = (top) => top / HEIGHTS;

/** Whether two rates are the same, but for what a mean in microseconds cannot say. @param {number} a @param {number} b */
const isSame = (a, b) => Math.abs(a - b) <= 1e-4 * Math.max(a, b);

/** @param {Arrivals | undefined} before @param {number} rate at first @param {number} limit */
function arrivalsFrom(before, rate, limit) {
  /** @type {Arrivals} */
  let now = before ?? { every: everyOf(rate || 1), limit: Math.max(FRESH_LIMIT, limit) };
  if (limit > now.limit) now = { ...now, limit };
  if (rate > 0 && !isSame(rate, rateOf(now.every))) now = { ...now, every: everyOf(rate) };
  // The curve says all that the profile said.
  const { profile: _, ...rest } = now;
  return withField(rest, 'on', rate > 0 ? undefined : false, []);
}

/** A file in which a client's orders come by a curve. @param {File} file @param {string} client @param {number[]} curve a rate for each step @returns {File} */
export function withCurve(file, client, curve) {
  const step = lengthOf(file) / STEPS;
  const due = Math.ceil((curve.reduce((sum, rate) => sum + rate, 0) * step * SPARE) / 1000);
  const others = (file.faults ?? []).filter((fault) => setIn(fault)?.client !== client);
  const faults = curve.reduce((now, rate, n) => {
    if (n === 0 || isSame(rate, curve[n - 1])) return now;
    const atMs = n * step;
    const every = rate > 0 ? everyOf(rate) : null;
    const before = now.findIndex(({ at }) => parseDuration(at) > atMs);
    return now.toSpliced(before < 0 ? now.length : before, 0, {
      at: writeDuration(atMs),
      do: { setArrivals: { client, every } },
    });
  }, others);
  const drawn = withField(file, 'faults', faults.length > 0 ? faults : undefined);
  return atNode(drawn, client, (node) =>
    withField(node, 'arrivals', arrivalsFrom(node.arrivals, curve[0], due), NODE_ORDER),
  );
}
