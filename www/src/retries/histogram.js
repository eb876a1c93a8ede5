// Retries as a population: the instants at which they arrive, counted in bins.
import { scaleAt } from '../timeline/scale.js';

/** @import { Session } from '../core/session.js' */
/** @import { Scenario } from '../core/types.js' */

/** An edge whose messages, or calls, are tried again. @typedef {{ key: string, kind: 'subscription' | 'call', index: number }} Edge */
/** @typedef {{ fromMs: number, binMs: number, counts: number[], total: number, most: number, whole: boolean }} Histogram */

export const BIN_MS = 250;
/** A drawing that is narrower than this has bins twice as wide. */
const WIDE_FROM = 400;
/** How much time is looked at; a fifth of it lies ahead. */
const SPAN_MS = 32_000;
/** The core gives at most this many bars a call. */
const BARS_A_CALL = 10_000;
/** No part of the time that is shorter than this is divided further: it is asked for many times a second. */
const SHORTEST_MS = 4_000;

/** The edges that may be tried again. @param {Scenario} scenario @returns {Edge[]} */
export function edgesOf({ subscriptions, calls }) {
  return [
    ...subscriptions.map(({ id }, index) => ({ key: `s ${id}`, kind: /** @type {const} */ ('subscription'), index })),
    ...calls.map(({ from, to }, index) => ({ key: `c ${from} ${to}`, kind: /** @type {const} */ ('call'), index })),
  ];
}

/**
 * When retries arrive, edge by edge, from an instant up to another. Where the bars are too many for one answer, each half of the
 * time is asked for by itself; `whole` says whether that was enough.
 * @param {Session} session @param {number} fromMs @param {number} toMs
 * @param {{ instants: { key: string, atMs: number }[], whole: boolean }} [found]
 */
export function retriesIn(session, fromMs, toMs, found = { instants: [], whole: true }) {
  const { layout } = session.frame;
  const width = layout.bar.length;
  const [kind, end, subscription, call] = /** @type {const} */ (['kind', 'endMs', 'subscription', 'call']).map((f) =>
    layout.bar.indexOf(f),
  );
  const backoff = layout.barKinds.indexOf('backoff');
  const rows = session.timeline(fromMs, toMs);
  // Messages that still wait come last: where they are cut off, no back-off is.
  const last = rows.length - width;
  const waits = rows[last + kind] === layout.barKinds.indexOf('waiting') && Number.isNaN(rows[last + end]);
  const full = rows.length >= BARS_A_CALL * width && !waits;
  if (full && toMs - fromMs > SHORTEST_MS) {
    const middle = (fromMs + toMs) / 2;
    retriesIn(session, fromMs, middle, found);
    return retriesIn(session, middle, toMs, found);
  }
  if (full) found.whole = false;
  const { subscriptions, calls } = session.scenario;
  for (let at = 0; at < rows.length; at += width) {
    const atMs = rows[at + end];
    if (rows[at + kind] !== backoff || !(atMs >= fromMs && atMs < toMs)) continue;
    const edge = calls[rows[at + call]];
    const key = edge ? `c ${edge.from} ${edge.to}` : `s ${subscriptions[rows[at + subscription]]?.id}`;
    found.instants.push({ key, atMs });
  }
  return found;
}

/** The time that is looked at: most of it behind the playhead, on whole bins. @param {number} nowMs @param {number} width */
export function windowAt(nowMs, width) {
  const scale = scaleAt(nowMs, { windowMs: SPAN_MS, fromMs: undefined }, 0, width, SPAN_MS);
  const binMs = width < WIDE_FROM ? 2 * BIN_MS : BIN_MS;
  return {
    scale,
    binMs,
    fromMs: Math.floor(scale.fromMs / binMs) * binMs,
    toMs: Math.ceil(scale.toMs / binMs) * binMs,
  };
}

/**
 * @param {{ instants: { key: string, atMs: number }[], whole: boolean }} found @param {string} key
 * @param {{ fromMs: number, toMs: number, binMs: number }} window @returns {Histogram}
 */
export function histogramOf({ instants, whole }, key, { fromMs, toMs, binMs }) {
  const counts = new Array(Math.ceil((toMs - fromMs) / binMs)).fill(0);
  let total = 0;
  for (const retry of instants) {
    if (retry.key !== key) continue;
    counts[Math.floor((retry.atMs - fromMs) / binMs)] += 1;
    total += 1;
  }
  return { fromMs, binMs, counts, total, most: Math.max(0, ...counts), whole };
}

/** The edge with the most retries; the one there was, as long as it has any. @param {{ key: string }[][]} sides @param {string} before */
export function busiest(sides, before) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { key } of sides.flat()) counts.set(key, (counts.get(key) ?? 0) + 1);
  if (counts.has(before)) return before;
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? before;
}
