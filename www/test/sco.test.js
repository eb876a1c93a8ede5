// A package for course platforms: what a lesson is worth, what the platform keeps, and how it is spoken to.
import { Scorm12API, Scorm2004API } from 'scorm-again';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { recordOf } from '../src/core/record.js';
import { builtIn, core, json, play } from './core.js';

/** @import { HandIn } from '../src/classroom/attempt.js' */

vi.mock(import('../src/core/wasm.js'), async (original) => ({
  ...(await original()),
  loadCore: async () => core,
}));

const { lessonJudge } = await import('../src/classroom/sco/judge.js');
const { dataOf, recordIn } = await import('../src/classroom/sco/kept.js');
const { SCORM_1_2, SCORM_2004 } = await import('../src/classroom/sco/editions.js');
const { platform, Runtime } = await import('../src/classroom/sco/runtime.js');
const { parseDuration } = await import('../src/core/durations.js');

/** @param {number[]} goals @param {Partial<HandIn>} [more] @returns {HandIn} */
const handIn = (goals, more) => ({
  ...{ version: 1, student: 'Ana', task: '', scenarioHash: '0'.repeat(16) },
  ...{ goals, shown: [], tries: 1, spentMs: 1000 },
  ...more,
});

/** The lessons that can be scored. */
const LESSONS = builtIn.filter((id) => JSON.parse(json(id)).lesson?.goals?.length > 0);

/** The record of a lesson that is done as its file says. @param {string} id */
function solved(id) {
  const session = play(id);
  const { lesson, until } = JSON.parse(json(id));
  for (const { at, do: command } of lesson.solution ?? []) {
    session.advance(parseDuration(at), false);
    session.command(command);
  }
  session.advance(parseDuration(until), false);
  session.refresh();
  const record = recordOf(session, id);
  session.close();
  return record;
}

describe('what a lesson is worth', () => {
  test.each(LESSONS)('%s by its solution: every goal, and the record fits', async (id) => {
    const record = solved(id);
    const judge = lessonJudge(json(id));
    const { points, of, goals, done } = await judge(record, (goals) => handIn(goals));
    const { lesson } = JSON.parse(json(id));
    expect(goals).toEqual([...lesson.goals.keys()]);
    expect([points, of]).toEqual([lesson.goals.length, lesson.goals.length + (lesson.prediction ? 1 : 0)]);
    expect(done).toEqual({ completed: true, passed: true });
    const data = await dataOf({ ...record, handIn: handIn(goals) }, id, SCORM_1_2.most);
    expect((await recordIn(data ?? ''))?.log).toEqual(record.log);
  });

  test('what Show me reached earns nothing, and passes nobody; the right answer earns a point', async () => {
    const record = solved('retry');
    const judge = lessonJudge(json('retry'));
    const shown = await judge(record, () => handIn([0], { shown: [1] }));
    expect([shown.points, shown.done]).toEqual([1, { completed: true, passed: false }]);
    /** @param {number} option @param {number} atMs */
    const predicted = async (option, atMs) =>
      (await judge(record, () => handIn([0, 1], { prediction: { option, atMs } }))).points;
    expect([await predicted(1, 0), await predicted(0, 0), await predicted(1, 21_000)]).toEqual([3, 2, 2]);
  });
});

describe('what the platform keeps', () => {
  test('gets shorter where it does not fit, and is nothing rather than a half', async () => {
    const record = { ...solved('retry'), handIn: handIn([0, 1], { pace: [1, 2] }) };
    const branch = { number: 1, name: 'x', fromMs: 0, log: record.log, head: [0, 0, 0], place: [0, 0, 0] };
    const whole = { ...record, branches: { present: 0, list: Array(8).fill(branch) } };
    /** @param {number} most */
    const kept = async (most) => recordIn((await dataOf(/** @type {any} */ (whole), 'retry', most)) ?? '');
    const size = async () => (await dataOf(/** @type {any} */ (whole), 'retry', 1e9))?.length ?? 0;
    expect((await kept(await size()))?.branches?.list).toHaveLength(8);
    const shorter = await kept((await size()) - 1);
    expect([shorter?.branches, shorter?.handIn.pace]).toEqual([undefined, [1, 2]]);
    expect(await kept(100)).toBeUndefined();
  });

  test('is read again only where it is a record', async () => {
    for (const data of ['', '#run=1.AAAA', '#run=2.AAAA', 'completed']) expect(await recordIn(data)).toBeUndefined();
  });
});

