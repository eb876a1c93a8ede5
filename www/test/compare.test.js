// Two runs that differ in one setting, on the real core: the same chance on both sides, and nothing else that differs.
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { contrastsOf, variantOf } from '../src/compare/contrasts.js';
import { booksPart, difference, partingsOf } from '../src/compare/difference.js';
import { Comparison } from '../src/compare/index.js';
import { Pair } from '../src/compare/pair.js';
import { accepted, runOf } from '../src/compare/run.js';
import { ComparisonToggle } from '../src/compare/toggle.js';
import { Session } from '../src/core/session.js';
import { ProblemError } from '../src/core/wasm.js';
import { Translator } from '../src/i18n/index.js';
import { BIN_MS, busiest, edgesOf, histogramOf, retriesIn } from '../src/retries/histogram.js';
import { WhyPanel } from '../src/why/panel.js';
import { wholeCore } from './builds.js';
import { builtIn, scenarioText } from './scenario-files.js';
import { storeOf } from './store.js';

/** @import { Instance } from '../src/core/wasm.js' */
/** @import { Lesson, LogEntry, Problem, Text } from '../src/core/types.js' */

const scenario = scenarioText;
const MINUTE = 60_000;

/** @type {Instance} */
let core;
beforeAll(() => {
  core = wholeCore();
});

/** @param {Text} name */
const topicName = (name) => name;

/**
 * A run as it is beside one with a setting changed.
 * @param {string} json @param {string} id @param {string} value @param {LogEntry[]} [log] @param {string} [seed]
 */
function pairOf(json, id, value, log = [], seed = '42') {
  const variant = variantOf(core, runOf(core, json, log), id, value, topicName);
  if (!variant) throw new Error(`${id} ${value} is not offered`);
  return new Pair(core, [{ json, log }, variant], seed, 0);
}

/** When the purchases were placed. @param {Session} session */
function placed(session) {
  const facts = session.find('orderPlaced', 'client', 0);
  return facts.map(({ atMs, order, amount }) => [atMs, order, amount]);
}

describe.each(builtIn)('%s', (id) => {
  test('every contrast that is offered runs for a minute, with the same purchases on both sides', () => {
    const json = scenario(id);
    const contrasts = contrastsOf(core, runOf(core, json, []), topicName);
    for (const contrast of contrasts) {
      for (const value of contrast.values) {
        const pair = pairOf(json, contrast.id, value);
        for (let at = 0; at <= MINUTE; at += 500) pair.seek(at);
        const [a, b] = pair.sessions;
        expect([a.now, b.now]).toEqual([MINUTE, MINUTE]);
        expect(placed(a).length).toBeGreaterThan(5);
        expect(placed(b)).toEqual(placed(a));
        pair.close();
      }
    }
  });

  test('with every setting written out it is the same run', () => {
    const json = scenario(id);
    const session = new Session(core, json, '7');
    session.advance(20_000);
    const client = session.scenario.nodes.find(({ kind }) => kind === 'client')?.id ?? '';
    session.command({ placeOrder: { client } });
    session.advance(MINUTE);
    const whole = runOf(core, json, session.commandLog());
    const log = whole.log.map(
      ({ at, events, command }) => /** @type {LogEntry} */ ([at, events, JSON.stringify(command)]),
    );
    const pair = new Pair(
      core,
      [
        { json, log: session.commandLog() },
        { json: JSON.stringify(whole.spec), log },
      ],
      '7',
      0,
    );
    pair.seek(MINUTE);
    expect(pair.same).toBe(true);
    expect(pair.sessions[0].hash).toBe(session.hash);
    pair.close();
    session.close();
  });
});

