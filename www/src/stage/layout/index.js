// Chooses how the stage is laid out: columns in one row where they fit, in several where they do not, one column of cards on a phone.
import { layoutColumns } from './columns.js';
import { layoutStack } from './stack.js';

/** @import { Scenario } from '../../core/types.js' */
/** @import { Style } from './bands.js' */
/** @import { Stage } from './columns.js' */

/** With less width than this the cards are never made small, nor the columns put in rows: it is a phone. */
const ROOMY = { full: 560, figure: 440 };

/** `low`: it is a lying phone. @typedef {{ width: number, minHeight: number, figure: boolean, low?: boolean }} Room */

/** How much larger everything is drawn at most, and by which steps that is tried. */
const LARGEST = 1.5;
const STEP = 0.05;
/** No arrow becomes shorter than this share for it. */
const SHORTEST = 0.75;

/** The layout at its own size. @param {Scenario} scenario @param {Room} room @returns {Stage} */
function plainStage(scenario, { width, minHeight, figure, low }) {
  const style = figure ? 'figure' : 'full';
  /** @param {Style} as @param {boolean} [folded] */
  const columns = (as, folded) => layoutColumns(scenario, { width, minHeight, style: as, folded });
  const roomy = width >= ROOMY[style];
  const inOneRow =
    (low ? columns('low') : undefined) ?? columns(style) ?? (roomy && !figure ? columns('compact') : undefined);
  if (inOneRow) return inOneRow;
  if (roomy) {
    const large = columns(style, true);
    const small = figure ? undefined : columns('compact', true);
    // Small cards are worth it where they spare a row.
    const best = small && (!large || small.bands < large.bands) ? small : large;
    if (best) return best;
  }
  return layoutStack(scenario, { width, figure });
}

/** @param {Stage} stage */
const shortestOf = (stage) => Math.min(...[...stage.edges.values()].map(({ route }) => route.length)) * stage.scale;

/** Whether cards and rows are the same, and the arrows nearly as long. @param {Stage} larger @param {Stage} plain */
function isLike(larger, plain) {
  if (larger.mode !== plain.mode || larger.bands !== plain.bands) return false;
  if (shortestOf(larger) < SHORTEST * shortestOf(plain)) return false;
  return [...plain.boxes].every(([key, { variant }]) => larger.boxes.get(key)?.variant === variant);
}

/**
 * Where everything stands. Columns that leave room are drawn larger, as long as nothing needs another shape for it and the stage becomes no higher.
 * @param {Scenario} scenario @param {Room} room in CSS pixels
 * @returns {Stage}
 */
export function layoutStage(scenario, room) {
  const plain = plainStage(scenario, room);
  const { width, minHeight } = room;
  const height = Math.max(minHeight, plain.height);
  for (let scale = LARGEST; plain.mode === 'columns' && scale > 1 + STEP / 2; scale -= STEP) {
    const within = { ...room, width: Math.floor(width / scale), minHeight: minHeight / scale };
    const larger = { ...plainStage(scenario, within), scale };
    if (larger.height * scale <= height + 0.5 && isLike(larger, plain)) return larger;
  }
  return plain;
}
