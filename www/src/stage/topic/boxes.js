// Where the holes of a topic's card are, one for each subscription, and the row of records it keeps.
/** @import { Scenario } from '../../core/types.js' */
/** @import { Inside, Style } from '../layout/card.js' */
/** @import { Item } from '../layout/graph.js' */

/** The numbered row of a topic that keeps its records, with the groups' marks under it. */
const LOG = 50;
/** The row of a broker's replicas, under the name of each of its topics. */
const REPLICAS = 18;

/** @param {Scenario} scenario @param {Item} item @param {number} width @param {Style} style @param {number} room @returns {Inside} */
export function topicCard(scenario, item, width, style, room) {
  const own = scenario.subscriptions.flatMap(({ topic }, index) =>
    topic === scenario.topics[item.index].id ? [index] : [],
  );
  const { log: keeps, broker } = scenario.topics[item.index];
  const kept = keeps ? LOG : 0;
  const copies = scenario.nodes.some(({ id, replicas }) => id === broker && replicas) ? REPLICAS : 0;
  if (style === 'stack') {
    const inner = width - 24;
    const top = 44 + copies;
    const log = kept ? { x: 12, y: top - 2, w: inner, h: kept - 8 } : undefined;
    const across = Math.min(own.length, 3) || 1;
    const w = (inner - (across - 1) * 8) / across;
    const holes = own.map((subscription, i) => ({
      subscription,
      x: 12 + (i % across) * (w + 8),
      y: top + kept + Math.floor(i / across) * 58,
      w,
      h: 50,
    }));
    return { variant: 'stack', h: top + kept + Math.ceil(own.length / across) * 58 + 4, slots: {}, holes, log };
  }
  const figure = style === 'figure';
  const [head, foot, hole] = figure ? [52 + kept + copies, 12, 44] : [60 + kept + copies, 46, 52];
  const least = head + foot + own.length * (hole + 8);
  const spread = Math.max(8, Math.min(34, (room - head - foot - own.length * hole) / Math.max(own.length, 1)));
  const holes = own.map((subscription, i) => ({
    subscription,
    x: figure ? 10 : 14,
    y: head + i * (hole + spread),
    w: width - (figure ? 20 : 28),
    h: hole,
  }));
  const h = Math.max(least, head + foot + own.length * (hole + spread) - spread + 8);
  const edge = figure ? 10 : 14;
  const log = kept ? { x: edge, y: head - kept - 2, w: width - 2 * edge, h: kept - 8 } : undefined;
  return { variant: figure ? 'figure' : 'plain', h, slots: {}, holes, log };
}