test('a setting that is never used changes no bit', () => {
  // Nothing fails here, so nothing is tried again, and nothing is given up.
  const json = scenario('purchase-fan-out');
  for (const [id, value] of [
    ['attempts', '3'],
    ['jitter', 'none'],
    ['deadLetter', 'off'],
    ['inbox', 'on'],
  ]) {
    const pair = pairOf(json, id, value);
    pair.seek(MINUTE);
    expect([id, pair.same]).toEqual([id, true]);
    expect(difference(new Translator('en'), pair, ['a', 'b'])).toBe('So far nothing differs.');
    pair.close();
  }
});

test('without idempotency purchases are done twice, and the sentence says so', () => {
  const pair = pairOf(scenario('duplicates'), 'inbox', 'off');
  pair.seek(MINUTE);
  const [a, b] = pair.sessions.map(({ frame }) => frame.header('doneTwice'));
  expect(a).toBe(0);
  expect(b).toBeGreaterThan(0);
  expect(partingsOf(pair.sessions)).toContain('doneTwice');
  const sentence = difference(new Translator('en'), pair, ['idempotency on', 'idempotency off']);
  expect(sentence).toContain('With idempotency on: no purchase done twice');
  expect(sentence).toContain(`With idempotency off: ${b} purchase`);
  expect(difference(new Translator('pt-BR'), pair, ['a', 'b'])).toContain('nada feito em dobro');
  pair.close();
});

test('a dead letter is told although its order still waits for something else', () => {
  const json = scenario('purchase-fan-out');
  const session = new Session(core, json);
  const { nodes, subscriptions } = session.scenario;
  session.close();
  const [first, second] = nodes.filter(({ kind }) => kind === 'service');
  /** @param {string} node */
  const own = (node) => subscriptions.find(({ consumers }) => consumers.includes(node))?.id;
  const down = JSON.stringify({ setHealth: { node: second.id, health: 'down' } });
  const poison = JSON.stringify({ poisonNext: { subscription: own(first.id) } });
  /** @param {number} letters @returns {LogEntry[]} */
  const log = (letters) => [
    [0, 0, down],
    ...Array.from({ length: letters }, () => /** @type {LogEntry} */ ([0, 0, poison])),
  ];
  const sides = [1, 3].map((letters) => ({ json, log: log(letters) }));
  const pair = new Pair(core, sides, '42', 0);
  pair.seek(MINUTE);
  const [a, b] = pair.sessions.map(({ frame }) => frame);
  expect([a.header('deadLettered'), b.header('deadLettered')]).toEqual([0, 0]);
  expect([a.header('waiting')]).toEqual([b.header('waiting')]);
  const effect = pair.sessions[0].scenario.effects.findIndex(({ id }) => first.effects.includes(id));
  expect([a.effect(effect, 'dead'), b.effect(effect, 'dead')]).toEqual([1, 3]);
  expect(booksPart(pair.sessions)).toEqual([{ effect, column: 'dead' }]);
  const sentence = difference(new Translator('en'), pair, ['one', 'three']);
  expect(sentence).toMatch(/^With one: .*: 1 dead\b.*\. With three: .*: 3 dead\b.*\. Otherwise/);
  pair.close();
});

test.each([
  ['sync-chain', 'async', 1],
  ['service-down', 'sync', 0],
])('%s: what is lost on the phone while a service is down arrives late by letter', (id, value, letters) => {
  const pair = pairOf(scenario(id), 'messaging', value);
  pair.seek(MINUTE);
  const [byLetter, byPhone] = [pair.sessions[letters], pair.sessions[1 - letters]];
  const lost = byPhone.frame.header('lost');
  expect(lost).toBeGreaterThan(0);
  expect(byLetter.frame.header('lost')).toBe(0);
  expect(byLetter.frame.header('late')).toBeGreaterThan(0);
  const { frame } = byLetter;
  for (const other of /** @type {const} */ (['waiting', 'deadLettered', 'lost', 'doneTwice']))
    expect(frame.header(other), other).toBe(0);
  pair.close();
});

