// What the parts of delivery do to a queue, as marks on its pigeonhole, its topic and its consumers: that nobody consumes it, that it is full,
// who waits behind a key, who owns its partitions, what a lease no longer covers. Loaded after the stage.
import { html } from 'lit';
import { parseDuration } from '../../core/durations.js';
import { rowOf } from './view.js';

/** @import { StageUi } from '../ui.js' */
/** @import { Hole } from '../layout/card.js' */
/** @import { Box } from '../layout/columns.js' */
/** @import { Badge } from './view.js' */

/** How far a mark stands out over the edge of a pigeonhole, and how high it is. */
const [OUT, HIGH] = [11, 16];
/** In a pigeonhole of less width a mark is short. */
const SHORT_BELOW = 150;

/** A queue that nobody consumes keeps what enters, or delays it. @param {StageUi} ui @param {number} place @returns {Badge[]} */
function nobody({ tr, session }, place) {
  const { id, consumers, deadTo } = session.scenario.subscriptions[place];
  if (consumers.length > 0) return [];
  const ttl = session.settings().subscriptions[id]?.ttl;
  const target = session.scenario.topics.find((topic) => topic.id === deadTo);
  const hint =
    ttl && target
      ? tr.t('mark.delays', { span: parseDuration(ttl), name: tr.text(target.name) })
      : tr.t('mark.nobody.hint');
  return [{ kind: 'nobody', text: tr.t('mark.nobody'), hint }];
}

/** What a queue has room for, once it has none. @param {StageUi} ui @param {number} place @param {boolean} short @returns {Badge[]} */
function full({ tr, session }, place, short) {
  const limit = session.settings().subscriptions[session.scenario.subscriptions[place].id]?.maxLength;
  if (!limit || session.frame.subscription(place, 'ready') < limit.messages) return [];
  const values = { most: limit.messages, overflow: limit.overflow, short };
  return [{ kind: 'full', text: tr.t('mark.full', values), hint: tr.t('mark.full.hint', values) }];
}

/** @param {StageUi} ui @param {number} place @param {boolean} short @returns {Badge[]} */
function behindKeys({ tr, session: { frame } }, place, short) {
  const count = frame.count('heldUp', 'subscription', place);
  if (count === 0) return [];
  return [{ kind: 'keys waits', text: tr.t('mark.keys', { count, short }), hint: tr.t('mark.keys.hint', { count }) }];
}

/** @param {StageUi} ui @param {number} place @returns {Badge[]} */
function rebalancing({ tr, session: { frame } }, place) {
  if (!(frame.subscription(place, 'rebalancing') > 0)) return [];
  return [{ kind: 'rebalancing', text: tr.t('mark.rebalancing'), hint: tr.t('mark.rebalancing.hint') }];
}

/** @param {StageUi} ui @param {Hole} hole */
function ofHole(ui, hole) {
  const { subscription: place } = hole;
  const short = hole.w < SHORT_BELOW;
  const badges = [
    ...nobody(ui, place),
    ...full(ui, place, short),
    ...behindKeys(ui, place, short),
    ...rebalancing(ui, place),
  ];
  const at = `inset:${hole.y - OUT}px auto auto ${hole.x + 4}px;width:${hole.w - 8}px;height:${HIGH}px;justify-content:flex-end`;
  return rowOf(badges, at);
}

/** What waits until a queue of the topic has room: back-pressure. @param {StageUi} ui @param {Box} box */
function blocked({ tr, session: { frame } }, box) {
  const count = frame.count('blocked', 'topic', box.index);
  if (count === 0) return [];
  return [{ kind: 'blocked waits', text: tr.t('mark.blocked', { count }), hint: tr.t('mark.blocked.hint', { count }) }];
}

/** The partitions of a log that a service owns: they follow each other. @param {StageUi} ui @param {Box} box @param {boolean} short @returns {Badge[]} */
function owned({ tr, session: { frame } }, { index }, short) {
  // As bits.
  const bits = [...frame.node(index, 'partitions').toString(2)].reverse();
  const owned = bits.flatMap((bit, partition) => (bit === '1' ? [partition] : []));
  if (owned.length === 0) return [];
  const partitions = [...new Set([owned[0], owned[owned.length - 1]])].map(tr.plain).join('–');
  const values = { count: owned.length, partitions, short };
  return [{ kind: 'owned', text: tr.t('mark.owned', values), hint: tr.t('mark.partitions', values) }];
}

/** What a consumer goes on with though its lease is over. @param {StageUi} ui @param {Box} box @returns {Badge[]} */
function stale({ tr, session: { frame } }, { index }) {
  const count = frame.count('stale', 'to', index);
  if (count === 0) return [];
  return [{ kind: 'stale', text: tr.t('mark.stale', { count }), hint: tr.t('mark.stale.hint', { count }) }];
}

export const marks = {
  /** @param {StageUi} ui @param {Box} box */
  topic: (ui, box) => html`${rowOf(blocked(ui, box))} ${box.holes.map((hole) => ofHole(ui, hole))}`,

  /** @param {StageUi} ui @param {Box} box @param {boolean} short */
  service: (ui, box, short) => [...owned(ui, box, short), ...stale(ui, box)],
};
