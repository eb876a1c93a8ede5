// Files that are edited: what the core makes of them, what of their text stays, and that nothing is left in disorder.
import { describe, expect, test } from 'vitest';
import { ProblemError } from '../src/core/wasm.js';
import { arrowsFrom } from '../src/edit/allowed.js';
import { addBand, moveBand, removeBand } from '../src/edit/bands.js';
import {
  addDeadLetters,
  addNode,
  addTopic,
  connect,
  disconnect,
  duplicate,
  emptyFile,
  nameIn,
  remove,
  rename,
  untold,
  withNotice,
} from '../src/edit/changes.js';
import { curveOf, rateAt, STEPS, topOf, withCurve } from '../src/edit/curve.js';
import { printed, same, written } from '../src/edit/document.js';
import { subscriptionsOf, topicsOf } from '../src/edit/file.js';
import { History } from '../src/edit/history.js';
import { entryOf, lackOf, leftOut, thingOf } from '../src/edit/problems.js';
import { settled } from '../src/edit/settle.js';
import { shapeOf } from '../src/edit/shape.js';
import { graphOf } from '../src/stage/layout/graph.js';
import { bandsOf, fitting, roomFor } from '../src/timeline/outage-bands.js';
import { builtIn, core, json, play } from './core.js';

/** @import { Thing } from '../src/edit/changes.js' */
/** @import { File } from '../src/edit/file.js' */

/** @param {string} name */
const text = (name) => ({ en: name, 'pt-BR': name });
/** @param {string} id @returns {File} */
const fileOf = (id) => JSON.parse(json(id));

/** What the core has against a file. @param {File} file */
function problemOf(file) {
  try {
    core.open(written('{}', file)).free();
    return undefined;
  } catch (failure) {
    if (failure instanceof ProblemError) return failure.problem;
    throw failure;
  }
}