test('a command that is refused on one side is left out there, and counted', () => {
  const json = scenario('service-down');
  const session = new Session(core, json, '42');
  session.advance(3_000);
  session.command({ duplicateNext: { subscription: 'stock' } });
  session.command({ setHealth: { node: 'stock', health: 'down' } });
  const pair = pairOf(json, 'messaging', 'sync', session.commandLog());
  expect(pair.halves.map(({ skipped }) => skipped)).toEqual([0, 1]);
  pair.seek(3_000);
  expect(pair.sessions.map(({ frame }) => frame.health(1))).toEqual(['down', 'down']);
  pair.close();
  session.close();
});

test('settings that the log gives are changed in the variant too', () => {
  const json = scenario('duplicates');
  const session = new Session(core, json, '42');
  session.advance(5_000);
  session.command({
    setDelivery: { subscription: 'logistics', delivery: { preset: 'sqs', inbox: { window: '1min' } } },
  });
  const pair = pairOf(json, 'inbox', 'off', session.commandLog());
  pair.seek(6_000);
  const [a, b] = pair.sessions.map((one) => one.settings().subscriptions.logistics);
  expect(a.inbox).toEqual({ window: '1min' });
  expect(b).toEqual({ ...a, inbox: null });
  pair.close();
  session.close();
});

test('a command goes to both sides, and those that were to come still come', () => {
  const json = scenario('purchase-fan-out');
  const session = new Session(core, json, '42');
  session.advance(10_000);
  session.command({ setHealth: { node: 'stock', health: 'down' } });
  const pair = pairOf(json, 'inbox', 'on', session.commandLog());
  pair.seek(4_000);
  pair.command({ placeOrder: { client: 'shop', amount: 7 } });
  expect(pair.sessions.map(({ now }) => now)).toEqual([4_000, 4_000]);
  pair.seek(11_000);
  expect(pair.sessions.map(({ frame }) => frame.health(1))).toEqual(['down', 'down']);
  const [a, b] = pair.sessions.map(placed);
  expect(a).toEqual(b);
  expect(a).toContainEqual([4_000, expect.any(Number), 7]);
  pair.seek(0);
  expect(pair.step()).toBe(true);
  expect(pair.sessions[0].now).toBe(pair.sessions[1].now);
  expect(pair.now).toBeGreaterThan(0);
  pair.close();
  session.close();
});

test('two branches of a run are compared by their commands', () => {
  const json = scenario('service-down');
  const session = new Session(core, json, '42');
  session.advance(2_000);
  session.command({ setHealth: { node: 'invoice', health: 'down' } });
  const pair = new Pair(
    core,
    [
      { json, log: [] },
      { json, log: session.commandLog() },
    ],
    '42',
    0,
  );
  pair.seek(1_000);
  expect(pair.same).toBe(true);
  pair.seek(MINUTE);
  expect(pair.same).toBe(false);
  expect(partingsOf(pair.sessions)).toContain('waiting');
  pair.close();
  session.close();
});

