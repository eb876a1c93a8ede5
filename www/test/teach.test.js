// The lesson of a file that is edited: places, what was done as steps, goals that go, trials, quantities; and that all files stay as they are.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { written } from '../src/edit/document.js';
import { COMMANDS } from '../src/edit/lesson/deed.js';
import { PARTS, partOf } from '../src/edit/lesson/desk.js';
import { withMovedGoal, withoutGoal } from '../src/edit/lesson/goal-numbers.js';
import { CONTROLS, SETTINGS } from '../src/edit/lesson/point.js';
import { offered, quantitiesOf } from '../src/edit/lesson/quantities.js';
import {
  isWithin,
  movedEntry,
  pathOf,
  placeOf,
  valueAt,
  withEntry,
  withoutEntry,
  withValue,
} from '../src/edit/place.js';
import { withDone } from '../src/edit/recorded.js';
import { shapeOf } from '../src/edit/shape.js';
import { FEW, noVerdict, RUNS, trial } from '../src/edit/trial/trial.js';
import en from '../src/i18n/en.json';
import { builtIn, core, play } from './core.js';
import { builtInText } from './scenario-files.js';

/** @import { File } from '../src/edit/file.js' */
/** @import { Place } from '../src/edit/place.js' */

/** @param {string} id @returns {File} */
const fileOf = (id) => JSON.parse(builtInText(id));
/** What the core has against a file. @param {File} file */
function problemOf(file) {
  try {
    core.open(JSON.stringify(file)).free();
    return undefined;
  } catch (failure) {
    return /** @type {{ problem: import('../src/core/types.js').Problem }} */ (failure).problem;
  }
}
/** Lines of a text by what differs from another one of the same length. @param {string} before @param {string} after */
const differing = (before, after) => {
  const [old, now] = [before.split('\n'), after.split('\n')];
  expect(now).toHaveLength(old.length);
  return now.filter((line, n) => line !== old[n]);
};

describe('all 33 lessons', () => {
  test('there are so many', () => expect(builtIn).toHaveLength(33));

  test.each(builtIn)('%s: opened and saved it is the same; another title changes its line alone', (id) => {
    const text = builtInText(id);
    const file = fileOf(id);
    expect(written(text, file)).toBe(text);
    const changed = written(text, withValue(file, ['title', 'en'], 'Another title'));
    const lines = differing(text, changed);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"Another title"');
    expect(written(changed, file)).toBe(text);
  });

  test.each(builtIn)(
    '%s: any sentence and any comparison of its lesson changes where it stands, and nothing else',
    (id) => {
      const text = builtInText(id);
      const file = fileOf(id);
      /** @type {Place[]} */
      const leaves = [];
      /** @param {unknown} value @param {Place} place */
      const walk = (value, place) => {
        if (typeof value === 'string') leaves.push(place);
        else if (typeof value === 'object' && value) {
          for (const [key, inner] of Object.entries(value))
            walk(inner, [...place, Array.isArray(value) ? Number(key) : key]);
        }
      };
      walk(file.lesson, ['lesson']);
      walk(file.claims, ['claims']);
      for (const place of leaves.filter((_, n) => n % 9 === 0)) {
        const changed = withValue(file, place, `${valueAt(file, place)}!`);
        expect(JSON.parse(written(text, changed))).toEqual(changed);
        expect(placeOf(pathOf(place))).toEqual(place);
        // A line that has grown too long is cut; most are not.
        expect(
          written(written(text, changed), file).replaceAll(/\s/g, '') === text.replaceAll(/\s/g, ''),
          pathOf(place),
        ).toBe(true);
      }
    },
  );
});

