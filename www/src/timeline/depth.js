// How many messages wait for a service, over time: for each column of pixels, and the most of it.
import { xOf } from './scale.js';

/** @import { Layout, Scenario } from '../core/types.js' */
/** @import { Scale } from './scale.js' */

/** @typedef {{ columns: Float64Array, most: number, at: number }} Depth `columns`: how many wait in each column of pixels; `at`: the first in which there are most */

/** The node in whose lane the messages of each subscription wait. @param {Scenario} scenario */
export const lanesOfSubscriptions = ({ nodes, subscriptions }) =>
  subscriptions.map(({ consumers: [first] }) => nodes.findIndex(({ id }) => id === first));

/**
 * @param {Float64Array} rows @param {Layout} layout @param {number[]} laneOf the node of each subscription @param {Scale} scale
 * @returns {Map<number, Depth>} by node
 */
export function depthsOf(rows, layout, laneOf, scale) {
  const field = Object.fromEntries(layout.depth.map((name, index) => [name, index]));
  /** @type {Map<number, Depth>} */
  const depths = new Map();
  const last = Math.ceil(scale.width);
  // A column belongs to one interval of each subscription.
  let [subscription, free] = [-1, 0];
  for (let at = 0; at < rows.length; at += layout.depth.length) {
    if (rows[at + field.subscription] !== subscription) [subscription, free] = [rows[at + field.subscription], 0];
    const node = laneOf[subscription];
    const depth = depths.get(node) ?? { columns: new Float64Array(last), most: 0, at: 0 };
    depths.set(node, depth);
    const from = Math.max(free, Math.round(xOf(scale, rows[at + field.startMs]) - scale.left));
    free = Math.min(last, Math.max(from, Math.round(xOf(scale, rows[at + field.endMs]) - scale.left)));
    for (let x = from; x < free; x += 1) {
      depth.columns[x] += rows[at + field.waiting];
      if (depth.columns[x] > depth.most) [depth.most, depth.at] = [depth.columns[x], x];
    }
  }
  return depths;
}