describe('a comparison', () => {
  /** @param {() => unknown} action */
  const attempt = (action) => action();
  const english = new Translator('en');

  test('begins with a contrast that tells something; the two sides never have the same value', () => {
    const noLesson = { ...JSON.parse(scenario('duplicates')), lesson: undefined };
    const session = new Session(core, JSON.stringify(noLesson), '42');
    const comparison = new Comparison(core, session, attempt);
    expect([comparison.contrast?.id, ...comparison.values]).toEqual(['inbox', '', 'off']);
    expect(comparison.names(english)).toEqual(['idempotency on', 'idempotency off']);
    comparison.set(0, 'off');
    expect(comparison.values).toEqual(['off', '']);
    comparison.pass(30_000);
    expect(comparison.pair.sessions.map(({ frame }) => frame.header('doneTwice') > 0)).toEqual([true, false]);
    comparison.choose('attempts');
    expect(comparison.values).toEqual(['3', '8']);
    expect(comparison.names(english)).toEqual(['at most 3 attempts', 'at most 8 attempts']);
    comparison.close();
    // The run itself was not touched.
    expect(session.now).toBe(0);
    session.close();
  });

  /** @type {Lesson} */
  const lesson = {
    group: 'guarantees',
    idea: { en: 'Keys', 'pt-BR': 'Chaves' },
    // There the subscription has another name, and nobody asks what became of this one.
    goals: [{ text: { en: 'See it ship', 'pt-BR': 'Veja enviar' }, when: ['logistics.acked >= 1'] }],
    contrast: {
      name: { en: 'without logistics', 'pt-BR': 'sem a logística' },
      text: { en: 'It is called dispatch.', 'pt-BR': 'Chama-se expedição.' },
      changes: [
        { op: 'replace', path: '/nodes/logistics/handlers/0/on/subscription', value: 'dispatch' },
        { op: 'replace', path: '/topics/purchase-approved/subscriptions/logistics/id', value: 'dispatch' },
      ],
    },
  };
  const withLesson = () => JSON.stringify({ ...JSON.parse(scenario('purchase-fan-out')), lesson });

  test('begins with the lesson’s own contrast, to which the learner’s commands are given, too', () => {
    const session = new Session(core, withLesson(), '42');
    session.advance(3_000);
    session.command({ placeOrder: { client: 'shop' } });
    session.advance(9_000);
    const comparison = new Comparison(core, session, attempt);
    expect(comparison.contrasts[0].id).toBe('lesson');
    expect(comparison.contrasts.length).toBeGreaterThan(1);
    expect([comparison.contrast?.id, ...comparison.values]).toEqual(['lesson', '', 'without']);
    expect(comparison.names(english)).toEqual(['as in the lesson', 'without logistics']);
    expect(comparison.labels(english)).toEqual(['A', 'B']);
    expect(comparison.hint(new Translator('pt-BR'))).toBe('Chama-se expedição.');
    comparison.pass(20_000);
    const [a, b] = comparison.pair.sessions;
    expect(a.scenario.subscriptions.map(({ id }) => id)).toContain('logistics');
    expect(b.scenario.subscriptions.map(({ id }) => id)).not.toContain('logistics');
    expect(placed(b)).toEqual(placed(a));
    expect([a.commandLog(), b.commandLog()].map((log) => log.length)).toEqual([1, 1]);
    comparison.set(0, 'without');
    expect(comparison.names(english)).toEqual(['without logistics', 'as in the lesson']);
    comparison.choose('messaging');
    expect([comparison.ofLesson, comparison.hint(english)]).toEqual([false, '']);
    comparison.close();
    session.close();
  });

  test('a goal that names what a variant does not have takes no contrast away', () => {
    const plain = new Session(core, scenario('purchase-fan-out'), '42');
    const session = new Session(core, withLesson(), '42');
    const ids = [plain, session].map((one) => {
      const comparison = new Comparison(core, one, attempt);
      comparison.close();
      return comparison.contrasts.map(({ id }) => id).filter((id) => id !== 'lesson');
    });
    expect(ids[0].length).toBeGreaterThan(1);
    expect(ids[1]).toEqual(ids[0]);
    for (const one of [plain, session]) one.close();
  });

  test('a variant that the core cannot run leaves the pair there was', () => {
    const spec = JSON.parse(scenario('purchase-fan-out'));
    const session = new Session(core, JSON.stringify(spec), '42');
    const comparison = new Comparison(core, session, attempt);
    comparison.pass(1_000);
    const { pair, contrast, values } = comparison;
    const problem = { code: 'budget-spent', path: '', message: { en: '', 'pt-BR': '' } };
    const seek = vi.spyOn(Session.prototype, 'seek').mockImplementation(() => {
      throw new ProblemError(/** @type {Problem} */ (problem));
    });
    expect(() => comparison.choose('messaging')).toThrow(ProblemError);
    expect(() => comparison.set(0, 'sync')).toThrow(ProblemError);
    expect(() => comparison.set(1, values[0])).toThrow(ProblemError);
    seek.mockRestore();
    expect([comparison.pair, comparison.contrast, comparison.values]).toEqual([pair, contrast, values]);
    comparison.pass(1_000);
    expect(comparison.pair.now).toBe(2_000);
    expect(core.dead).toBe(false);
    comparison.close();
    session.close();
  });

  test('only the commands of the time that is looked at are repeated to choose a contrast', () => {
    const session = new Session(core, scenario('duplicates'), '42');
    session.advance(40_000);
    for (let i = 0; i < 20; i += 1) session.command({ placeOrder: { client: 'shop' } });
    const repeat = vi.spyOn(Session.prototype, 'repeat');
    new Comparison(core, session, attempt).close();
    // Those of the pair that is shown.
    expect(repeat).toHaveBeenCalledTimes(40);
    repeat.mockRestore();
    session.close();
  });

  test('of two branches differs by their commands only', () => {
    const session = new Session(core, scenario('service-down'), '42');
    session.advance(2_000);
    session.command({ setHealth: { node: 'invoice', health: 'down' } });
    const branches = [
      { number: 1, name: 'as it came', fromMs: 0, log: [], headMs: 0 },
      { number: 2, name: 'invoice down', fromMs: 0, log: session.commandLog(), headMs: 10_000 },
    ];
    const comparison = new Comparison(core, session, attempt, branches);
    expect(comparison.contrasts).toEqual([]);
    expect(comparison.names(english)).toEqual(['as it came', 'invoice down']);
    expect(comparison.pair.head).toBe(10_000);
    comparison.pass(MINUTE);
    expect(comparison.speech(english)).toContain('With invoice down:');
    comparison.close();
    session.close();
  });
});