/** Numbers that look like chance and are the same each time. @param {number} seed */
function chance(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A client, a broker with a topic and two services that hear of it. */
function fanOut() {
  const client = addNode(emptyFile(text('Mine')), 'client', text('Client'));
  const broker = addNode(client.file, 'broker', text('Broker'));
  const topic = addTopic(broker.file, broker.id, text('Topic'));
  const one = addNode(topic.file, 'service', text('One'));
  const two = addNode(one.file, 'service', text('Two'));
  const arrows = /** @type {const} */ ([
    ['publish', client.id, topic.id],
    ['deliver', topic.id, one.id],
    ['deliver', topic.id, two.id],
  ]);
  const file = arrows.reduce((now, [kind, from, to]) => connect(now, { kind, from, to }), two.file);
  return { file, client: client.id, broker: broker.id, topic: topic.id, services: [one.id, two.id] };
}

describe('the text', () => {
  test.each(builtIn)('%s stays as it is when nothing was changed', (id) => {
    expect(written(json(id), fileOf(id))).toBe(json(id));
  });

  test('a changed name changes its own line alone', () => {
    const before = json('service-down');
    const after = written(
      before,
      rename(fileOf('service-down'), { kind: 'node', id: 'stock' }, { en: 'Warehouse', 'pt-BR': 'Estoque' }),
    );
    const lines = before.split('\n');
    const changed = after.split('\n').flatMap((line, n) => (line === lines[n] ? [] : [line.trim()]));
    expect(after.split('\n')).toHaveLength(lines.length);
    expect(changed).toEqual(['"name": {"en": "Warehouse", "pt-BR": "Estoque"},']);
  });

  test('numbers, blanks and line ends of others stay', () => {
    const before = '{\r\n\t"version": 1.0,\r\n\r\n\t"until" : "9s",\r\n\t"list": [ 1.50,\r\n\t\t{ "id": "a" } ]\r\n}';
    const value = { version: 1, until: '8s', list: [1.5, { id: 'a' }, { id: 'b' }], more: true };
    expect(written(before, value)).toBe(
      '{\r\n\t"version": 1.0,\r\n\r\n\t"until" : "8s",\r\n\t"list": [ 1.50,\r\n\t\t{ "id": "a" },\r\n\t\t{ "id": "b" } ],\r\n\t"more": true\r\n}',
    );
  });

  test('what is taken out goes with its comma, wherever it stood', () => {
    const before = '{\n  "a": 1,\n  "b": [\n    1,\n    2,\n    3\n  ],\n  "c": 3\n}\n';
    expect(written(before, { b: [1, 3], c: 3 })).toBe('{\n  "b": [\n    1,\n    3\n  ],\n  "c": 3\n}\n');
    expect(written(before, { a: 1, b: [3] })).toBe('{\n  "a": 1,\n  "b": [\n    3\n  ]\n}\n');
    expect(written(before, { z: 0, c: 3, y: 1 })).toBe('{\n  "z": 0,\n  "c": 3,\n  "y": 1\n}\n');
  });

  test('any value can be written over any other, and is what is read then', () => {
    const random = chance(7);
    /** @param {number} depth @returns {unknown} */
    const value = (depth) => {
      const pick = Math.floor(random() * (depth > 0 ? 6 : 4));
      if (pick < 4)
        return [Math.round(random() * 9), `te"xt ${'long '.repeat(random() * 30)}\\`, null, random() < 0.5][pick];
      const parts = Array.from({ length: random() * 5 }, () => value(depth - 1));
      if (pick === 4) return parts;
      return Object.fromEntries(parts.map((part, n) => [random() < 0.5 ? 'id' : `k${n}`, part]));
    };
    for (let n = 0; n < 2000; n += 1) {
      const [before, after] = [
        { version: 1, ...{ a: value(3) }, b: value(2) },
        { version: 1, b: value(2), ...{ a: value(3) } },
      ];
      const first = random() < 0.5 ? printed(before) : JSON.stringify(before);
      const mixed = random() < 0.5 ? after : { ...before, b: after.b };
      const second = written(first, mixed);
      expect(JSON.parse(second), first).toEqual(mixed);
      expect(same(JSON.parse(second), mixed)).toBe(true);
      expect(JSON.parse(written(second, before))).toEqual(before);
    }
  });

  test('what is new is written as in the files of the catalogue: on one line where it fits', () => {
    const { file } = fanOut();
    const text = printed(file);
    expect(text).toContain(`
  "topics": [
    {
      "id": "topic-1",
      "name": {"en": "Topic", "pt-BR": "Topic"},
      "broker": "broker-1",
      "subscriptions": [
        {"id": "service-1", "consumers": ["service-1"]},
        {"id": "service-2", "consumers": ["service-2"]}
      ]
    }
  ]
}
`);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
    const spaced = written('{\n  "version": 1,\n  "title": { "en": "A", "pt-BR": "B" }\n}\n', {
      version: 1,
      title: { en: 'A', 'pt-BR': 'C' },
    });
    expect(spaced).toContain('"title": { "en": "A", "pt-BR": "C" }');
  });
});

test.each(builtIn)('%s is drawn as the core tells of it', (id) => {
  const session = play(id);
  const { items, edges, column } = graphOf(shapeOf(fileOf(id)));
  const graph = graphOf(session.scenario);
  expect(items).toEqual(graph.items);
  expect(edges).toEqual(graph.edges);
  expect(column).toEqual(graph.column);
  session.close();
});

describe('on the stage', () => {
  test('an empty file lacks a client, and a fan-out drawn on it runs', () => {
    expect(problemOf(emptyFile(text('Mine')))?.code).toBe('no-client');
    const { file } = fanOut();
    const session = play(file);
    session.advance(60_000);
    expect(session.frame.header('orders')).toBeGreaterThan(10);
    expect(session.frame.effect(0, 'once')).toBeGreaterThan(10);
    expect(session.frame.header('lost')).toBe(0);
    session.close();
  });

  test('all arrows that may be drawn are valid, one after another, and all can be taken away again', () => {
    for (const id of ['empty', ...builtIn]) {
      const random = chance(id.length);
      let file = id === 'empty' ? fanOut().file : withoutLesson(fileOf(id));
      for (let n = 0; n < 12; n += 1) {
        const shape = shapeOf(file);
        const things = thingsIn(file);
        const arrows = things.flatMap((thing) => arrowsFrom(file, shape, thing));
        if (arrows.length === 0) break;
        file = connect(file, arrows[Math.floor(random() * arrows.length)]);
        expect(problemOf(file), `${id} ${n}`).toBeUndefined();
      }
    }
  });

  test('whatever is taken away, in any order, what is left is valid as long as there is a client', () => {
    for (const id of builtIn) {
      const random = chance(id.length + 1);
      let file = withoutLesson(fileOf(id));
      for (;;) {
        const things = thingsIn(file).filter(
          (thing) => file.nodes.find((node) => node.id === thing.id)?.kind !== 'client',
        );
        const graph = graphOf(shapeOf(file));
        const ids = new Map(
          graph.items.map(({ key, kind, index }) => [key, (kind === 'topic' ? topicsOf(file) : file.nodes)[index].id]),
        );
        if (things.length === 0) break;
        if (graph.edges.length > 0 && random() < 0.7) {
          const { kind, from, to } = graph.edges[Math.floor(random() * graph.edges.length)];
          file = disconnect(file, { kind, from: ids.get(from) ?? '', to: ids.get(to) ?? '' });
        } else file = remove(file, things[Math.floor(random() * things.length)]);
        expect(problemOf(file), id).toBeUndefined();
      }
    }
  });

  test('nothing begins at a service that nothing reaches, and no call leads back', () => {
    const { file, client, topic, services } = fanOut();
    const { file: more, id: alone } = addNode(file, 'service', text('Alone'));
    expect(arrowsFrom(more, shapeOf(more), { kind: 'node', id: alone })).toEqual([]);
    const called = connect(more, { kind: 'call', from: services[0], to: alone });
    expect(arrowsFrom(called, shapeOf(called), { kind: 'node', id: alone })).toEqual([
      { kind: 'publish', from: alone, to: topic },
      { kind: 'call', from: alone, to: services[1] },
    ]);
    expect(arrowsFrom(called, shapeOf(called), { kind: 'node', id: client }).map(({ to }) => to)).not.toContain(topic);
  });

  test('a name is that of both languages until one is given for itself, and what is written in the books has it too', () => {
    expect(nameIn(text('One'), 'pt-BR', 'Estoque')).toEqual(text('Estoque'));
    const usual = { en: 'Service 3', 'pt-BR': 'Serviço 3' };
    expect(nameIn(usual, 'en', 'Mail', true)).toEqual(text('Mail'));
    expect(nameIn(usual, 'en', 'Mail')).toEqual({ en: 'Mail', 'pt-BR': 'Serviço 3' });
    const { file, services } = fanOut();
    const named = rename(file, { kind: 'node', id: services[0] }, text('Estoque'));
    expect(named.nodes.find(({ id }) => id === services[0])?.name).toEqual(text('Estoque'));
    expect(named.effects?.map(({ name }) => name)).toEqual([text('Estoque'), text('Two')]);
  });

  test('a service once more hears the same topics', () => {
    const { file, services, topic } = fanOut();
    const { file: more, id } = duplicate(file, services[0], text('Again'));
    expect(shapeOf(more).subscriptions.at(-1)).toMatchObject({ topic, consumers: [id] });
    expect(problemOf(more)).toBeUndefined();
  });
});

describe('what is lacking', () => {
  test('a problem is said at the card that it is about', () => {
    const { file, topic } = fanOut();
    const wrong = { ...file, topics: topicsOf(file).map((one) => ({ ...one, broker: 'nobody' })) };
    const problem = problemOf(wrong);
    expect(problem && thingOf(problem, wrong)).toEqual({ kind: 'topic', id: topic });
    expect(problem && entryOf(problem)).toBeUndefined();
  });

  test('a claim about a part that is gone can be left out, and so on until the file is valid', () => {
    for (const id of builtIn) {
      let file = remove(fileOf(id), {
        kind: 'node',
        id: fileOf(id).nodes.find(({ kind }) => kind === 'service')?.id ?? '',
      });
      let left = 0;
      for (let problem = problemOf(file); problem; problem = problemOf(file)) {
        const entry = entryOf(problem);
        expect(entry, `${id}: ${problem.path}`).toBeDefined();
        file = leftOut(file, entry ?? '');
        left += 1;
        expect(left, id).toBeLessThan(60);
      }
    }
  });

  test('each part says what it waits for, until it has it', () => {
    const client = addNode(emptyFile(text('Mine')), 'client', text('Client'));
    const broker = addNode(client.file, 'broker', text('Broker'));
    /** @param {File} file @param {Thing['kind']} kind @param {string} id */
    const lack = (file, kind, id) => lackOf(file, shapeOf(file), { kind, id });
    expect(lack(broker.file, 'node', client.id)).toBe('client');
    expect(lack(broker.file, 'node', broker.id)).toBe('broker');
    const topic = addTopic(broker.file, broker.id, text('Topic'));
    expect(lack(topic.file, 'topic', topic.id)).toBe('unpublished');
    const published = connect(topic.file, { kind: 'publish', from: client.id, to: topic.id });
    expect(lack(published, 'topic', topic.id)).toBe('unheard');
    const service = addNode(published, 'service', text('One'));
    expect(lack(service.file, 'node', service.id)).toBe('service');
    const whole = fanOut();
    const all = thingsIn(whole.file).map(({ kind, id }) => lack(whole.file, kind, id));
    expect(all.every((one) => one === undefined)).toBe(true);
  });
});

describe('settings', () => {
  test('what is set says what changed alone, and is in force from the beginning', () => {
    const { file, services } = fanOut();
    const session = play(file);
    const settings = session.settings();
    const delivery = settings.subscriptions[services[0]];
    /** @type {import('../src/core/types.js').Command} */
    const command = {
      setDelivery: { subscription: services[0], delivery: { ...delivery, lease: '5s', inbox: { window: '1min' } } },
    };
    const set = settled(file, settings, command);
    expect(subscriptionsOf(topicsOf(set)[0])[0].delivery).toEqual({ lease: '5s', inbox: { window: '1min' } });
    const again = play(set);
    expect(again.settings().subscriptions[services[0]]).toMatchObject({
      ...delivery,
      lease: '5s',
      inbox: { window: '1min' },
    });
    const none = settled(set, again.settings(), {
      setDelivery: { subscription: services[0], delivery: { ...delivery, lease: null } },
    });
    expect(subscriptionsOf(topicsOf(none)[0])[0].delivery).toMatchObject({ lease: null, inbox: null });
    expect(problemOf(none)).toBeUndefined();
    session.close();
    again.close();
  });

  test("a call's patience is that of its steps, and a preset takes the place of what was set", () => {
    const { file, services } = fanOut();
    const called = connect(file, { kind: 'call', from: services[0], to: services[1] });
    const session = play(called);
    const settings = session.settings();
    const [call] = settings.calls;
    const set = settled(called, settings, { setCall: { ...call, timeout: '9s', breaker: null } });
    const again = play(set);
    expect(again.settings().calls[0]).toEqual({ ...call, timeout: '9s' });
    const sqs = settled(set, settings, {
      setDelivery: { subscription: services[0], delivery: { preset: 'sqs', inbox: null } },
    });
    expect(subscriptionsOf(topicsOf(sqs)[0])[0].delivery).toEqual({ preset: 'sqs' });
    const busy = settled(sqs, settings, { setWorkers: { node: services[0], workers: 4 } });
    expect(Object.keys(busy.nodes.find(({ id }) => id === services[0]) ?? {})).toEqual([
      'id',
      'kind',
      'name',
      'workers',
      'handlers',
    ]);
    expect(problemOf(busy)).toBeUndefined();
    session.close();
    again.close();
  });
});

describe('bands', () => {
  test('an outage is a pair of commands, and is read as one band again', () => {
    const { file, services } = fanOut();
    const down = addBand(file, services[0], { fromMs: 5000, toMs: 15_000 });
    expect(down.faults).toEqual([
      { at: '5s', do: { setHealth: { node: services[0], health: 'down' } } },
      { at: '15s', do: { setHealth: { node: services[0], health: 'up' } } },
    ]);
    const [band] = bandsOf(down);
    expect(band).toMatchObject({ node: services[0], health: 'down', fromMs: 5000, toMs: 15_000 });
    const moved = moveBand(down, band, { fromMs: 6000, toMs: 20_500 });
    expect(bandsOf(moved)[0]).toMatchObject({ fromMs: 6000, toMs: 20_500 });
    expect(removeBand(moved, bandsOf(moved)[0])).toEqual(file);
    const session = play(moved);
    session.advance(10_000);
    expect(session.frame.health(session.scenario.nodes.findIndex(({ id }) => id === services[0]))).toBe('down');
    session.advance(21_000);
    expect(session.frame.health(session.scenario.nodes.findIndex(({ id }) => id === services[0]))).toBe('up');
    session.close();
  });

  test('one that lasts to the end of the run has no second command until its end is drawn nearer', () => {
    const { file, services } = fanOut();
    const down = addBand(file, services[0], { fromMs: 50_000, toMs: 60_000 });
    expect(down.faults).toHaveLength(1);
    expect(moveBand(down, bandsOf(down)[0], { fromMs: 50_000, toMs: 55_000 }).faults).toHaveLength(2);
  });

  test('bands of a node never meet, however they are drawn', () => {
    const random = chance(3);
    let { file } = fanOut();
    const [node] = fanOut().services;
    for (let n = 0; n < 400; n += 1) {
      const bands = bandsOf(file).filter((band) => band.node === node);
      const own = bands.length > 0 && random() < 0.5 ? bands[Math.floor(random() * bands.length)] : undefined;
      const fromMs = random() * 70_000 - 5000;
      const span = fitting(file, node, { fromMs, toMs: fromMs + random() * 20_000 }, own);
      if (span) file = own ? moveBand(file, own, span) : addBand(file, node, span);
      else if (own) file = removeBand(file, own);
      const now = bandsOf(file).filter((band) => band.node === node);
      now.forEach((band, i) => {
        expect(band.toMs - band.fromMs).toBeGreaterThanOrEqual(500);
        expect(band.toMs).toBeLessThanOrEqual(60_000);
        if (i > 0) expect(band.fromMs).toBeGreaterThanOrEqual(now[i - 1].toMs);
      });
      expect(problemOf(file)).toBeUndefined();
    }
    expect(bandsOf(file).length).toBeGreaterThan(0);
  });

  test('there is room for another outage until there is none', () => {
    let { file } = fanOut();
    const [node] = fanOut().services;
    let count = 0;
    for (let span = roomFor(file, node); span; span = roomFor(file, node)) {
      file = addBand(file, node, span);
      count += 1;
      expect(bandsOf(file)).toHaveLength(count);
      expect(count).toBeLessThan(200);
    }
    expect(count).toBeGreaterThan(3);
  });

  test('the outages of a lesson are found', () => {
    expect(bandsOf(fileOf('service-down'))).toMatchObject([{ node: 'logistics', fromMs: 5000, toMs: 20_000 }]);
  });
});

describe('the rate of orders as a curve', () => {
  test('what is drawn is what is read, whatever was there before', () => {
    const random = chance(11);
    for (const id of builtIn) {
      let file = withoutLesson(fileOf(id));
      const client = file.nodes.find(({ kind }) => kind === 'client')?.id ?? '';
      for (let n = 0; n < 10; n += 1) {
        const curve = Array.from({ length: STEPS }, () => (random() < 0.3 ? 0 : rateAt(random(), 5)));
        file = withCurve(file, client, curve);
        for (const [i, rate] of curveOf(file, client).entries()) expect(rate).toBeCloseTo(curve[i], 3);
        expect(problemOf(file), id).toBeUndefined();
      }
    }
  });

  test('one that is level again leaves the file as it was, but for its limit', () => {
    const { file, client } = fanOut();
    const level = curveOf(file, client);
    expect(level).toEqual(new Array(STEPS).fill(0.5));
    const high = withCurve(file, client, level.with(5, 2));
    expect(high.faults).toEqual([
      { at: '12500ms', do: { setArrivals: { client, every: { exponential: { mean: '500ms' } } } } },
      { at: '15s', do: { setArrivals: { client, every: { exponential: { mean: '2s' } } } } },
    ]);
    expect(withCurve(high, client, level)).toEqual(file);
    expect(withCurve(file, client, new Array(STEPS).fill(10)).nodes[0].arrivals?.limit).toBe(900);
  });

  test('orders come as the curve says', () => {
    const { file, client } = fanOut();
    const session = play(
      withCurve(
        file,
        client,
        Array.from({ length: STEPS }, (_, n) => (n < 12 ? 0 : 2)),
      ),
    );
    session.advance(30_000);
    expect(session.frame.header('orders')).toBe(0);
    session.advance(60_000);
    expect(session.frame.header('orders')).toBeGreaterThan(40);
    expect(session.frame.header('orders')).toBeLessThan(80);
    session.close();
  });

  test('the lane is as high as its highest step needs', () => {
    expect([0, 2, 2.1, 40, 5000].map((most) => topOf([0, most]))).toEqual([2, 2, 5, 50, 5000]);
  });
});

test('what was changed is undone and made again; what is dragged is one change', () => {
  const history = new History(0);
  history.change(1);
  history.change(2, 'drag');
  history.change(3, 'drag');
  history.undo();
  expect(history.now).toBe(1);
  history.redo();
  expect(history.now).toBe(3);
  history.undo();
  history.undo();
  expect([history.now, history.canUndo, history.canRedo]).toEqual([0, false, true]);
  history.change(7);
  expect(history.canRedo).toBe(false);
});

/** @param {File} file @returns {Thing[]} */
function thingsIn(file) {
  return [
    ...file.nodes.map(({ id }) => ({ kind: /** @type {const} */ ('node'), id })),
    ...topicsOf(file).map(({ id }) => ({ kind: /** @type {const} */ ('topic'), id })),
  ];
}

/** What a lesson says of its parts would not be true of others. @param {File} file @returns {File} */
function withoutLesson(file) {
  const { lesson: _, claims: __, ...rest } = file;
  expect(topicsOf(file).every((topic) => Array.isArray(subscriptionsOf(topic)))).toBe(true);
  return rest;
}

describe('gateways and dead letters', () => {
  test('a gateway takes calls, and spreads them over the instances that it calls', () => {
    const { file, client, services } = fanOut();
    const { file: bare, id } = addNode(file, 'gateway', text('Gate'));
    const called = connect(bare, { kind: 'call', from: client, to: id });
    const [one, two] = services;
    const spread = connect(connect(called, { kind: 'call', from: id, to: one }), { kind: 'call', from: id, to: two });
    expect(problemOf(spread)).toBeUndefined();
    const session = play(spread);
    expect(session.settings().pools.find(({ from }) => from === id)?.to).toEqual([one, two]);
    // What is set of it by the page's own settings is the file's.
    const limited = settled(spread, session.settings(), {
      setIngress: { node: id, ingress: { limit: { rate: 2, burst: 2 } } },
    });
    const healthCheck = { every: '1s', timeout: '500ms', deep: false, unhealthyAfter: 2, healthyAfter: 2 };
    const checked = settled(limited, session.settings(), { setHealthCheck: { from: id, to: one, healthCheck } });
    const fast = settled(checked, session.settings(), { setMachine: { node: one, cores: 2, speed: 3 } });
    const set = play(fast).settings();
    expect(set.nodes[id].ingress?.limit?.rate).toBe(2);
    expect(set.pools.find(({ from }) => from === id)?.healthCheck?.every).toBe('1s');
    expect([set.nodes[one].cores, set.nodes[one].speed]).toEqual([2, 3]);
    expect(settled(limited, set, { setIngress: { node: id, ingress: null } })).toEqual(spread);
    const alone = disconnect(spread, { kind: 'call', from: id, to: two });
    expect(problemOf(alone)).toBeUndefined();
    expect(shapeOf(alone).calls.filter(({ from }) => from === id)).toEqual([{ from: id, to: one }]);
    session.close();
  });

  test('dead letters are told of in a topic of their own: those of what is chosen, else the first', () => {
    const { file, topic, services } = fanOut();
    expect(untold(file, services[1]).map(({ id }) => id)).toEqual([services[1]]);
    expect(untold(file, topic).map(({ id }) => id)).toEqual(services);
    expect(untold(file, '').map(({ id }) => id)).toEqual([services[0]]);
    const added = addDeadLetters(file, services[1], text('Dead'));
    expect(problemOf(added.file)).toBeUndefined();
    expect(shapeOf(added.file).subscriptions.map(({ notice }) => notice)).toEqual([undefined, added.id]);
    expect(untold(added.file, services[1]).map(({ id }) => id)).toEqual([services[0]]);
    // Without it the file is what it was, but for the topic.
    const silent = withNotice(added.file, services[1], undefined);
    expect(subscriptionsOf(topicsOf(silent)[0])).toEqual(subscriptionsOf(topicsOf(file)[0]));
    expect(remove(added.file, { kind: 'topic', id: added.id })).toEqual(file);
  });
});
