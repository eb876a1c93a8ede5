// What a learner hands in beside the run, collected from the playground's events.
import { beforeEach, expect, test, vi } from 'vitest';

/** @import { RunRecord } from '../src/core/record.js' */

/** As much of a page as it takes: time that goes on when the test says so. */
const page = { hidden: false, hide: () => {} };
let now = 0;
vi.stubGlobal('document', {
  get hidden() {
    return page.hidden;
  },
  addEventListener: (/** @type {string} */ _name, /** @type {() => void} */ hear) => {
    page.hide = hear;
  },
});
vi.stubGlobal('performance', { now: () => now });

const { Attempt } = await import('../src/classroom/attempt.js');

const ORDER = { placeOrder: { client: 'taxi' } };
const REDRIVE = { redriveAll: { subscription: 'charge' } };
const SAID = { student: 'Ana', task: 'outage', scenarioHash: '0'.repeat(16), goals: [0, 1] };

/** @type {EventTarget} */
let playground;
/** @type {InstanceType<typeof Attempt>} */
let attempt;

/** @param {string} name @param {object} [detail] */
const tell = (name, detail = {}) => playground.dispatchEvent(new CustomEvent(`carteiro-${name}`, { detail }));

/** A command after some time. @param {number} spentMs @param {number} ms of the run @param {object} command */
function give(spentMs, ms, command) {
  now += spentMs;
  tell('command', { command, ms });
}

/** @param {[number, object][]} commands @returns {RunRecord} */
const record = (commands) =>
  /** @type {RunRecord} */ ({ log: commands.map(([ms, command], index) => [ms, index, JSON.stringify(command)]) });

beforeEach(() => {
  now = 0;
  page.hidden = false;
  playground = new EventTarget();
  attempt = new Attempt();
  attempt.follow(/** @type {any} */ (playground), () => {});
  tell('scenario');
});

test('the time at which each command was given is that of the last try', () => {
  give(1000, 11_000, ORDER);
  tell('scenario');
  give(2000, 11_000, ORDER);
  give(500, 21_000, REDRIVE);
  now += 250;
  const handIn = attempt.handIn(
    record([
      [11_000, ORDER],
      [21_000, REDRIVE],
    ]),
    SAID,
  );
  expect(handIn).toMatchObject({ version: 1, student: 'Ana', tries: 2, spentMs: 3750, pace: [3000, 3500] });
});

test('where a command was not heard of, no times are said', () => {
  give(1000, 11_000, ORDER);
  expect(
    attempt.handIn(
      record([
        [11_000, ORDER],
        [21_000, REDRIVE],
      ]),
      SAID,
    ).pace,
  ).toBeUndefined();
});

test('time in which the page is not seen is not spent', () => {
  now = 1000;
  page.hidden = true;
  page.hide();
  now = 60_000;
  page.hidden = false;
  page.hide();
  now = 60_500;
  expect(attempt.spentMs).toBe(1500);
});

test('a prediction may change until the answer, and not after', () => {
  tell('request', { type: 'predict', option: 0 });
  tell('time', { ms: 4000 });
  tell('request', { type: 'predict', option: 2 });
  tell('answer', { choice: 2, held: 1, right: false, ms: 20_000 });
  tell('scenario');
  tell('request', { type: 'predict', option: 1 });
  tell('answer', { choice: 1, held: 1, right: true, ms: 20_000 });
  expect(attempt.handIn(record([]), SAID).prediction).toEqual({ option: 2, atMs: 4000, right: false });
});

test('a goal that was shown is not said to be reached, until the learner reaches it', () => {
  tell('goal', { goal: 0, shown: true });
  tell('goal', { goal: 1, shown: true });
  tell('goal', { goal: 1, shown: false });
  expect(attempt.handIn(record([]), SAID)).toMatchObject({ goals: [1], shown: [0] });
  expect(attempt.handIn(record([]), { ...SAID, goals: [] })).toMatchObject({ goals: [], shown: [] });
});

test('who comes back goes on: the time, the tries, the prediction and the times of the commands are there', () => {
  tell('request', { type: 'predict', option: 1 });
  give(1000, 11_000, ORDER);
  tell('answer', { choice: 1, right: true });
  tell('goal', { goal: 1, shown: true });
  const before = attempt.handIn(record([[11_000, ORDER]]), { ...SAID, goals: [0, 1] });
  now = 50_000;
  const back = new Attempt();
  back.resume(before, record([[11_000, ORDER]]));
  back.follow(/** @type {any} */ (playground), () => {});
  // It was answered: nobody predicts it any more.
  tell('request', { type: 'predict', option: 0 });
  now += 2000;
  tell('command', { command: REDRIVE, ms: 21_000 });
  const both = record([
    [11_000, ORDER],
    [21_000, REDRIVE],
  ]);
  expect(back.handIn(both, { ...SAID, goals: [0, 1] })).toEqual({
    ...before,
    spentMs: before.spentMs + 2000,
    pace: [1000, 3000],
  });
  expect(back.visitMs).toBe(2000);
  expect([back.isNew('prediction'), back.isNew('goal-0'), back.isNew('goal-2')]).toEqual([false, false, true]);
});