test('back visits the instants that forward did', () => {
  const json = scenario('purchase-fan-out');
  const session = new Session(core, json, '42');
  session.advance(2_345);
  session.command({ setHealth: { node: 'stock', health: 'down' } });
  session.command({ placeOrder: { client: 'shop' } });
  const pair = new Pair(
    core,
    [
      { json, log: session.commandLog() },
      { json: json.replaceAll('300ms', '310ms'), log: [] },
    ],
    '42',
    0,
  );
  const forth = [0];
  while (pair.now < 8_000 && pair.step()) forth.push(pair.now);
  expect(forth).toContain(2_345);
  const back = [pair.now];
  while (pair.now > 0 && back.length < 2 * forth.length) {
    pair.back();
    expect(pair.sessions[0].now).toBe(pair.sessions[1].now);
    back.push(pair.now);
  }
  expect(back.reverse()).toEqual(forth);
  pair.close();
  session.close();
});

test('where one side cannot go on, the other does not go alone; a spent budget is no command that means nothing', () => {
  const json = scenario('purchase-fan-out');
  const side = { json, log: [] };
  const pair = new Pair(core, [side, side], '42', 0);
  pair.seek(1_000);
  const problem = { code: 'budget-spent', path: '', message: { en: '', 'pt-BR': '' } };
  const spent = () => {
    throw new ProblemError(/** @type {Problem} */ (problem));
  };
  const seek = vi.spyOn(pair.sessions[1], 'seek').mockImplementationOnce(spent);
  expect(() => pair.seek(2_000)).toThrow(ProblemError);
  expect(pair.sessions.map(({ now }) => now)).toEqual([1_000, 1_000]);
  seek.mockRestore();
  const command = vi.spyOn(pair.sessions[0], 'command').mockImplementationOnce(spent);
  expect(() => pair.command({ placeOrder: { client: 'shop' } })).toThrow(ProblemError);
  expect(pair.halves.map(({ skipped }) => skipped)).toEqual([0, 0]);
  command.mockRestore();
  pair.close();
});

