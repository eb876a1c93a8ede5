// What is done on the stage becomes the changes of a contrast: carried out by the core they make of the file what was done to it.
import { describe, expect, test } from 'vitest';
import { difference, found, segmentsOf } from '../src/edit/difference.js';
import { withDone } from '../src/edit/recorded.js';
import { builtIn, core, play } from './core.js';
import { builtInText } from './scenario-files.js';

/** @import { File } from '../src/edit/file.js' */

const PLACE = ['lesson', 'contrast', 'changes'];

/** What the core makes of a file by the changes of its contrast. @param {any} file @param {unknown[]} changes */
function contrastOf(file, changes) {
  const text = { en: 'Other', 'pt-BR': 'Outro' };
  const lesson = { ...file.lesson, contrast: { name: text, text, changes } };
  return JSON.parse(core.contrastOf(JSON.stringify({ ...file, lesson })));
}

describe.each(builtIn.filter((id) => JSON.parse(builtInText(id)).lesson.contrast))('%s', (id) => {
  test('the difference to its contrast makes that contrast', () => {
    const file = JSON.parse(builtInText(id));
    const other = contrastOf(file, file.lesson.contrast.changes);
    const changes = difference({ ...file, lesson: undefined }, { ...other, lesson: undefined });
    expect(changes.length).toBeGreaterThan(0);
    expect({ ...contrastOf(file, changes), lesson: undefined }).toEqual({ ...other, lesson: undefined });
  });
});

test('a file differs from itself by nothing', () => {
  const file = JSON.parse(builtInText('retry'));
  expect(difference(file, structuredClone(file))).toEqual([]);
});

test('names with strokes and tildes are found again', () => {
  const [before, after] = [{ 'a/b': { '~': 1 } }, { 'a/b': { '~': 2 } }];
  const [{ path, ...rest }] = difference(before, after);
  expect(path).toBe('/a~1b/~0');
  expect(rest).toEqual({ op: 'replace', value: 2 });
  expect(found(before, segmentsOf(path))).toBe(1);
});

test('settings of a run are so from the beginning, the last one counts, and other deeds happen at their instants', () => {
  const file = /** @type {File} */ (JSON.parse(builtInText('retry')));
  const session = play('retry');
  const [{ id: subscription }] = session.scenario.subscriptions;
  /** @param {object} part */
  const set = (part) =>
    session.command({
      setDelivery: { subscription, delivery: { ...session.settings().subscriptions[subscription], ...part } },
    });
  session.advance(1000);
  set({ prefetch: 100 });
  session.advance(2000);
  set({ prefetch: 10 });
  session.command({ setHealth: { node: 'card-company', health: 'down' } });
  const made = /** @type {any} */ (withDone(file, PLACE, session));
  session.close();
  const { changes } = made.lesson.contrast;
  const before = /** @type {any} */ (file).lesson.contrast.changes;
  expect(changes.slice(0, before.length)).toEqual(before);
  const added = changes.slice(before.length);
  expect(added).toHaveLength(2);
  expect(added.find((/** @type {any} */ { path }) => path === '/faults/-').value).toEqual({
    at: '2s',
    do: { setHealth: { node: 'card-company', health: 'down' } },
  });
  const { topics } = contrastOf(file, added);
  expect(topics[0].subscriptions[0].delivery.prefetch).toBe(10);
});
