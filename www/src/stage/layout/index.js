// Chooses how the stage is laid out: columns in one row where they fit, in several where they do not, one column of cards on a phone.
import { layoutColumns } from './columns.js';
import { layoutStack } from './stack.js';

/** @import { Scenario } from '../../core/types.js' */
/** @import { Style } from './bands.js' */
/** @import { Stage } from './columns.js' */

/** With less width than this the cards are never made small, nor the columns put in rows: it is a phone. */
const ROOMY = { full: 560, figure: 440 };

/**
 * @param {Scenario} scenario
 * @param {{ width: number, minHeight: number, figure: boolean }} options
 * @returns {Stage}
 */
export function layoutStage(scenario, { width, minHeight, figure }) {
  const style = figure ? 'figure' : 'full';
  /** @param {Style} as @param {boolean} [folded] */
  const columns = (as, folded) => layoutColumns(scenario, { width, minHeight, style: as, folded });
  const roomy = width >= ROOMY[style];
  const inOneRow = columns(style) ?? (roomy && !figure ? columns('compact') : undefined);
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
