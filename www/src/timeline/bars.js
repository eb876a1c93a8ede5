// The timeline's rows as rectangles: which lane, which line in it, from where to where, and how each is drawn.
import { LINES, Lines } from './lines.js';
import { xOf } from './scale.js';

/** @import { Layout } from '../core/types.js' */
/** @import { Stay } from './lines.js' */
/** @import { Scale } from './scale.js' */

/** @typedef {'open' | 'done' | 'failed' | 'crashed' | 'suppressed' | 'expired' | 'backoff' | 'waiting' | 'held' | 'outage' | 'degraded' | 'hung' | 'draining'} Look */
/** `planned`: it lies ahead. @typedef {{ x: number, y: number, w: number, h: number, look: Look, node: number, planned?: boolean }} Shape */
/** @typedef {{ node: number, top: number, height: number }} Lane */

/** A bar is never thinner than this. */
const THINNEST = 1.5;
const BAR_HEIGHT = 8;
const INSET = 5;
/** What holds for a node as a whole. @type {Look[]} */
const BANDS = ['outage', 'degraded', 'hung', 'draining'];
/** With more bars than this, those that touch and look the same become one. */
const DENSE = 400;

/** @param {string} kind @param {string} result @returns {Look} */
function lookOf(kind, result) {
  if (kind !== 'attempt') return /** @type {Look} */ (kind);
  return /** @type {Look} */ (result);
}

/**
 * @param {Float64Array} rows @param {Layout} layout
 * @param {Lane[]} lanes @param {Scale} scale @param {number} nowMs @param {Lines} [lines]
 * @returns {{ bands: Shape[], bars: Shape[] }}
 */
export function shapesOf(rows, layout, lanes, scale, nowMs, lines = new Lines()) {
  const field = Object.fromEntries(layout.bar.map((name, index) => [name, index]));
  const laneOf = new Map(lanes.map((lane) => [lane.node, lane]));
  const [top, bottom] = [lanes[0]?.top ?? 0, lanes.at(-1)];
  const whole = { top, height: bottom ? bottom.top + bottom.height - top : 0 };
  /** @type {Shape[]} */
  const bands = [];
  /** @type {Shape[]} */
  const bars = [];
  const right = scale.left + scale.width;
  /** @type {Stay[]} */
  const stays = [];
  // In a crowd any line will do.
  for (let at = 0; at < rows.length && rows.length <= DENSE * layout.bar.length; at += layout.bar.length) {
    const [node, order, startMs, endMs] = [field.node, field.order, field.startMs, field.endMs].map(
      (f) => rows[at + f],
    );
    if (order > 0) stays.push({ node, order, startMs, endMs });
  }
  lines.read(stays, nowMs);
  for (let at = 0; at < rows.length; at += layout.bar.length) {
    const node = rows[at + field.node];
    const end = rows[at + field.endMs];
    const planned = layout.barResults[rows[at + field.result]] === 'planned';
    const from = Math.max(xOf(scale, rows[at + field.startMs]), scale.left);
    // What has not ended goes on: up to now, or for ever.
    const to = Math.min(Number.isNaN(end) ? (planned ? right : xOf(scale, nowMs)) : xOf(scale, end), right);
    if (to < scale.left || from > right) continue;
    const look = lookOf(layout.barKinds[rows[at + field.kind]], layout.barResults[rows[at + field.result]]);
    const w = Math.max(to - from, THINNEST);
    const own = laneOf.get(node);
    if (BANDS.includes(look)) {
      // The outage of what has no lane, such as a broker, concerns them all.
      const lane = own ?? whole;
      bands.push({ x: from, y: lane.top, w, h: lane.height, look, node, planned });
    } else if (own) {
      const pitch = (own.height - 2 * INSET - BAR_HEIGHT) / (LINES - 1);
      const line = lines.of(node, rows[at + field.order]);
      bars.push({ x: from, y: own.top + INSET + line * pitch, w, h: BAR_HEIGHT, look, node });
    }
  }
  // Of those that wait on one line nobody could tell the frames apart.
  const waits = (/** @type {Shape} */ { look }) => look === 'waiting';
  const shown =
    bars.length > DENSE ? merged(bars) : [...merged(bars.filter(waits)), ...bars.filter((bar) => !waits(bar))];
  // Waiting, being held and back-off lie beneath the attempts that follow them.
  shown.sort((a, b) => depth(a.look) - depth(b.look));
  return { bands, bars: shown };
}

/** @param {Look} look */
function depth(look) {
  return look === 'waiting' ? 0 : look === 'held' ? 1 : look === 'backoff' ? 2 : 3;
}

/** Bars of one look that touch on one line, as one. @param {Shape[]} bars @returns {Shape[]} */
function merged(bars) {
  /** @type {Map<string, Shape>} */
  const last = new Map();
  /** @type {Shape[]} */
  const shown = [];
  for (const bar of bars.sort((a, b) => a.x - b.x)) {
    const key = `${bar.look} ${bar.y}`;
    const before = last.get(key);
    if (before && bar.x <= before.x + before.w + 1) {
      before.w = Math.max(before.w, bar.x + bar.w - before.x);
    } else {
      last.set(key, bar);
      shown.push(bar);
    }
  }
  return shown;
}
