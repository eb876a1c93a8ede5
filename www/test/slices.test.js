// A long way through time is cut into calls that are short, and leads where one call would. Counted in calls.
import { expect, test } from 'vitest';
import { Translator } from '../src/i18n/index.js';
import { Run } from '../src/store/run.js';
import { core, json, play } from './core.js';

/** @import { Session } from '../src/core/session.js' */
/** @import { Command } from '../src/core/types.js' */

const END_MS = 20_000;
const SCENARIO = JSON.parse(json('purchase-fan-out'));
for (const { id, ...node } of SCENARIO.nodes)
  if (id === 'shop') Object.assign(node.arrivals, { every: '100us', limit: 1_000_000 });
/** @type {Command} */
const buy = { placeOrder: { client: 'shop' } };

/** A session with an order each 100 us: far more happens until the end than one call does. */
const busy = () => play(SCENARIO, '1');

/** Goes on to where the session is to go. @param {Session} session */
function callsOf(session) {
  let calls = 1;
  for (; session.underWay; calls += 1) session.goOn();
  return calls;
}

test('in slices one comes to where one comes at once, forth and back', () => {
  const [whole, cut] = [busy(), busy()];
  whole.advance(END_MS);
  cut.inSlices(() => cut.advance(END_MS));
  expect([cut.underWay, cut.now < END_MS]).toEqual([true, true]);
  expect(callsOf(cut)).toBeGreaterThan(10);
  expect([cut.position, cut.hash]).toEqual([whole.position, whole.hash]);
  for (const ms of [700, 15_000, 3_000]) {
    whole.seek(ms);
    cut.inSlices(() => cut.seek(ms));
    callsOf(cut);
    expect([cut.position, cut.hash]).toEqual([whole.position, whole.hash]);
  }
});

test('a command is given where the playhead is to go', () => {
  const session = busy();
  session.inSlices(() => session.advance(END_MS));
  expect(session.now).toBeLessThan(END_MS);
  session.command(buy);
  expect(session.commandLog().map(([atMs]) => atMs)).toEqual([END_MS]);
});

/** A run of the busy session, and how often it changed by itself. */
function running() {
  const counted = { changes: 0 };
  const nothing = () => {};
  const listener = {
    opened: nothing,
    failed: nothing,
    changed: () => {
      counted.changes += 1;
    },
    found: async () => false,
    asked: () => ({ scenario: '', seed: '', src: '', run: '' }),
    shared: async () => false,
  };
  const run = new Run(listener, new Translator('en'));
  run.core = core;
  run.open(JSON.stringify(SCENARIO), '1');
  const { session } = run;
  if (!session) throw new Error('it is open');
  return { run, session, counted };
}

test('time passes more slowly where a frame has too much to do', () => {
  const { run, session } = running();
  expect(run.pass(END_MS)).toBe(true);
  const reached = session.now;
  expect(reached).toBeLessThan(END_MS);
  run.pass(1);
  expect(session.now).toBeGreaterThan(reached);
  expect(session.now).toBeLessThanOrEqual(reached + 1);
});

test('a person who goes far sees the way in parts, and time does not pass meanwhile', async () => {
  const { run, session, counted } = running();
  session.advance(END_MS);
  run.go(() => session.seek(0));
  run.go(() => session.inSlices(() => session.seek(END_MS)));
  expect(session.underWay || session.now === END_MS).toBe(true);
  const far = session.now;
  run.go(() => session.inSlices(() => session.advance(2 * END_MS)));
  expect(session.underWay).toBe(true);
  run.pass(5);
  expect(session.now).toBeGreaterThanOrEqual(far);
  while (session.underWay) await new Promise((resolve) => setTimeout(resolve));
  expect(session.now).toBe(2 * END_MS);
  expect(counted.changes).toBeGreaterThan(5);
  run.pass(5);
  expect(session.now).toBeLessThanOrEqual(2 * END_MS + 5);
});
