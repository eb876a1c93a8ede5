// Where the holes of a topic's card are, one for each subscription, and the row of records it keeps.
import { nameRoom, ROW } from '../layout/card.js';
import { fitOf } from '../layout/words.js';

/** @import { Scenario } from '../../core/types.js' */
/** @import { Inside, Style } from '../layout/card.js' */
/** @import { Item } from '../layout/graph.js' */

/** The numbered row of a topic that keeps its records, with the groups' marks under it. */
const LOG = 50;
/** The row of a broker's replicas, under the name of each of its topics. */
const REPLICAS = 18;

/** A topic's name: the size of its letters, and what stands beside it. */
const NAMES = { stack: [13, 154], figure: [12.5, 6], plain: [13, 6] };
/** The name of a hole: the size of its letters, from one line to the next, and what stands beside it: the group's number, where it reads. */
const LABEL = { size: 10, line: 13, beside: 14, group: 18 };
/** So many rows more of envelopes a hole grows to. */
const MORE_ROWS = { figure: 1, plain: 2 };

/** @param {Scenario} scenario @param {Item} item @param {number} width @param {Style} style @param {number} room @returns {Inside} */
export function topicCard(scenario, item, width, style, room) {
  const own = scenario.subscriptions.flatMap(({ topic }, index) =>
    topic === scenario.topics[item.index].id ? [index] : [],
  );
  const { log: keeps, broker } = scenario.topics[item.index];
  const kept = keeps ? LOG : 0;
  const copies = scenario.nodes.some(({ id, replicas }) => id === broker && replicas) ? REPLICAS : 0;
  /** How high the names of holes are, and how large, beside each other or in a column. @param {number} w */
  const labelIn = (w) => {
    const names = own.map((place) => scenario.subscriptions[place].name);
    const fits = names.map((name) => fitOf(name, w - LABEL.beside - (kept ? LABEL.group : 0), LABEL.size));
    // Where the group reads stands in a line of its own.
    const label = LABEL.line * (Math.max(1, ...fits.map(({ lines }) => lines)) + (kept ? 1 : 0));
    return { label, letters: Math.min(1, ...fits.map(({ letters }) => letters)) };
  };
  /** @param {keyof typeof NAMES} shape */
  const nameFor = (shape) => {
    const [size, beside] = NAMES[shape];
    return nameRoom(fitOf(scenario.topics[item.index].name, width - beside, size));
  };
  if (style === 'stack') {
    const name = nameFor('stack');
    const inner = width - 24;
    const top = 44 + copies + name.more;
    const log = kept ? { x: 12, y: top - 2, w: inner, h: kept - 8 } : undefined;
    const across = Math.min(own.length, 3) || 1;
    const w = (inner - (across - 1) * 8) / across;
    const { label, letters } = labelIn(w);
    const h = 37 + label;
    const holes = own.map((subscription, i) => ({
      subscription,
      x: 12 + (i % across) * (w + 8),
      y: top + kept + Math.floor(i / across) * (h + 8),
      w,
      h,
      label,
      letters,
    }));
    const whole = top + kept + Math.ceil(own.length / across) * (h + 8) + 4;
    return { variant: 'stack', h: whole, ...name, slots: {}, holes, log };
  }
  const figure = style === 'figure';
  const shape = figure ? 'figure' : 'plain';
  const name = nameFor(shape);
  const edge = figure ? 10 : 14;
  const w = width - 2 * edge;
  const { label, letters } = labelIn(w);
  const [head, foot] = figure ? [52 + kept + copies + name.more, 12] : [60 + kept + copies + name.more, 46];
  const hole = (figure ? 31 : 39) + label;
  const share = (room - head - foot) / Math.max(own.length, 1);
  // A hole grows by whole rows of envelopes, and what is left lies between them.
  const rows = Math.min(MORE_ROWS[shape], Math.max(0, Math.floor((share - hole - 8) / ROW)));
  const h = hole + ROW * rows;
  const spread = Math.max(8, Math.min(34, share - h));
  const holes = own.map((subscription, i) => ({
    subscription,
    x: edge,
    y: head + i * (h + spread),
    w,
    h,
    label,
    letters,
  }));
  const whole = head + foot + own.length * (h + spread) + (spread > 8 ? 8 - spread : 0);
  const log = kept ? { x: edge, y: head - kept - 2, w, h: kept - 8 } : undefined;
  return { variant: shape, h: whole, ...name, slots: {}, holes, log };
}
