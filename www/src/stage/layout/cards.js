// How wide a card may be, how tall it is then, and what lies where in it.
import { clientCard } from '../client/boxes.js';
import { serviceCard } from '../service/boxes.js';
import { topicCard } from '../topic/boxes.js';

/** @import { Scenario } from '../../core/types.js' */
/** @import { Style as Columns } from './bands.js' */
/** @import { Inside, Rect, Style } from './card.js' */
/** @import { Item, ItemKind } from './graph.js' */

/** What a sidecar takes away from the left of its service. */
export const SIDECAR = 26;

/** How wide a column of such cards would be, and how narrow it may get.
 * @type {Record<Columns, Record<ItemKind, { best: number, least: number }>>} */
export const WIDTHS = {
  full: {
    client: { best: 122, least: 118 },
    topic: { best: 180, least: 156 },
    service: { best: 410, least: 196 },
    gateway: { best: 200, least: 140 },
  },
  compact: {
    client: { best: 118, least: 106 },
    topic: { best: 170, least: 124 },
    service: { best: 230, least: 144 },
    gateway: { best: 160, least: 124 },
  },
  low: {
    client: { best: 118, least: 118 },
    topic: { best: 140, least: 124 },
    service: { best: 340, least: 300 },
    gateway: { best: 160, least: 124 },
  },
  figure: {
    client: { best: 100, least: 96 },
    topic: { best: 132, least: 124 },
    service: { best: 238, least: 138 },
    gateway: { best: 150, least: 124 },
  },
};

/** The box at a service's left through which its calls go, measured from the card's corner; it sticks out of the card.
 * @param {Scenario} scenario @param {Item} item @param {number} h the card's height @returns {Rect | undefined} */
export function sidecarOf(scenario, item, h) {
  if (item.kind === 'topic' || !scenario.nodes[item.index].sidecar) return undefined;
  const high = Math.min(h - 16, 72);
  return { x: -SIDECAR, y: Math.round((h - high) / 2), w: SIDECAR, h: high };
}

/**
 * How tall a card of that width is and what lies where in it.
 * @param {Scenario} scenario @param {Item} item @param {number} width @param {Style} style
 * @param {number} [room] a height the card may grow to, when it has something to spread
 * @returns {Inside}
 */
export function inside(scenario, item, width, style, room = 0) {
  if (item.kind === 'service' || item.kind === 'gateway') return serviceCard(scenario, item, width, style, room);
  if (item.kind === 'client') return clientCard(scenario, item, width, style);
  return topicCard(scenario, item, width, style, room);
}