describe.each([
  ['SCORM 1.2', SCORM_1_2, () => new Scorm12API({ autocommit: false, logLevel: 5 })],
  ['SCORM 2004', SCORM_2004, () => new Scorm2004API({ autocommit: false, logLevel: 5 })],
])('%s, in a runtime that others wrote', (_name, edition, newApi) => {
  /** @type {any} */
  let api;
  /** @type {InstanceType<typeof Runtime>} */
  let runtime;
  beforeEach(() => {
    api = newApi();
    // Bound, as a platform's object is called by its own name.
    const bound = Object.fromEntries(
      Object.values(edition.calls).map((name) => [name, (/** @type {string[]} */ ...texts) => api[name](...texts)]),
    );
    runtime = new Runtime(bound, edition);
  });

  test('neither the score nor what was done goes down', () => {
    expect(runtime.start()?.data).toBe('');
    runtime.score({ points: 3, of: 3 }, { completed: true, passed: true });
    runtime.score({ points: 0, of: 3 }, { completed: false, passed: false });
    expect(runtime.commit()).toBe(true);
    const get = (/** @type {string} */ element) => api[edition.calls.get](element);
    expect(get(edition.raw)).toBe(edition === SCORM_1_2 ? '100' : '3');
    expect(get(edition.statusOf)).toBe(edition === SCORM_1_2 ? 'passed' : 'completed');
  });

  test('an answer is one interaction, however often more is known of it', () => {
    runtime.start();
    const one = {
      id: 'prediction',
      type: /** @type {const} */ ('choice'),
      response: 'a',
      text: 'Why?',
      asked: { en: 'Why?', 'pt-BR': 'Por quê?' },
      latencyMs: 500,
    };
    runtime.interaction(one);
    runtime.interaction({ ...one, response: 'b' });
    runtime.interaction({ ...one, response: 'b', correct: 'b', right: true });
    runtime.interaction({
      id: 'goal-1',
      type: 'performance',
      response: 'reached',
      right: true,
      text: 'Do it.',
      asked: { en: 'Do it.', 'pt-BR': 'Faça.' },
      latencyMs: 1,
    });
    expect(String(api[edition.calls.get]('cmi.interactions._count'))).toBe('2');
    expect(api.cmi.interactions.childArray[0].toJSON().result).toBe('correct');
  });

  test('after its end nothing is told any more', () => {
    runtime.start();
    runtime.keep('x');
    runtime.end(1500, 62_500);
    expect(runtime.commit()).toBe(false);
    expect(() => runtime.keep('y')).not.toThrow();
  });
});

describe('the platform', () => {
  /** @param {object} more @returns {any} */
  const frame = (more) => ({ opener: null, ...more });

  test('is found in a frame above, or in the window that opened this one; a foreign frame says nothing', () => {
    const api = {};
    const top = frame({ API: api });
    top.parent = top;
    expect(platform(frame({ parent: frame({ parent: top }) }))?.most).toBe(4096);
    const alone = frame({ opener: top });
    alone.parent = alone;
    expect(platform(alone)?.most).toBe(4096);
    const foreign = new Proxy(frame({}), {
      get: (_, name) => {
        if (name === 'parent') return foreign;
        throw new Error('cross-origin');
      },
    });
    expect(platform(frame({ parent: foreign }))).toBeUndefined();
  });

  test('the newer edition goes first where both are there', () => {
    const top = frame({ API: {}, API_1484_11: {} });
    top.parent = top;
    expect(platform(top)?.most).toBe(64_000);
  });

  test('one that throws or refuses is none', () => {
    const broken = new Runtime({}, SCORM_1_2);
    expect(broken.start()).toBeUndefined();
    expect(broken.commit()).toBe(false);
  });
});

test('durations are as each edition writes them', () => {
  expect([SCORM_1_2.duration(62_504), SCORM_1_2.duration(36_000_000)]).toEqual(['0000:01:02.50', '0010:00:00.00']);
  expect([SCORM_2004.duration(62_504), SCORM_2004.duration(0)]).toEqual(['PT62.5S', 'PT0S']);
});
