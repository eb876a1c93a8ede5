// Draws the timeline on a canvas: only what is visible, in the theme's colours, sharp on every screen.
import { shapesOf } from './bars.js';
import { depthsOf, lanesOfSubscriptions } from './depth.js';
import { flagsOf } from './flags.js';
import { LINES, Lines } from './lines.js';
import { msOf, scaleAt, ticksOf, wholeOf, xOf } from './scale.js';

/** @import { Session } from '../core/session.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Lane, Look, Shape } from './bars.js' */
/** @import { Depth } from './depth.js' */
/** @import { Flag } from './flags.js' */
/** @import { Scale, Sight } from './scale.js' */

const AXIS = 26;
const TOP = 16;
const LANE_GAP = 8;
/** How tall a lane is, where there is height and where there is little. The page's styles let them grow. */
const LANE = 42;
const SLIM_LANE = 26;
/** What is less than this is not seen. */
const HALF_PX = 0.5;
/** So near to it the playhead is taken hold of. */
const GRIP_PX = 9;
const COLOURS = /** @type {const} */ ([
  'ink',
  'muted',
  'line',
  'card',
  'soft',
  'blue',
  'orange',
  'sky',
  'tint-blue',
  'blue-ink',
  'green',
  'red',
  'grey',
  'band-down',
  'band-slow',
  'band-hung',
  'hung-fill',
  'red-ink',
  'orange-ink',
]);

/** @typedef {Record<typeof COLOURS[number], string>} Palette */

/** Where the lanes stand; the names beside them stand so by their styles. @param {number[]} nodes @param {number} height @returns {Lane[]} */
export function lanesOf(nodes, height) {
  const room = height - AXIS - TOP;
  const each = Math.max(SLIM_LANE, (room - LANE_GAP * (nodes.length - 1)) / Math.max(nodes.length, 1));
  return nodes.map((node, i) => ({ node, top: TOP + i * (each + LANE_GAP), height: each }));
}

/** How tall a timeline of so many lanes is at least. @param {number} lanes @param {boolean} slim whether there is little height */
export function heightOf(lanes, slim) {
  return TOP + AXIS + lanes * (slim ? SLIM_LANE : LANE) + (lanes - 1) * LANE_GAP;
}

/** The colours of a band, and what it says. @param {Look} look @param {Palette} palette @returns {{ fill: string, line: string, ink: string, word: 'timeline.down' | 'timeline.hung' | 'timeline.draining' | 'timeline.degraded' }} */
function bandOf(look, palette) {
  if (look === 'outage')
    return { fill: palette['band-down'], line: palette.red, ink: palette['red-ink'], word: 'timeline.down' };
  if (look === 'hung')
    return { fill: palette['band-hung'], line: palette['hung-fill'], ink: palette.ink, word: 'timeline.hung' };
  const word = look === 'draining' ? 'timeline.draining' : 'timeline.degraded';
  return { fill: palette['band-slow'], line: palette.orange, ink: palette['orange-ink'], word };
}

