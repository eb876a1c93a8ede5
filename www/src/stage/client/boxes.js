// Where the box of a client's card is: its calls that wait for an answer.
import { HEIGHTS, PAD } from '../layout/card.js';
import { featuresOf } from '../layout/graph.js';

/** @import { Scenario } from '../../core/types.js' */
/** @import { Inside, Style } from '../layout/card.js' */
/** @import { Item } from '../layout/graph.js' */

/** No column of clients is wider in a figure. */
const WIDE = 100;

/** @param {Scenario} scenario @param {Item} item @param {number} width @param {Style} style @returns {Inside} */
export function clientCard(scenario, item, width, style) {
  const has = featuresOf(scenario, item.index);
  // Where it is as wide as the stage, its button stands beside its name.
  if (style === 'figure') return { variant: 'figure', h: width > WIDE ? 62 : 112, slots: {}, holes: [] };
  if (style === 'stack') {
    const phone = { x: PAD, y: 108, w: width - 2 * PAD, h: 34 };
    return { variant: 'stack', h: has.calls ? 152 : 98, slots: has.calls ? { phone } : {}, holes: [] };
  }
  const compact = style === 'compact';
  const h = compact ? 118 : 172;
  const phone = { x: 12, y: h + 12, w: width - 24, h: HEIGHTS[compact ? 'compact' : 'roomy'].slot };
  const variant = compact ? 'compact' : 'plain';
  return { variant, h: has.calls ? phone.y + phone.h + 12 : h, slots: has.calls ? { phone } : {}, holes: [] };
}
