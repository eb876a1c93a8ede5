// Which purchases make up a number in the books, found by their facts; the books themselves count, and do not list.

/** @typedef {import('../types.js').Fact} Fact */
/** @typedef {import('./archive.js').Archive} Archive */
/** @typedef {import('./subject.js').Column} Column */

/** So many purchases are looked at for one number. */
const LOOKED_AT = 300;

/** What the books count. @param {Archive} archive @param {number} effect @param {Column} column */
export function countOf({ frame }, effect, column) {
  const once = frame.effect(effect, 'exact');
  if (column === 'done') return once + frame.effect(effect, 'twice');
  return column === 'late' ? Math.min(once, frame.effect(effect, 'late')) : frame.effect(effect, column);
}

/** The effects that a message of a subscription brings, by whoever handles it and whatever follows from that. @param {Archive['scenario']} scenario @param {string} subscription */
export function broughtBy(scenario, subscription) {
  const nodes = new Set(scenario.subscriptions.find(({ id }) => id === subscription)?.consumers);
  for (const node of nodes) {
    for (const { from, to } of scenario.calls) if (from === node) nodes.add(to);
    for (const { from, topic } of scenario.publishes) {
      if (from !== node) continue;
      for (const reached of scenario.subscriptions)
        if (reached.topic === topic) for (const id of reached.consumers) nodes.add(id);
    }
  }
  return new Set(scenario.nodes.filter(({ id }) => nodes.has(id)).flatMap(({ effects }) => effects));
}

/**
 * How a purchase stands with an effect.
 * @param {Archive} archive @param {Fact[]} facts the purchase's @param {number} effect @returns {Column}
 */
function standing(archive, facts, effect) {
  const { scenario, dueMs } = archive;
  const { id } = scenario.effects[effect];
  const written = facts.filter(({ what, effect: which }) => what === 'effectWritten' && which === id);
  if (written.length > 1) return 'twice';
  if (written.length === 1) return written[0].atMs - facts[0].atMs > dueMs ? 'late' : 'done';
  const letters = facts.filter(({ what }) =>
    ['messageDeadLettered', 'messageRedriven', 'messageDropped'].includes(what),
  );
  const last = new Map(letters.map((fact) => [fact.message, fact]));
  const dead = [...last.values()].some(
    ({ what, subscription }) => what === 'messageDeadLettered' && broughtBy(scenario, String(subscription)).has(id),
  );
  if (dead) return 'dead';
  // A redriven letter brings back to life what was lost.
  const ending = facts.findLast(({ what }) => what === 'orderLost' || what === 'messageRedriven');
  return ending?.what === 'orderLost' ? 'lost' : 'waiting';
}

/**
 * The last purchases of a number, newest first; some may be missing when there are very many.
 * @param {Archive} archive @param {number} effect @param {Column} column @param {number} most
 */
export function ordersOf(archive, effect, column, most) {
  const wanted = Math.min(most, countOf(archive, effect, column));
  /** @type {number[]} */
  const found = [];
  if (wanted === 0) return found;
  const times = new Map();
  for (const { order, times: n } of archive.all('effectWritten', 'effect', effect)) times.set(order, n);
  const lacks = column === 'waiting' || column === 'dead' || column === 'lost';
  let looked = 0;
  for (
    let order = archive.frame.header('orders');
    order > 0 && found.length < wanted && looked < LOOKED_AT;
    order -= 1
  ) {
    if (lacks === times.has(order) || (column === 'twice' && times.get(order) === 1)) continue;
    looked += 1;
    const stands = standing(archive, archive.order(order), effect);
    if (stands === column || (column === 'done' && !lacks)) found.push(order);
  }
  return found;
}
