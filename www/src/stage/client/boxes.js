// Where the box of a client's card is: its calls that wait for an answer.
import { HEIGHTS, nameRoom, PAD } from '../layout/card.js';
import { featuresOf } from '../layout/graph.js';
import { fitOf } from '../layout/words.js';

/** @import { Scenario } from '../../core/types.js' */
/** @import { Inside, Style } from '../layout/card.js' */
/** @import { Item } from '../layout/graph.js' */

/** No column of clients is wider in a figure. */
const WIDE = 100;

/** How large a client's name is, and what stands beside it, by the shape of its card. */
const NAMES = { figure: [14.5, 6], row: [14.5, 154], stack: [14.5, 144], compact: [12.5, 12], plain: [14.5, 6] };

/** @param {Scenario} scenario @param {Item} item @param {number} width @param {Style} style @returns {Inside} */
export function clientCard(scenario, item, width, style) {
  const has = featuresOf(scenario, item.index);
  /** @param {keyof typeof NAMES} shape */
  const nameFor = (shape) => {
    const [size, beside] = NAMES[shape];
    return nameRoom(fitOf(scenario.nodes[item.index].name, width - beside, size));
  };
  if (style === 'figure') {
    // Where it is as wide as the stage, its button stands beside its name.
    const row = width > WIDE;
    const name = nameFor(row ? 'row' : 'figure');
    return { variant: 'figure', h: (row ? 62 : 112) + name.more, ...name, slots: {}, holes: [] };
  }
  if (style === 'stack') {
    const name = nameFor('stack');
    const phone = { x: PAD, y: 108 + name.more, w: width - 2 * PAD, h: 34 };
    return {
      variant: 'stack',
      h: (has.calls ? 152 : 98) + name.more,
      ...name,
      slots: has.calls ? { phone } : {},
      holes: [],
    };
  }
  const compact = style === 'compact';
  const name = nameFor(compact ? 'compact' : 'plain');
  const h = (compact ? 118 : 172) + name.more;
  const phone = { x: 12, y: h + 12, w: width - 24, h: HEIGHTS[compact ? 'compact' : 'roomy'].slot };
  const variant = compact ? 'compact' : 'plain';
  return { variant, h: has.calls ? phone.y + phone.h + 12 : h, ...name, slots: has.calls ? { phone } : {}, holes: [] };
}
