// Routes along which envelopes fly: a path to draw, and points at even distances to place things on.

/** @typedef {{ x: number, y: number }} Point */
/** Where words about an arrow have room: below its sign, beside it, or only at the card it leads to.
 * @typedef {'below' | 'beside' | 'entry'} Words */
/** @typedef {{ d: string, points: Float64Array, length: number, middle: Point, sign: Point, words: Words, end: Point & { angle: number } }} Route
 * Its sign (a telephone, scissors) stands in the middle, or where no other arrow runs along it. */

/** Points kept of a route at least: enough that a curve across the stage bends by less than a pixel between two. */
const SAMPLES = 48;
/** At most so far from one point to the next, so that no corner is cut. */
const STEP = 12;

/** @param {number} value */
const tidy = (value) => Math.round(value * 10) / 10;

/** @param {Point[]} trail points close together @param {string} d @returns {Route} */
function measured(trail, d) {
  const distance = [0];
  for (let i = 1; i < trail.length; i += 1) {
    distance.push(distance[i - 1] + Math.hypot(trail[i].x - trail[i - 1].x, trail[i].y - trail[i - 1].y));
  }
  const length = distance[distance.length - 1];
  // An even number: one point is the middle.
  const samples = Math.max(SAMPLES, 2 * Math.ceil(length / STEP / 2));
  const points = new Float64Array((samples + 1) * 2);
  let piece = 1;
  for (let i = 0; i <= samples; i += 1) {
    const wanted = (length * i) / samples;
    while (piece < trail.length - 1 && distance[piece] < wanted) piece += 1;
    const share = (wanted - distance[piece - 1]) / (distance[piece] - distance[piece - 1] || 1);
    points[2 * i] = trail[piece - 1].x + (trail[piece].x - trail[piece - 1].x) * share;
    points[2 * i + 1] = trail[piece - 1].y + (trail[piece].y - trail[piece - 1].y) * share;
  }
  const last = trail[trail.length - 1];
  const before = trail[trail.length - 2];
  const angle = (Math.atan2(last.y - before.y, last.x - before.x) * 180) / Math.PI;
  const middle = { x: points[samples], y: points[samples + 1] };
  return { d, points, length, middle, sign: middle, words: 'below', end: { x: last.x, y: last.y, angle } };
}

/** A run of S-curves through stations, each left and entered level. @param {Point[]} stations @returns {Route} */
export function curve(stations) {
  /** @type {Point[]} */
  const trail = [stations[0]];
  let d = `M${tidy(stations[0].x)} ${tidy(stations[0].y)}`;
  for (let i = 1; i < stations.length; i += 1) {
    const [a, b] = [stations[i - 1], stations[i]];
    const bend = (b.x - a.x) / 2;
    d += `C${tidy(a.x + bend)} ${tidy(a.y)} ${tidy(b.x - bend)} ${tidy(b.y)} ${tidy(b.x)} ${tidy(b.y)}`;
    for (let s = 1; s <= 32; s += 1) {
      const t = s / 32;
      const [u, v, w, z] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t ** 3];
      trail.push({
        x: u * a.x + v * (a.x + bend) + w * (b.x - bend) + z * b.x,
        y: u * a.y + v * a.y + w * b.y + z * b.y,
      });
    }
  }
  return measured(trail, d);
}

/** Straight runs with rounded corners. @param {Point[]} corners @param {number} [radius] @returns {Route} */
export function bent(corners, radius = 10) {
  /** @type {Point[]} */
  const trail = [corners[0]];
  let d = `M${tidy(corners[0].x)} ${tidy(corners[0].y)}`;
  for (let i = 1; i < corners.length - 1; i += 1) {
    const [a, b, c] = [corners[i - 1], corners[i], corners[i + 1]];
    const before = Math.hypot(b.x - a.x, b.y - a.y);
    const after = Math.hypot(c.x - b.x, c.y - b.y);
    const r = Math.min(radius, before / 2, after / 2);
    const enter = { x: b.x + ((a.x - b.x) * r) / (before || 1), y: b.y + ((a.y - b.y) * r) / (before || 1) };
    const leave = { x: b.x + ((c.x - b.x) * r) / (after || 1), y: b.y + ((c.y - b.y) * r) / (after || 1) };
    d += `L${tidy(enter.x)} ${tidy(enter.y)}Q${tidy(b.x)} ${tidy(b.y)} ${tidy(leave.x)} ${tidy(leave.y)}`;
    for (let s = 0; s <= 8; s += 1) {
      const t = s / 8;
      trail.push({
        x: (1 - t) ** 2 * enter.x + 2 * (1 - t) * t * b.x + t * t * leave.x,
        y: (1 - t) ** 2 * enter.y + 2 * (1 - t) * t * b.y + t * t * leave.y,
      });
    }
  }
  const last = corners[corners.length - 1];
  trail.push(last);
  return measured(trail, `${d}L${tidy(last.x)} ${tidy(last.y)}`);
}

/**
 * The point after a share of the way, written into `out` because this runs for every envelope of every frame.
 * @param {Route} route @param {number} share from 0 to 1 @param {Point} out
 */
export function pointAt(route, share, out) {
  const p = route.points;
  const samples = p.length / 2 - 1;
  const at = Math.min(Math.max(share, 0), 1) * samples;
  const i = Math.min(Math.floor(at), samples - 1);
  const part = at - i;
  out.x = p[2 * i] + (p[2 * i + 2] - p[2 * i]) * part;
  out.y = p[2 * i + 1] + (p[2 * i + 3] - p[2 * i + 1]) * part;
}
