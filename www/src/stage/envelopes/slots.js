// Where envelopes lie: every box on the stage as rows of places, with room for so many and a count for the rest.
import { ROW } from '../layout/card.js';

/** @import { Rect } from '../layout/card.js' */
/** @import { Stage } from '../layout/columns.js' */

/** How envelopes lie in a box: so large, so far from one to the next and from a row to the next, with the remaining time beside each or with its pie on it.
 * @typedef {{ pitch: number, scale: number, line: number, timed?: boolean, onIt?: boolean }} Lie */
/** The same, and how many there is room for. @typedef {Lie & { columns: number, rows: number }} Way */

/**
 * Places in a box, in rows; when they are too many, a count of the others.
 * @typedef {object} Slot
 * @property {string} key
 * @property {number} left where the first envelope begins
 * @property {number} x its centre
 * @property {number} y centre of the first row
 * @property {number} middle of the box
 * @property {Way} way in which they lie: one of `ways`
 * @property {Way[]} ways from the one that takes most room to the one that takes least
 * @property {number} inner how wide a row may be
 * @property {number} all how many there is room for
 * @property {number} capacity how many are drawn
 * @property {number} moreX where the count of the others ends
 * @property {number} moreY
 * @property {number} lowest the line of a count for which there is no room beside an envelope
 * @property {boolean} piled whether envelopes cover each other, so that a count is below them
 * @property {number} used how many lie here in the frame that is being drawn
 */

export const ENVELOPE = { w: 28, h: 20 };
const PIE = 22;
const TIME = 34;
/** From an envelope with its pie on it to the next. */
const CLOSE = 32;
/** What a count takes, and what each of its digits does. */
const MORE = { least: 12, digit: 7 };
/** The button beside the dead letters. */
const REDRIVE = 54;
/** The button beside what waits for a reader of a log. */
const REWIND = 24;
/** From the side of a box to its first envelope. */
const EDGE = 7;

const FULL = { scale: 1, line: ROW };
const TIMED = { ...FULL, pitch: ENVELOPE.w + PIE + TIME, timed: true };
const BESIDE = { ...FULL, pitch: ENVELOPE.w + PIE };
const ON_IT = { ...FULL, pitch: CLOSE, onIt: true };
const PLAIN = { ...FULL, pitch: ENVELOPE.w + 4 };
/** Where there are many: their number can hardly be read, their pie can. */
const SMALL = { scale: 0.68, line: 16, pitch: 21, onIt: true };

/** At the end of an arrow. */
const PILE_PITCH = 9;
const PILE = { ...FULL, pitch: PILE_PITCH };

/**
 * @param {string} key @param {Rect} rect @param {Lie[]} ways from the one that takes most room to the one that takes least
 * @param {{ reserve?: number, edge?: number, piled?: boolean }} [options]
 * @returns {Slot}
 */
function slot(key, rect, ways, { reserve = 0, edge = EDGE, piled = false } = {}) {
  const inner = rect.w - 2 * edge - reserve - (piled ? ENVELOPE.w - PILE_PITCH : 0);
  const own = ways.map((way) => {
    // An envelope may come close to the side of its box, but not under a button.
    const columns = Math.max(1, Math.floor((inner + (reserve > 0 ? -2 : 8)) / way.pitch));
    return { ...way, columns, rows: Math.max(1, Math.floor((rect.h + 4) / way.line - 0.2)) };
  });
  const middle = rect.y + rect.h / 2;
  const made = {
    key,
    left: rect.x + edge,
    x: 0,
    y: middle,
    middle,
    way: own[0],
    ways: own,
    inner,
    all: 0,
    capacity: 0,
    moreX: rect.x + rect.w - reserve - 4,
    moreY: middle + 4,
    lowest: rect.y + rect.h - (piled ? -9 : 4),
    piled,
    used: 0,
  };
  arrange(made);
  return made;
}

