// A figure's core plays every prepared lesson as the whole one does, and what runs in it goes on in the whole one.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseDuration } from '../src/core/durations.js';
import { preparedIn } from '../src/core/lessons.js';
import { pressOf } from '../src/core/presses.js';
import { recordOf } from '../src/core/record.js';
import { replay } from '../src/core/replay.js';
import { Session } from '../src/core/session.js';
import { figureCore } from './builds.js';
import { builtIn, core, play } from './core.js';
import { builtInText } from './scenario-files.js';

/** @import { Command, Scenario } from '../src/core/types.js' */

const small = figureCore();

/** @param {string} id */
const prepared = (id) => preparedIn(readFileSync(new URL(`../pkg/lessons/${id}.figure.json`, import.meta.url), 'utf8'));

/** A session of a lesson in a figure's core. @param {string} id */
function inFigure(id) {
  const source = prepared(id);
  return new Session(small, source.json, undefined, source.model);
}

/** Every command of a figure's stage. @param {Scenario} scenario @returns {Command[]} */
function deedsIn({ nodes, subscriptions }) {
  /** @type {Command[]} */
  const deeds = subscriptions.map(({ id }) => ({ redriveAll: { subscription: id } }));
  for (const { id, kind } of nodes) {
    if (kind === 'client') deeds.push({ placeOrder: { client: id } }, { placeOrder: { client: id, amount: 12 } });
    else deeds.push({ setHealth: { node: id, health: 'down' } }, { setHealth: { node: id, health: 'up' } });
  }
  return deeds;
}

/** @param {Session} session */
const shown = (session) => ({
  position: session.position,
  hash: session.hash,
  log: session.commandLog(),
  scenario: session.scenario,
  lesson: session.lesson,
  until: session.until,
  settings: session.settings(),
  judged: session.judge(),
  columns: session.frame.headers(),
  canUndo: session.canUndo,
});

describe('a lesson is the same in both cores', () => {
  test.each(builtIn)('%s', (id) => {
    const [whole, figure] = [play(JSON.parse(builtInText(id))), inFigure(id)];
    expect(shown(figure)).toEqual(shown(whole));
    const commands = deedsIn(whole.scenario);
    for (const [index, command] of commands.entries()) {
      for (const session of [whole, figure]) {
        session.advance(2_000 * (index + 1));
        session.command(command);
      }
    }
    for (const session of [whole, figure]) session.advance(session.now + 30_000);
    expect(shown(figure)).toEqual(shown(whole));
    for (const session of [whole, figure]) session.seek(5_000);
    expect(shown(figure)).toEqual(shown(whole));
    whole.close();
    figure.close();
  });
});

describe('a scenario that is prepared is the same in both cores', () => {
  const kept = readdirSync(new URL('../pkg/lessons/kept/', import.meta.url)).map(
    (file) => `kept/${file.split('.')[0]}`,
  );
  test.each(kept)('%s', (id) => {
    const { json, model } = prepared(id);
    expect(model, 'it needs nothing that a figure leaves out').toBeDefined();
    const [whole, figure] = [play(JSON.parse(json)), inFigure(id)];
    for (const session of [whole, figure]) session.advance(parseDuration(session.until));
    expect(shown(figure)).toEqual(shown(whole));
    whole.close();
    figure.close();
  });
});

test('a change is undone in a figure as in the whole core, and logged alike', () => {
  const [whole, figure] = [play(JSON.parse(builtInText('service-down'))), inFigure('service-down')];
  const node = whole.scenario.nodes.find(({ kind }) => kind === 'service')?.id ?? '';
  for (const session of [whole, figure]) {
    session.advance(1_000);
    session.command({ setHealth: { node, health: 'down' } });
    session.undo(false);
    session.undo(true);
  }
  expect(figure.commandLog()).toHaveLength(3);
  expect(shown(figure)).toEqual(shown(whole));
});

test('what runs in a figure goes on in the whole core, where and as it was', async () => {
  const [whole, figure] = [play(JSON.parse(builtInText('purchase-fan-out'))), inFigure('purchase-fan-out')];
  /** @param {Session} session */
  const history = (session) => {
    session.advance(1_500);
    session.command({ placeOrder: { client: 'shop' } });
    session.advance(9_000);
    session.command({ setHealth: { node: 'stock', health: 'down' } });
    session.advance(12_000);
  };
  for (const session of [whole, figure]) history(session);
  const played = await replay(core, figure.json, recordOf(figure, 'purchase-fan-out'));
  if (!played) throw new Error('nobody stopped it');
  expect(played.same).toBe(true);
  // Time has passed meanwhile, and someone went back.
  for (const session of [whole, figure]) {
    session.advance(15_000);
    session.seek(10_000);
  }
  figure.goOnIn(played.session);
  expect(figure.whole).toBe(true);
  expect({ ...shown(figure), head: figure.headPosition }).toEqual({ ...shown(whole), head: whole.headPosition });
  for (const session of [whole, figure]) {
    session.command({ setWorkers: { node: 'stock', workers: 3 } });
    session.advance(40_000);
  }
  expect(shown(figure).hash).toBe(shown(whole).hash);
});

test.each([
  [{ placeOrder: { client: 'nobody' } }],
  [{ placeOrder: { client: 'stock' } }],
  [{ placeOrder: { client: 'shop', amount: -1 } }],
  [{ placeOrder: { client: 'shop', amount: 2.5 } }],
  [{ placeOrder: { client: 'shop', amount: null } }],
  [{ placeOrder: { client: 'shop', more: 1 } }],
  [{ placeOrder: null }],
  [{ setHealth: { node: 'shop', health: 'down' } }],
  [{ setHealth: { node: 'stock', health: { slow: { factor: 2 } } } }],
  [{ setHealth: { node: 'stock' } }],
  [{ redriveAll: { subscription: 'nothing' } }],
  [{ crash: { node: 'stock', point: 'now' } }],
  [{ placeOrder: { client: 'shop' }, crash: { node: 'stock', point: 'now' } }],
  [{}],
  [null],
])('%j is for the whole core', (command) => {
  const { scenario } = inFigure('purchase-fan-out');
  expect(pressOf(scenario, /** @type {Command} */ (/** @type {unknown} */ (command)))).toBeUndefined();
});

test('what another build has prepared is refused', () => {
  const { json: text, model = new Uint8Array() } = prepared('service-down');
  const other = model.with(0, model[0] ^ 1);
  expect(() => new Session(small, text, undefined, other)).toThrow('lesson: invalid');
  expect(() => new Session(small, builtInText('service-down'))).toThrow('lesson: invalid');
});

test('what is not prepared is for the whole core', () => {
  for (const text of ['<!doctype html>', '[]', 'null', builtInText('service-down')])
    expect(preparedIn(text)).toEqual({ json: text });
});