describe('much of it', () => {
  /** A run with as many parsings as it takes. */
  const counted = () => {
    const open = vi.spyOn(core, 'open');
    onTestFinished(() => open.mockRestore());
    return { open, instance: core };
  };

  test('faults that name the same missing part are left out together', () => {
    const spec = JSON.parse(scenario('purchase-fan-out'));
    /** @param {object} command */
    const hundred = (command) => Array.from({ length: 100 }, (_, i) => ({ at: `${i + 1}ms`, do: command }));
    spec.faults = [
      ...hundred({ dropNext: { subscription: 'nowhere' } }),
      ...hundred({ setHealth: { node: 'stock', health: 'down' } }),
      ...hundred({ dropNext: { subscription: 'stock' } }),
      ...hundred({ crash: { node: 'nobody', point: 'now' } }),
    ];
    const { open, instance } = counted();
    const found = accepted(instance, spec);
    expect(found?.left).toBe(200);
    expect(JSON.parse(found?.json ?? '').faults).toEqual(spec.faults.slice(100, 300));
    expect(open).toHaveBeenCalledTimes(3);
  });

  test('a scenario is read once for all the settings that a log gives', () => {
    const json = scenario('purchase-fan-out');
    const session = new Session(core, json, '42');
    for (let i = 0; i < 50; i += 1) {
      session.command({ setDelivery: { subscription: 'stock', delivery: { preset: 'sqs', lease: `${i + 10}s` } } });
    }
    const { open, instance } = counted();
    const { log } = runOf(instance, json, session.commandLog());
    expect(open).toHaveBeenCalledTimes(1);
    expect(log.at(-1)?.command.setDelivery?.delivery).toEqual(session.settings().subscriptions.stock);
    session.close();
  });
});

describe('what takes time to come', () => {
  /** @type {import('../src/store/store.js').Store} */
  let store;
  /** @type {import('../src/store/run.js').Run} */
  let run;
  beforeEach(() => {
    store = storeOf();
    ({ run } = store);
    run.core = core;
    run.open(scenario('duplicates'));
  });

  test('no comparison of a run that is not there any more; asked for twice while it comes, it is there once', async () => {
    const comparing = new ComparisonToggle(store, async () => {});
    const toggle = () => comparing.effects.compare?.({ type: 'compare' });
    const opening = toggle();
    run.open(scenario('service-down'));
    await opening;
    expect(comparing.open).toBeUndefined();
    await Promise.all([toggle(), toggle()]);
    expect(store.state.comparing).toBe(true);
    expect(comparing.open).toBeDefined();
    await toggle();
    expect(store.state.comparing).toBe(false);
    expect(comparing.open).toBeUndefined();
  });

  test('a file that is read slowly does not replace what was opened since', async () => {
    /** @type {(text: string) => void} */
    let read = () => {};
    const text = new Promise((resolve) => {
      read = resolve;
    });
    const opening = run.openFile(/** @type {File} */ ({ name: 'slow.json', text: () => text }));
    run.open(scenario('service-down'));
    read(scenario('sync-chain'));
    await opening;
    expect(run.session?.scenario.id).toBe('service-down');
  });

  test('a question that was closed while its panel was on its way is not answered; the last of two is', async () => {
    const moved = vi.fn();
    const panel = new WhyPanel(store, moved, () => /** @type {Node} */ ({}));
    /** @param {number} order */
    const ask = (order) => panel.effects.ask?.({ type: 'ask', subject: { kind: 'order', order } });
    const first = ask(1);
    panel.close();
    await first;
    expect(panel.subject).toBeUndefined();
    expect(moved).not.toHaveBeenCalled();
    await Promise.all([ask(1), ask(2)]);
    expect(panel.subject).toEqual({ kind: 'order', order: 2 });
    panel.effects.unask?.({ type: 'unask' });
    expect(panel.subject).toBeUndefined();
  });
});