export class TimelineCanvas {
  #canvas;
  #context;
  /** @type {Palette | undefined} */
  #palette;
  /** @type {Map<string, CanvasPattern | string>} */
  #patterns = new Map();
  #font = '';
  #lines = new Lines();
  /** @type {Scale} as last drawn */
  scale = { fromMs: 0, toMs: 1, left: 0, width: 1 };
  /** @type {Flag[]} */
  #flags = [];
  #playheadX = 0;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
  }

  get canvas() {
    return this.#canvas;
  }

  /** The colours are read anew: after a change of the theme. */
  repaint() {
    this.#palette = undefined;
  }

  /**
   * @param {Session} session @param {number[]} nodes @param {Sight} sight
   * @param {Translator} tr
   */
  draw(session, nodes, sight, tr) {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const context = this.#context;
    if (!context || width === 0 || height === 0) return;
    this.#resize(width, height);
    const palette = this.#colours();
    const lanes = lanesOf(nodes, height);
    const scale = scaleAt(session.now, sight, 0, width - 14, wholeOf(session));
    this.scale = scale;
    context.clearRect(0, 0, width, height);
    this.#grid(scale, lanes, palette, tr);
    const rows = session.timeline(scale.fromMs, scale.toMs, msOf(scale, HALF_PX) - scale.fromMs);
    const { bands, bars } = shapesOf(rows, session.frame.layout, lanes, scale, session.head, this.#lines);
    const pixelMs = msOf(scale, 1) - scale.fromMs;
    const waiting = session.depths(scale.fromMs, scale.toMs, pixelMs);
    const depths = depthsOf(waiting, session.frame.layout, lanesOfSubscriptions(session.scenario), scale);
    // More than a lane has lines for are an area, and none of them a bar.
    const deep = lanes.filter(({ node }) => (depths.get(node)?.most ?? 0) > LINES);
    const asArea = new Set(deep.map(({ node }) => node));
    this.#playheadX = xOf(scale, session.now);
    for (const band of bands) if (!band.planned) this.#band(band, palette);
    for (const lane of deep) this.#area(/** @type {Depth} */ (depths.get(lane.node)), lane, scale, palette);
    for (const bar of bars) if (bar.look !== 'waiting' || !asArea.has(bar.node)) this.#bar(bar, palette);
    this.#ahead(this.#playheadX, scale.left + scale.width, height, palette);
    for (const band of bands) if (band.planned) this.#plan(band, palette);
    for (const band of bands) {
      const broker = nodes.includes(band.node) ? 'none' : tr.text(session.scenario.nodes[band.node].name);
      // The rest of what has begun has its name already.
      if (!band.planned || band.x > xOf(scale, session.head) + 1) this.#bandName(band, broker, palette, tr);
    }
    for (const lane of deep) this.#peak(/** @type {Depth} */ (depths.get(lane.node)), lane, scale, palette, tr);
    this.#playhead(this.#playheadX, height, palette);
    this.#flags = flagsOf(session.commands(), scale);
    for (const flag of this.#flags) this.#flag(flag, palette);
  }

  /** The instant at a place. @param {number} x */
  msAt(x) {
    return msOf(this.scale, x);
  }

  /** Whether a place belongs to the playhead and the axis, or to the lanes. @param {number} x @param {number} y */
  touches(x, y) {
    const onAxis = y < TOP || y > this.#canvas.clientHeight - AXIS;
    return onAxis || Math.abs(x - this.#playheadX) < GRIP_PX ? 'time' : 'ground';
  }

  /** The flag at a place. @param {number} x @param {number} y */
  flagAt(x, y) {
    return y > TOP ? undefined : this.#flags.findLast((flag) => x >= flag.x - 3 && x <= flag.x + 11);
  }

  /** @param {number} width @param {number} height */
  #resize(width, height) {
    // What is shown larger, by the screen or by the page, has more pixels.
    const ratio = (globalThis.devicePixelRatio || 1) * (this.#canvas.getBoundingClientRect().width / width || 1);
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#canvas.width === w && this.#canvas.height === h) return;
    this.#canvas.width = w;
    this.#canvas.height = h;
    this.#context?.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#patterns.clear();
  }

  #colours() {
    if (this.#palette) return this.#palette;
    const style = getComputedStyle(this.#canvas);
    this.#font = style.fontFamily;
    this.#patterns.clear();
    const entries = COLOURS.map((name) => [name, style.getPropertyValue(`--_${name}`).trim()]);
    this.#palette = /** @type {Palette} */ (Object.fromEntries(entries));
    return this.#palette;
  }

  /** Slanted lines: back-off is told by its texture too. @param {string} colour @param {string} ground */
  #hatch(colour, ground) {
    const key = colour + ground;
    const known = this.#patterns.get(key);
    if (known) return known;
    const tile = new OffscreenCanvas(8, 8);
    const pen = tile.getContext('2d');
    if (!pen || !this.#context) return colour;
    pen.fillStyle = ground;
    pen.fillRect(0, 0, 8, 8);
    pen.strokeStyle = colour;
    pen.lineWidth = 2.2;
    pen.beginPath();
    for (const shift of [-8, 0, 8]) {
      pen.moveTo(shift - 1, 9);
      pen.lineTo(shift + 9, -1);
    }
    pen.stroke();
    const pattern = this.#context.createPattern(tile, 'repeat') ?? colour;
    this.#patterns.set(key, pattern);
    return pattern;
  }

  /** @param {Scale} scale @param {Lane[]} lanes @param {Palette} palette @param {Translator} tr */
  #grid(scale, lanes, palette, tr) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.#context);
    const bottom = lanes.length > 0 ? lanes[lanes.length - 1].top + lanes[lanes.length - 1].height : TOP;
    context.font = `11px ${this.#font}`;
    context.textBaseline = 'alphabetic';
    let taken = Number.NEGATIVE_INFINITY;
    for (const ms of ticksOf(scale)) {
      const x = Math.round(xOf(scale, ms)) + 0.5;
      context.strokeStyle = palette.line;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(x, TOP - 4);
      context.lineTo(x, bottom + 4);
      context.stroke();
      const text = tr.duration(ms);
      const half = context.measureText(text).width / 2;
      const at = Math.min(Math.max(x - half, 0), scale.left + scale.width + 14 - 2 * half);
      // Letters are wider in some browsers than in others.
      if (at < taken) continue;
      taken = at + 2 * half + 8;
      context.fillStyle = palette.muted;
      context.fillText(text, at, bottom + 20);
    }
  }

  /** @param {Shape} band @param {Palette} palette */
  #band(band, palette) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.#context);
    context.fillStyle = bandOf(band.look, palette).fill;
    context.beginPath();
    context.roundRect(band.x, band.y, band.w, band.h, 3);
    context.fill();
  }

  /** A band that lies ahead: its outline, and its texture instead of its colour. @param {Shape} band @param {Palette} palette */
  #plan(band, palette) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.#context);
    const { fill, line } = bandOf(band.look, palette);
    context.fillStyle = this.#hatch(fill, palette.card);
    context.strokeStyle = line;
    context.lineWidth = 1.2;
    context.setLineDash([4, 3]);
    context.beginPath();
    context.roundRect(band.x + 0.5, band.y + 0.5, Math.max(1, band.w - 1), band.h - 1, 3);
    context.fill();
    context.stroke();
    context.setLineDash([]);
  }

  /** How many wait, over time, as high as the lane where there are most. @param {Depth} depth @param {Lane} lane @param {Scale} scale @param {Palette} palette */
  #area({ columns, most }, { top, height }, { left }, palette) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.#context);
    const floor = top + height;
    context.fillStyle = palette['tint-blue'];
    context.strokeStyle = palette.blue;
    context.lineWidth = 1.5;
    const pitch = height / most;
    for (let x = 0; x < columns.length; x += 1) {
      if (columns[x] === 0) continue;
      context.beginPath();
      context.moveTo(left + x, floor);
      const start = x;
      for (; x < columns.length && columns[x] > 0; x += 1) {
        context.lineTo(left + x, floor - columns[x] * pitch);
        context.lineTo(left + x + 1, floor - columns[x] * pitch);
      }
      context.lineTo(left + x, floor);
      context.fill();
      if (x > start) context.stroke();
    }
  }

  /** The greatest number of an area, where it is reached. @param {Depth} depth @param {Lane} lane @param {Scale} scale @param {Palette} palette @param {Translator} tr */
  #peak({ most, at }, { top }, { left, width }, palette, tr) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.#context);
    const text = tr.t('timeline.depth', { count: most });
    context.font = `bold 10px ${this.#font}`;
    const wide = context.measureText(text).width + 8;
    const x = Math.min(left + at + 3, left + width - wide);
    context.fillStyle = palette.card;
    context.beginPath();
    context.roundRect(x, top + 1, wide, 13, 3);
    context.fill();
    context.fillStyle = palette['blue-ink'];
    context.fillText(text, x + 4, top + 11);
  }

  /** The name of a band, on a ground of its own above the bars. @param {Shape} band @param {string} broker whose outage it is, when it is no lane's; otherwise none @param {Palette} palette @param {Translator} tr */
  #bandName(band, broker, palette, tr) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.#context);
    const { fill, ink, word } = bandOf(band.look, palette);
    const text = tr.t(word, { broker });
    context.font = `bold 10px ${this.#font}`;
    const width = context.measureText(text).width;
    if (band.w < width + 10) return;
    context.fillStyle = fill;
    context.beginPath();
    context.roundRect(band.x, band.y - 8, width + 10, 13, 3);
    context.fill();
    context.fillStyle = ink;
    context.fillText(text, band.x + 5, band.y + 2);
  }

  /** @param {Shape} bar @param {Palette} palette */
  #bar({ x, y, w, h, look }, palette) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.#context);
    context.beginPath();
    if (w > 4) context.roundRect(x, y, w, h, 2);
    else context.rect(x, y, w, h);
    if (look === 'waiting' || look === 'held') {
      context.fillStyle = palette.card;
      context.fill();
      if (look === 'waiting') context.setLineDash([3, 2]);
      context.strokeStyle = look === 'held' ? palette.muted : palette.blue;
      context.lineWidth = look === 'held' ? 1 : 1.2;
      context.stroke();
      context.setLineDash([]);
      return;
    }
    context.fillStyle = this.#fillOf(look, palette);
    context.fill();
    if (look === 'backoff' || look === 'suppressed') {
      context.strokeStyle = look === 'backoff' ? palette.sky : palette.grey;
      context.lineWidth = 1;
      context.stroke();
    }
    if ((look === 'failed' || look === 'crashed' || look === 'expired') && w >= 7)
      this.#cross(x + w / 2, y + h / 2, palette);
  }

  /** Failure has a sign as well as a colour. @param {number} x @param {number} y @param {Palette} palette */
  #cross(x, y, palette) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.#context);
    context.strokeStyle = palette.card;
    context.lineWidth = 1.4;
    context.beginPath();
    context.moveTo(x - 2.5, y - 2.5);
    context.lineTo(x + 2.5, y + 2.5);
    context.moveTo(x + 2.5, y - 2.5);
    context.lineTo(x - 2.5, y + 2.5);
    context.stroke();
  }

  /** @param {Shape['look']} look @param {Palette} palette */
  #fillOf(look, palette) {
    if (look === 'done') return palette.green;
    if (look === 'open') return palette.orange;
    if (look === 'backoff') return this.#hatch(palette.sky, palette.card);
    if (look === 'suppressed') return this.#hatch(palette.grey, palette.card);
    return palette.red;
  }

  /** What was commanded: trouble as a full flag, anything else as an empty one. @param {Flag} flag @param {Palette} palette */
  #flag({ x, tone }, palette) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.#context);
    const colour = { bad: palette.red, good: palette.green, set: palette.ink }[tone];
    context.strokeStyle = colour;
    context.fillStyle = tone === 'bad' ? colour : palette.card;
    context.lineWidth = 1.3;
    context.beginPath();
    context.moveTo(x, TOP);
    context.lineTo(x, 2);
    context.lineTo(x + 9, 5);
    context.lineTo(x, 9);
    context.fill();
    context.stroke();
  }

  /** What lies after the playhead is dimmed. @param {number} x @param {number} right @param {number} height @param {Palette} palette */
  #ahead(x, right, height, palette) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.#context);
    context.globalAlpha = 0.55;
    context.fillStyle = palette.soft;
    context.fillRect(x, TOP - 4, right - x + 14, height - AXIS - TOP + 8);
    context.globalAlpha = 1;
  }

  /** @param {number} x @param {number} height @param {Palette} palette */
  #playhead(x, height, palette) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.#context);
    context.fillStyle = palette.ink;
    context.fillRect(x - 1, 4, 2, height - AXIS + 2);
    context.beginPath();
    context.arc(x, 6, 5.5, 0, Math.PI * 2);
    context.fill();
  }
}
