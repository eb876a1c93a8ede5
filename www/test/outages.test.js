// Outages of a run that are moved by their ends: what happens then, what stays, and what the branch before is.
import { describe, expect, test } from 'vitest';
import { Session } from '../src/core/session.js';
import { deedsFor, fittingIn, moveOutage, outagesOf } from '../src/timeline/outages.js';
import { core, json } from './core.js';
import { builtInText } from './scenario-files.js';
import { storeOf } from './store.js';

/** A store in which a lesson runs. @param {string} text */
function running(text) {
  const store = storeOf();
  store.run.core = core;
  expect(store.run.open(text)).toBe(true);
  const session = /** @type {Session} */ (store.run.session);
  return { store, session };
}

/** The spans in which a node is down, as the run itself has them. @param {Session} session @param {string} id @param {number} untilMs */
function downs(session, id, untilMs) {
  const { now } = session;
  const node = session.scenario.nodes.findIndex((one) => one.id === id);
  session.seek(untilMs);
  const facts = [];
  for (let from = 0; ; ) {
    const some = session.factsFrom(from);
    if (some.length === 0) break;
    facts.push(...some);
    from += some.length;
  }
  session.seek(now);
  const name = session.scenario.nodes[node].id;
  return facts
    .filter(({ what, node: of }) => what === 'healthSet' && of === name)
    .map(({ atMs, health }) => [
      Math.round(atMs),
      typeof health === 'string' ? health : Object.keys(/** @type {object} */ (health))[0],
    ]);
}

/** @param {Session} session @param {string} node */
const bandsOf = (session, node) => outagesOf(session).filter((band) => band.node === node);
/** @param {Session} session @param {string} node */
const spans = (session, node) => bandsOf(session, node).map(({ fromMs, toMs }) => [fromMs, toMs]);

describe('an outage that lies ahead', () => {
  test('ends later: the playhead stays, and the node is up only then', () => {
    const { store, session } = running(json('service-down'));
    session.advance(2_000);
    const [band] = bandsOf(session, 'logistics');
    expect([band.fromMs, band.toMs]).toEqual([5_000, 20_000]);
    moveOutage(store, band, { fromMs: 5_000, toMs: 25_000 });
    expect(session.now).toBe(2_000);
    expect(spans(session, 'logistics')).toEqual([[5_000, 25_000]]);
    const health = () => session.settings().nodes.logistics.health;
    session.seek(24_900);
    expect(health()).toBe('down');
    session.seek(25_000);
    expect(health()).toBe('up');
    session.seek(4_900);
    expect(health()).toBe('up');
  });

  test.each(
    /** @type {const} */ ([
      ['begins later', [8_000, 20_000]],
      ['begins sooner', [3_000, 20_000]],
      ['ends sooner', [5_000, 9_000]],
      ['is elsewhere', [30_000, 40_000]],
    ]),
  )('%s', (_, [fromMs, toMs]) => {
    const { store, session } = running(json('service-down'));
    const [band] = bandsOf(session, 'logistics');
    moveOutage(store, band, { fromMs, toMs });
    expect(spans(session, 'logistics')).toEqual([[fromMs, toMs]]);
    const seen = downs(session, 'logistics', 60_000).filter(
      ([, health], n, all) => health !== (all[n - 1]?.[1] ?? 'up'),
    );
    expect(seen).toEqual([
      [fromMs, 'down'],
      [toMs, 'up'],
    ]);
    expect(store.run.trouble).toBeUndefined();
  });

  test('of two the other one stays, with its own trouble', () => {
    const { store, session } = running(builtInText('retry'));
    const before = bandsOf(session, 'card-company');
    expect(before).toHaveLength(2);
    const [first, second] = before;
    moveOutage(store, first, { fromMs: first.fromMs, toMs: first.toMs - 2_000 });
    const after = bandsOf(session, 'card-company');
    expect(after.map(({ fromMs, toMs, health }) => [fromMs, toMs, health])).toEqual([
      [first.fromMs, first.toMs - 2_000, first.health],
      [second.fromMs, second.toMs, second.health],
    ]);
    session.seek((second.fromMs + second.toMs) / 2);
    expect(session.settings().nodes['card-company'].health).toBe(second.health);
  });

  test('has only so much room', () => {
    const { session } = running(builtInText('retry'));
    const [first, second] = bandsOf(session, 'card-company');
    const span = fittingIn(session, first, { fromMs: first.fromMs, toMs: second.toMs });
    expect(span?.toMs).toBeLessThan(second.fromMs);
  });

  test('is left alone when nothing is other', () => {
    const { store, session } = running(json('service-down'));
    const [band] = bandsOf(session, 'logistics');
    expect(deedsFor(session, band, band)).toBeUndefined();
    moveOutage(store, band, band);
    expect(session.commandLog()).toEqual([]);
  });
});

describe('an outage that was', () => {
  test('is another on a branch of its own; what a person did since is done again, and the branch before is as it was', () => {
    const { store, session } = running(json('service-down'));
    const { run } = store;
    session.advance(12_000);
    run.command({ placeOrder: { client: 'shop' } });
    session.advance(30_000);
    const was = { hash: session.hash, log: session.commandLog().length };
    const [band] = bandsOf(session, 'logistics');
    moveOutage(store, band, { fromMs: 5_000, toMs: 10_000 });
    expect(run.branches.list).toHaveLength(2);
    expect(session.now).toBe(30_000);
    expect(spans(session, 'logistics')).toEqual([[5_000, 10_000]]);
    expect(session.commandLog().map(([ms, , text]) => [ms, Object.keys(JSON.parse(text))[0]])).toEqual([
      [10_000, 'setHealth'],
      [12_000, 'placeOrder'],
    ]);
    run.branches.switchTo(session, run.branches.list[0]);
    session.seek(30_000);
    expect({ hash: session.hash, log: session.commandLog().length }).toEqual(was);
    expect(spans(session, 'logistics')).toEqual([[5_000, 20_000]]);
  });

  test('of a person’s own is moved, too, and leaves no trace where it stood', () => {
    const { store, session } = running(json('service-down'));
    const { run } = store;
    session.advance(1_000);
    run.command({ setHealth: { node: 'stock', health: 'down' } });
    session.advance(3_000);
    run.command({ setHealth: { node: 'stock', health: 'up' } });
    session.advance(6_000);
    const [band] = bandsOf(session, 'stock');
    moveOutage(store, band, { fromMs: 2_000, toMs: 5_000 });
    expect(session.commandLog().map(([ms]) => ms)).toEqual([2_000, 5_000]);
    expect(downs(session, 'stock', 6_000)).toEqual([
      [2_000, 'down'],
      [5_000, 'up'],
    ]);
    // Logistics is still the scenario's.
    expect(spans(session, 'logistics')).toEqual([[5_000, 20_000]]);
  });

  test('what is not possible any more is said, and the rest is done', () => {
    const { store, session } = running(builtInText('retry'));
    const { run } = store;
    session.advance(25_000);
    const [letter] = session.find('messageDeadLettered', 'subscription', 0).map(({ message }) => Number(message));
    run.command({ redrive: { message: letter } });
    session.advance(26_000);
    run.command({ placeOrder: { client: 'taxi' } });
    session.advance(27_000);
    const [, second] = bandsOf(session, 'card-company');
    moveOutage(store, second, { fromMs: 19_500, toMs: 20_500 });
    expect(run.trouble).toMatchObject({ kind: 'problem' });
    expect(session.commandLog().some(([, , text]) => text.includes('placeOrder'))).toBe(true);
    expect(session.now).toBe(27_000);
  });
});