describe('places', () => {
  const file = fileOf('service-down');

  test('what is added stands where people write it', () => {
    const { text, task, order, ...bare } = file;
    const all = withValue(
      withValue(withValue(/** @type {File} */ (bare), ['order'], order), ['task'], task),
      ['text'],
      text,
    );
    expect(Object.keys(all)).toEqual(Object.keys(file));
    const beat = withValue(file, ['lesson', 'beats', 1, 'until'], { goal: 0 });
    const full = withValue(beat, ['lesson', 'beats', 1, 'at'], '1s');
    expect(Object.keys(valueAt(full, ['lesson', 'beats', 1]))).toEqual(['phase', 'at', 'when', 'say', 'until']);
  });

  test('what leads to a value comes about, and a list whose last entry goes, goes', () => {
    const fresh = withEntry(/** @type {File} */ (/** @type {unknown} */ ({ nodes: [] })), ['lesson', 'meet'], {
      system: 'Kafka',
    });
    expect(fresh.lesson).toEqual({ meet: [{ system: 'Kafka' }] });
    expect(withoutEntry(fresh, ['lesson', 'meet', 0]).lesson).toEqual({});
  });

  test('an entry changes places with its neighbour, and not beyond the ends', () => {
    const claims = valueAt(file, ['claims']);
    expect(valueAt(movedEntry(file, ['claims', 1], -1), ['claims'])).toEqual([
      claims[1],
      claims[0],
      ...claims.slice(2),
    ]);
    expect(movedEntry(file, ['claims', 0], -1)).toBe(file);
    expect(movedEntry(file, ['claims', claims.length - 1], 1)).toBe(file);
  });

  test('a path is within a place by whole names alone', () => {
    expect(isWithin('lesson.goals[1].text.en', ['lesson', 'goals', 1])).toBe(true);
    expect(isWithin('lesson.goals[10].text', ['lesson', 'goals', 1])).toBe(false);
    expect(isWithin('textual', ['text'])).toBe(false);
  });
});

test('a goal that goes or moves is the same for every beat', () => {
  const file = withValue(fileOf('workers'), ['lesson', 'goals'], valueAt(fileOf('workers'), ['lesson', 'goals']));
  /** @param {File} one */
  const goalsOf = (one) => valueAt(one, ['lesson', 'beats']).map((/** @type {any} */ { until }) => until?.goal);
  expect(goalsOf(file).filter((/** @type {number | undefined} */ goal) => goal !== undefined)).toEqual([0, 1, 2]);
  const gone = withoutGoal(withoutEntry(file, ['lesson', 'goals', 1]), ['lesson', 'goals', 1]);
  expect(goalsOf(gone).filter((/** @type {number | undefined} */ goal) => goal !== undefined)).toEqual([0, 1]);
  expect(problemOf(gone)).toBeUndefined();
  const moved = withMovedGoal(movedEntry(file, ['lesson', 'goals', 2], -1), ['lesson', 'goals', 2], -1);
  expect(goalsOf(moved).filter((/** @type {number | undefined} */ goal) => goal !== undefined)).toEqual([0, 2, 1]);
  // Other lists name no goals.
  expect(withoutGoal(file, ['claims', 0])).toBe(file);
});

