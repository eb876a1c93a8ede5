// Which span of time the timeline shows and where an instant stands in it: the whole run, or a window that follows the playhead or stands still.
import { parseDuration } from '../core/durations.js';

/** @import { Session } from '../core/session.js' */

/** The playhead stays at this share of the width once the run is long enough. */
const PLAYHEAD = 0.8;
/** Spans that can be chosen, in milliseconds. */
export const WINDOWS = [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 120_000, 300_000, 900_000];
const TICK_STEPS = [100, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000];
/** What is shown of a run at least, in milliseconds. */
const SHORTEST_RUN = 1_000;
/** Ticks stand at least this far apart. */
const TICK_PX = 70;

/** @typedef {{ fromMs: number, toMs: number, left: number, width: number }} Scale */

/** What is shown: how much, and from when; without that it follows the playhead.
 * @typedef {object} Sight
 * @property {number | undefined} windowMs without it the whole run
 * @property {number | undefined} fromMs
 */

/** How long a run is: as long as its scenario says, or as it has become. @param {Session} session */
export const wholeOf = ({ until, head }) => Math.max(parseDuration(until) || 0, head, SHORTEST_RUN);

/** @param {number} nowMs @param {Sight} sight @param {number} left @param {number} width @param {number} wholeMs how long the run is @returns {Scale} */
export function scaleAt(nowMs, { windowMs, fromMs }, left, width, wholeMs) {
  if (windowMs === undefined) return { fromMs: 0, toMs: wholeMs, left, width };
  const from = fromMs ?? Math.max(0, nowMs - windowMs * PLAYHEAD);
  return { fromMs: from, toMs: from + windowMs, left, width };
}

/** @param {Scale} scale @param {number} ms */
export function xOf({ fromMs, toMs, left, width }, ms) {
  return left + ((ms - fromMs) / (toMs - fromMs)) * width;
}

/** The instant at a place. @param {Scale} scale @param {number} x */
export function msOf({ fromMs, toMs, left, width }, x) {
  return fromMs + ((x - left) / width) * (toMs - fromMs);
}

/** Instants with a line and a number. @param {Scale} scale */
export function ticksOf(scale) {
  const { fromMs, toMs, width } = scale;
  const least = ((toMs - fromMs) / width) * TICK_PX;
  const step = TICK_STEPS.find((ms) => ms >= least) ?? TICK_STEPS[TICK_STEPS.length - 1];
  const ticks = [];
  for (let ms = Math.ceil(fromMs / step) * step; ms <= toMs; ms += step) ticks.push(ms);
  return ticks;
}

/** The next wider (1) or narrower (-1) window; nothing for the whole run. @param {number | undefined} windowMs @param {1 | -1} by @param {number} wholeMs how long the run is */
export function nextWindow(windowMs, by, wholeMs) {
  if (by < 0) return WINDOWS.findLast((ms) => ms < (windowMs ?? wholeMs)) ?? windowMs;
  const wider = WINDOWS.find((ms) => ms > (windowMs ?? wholeMs));
  return wider === undefined || wider >= wholeMs ? undefined : wider;
}

/** What is shown after zooming by a factor about an instant that stays where it is. @param {Scale} scale @param {number} factor @param {number} ms @returns {Sight} */
export function zoomed({ fromMs, toMs }, factor, ms) {
  const windowMs = Math.min(Math.max((toMs - fromMs) * factor, WINDOWS[0] / 4), WINDOWS[WINDOWS.length - 1] * 4);
  const share = (ms - fromMs) / (toMs - fromMs);
  return { windowMs, fromMs: Math.max(0, ms - share * windowMs) };
}
