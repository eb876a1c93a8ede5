// Which span of time the timeline shows and where an instant stands in it: it follows the run, most of it behind us.

/** The playhead stays at this share of the width once the run is long enough. */
const PLAYHEAD = 0.8;
/** Spans that can be chosen, in milliseconds. */
export const WINDOWS = [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 120_000, 300_000, 900_000];
const TICK_STEPS = [100, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000];
/** Ticks stand at least this far apart. */
const TICK_PX = 70;

/** @typedef {{ fromMs: number, toMs: number, left: number, width: number }} Scale */

/** @param {number} nowMs @param {number} windowMs @param {number} left @param {number} width @returns {Scale} */
export function scaleAt(nowMs, windowMs, left, width) {
  const fromMs = Math.max(0, nowMs - windowMs * PLAYHEAD);
  return { fromMs, toMs: fromMs + windowMs, left, width };
}

/** @param {Scale} scale @param {number} ms */
export function xOf({ fromMs, toMs, left, width }, ms) {
  return left + ((ms - fromMs) / (toMs - fromMs)) * width;
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

/** The next wider (1) or narrower (-1) window. @param {number} windowMs @param {1 | -1} by */
export function nextWindow(windowMs, by) {
  const at = WINDOWS.indexOf(windowMs);
  return WINDOWS[Math.min(Math.max((at < 0 ? 3 : at) + by, 0), WINDOWS.length - 1)];
}