describe('what was done', () => {
  /** A run in which logistics is taken down, three orders are placed, and retries are set. */
  function done() {
    const session = play(fileOf('service-down'));
    session.advance(2_000.4);
    session.command({ setHealth: { node: 'logistics', health: 'down' } });
    const { amount } = session.scenario.nodes[0];
    for (let n = 0; n < 3; n += 1) session.command({ placeOrder: { client: 'shop', amount: amount ?? undefined } });
    const { logistics } = session.settings().subscriptions;
    session.advance(3_000);
    session.command({
      setDelivery: { subscription: 'logistics', delivery: { ...logistics, deadLetter: !logistics.deadLetter } },
    });
    return { session, logistics };
  }

  test('is steps to a goal, the same thing several times one of them, and of settings what has changed; the solution has it, too', () => {
    const { session, logistics } = done();
    const file = withValue(fileOf('service-down'), ['lesson', 'goals', 0, 'steps'], []);
    const taught = withDone(file, ['lesson', 'goals', 0, 'steps'], session);
    expect(valueAt(taught, ['lesson', 'goals', 0, 'steps'])).toEqual([
      { do: { setHealth: { node: 'logistics', health: 'down' } } },
      { do: { placeOrder: { client: 'shop' } }, times: 3 },
      { do: { setDelivery: { subscription: 'logistics', delivery: { deadLetter: !logistics.deadLetter } } } },
    ]);
    const solution = valueAt(taught, ['lesson', 'solution']);
    expect(solution.map((/** @type {{ at: string }} */ { at }) => at)).toEqual([
      '1s',
      '2001ms',
      '2001ms',
      '2001ms',
      '2001ms',
      '3s',
      '8s',
      '9s',
      '10s',
    ]);
    expect(problemOf(taught)).toBeUndefined();
    session.close();
  });

  test('is the end of a beat: the last of it', () => {
    const { session, logistics } = done();
    const file = fileOf('service-down');
    const place = ['lesson', 'beats', 2, 'until'];
    const taught = withDone(file, place, session);
    expect(valueAt(taught, place)).toEqual({
      do: { setDelivery: { subscription: 'logistics', delivery: { deadLetter: !logistics.deadLetter } } },
    });
    expect(valueAt(taught, ['lesson', 'solution'])).toEqual(valueAt(file, ['lesson', 'solution']));
    session.close();
  });

  test('is nothing where nothing was done', () => {
    const session = play(fileOf('service-down'));
    const file = fileOf('service-down');
    expect(withDone(file, ['lesson', 'solution'], session)).toBe(file);
    session.close();
  });
});

describe('a trial', () => {
  /** @param {File} file @param {string} [contrast] */
  function tried(file, contrast) {
    const verdict = noVerdict();
    for (const _ of trial((json, seed) => core.open(json, seed), { json: JSON.stringify(file), contrast }, verdict));
    return verdict;
  }

  test('finds what is promised to be so: claims, the answer, goals, the contrast', () => {
    const file = fileOf('retry');
    const verdict = tried(file, core.contrastOf(JSON.stringify(file)));
    expect(verdict.runs).toBe(RUNS);
    expect(verdict.contrastRuns).toBe(FEW);
    expect(verdict.claims.map(({ held, falls }) => [held, falls])).toEqual(
      valueAt(file, ['claims']).map(() => [RUNS, undefined]),
    );
    expect(verdict.options.filter((count) => count > 0)).toEqual([RUNS]);
    expect(verdict.alone).toEqual([false, false]);
    expect(verdict.solved).toEqual([true, true]);
    const contrasting = /** @type {{ contrasts?: boolean }[]} */ (file.claims).findIndex(({ contrasts }) => contrasts);
    expect(verdict.claims[contrasting].contrast).toBeLessThan(FEW / 20);
  });

  test('finds the first run in which a claim falls, as the core says by itself', () => {
    const file = withValue(
      fileOf('retry'),
      ['claims'],
      [{ expect: 'charge.dead >= 7', text: { en: 'x', 'pt-BR': 'x' } }],
    );
    const { claims } = tried(file);
    const [{ held, falls = -1 }] = claims;
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(RUNS);
    for (let seed = 0; seed <= falls; seed += 1) {
      const session = play(file, String(seed));
      session.advance(60_000_000);
      const [holds] = session.judge().claims;
      expect([seed, holds]).toEqual([seed, seed < falls]);
      session.close();
    }
  });

  test('finds a goal that ticks by itself, one that the solution misses, and a command that is refused', () => {
    const file = fileOf('retry');
    const alone = withValue(file, ['lesson', 'goals', 0, 'steps'], [{ when: ['charge.dead >= 1'] }]);
    expect(tried(alone).alone).toEqual([true, false]);
    const missed = withValue(file, ['lesson', 'solution'], [{ at: '1s', do: { placeOrder: { client: 'taxi' } } }]);
    expect(tried(missed).solved).toEqual([false, false]);
    const refused = withValue(file, ['lesson', 'solution', 0, 'do'], { redrive: { message: 9 } });
    expect(tried(refused)).toMatchObject({ refused: 0, runs: RUNS });
    expect(tried(refused).solved).toBeUndefined();
  });
});

