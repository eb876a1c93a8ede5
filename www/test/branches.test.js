// Branches, and undo: what was on each branch is there again after any going to and fro.
import { describe, expect, test } from 'vitest';
import { Branches, MOST_BRANCHES, shared } from '../src/store/branches.js';
import { builtIn, play } from './core.js';

/** @import { Session } from '../src/core/session.js' */
/** @import { Command, LogEntry } from '../src/core/types.js' */
/** @import { Branch } from '../src/core/record.js' */

/** Small numbers that look random. @param {number} seed */
function numbers(seed) {
  let x = seed;
  /** @param {number} below */
  return (below) => {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((x / 2 ** 32) * below);
  };
}

/** Something to do. @param {Session} session @param {(below: number) => number} random @returns {Command} */
function someCommand({ scenario }, random) {
  const client = scenario.nodes.find(({ kind }) => kind === 'client')?.id ?? '';
  const services = scenario.nodes.filter(({ kind }) => kind === 'service');
  const { id } = services[random(services.length)];
  return random(2) ? { placeOrder: { client } } : { setHealth: { node: id, health: random(2) ? 'up' : 'down' } };
}

/** What a branch is at its end. @param {Session} session */
function end(session) {
  const { now } = session;
  session.seek(session.head);
  const all = { head: session.head, hash: session.hash, log: JSON.stringify(session.commandLog()) };
  session.seek(now);
  return all;
}

describe('branches', () => {
  test('logs share what they begin with', () => {
    /** @type {LogEntry[]} */
    const log = [
      [0, 0, 'a'],
      [1, 2, 'b'],
    ];
    expect(shared(log, log)).toBe(2);
    expect(shared(log, [[0, 0, 'a']])).toBe(1);
    expect(shared([[0, 0, 'a']], log)).toBe(1);
    expect(shared(log, [[0, 1, 'a']])).toBe(0);
  });

  test.each(builtIn)('%s: every branch is as it was left, however one goes between them', (id) => {
    for (let seed = 0; seed < 6; seed += 1) {
      const random = numbers(seed * 77 + id.length);
      const session = play(id);
      const branches = new Branches();
      /** @type {Map<Branch, ReturnType<typeof end>>} */
      const left = new Map();
      for (let i = 0; i < 40; i += 1) {
        const choice = random(6);
        if (choice < 2) session.seek(random(session.head + 1));
        else if (choice === 2) session.advance(session.now + random(4_000));
        else if (choice < 5) {
          const before = session.past ? end(session) : undefined;
          const present = branches.present;
          const began = branches.act(session, () => session.command(someCommand(session, random)));
          expect(began).toBe(before !== undefined);
          if (before) left.set(present, before);
        } else {
          const to = branches.list[random(branches.list.length)];
          left.set(branches.present, end(session));
          branches.switchTo(session, to);
          expect(branches.present).toBe(to);
          const was = left.get(to);
          if (was) expect(end(session)).toEqual(was);
        }
      }
      expect(branches.list.length).toBeGreaterThan(1);
      session.close();
    }
  });

  test('a command that is refused begins no branch and loses no future', () => {
    const session = play('purchase-fan-out');
    session.advance(5_000);
    session.seek(1_000);
    const branches = new Branches();
    expect(() => branches.act(session, () => session.command({ redrive: { message: 999 } }))).toThrow();
    expect(branches.list).toHaveLength(1);
    expect(session.head).toBe(5_000);
  });

  test('are so many and no more, and the present one is never forgotten', () => {
    const session = play('purchase-fan-out');
    session.advance(20_000);
    const branches = new Branches();
    for (let i = 0; i < 30; i += 1) {
      session.seek(1_000 + i);
      branches.act(session, () => session.command({ placeOrder: { client: 'shop' } }));
      session.advance(5_000);
    }
    expect(branches.list).toHaveLength(MOST_BRANCHES);
    expect(branches.list).toContain(branches.present);
    branches.remove(branches.present);
    expect(branches.list).toHaveLength(MOST_BRANCHES);
    branches.remove(branches.list[0]);
    expect(branches.list).toHaveLength(MOST_BRANCHES - 1);
  });
});

describe('undo', () => {
  test('takes the last change of settings back by a command of its own, and makes it again', () => {
    const session = play('purchase-fan-out');
    const workers = () => session.settings().nodes.stock.workers;
    session.command({ setWorkers: { node: 'stock', workers: 5 } });
    expect([session.canUndo, session.canRedo]).toEqual([true, false]);
    session.undo(false);
    expect([workers(), session.canUndo, session.canRedo]).toEqual([1, false, true]);
    session.undo(true);
    expect([workers(), session.canUndo, session.canRedo]).toEqual([5, true, false]);
    expect(session.commandLog().map(([, , json]) => JSON.parse(json).setWorkers.workers)).toEqual([5, 1, 5]);
  });

  test('has nothing to take back elsewhere in time', () => {
    const session = play('purchase-fan-out');
    session.advance(2_000);
    session.command({ setWorkers: { node: 'stock', workers: 5 } });
    session.advance(3_000);
    expect(session.canUndo).toBe(true);
    session.seek(2_500);
    expect(session.canUndo).toBe(false);
  });
});