/** Chooses how envelopes lie, by how many there are. @param {Slot} slot @returns {boolean} whether anything has changed */
export function arrange(slot) {
  const before = [slot.way, slot.capacity, slot.y];
  const { ways, used, middle } = slot;
  const way = ways.find(({ columns, rows }) => used <= columns * rows) ?? ways[ways.length - 1];
  const { rows, line } = way;
  slot.way = way;
  slot.x = slot.left + (ENVELOPE.w * way.scale) / 2;
  slot.all = way.columns * rows;
  slot.capacity = slot.all;
  slot.moreY = middle + 4 + ((rows - 1) / 2) * line;
  if (used > slot.all) {
    const last = (rows - 1) * way.columns;
    const text = MORE.least + MORE.digit * String(used).length;
    const beside = slot.piled ? way.columns : Math.max(0, Math.floor((slot.inner + 4 - text) / way.pitch));
    slot.capacity = Math.max(1, last + beside);
    if (slot.piled || last + beside === 0) slot.moreY = slot.lowest;
  }
  const lines = Math.min(rows, Math.max(1, Math.ceil(used / way.columns)));
  slot.y = middle - ((lines - 1) / 2) * line;
  return before[0] !== way || before[1] !== slot.capacity || before[2] !== slot.y;
}

/** @param {Rect} box @param {Rect | undefined} rect @returns {Rect | undefined} */
const placed = (box, rect) => rect && { ...rect, x: box.x + rect.x, y: box.y + rect.y };

/** @param {Stage} stage @returns {Map<string, Slot>} */
export function slotsOf(stage) {
  /** @type {Map<string, Slot>} */
  const slots = new Map();
  /** @param {Slot} made */
  const add = (made) => slots.set(made.key, made);
  for (const box of stage.boxes.values()) {
    const { worker, line, retry, dead, phone } = box.slots;
    const at = {
      worker: placed(box, worker),
      line: placed(box, line),
      retry: placed(box, retry),
      dead: placed(box, dead),
    };
    const phoneAt = placed(box, phone);
    if (at.worker) add(slot(`worker:${box.key}`, at.worker, [BESIDE, ON_IT, SMALL]));
    if (at.line) add(slot(`line:${box.key}`, at.line, [PLAIN, SMALL]));
    if (at.retry)
      add(
        slot(
          `retry:${box.key}`,
          at.retry,
          at.retry.w >= 2 * TIMED.pitch ? [TIMED, BESIDE, ON_IT, SMALL] : [BESIDE, ON_IT, SMALL],
        ),
      );
    if (at.dead)
      add(slot(`dead:${box.key}`, at.dead, [{ ...FULL, pitch: ENVELOPE.w }, SMALL], { reserve: REDRIVE, edge: 5 }));
    if (phoneAt) add(slot(`phone:${box.key}`, phoneAt, [PLAIN, SMALL]));
    for (const hole of box.holes) {
      const rect = { x: box.x + hole.x, y: box.y + hole.y + hole.label + 2, w: hole.w, h: hole.h - hole.label - 1 };
      const tight = rect.w < 116;
      const reserve = box.log ? REWIND : 0;
      const way = { ...FULL, pitch: ENVELOPE.w + (tight ? 0 : 1), onIt: true };
      add(slot(`hole:${hole.subscription}`, rect, [way, SMALL], { edge: tight ? 4 : EDGE, reserve }));
    }
  }
  for (const edge of stage.edges.values()) {
    if (edge.kind !== 'publish') continue;
    const [x, y] = edge.route.points;
    const rect =
      stage.mode === 'columns' ? { x: x + 2, y: y + 8, w: 54, h: 24 } : { x: x + 16, y: y + 2, w: 90, h: 22 };
    add(slot(`outbox:${edge.key}`, rect, [PILE], { piled: true }));
    // What waits for room stands before the topic.
    const { end } = edge.route;
    const before =
      stage.mode === 'columns'
        ? { x: end.x - 58, y: end.y + 8, w: 54, h: 24 }
        : { x: end.x - 96, y: end.y - 26, w: 90, h: 22 };
    add(slot(`blocked:${edge.key}`, before, [PILE], { piled: true }));
  }
  return slots;
}
