// Where envelopes lie: every box on the stage as a row of places, with room for so many and a count for the rest.
import { publishKey } from '../layout/graph.js';

/** @import { Rect } from '../layout/card.js' */
/** @import { Stage } from '../layout/columns.js' */

/**
 * A row of places in a box.
 * @typedef {object} Slot
 * @property {string} key
 * @property {number} x centre of the first envelope
 * @property {number} y
 * @property {number} pitch from one envelope to the next
 * @property {number} all how many there is room for
 * @property {number} beside how many there is room for beside a count of the others
 * @property {number} capacity how many are drawn: one of the two
 * @property {number} moreX where the count of the others stands
 * @property {number} moreY
 * @property {boolean} timed whether there is room for the remaining time beside each envelope
 * @property {number} used how many lie here in the frame that is being drawn
 */

export const ENVELOPE = { w: 28, h: 20 };
const PIE = 22;
const TIME = 34;
const MORE = 24;
/** The button beside the dead letters. */
const REDRIVE = 54;
/** The button beside what waits for a reader of a log. */
const REWIND = 24;
/** From the side of a box to its first envelope. */
const EDGE = 7;

/**
 * @param {string} key @param {Rect} rect @param {number} pitch @param {{ timed?: boolean, reserve?: number, edge?: number }} [options]
 * @returns {Slot}
 */
function slot(key, rect, pitch, { timed = false, reserve = 0, edge = EDGE } = {}) {
  const inner = rect.w - 2 * edge - reserve;
  // An envelope may come close to the side of its box, but not under a button.
  const all = Math.max(1, Math.floor((inner + (reserve > 0 ? -2 : 8)) / pitch));
  const beside = Math.max(1, Math.floor((inner + 4 - MORE) / pitch));
  const y = rect.y + rect.h / 2;
  const inLine = beside * pitch + MORE <= inner + 4;
  return {
    key,
    x: rect.x + edge + ENVELOPE.w / 2,
    y,
    pitch,
    all,
    beside,
    capacity: all,
    moreX: inLine ? rect.x + edge + beside * pitch + 2 : rect.x + rect.w - reserve - 4,
    moreY: inLine ? y + 4 : rect.y + rect.h - 4,
    timed,
    used: 0,
  };
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
    if (at.worker) add(slot(`worker:${box.key}`, at.worker, ENVELOPE.w + PIE));
    if (at.line) add(slot(`line:${box.key}`, at.line, ENVELOPE.w + 2));
    if (at.retry) add(retrySlot(`retry:${box.key}`, at.retry));
    if (at.dead) add(slot(`dead:${box.key}`, at.dead, ENVELOPE.w, { reserve: REDRIVE, edge: 5 }));
    if (phoneAt) add(slot(`phone:${box.key}`, phoneAt, ENVELOPE.w + 2));
    for (const hole of box.holes) {
      const rect = { x: box.x + hole.x, y: box.y + hole.y + hole.label + 1, w: hole.w, h: hole.h - hole.label + 1 };
      const tight = rect.w < 116;
      const reserve = box.log ? REWIND : 0;
      add(slot(`hole:${hole.subscription}`, rect, ENVELOPE.w + (tight ? 0 : 1), { edge: tight ? 4 : EDGE, reserve }));
    }
  }
  for (const edge of stage.edges.values()) {
    if (edge.kind !== 'publish') continue;
    const [x, y] = edge.route.points;
    const rect =
      stage.mode === 'columns' ? { x: x + 2, y: y + 8, w: 54, h: 24 } : { x: x + 16, y: y + 2, w: 90, h: 22 };
    const [node, topic] = edge.key.slice(1).split(':').map(Number);
    add({ ...slot(`outbox:${publishKey(node, topic)}`, rect, 9), all: 3, beside: 3, capacity: 3 });
  }
  return slots;
}

/** Waiting to retry: the remaining time is written when there is room for it. @param {string} key @param {Rect} rect @returns {Slot} */
function retrySlot(key, rect) {
  const timed = slot(key, rect, ENVELOPE.w + PIE + TIME, { timed: true });
  return rect.w >= 2 * timed.pitch ? timed : slot(key, rect, ENVELOPE.w + PIE);
}