describe('comparisons', () => {
  test('the names of measures are those of the reference', () => {
    const page = readFileSync(new URL('../../docs/measures.md', import.meta.url), 'utf8');
    /** @type {Record<string, string>} */
    const forms = {
      NAME: 'run',
      'effect:ID.NAME': 'effect',
      'ID.NAME': 'subscription',
      'node:ID.NAME': 'node',
      'call:FROM/TO.NAME': 'call',
    };
    /** @type {Record<string, string[]>} */
    const found = {};
    for (const section of page.split(/^## /m)) {
      const form = /In a claim: `([^`]+)`/.exec(section)?.[1] ?? '';
      if (forms[form]) found[forms[form]] = [...section.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name);
    }
    const file = new URL('../src/edit/lesson/measures.json', import.meta.url);
    if (process.env.CARTEIRO_WRITE) writeFileSync(file, `${JSON.stringify(found)}\n`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(found);
  });

  test('what is offered while one types, the core takes', () => {
    for (const id of ['service-down', 'retry', 'circuit-breaker']) {
      const file = fileOf(id);
      const quantities = quantitiesOf(file, shapeOf(file));
      const claims = quantities.map((one) => ({ expect: `${one} == 1`, text: { en: 'x', 'pt-BR': 'x' } }));
      for (let n = 0; n < claims.length; n += 60)
        expect(problemOf(withValue(file, ['claims'], claims.slice(n, n + 60)))).toBeUndefined();
    }
  });

  test('each side of a comparison is completed', () => {
    const known = ['lost', 'shipped', 'logistics.ready', 'logistics.retried'];
    expect(offered('lo', known)).toEqual(['lost', 'logistics.ready', 'logistics.retried']);
    expect(offered('lost == ship', known)).toEqual(['lost == shipped']);
    expect(offered('new:logistics.re', known)).toEqual(['new:logistics.ready', 'new:logistics.retried']);
    expect(offered('lost == shipped', known)).toEqual([]);
  });
});

test('every button and setting that is offered can be pointed at', () => {
  const file = fileOf('circuit-breaker');
  const [node] = file.nodes.filter(({ kind }) => kind === 'service');
  const [call] = shapeOf(file).calls;
  const subscription = shapeOf(fileOf('retry')).subscriptions[0].id;
  /** @param {File} one @param {unknown} point */
  const pointed = (one, point) =>
    expect([point, problemOf(withValue(one, ['lesson', 'beats', 0, 'point'], point))]).toEqual([point, undefined]);
  for (const control of CONTROLS) pointed(file, { control, of: node.id });
  for (const field of SETTINGS.node) pointed(file, { setting: `${node.id}/${field}` });
  for (const field of SETTINGS.call) pointed(file, { setting: `${call.from}/${call.to}/${field}` });
  for (const field of SETTINGS.subscription) pointed(fileOf('retry'), { setting: `${subscription}/${field}` });
});

test('every command of a person can be chosen, and each has its words', () => {
  const types = readFileSync(new URL('../../src/wasm.d.ts', import.meta.url), 'utf8');
  const [, commands] = /export type Command =([\s\S]*?);\n(?:export|$)/.exec(types) ?? [];
  const names = [...commands.matchAll(/\{ (\w+): (?:\{|CallSettings)/g)]
    .map(([, name]) => name)
    .filter((name) => !['inbox', 'breaker'].includes(name));
  expect(Object.keys(COMMANDS).toSorted()).toEqual([...new Set(names)].toSorted());
  for (const name of names) expect(en['teach.deed']).toContain(` ${name} {`);
});

test('every problem of a lesson belongs to a part of its side', () => {
  const paths = Object.values(PARTS).flatMap((places) => places.map(pathOf));
  for (const path of paths)
    expect(partOf({ code: '', path, message: { en: '', 'pt-BR': '' }, remedy: { en: '', 'pt-BR': '' } })).toBeDefined();
});
