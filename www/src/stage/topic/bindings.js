// What queues take of topics: as badges on their pigeonholes, and in words.
import { rowOf } from '../marks/view.js';

/** @import { Ui } from '../../store/ui.js' */
/** @import { Hole } from '../layout/card.js' */
/** @import { Badge } from '../marks/view.js' */

/** How far a row of badges stands out over the lower edge of a pigeonhole, and how high it is. */
const [OUT, HIGH] = [6, 16];
/** A letter takes so many pixels, and a badge at its ends. */
const [LETTER, ENDS] = [6, 20];

/** Routing keys as there is room for them, and how many more there are. @param {string[]} keys @param {number} room letters */
export function keysInShort(keys, room) {
  let shown = keys.length;
  while (shown > 1 && keys.slice(0, shown).join(' · ').length > room) shown -= 1;
  const text = keys.slice(0, shown).join(' · ');
  const cut = text.length > room ? `${text.slice(0, Math.max(1, room - 1))}…` : text;
  return keys.length > shown ? `${cut} +${keys.length - shown}` : cut;
}

/** The bindings of a queue: in short, with a plus for a further topic, and in words. @param {Pick<Ui, 'session' | 'tr'>} ui @param {number} subscription @param {number} [room] letters @returns {Badge[]} */
export function bindingsOf({ tr, session }, subscription, room = Number.POSITIVE_INFINITY) {
  const { topic: own, bindings = [] } = session.scenario.subscriptions[subscription];
  return bindings.map(({ topic, routingKeys = [] }) => {
    const name = tr.text(session.scenario.topics.find(({ id }) => id === topic)?.name) || topic;
    const values = { topic: name, count: routingKeys.length, keys: tr.list(routingKeys, 'disjunction') };
    const whence = topic === own ? '' : `+ ${name}`;
    const keys = routingKeys.length > 0 ? keysInShort(routingKeys, room - whence.length) : '';
    const hint = tr.t('topic.takes', { ...values, own: topic === own });
    return { kind: 'takes', text: [whence, keys].filter(Boolean).join(': '), hint };
  });
}

/** @param {Pick<Ui, 'session' | 'tr'>} ui @param {Hole} hole */
export function bindings(ui, { subscription, x, y, w, h }) {
  const at = `inset:${y + h - OUT}px auto auto ${x + 4}px;width:${w - 8}px;height:${HIGH}px;justify-content:flex-start`;
  return rowOf(bindingsOf(ui, subscription, Math.floor((w - ENDS) / LETTER)), at);
}