describe('the histogram', () => {
  test('its bins add up to the retries there were, edge by edge', () => {
    const session = new Session(core, scenario('flaky-retries'), '42');
    session.advance(2 * MINUTE);
    const found = retriesIn(session, 0, 2 * MINUTE);
    expect(found.whole).toBe(true);
    const { subscriptions } = session.scenario;
    const each = subscriptions.map((_, index) => session.find('retryScheduled', 'subscription', index).length);
    const scheduled = each.reduce((a, b) => a + b, 0);
    expect(scheduled).toBeGreaterThan(10);
    const histograms = edgesOf(session.scenario).map(({ key }) =>
      histogramOf(found, key, { fromMs: 0, toMs: 2 * MINUTE, binMs: BIN_MS }),
    );
    const sum = histograms.flatMap(({ counts }) => counts).reduce((a, b) => a + b, 0);
    expect(sum).toBe(scheduled);
    expect(histograms.reduce((total, one) => total + one.total, 0)).toBe(scheduled);
    expect(busiest([found.instants], '')).toBe('s invoice');
    session.close();
  });

  test('an instant falls into the bin that begins there', () => {
    const instants = [0, BIN_MS - 0.001, BIN_MS, 3 * BIN_MS].map((atMs) => ({ key: 'a', atMs }));
    const histogram = histogramOf({ instants: [...instants, { key: 'b', atMs: 1 }], whole: true }, 'a', {
      fromMs: 0,
      toMs: 4 * BIN_MS,
      binMs: BIN_MS,
    });
    expect(histogram.counts).toEqual([2, 1, 0, 1]);
    expect(histogram.most).toBe(2);
  });

  test('more bars than one answer holds are asked for in parts', () => {
    const spec = JSON.parse(scenario('flaky-retries'));
    spec.nodes[0].arrivals = { every: '5ms', limit: 10_000 };
    // So many workers that nothing waits for one.
    for (const node of spec.nodes) if (node.kind === 'service') node.workers = 1000;
    const session = new Session(core, JSON.stringify(spec), '42');
    session.advance(40_000);
    const { bar, barKinds } = session.frame.layout;
    const rows = session.timeline(0, 32_000);
    expect(rows.length).toBe(10_000 * bar.length);
    expect(barKinds[rows[rows.length - bar.length + bar.indexOf('kind')]]).not.toBe('waiting');
    const found = retriesIn(session, 0, 32_000);
    const parts = Array.from({ length: 128 }, (_, n) => retriesIn(session, n * 250, (n + 1) * 250));
    expect(parts.every(({ whole }) => whole)).toBe(true);
    const whole = parts.flatMap(({ instants }) => instants);
    expect(whole.length).toBeGreaterThan(50);
    expect(found.whole).toBe(true);
    expect(found.instants.length).toBe(whole.length);
    session.close();
  });

  test('jitter disperses the herd: the same failures, but fewer retries at once', () => {
    const spec = JSON.parse(scenario('flaky-retries'));
    // Many purchases fail at the same time, as after an outage.
    spec.nodes[2].workers = 200;
    spec.nodes[2].overload = undefined;
    spec.nodes[2].handlers[0].steps[0] = { work: { takes: '500ms' } };
    spec.network = { latency: '100ms' };
    spec.nodes[0].arrivals = undefined;
    spec.faults = Array.from({ length: 100 }, () => ({ at: '1s', do: { placeOrder: { client: 'shop' } } }));
    spec.faults.unshift({ at: '0s', do: { setHealth: { node: 'invoice', health: { flaky: { probability: 0.9 } } } } });
    const pair = pairOf(JSON.stringify(spec), 'jitter', 'none');
    pair.seek(20_000);
    const [full, none] = pair.sessions.map((session) =>
      histogramOf(retriesIn(session, 0, 32_000), 's invoice', { fromMs: 0, toMs: 32_000, binMs: BIN_MS }),
    );
    expect(none.most).toBeGreaterThan(50);
    expect(full.most).toBeLessThan(none.most / 2);
    pair.close();
  });
});
