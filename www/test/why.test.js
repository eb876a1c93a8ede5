// "Why?": whatever can be asked has a whole story, in order, in both languages, with what is behind it.
import { describe, expect, test, vi } from 'vitest';
import { Translator } from '../src/i18n/index.js';
import { Branches } from '../src/store/branches.js';
import { isQuiet } from '../src/why/reasons.js';
import { tell } from '../src/why/story.js';
import { Teller } from '../src/why/teller.js';
import { builtIn, core, json, play } from './core.js';

/** @import { Session } from '../src/core/session.js' */
/** @import { Command, Fact, Retry } from '../src/core/types.js' */
/** @import { Ui } from '../src/store/ui.js' */
/** @import { Story } from '../src/why/story.js' */
/** @import { Subject } from '../src/core/subject.js' */

const english = new Translator('en');
const portuguese = new Translator('pt-BR');

/** @param {Session} session @param {Subject} subject @param {Translator} [tr] */
const ask = (session, subject, tr = english) => tell(session, tr, subject, core.retrySchedule);

/** @param {Story} story */
const texts = ({ lines, now }) => [...lines, ...now].map(({ text }) => text);

/** The line with these words. @param {Story} story @param {string | RegExp} words */
function line({ lines, now }, words) {
  const found = [...lines, ...now].find(({ text }) =>
    typeof words === 'string' ? text.includes(words) : words.test(text),
  );
  if (!found) throw new Error(`no line has “${words}”: ${[...lines, ...now].map(({ text }) => text).join('\n')}`);
  return found;
}

/** @param {Session} session @param {number} order */
function messagesOf(session, order) {
  const ids = session.find('', 'order', order).map(({ message }) => message);
  return [...new Set(ids.filter((id) => typeof id === 'number'))];
}

/** @param {Story} story @param {Session} session */
function isSound({ title, lines, now, list }, session) {
  const facts = session.frame.header('facts');
  expect(title).not.toBe('');
  expect(now.length).toBeGreaterThan(0);
  for (const { text, because, label } of [...lines, ...now]) {
    for (const words of [text, because?.text ?? 'no', label ?? 'no']) {
      expect(words).not.toMatch(/why\.|fact\.|undefined|NaN|\bnone\b|^$|[{}]/);
    }
    if (because?.index !== undefined) expect(because.index).toBeLessThan(facts);
  }
  if (list) return;
  const places = lines.map(({ index }) => index);
  expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
  for (const { at } of lines) expect(at).toBeLessThanOrEqual(session.now);
}

/** Everything that can be asked at this instant. @param {Session} session @param {Translator} tr */
function askAll(session, tr) {
  const { scenario, frame } = session;
  for (let order = 1; order <= Math.min(8, frame.header('orders')); order += 1) {
    const facts = session.find('', 'order', order);
    const story = ask(session, { kind: 'order', order }, tr);
    isSound(story, session);
    const told = new Set(story.lines.map(({ index }) => index));
    expect(facts.filter((fact) => !isQuiet(fact) && !told.has(fact.index))).toEqual([]);
    for (const id of messagesOf(session, order)) {
      const own = ask(session, { kind: 'message', id, order }, tr);
      isSound(own, session);
      const missing = facts.filter(
        (fact) => fact.message === id && !own.lines.some(({ index }) => index === fact.index),
      );
      expect(missing).toEqual([]);
      // It begins with the purchase, and each step is there because of another.
      expect(own.lines[0].index).toBe(facts[0].index);
    }
  }
  scenario.subscriptions.forEach((_, subscription) => {
    isSound(ask(session, { kind: 'queue', subscription }, tr), session);
  });
  scenario.nodes.forEach((_, node) => {
    isSound(ask(session, { kind: 'node', node }, tr), session);
    for (const box of /** @type {const} */ (['worker', 'line', 'retry', 'dead']))
      isSound(ask(session, { kind: 'box', node, box }, tr), session);
  });
  scenario.effects.forEach((_, effect) => {
    for (const column of /** @type {const} */ (['done', 'late', 'twice', 'waiting', 'dead', 'lost'])) {
      const story = ask(session, { kind: 'number', effect, column }, tr);
      isSound(story, session);
      const done = frame.effect(effect, 'once') + frame.effect(effect, 'twice');
      const count = column === 'done' ? done : frame.effect(effect, column);
      // The facts come to the same number as the books.
      expect([column, effect, story.lines.length]).toEqual([column, effect, Math.min(20, count)]);
    }
  });
}

test.each(core.layout.envelopeStates)('an envelope that is %s has its sentence in both languages', (state) => {
  expect(english.has(`why.now.${state}`)).toBe(true);
  expect(portuguese.has(`why.now.${state}`)).toBe(true);
});

describe.each(builtIn)('%s', (id) => {
  test.each([
    ['en', english],
    ['pt-BR', portuguese],
  ])('everything can be asked, in %s', (_, tr) => {
    const session = play(id);
    for (const ms of [900, 4400, 8600, 15_300, 27_000, 58_000]) {
      session.advance(ms);
      askAll(session, tr);
    }
  });
});

/** Whatever can go wrong, at some instant. @type {[string, Command][]} */
const TROUBLE = [
  ['a crash before the effect', { crash: { node: 'stock', point: 'beforeEffect' } }],
  ['a crash now', { crash: { node: 'invoice', point: 'now' } }],
  ['a crash after the ack', { crash: { node: 'stock', point: 'afterAck' } }],
  ['a message is dropped', { dropNext: { subscription: 'logistics' } }],
  ['a message is held back', { delayNext: { subscription: 'stock', by: '3s' } }],
  ['a message is poison', { poisonNext: { subscription: 'invoice' } }],
  ['a queue is shuffled', { reorder: { subscription: 'logistics' } }],
  ['the broker is down', { setHealth: { node: 'broker', health: 'down' } }],
  ['a service is slow', { setHealth: { node: 'stock', health: { slow: { factor: 8 } } } }],
  ['a service is flaky', { setHealth: { node: 'logistics', health: { flaky: { probability: 0.9 } } } }],
  ['a service is down', { setHealth: { node: 'invoice', health: 'down' } }],
  ['the ack comes before the work', { setDelivery: { subscription: 'stock', delivery: { ack: 'before' } } }],
  ['a short lease', { setDelivery: { subscription: 'stock', delivery: { lease: '200ms' } } }],
  ['a queue that keeps its order', { setDelivery: { subscription: 'logistics', delivery: { ordering: 'queue' } } }],
  ['no dead letters', { setDelivery: { subscription: 'logistics', delivery: { deadLetter: false } } }],
  ['as in SQS', { setDelivery: { subscription: 'invoice', delivery: { preset: 'sqs' } } }],
  ['as in Kafka', { setDelivery: { subscription: 'invoice', delivery: { preset: 'kafka-spring' } } }],
  [
    'duplicates',
    { setDelivery: { subscription: 'stock', delivery: { inbox: null, duplicates: { probability: 1, after: '1s' } } } },
  ],
];

test.each(TROUBLE)('%s: everything can be asked', (_, command) => {
  const session = play('duplicates');
  session.command({ setHealth: { node: 'logistics', health: { flaky: { probability: 0.7 } } } });
  session.advance(3000);
  session.command(command);
  for (let i = 0; i < 6; i += 1) session.command({ placeOrder: { client: 'shop' } });
  for (const ms of [3300, 4200, 5600, 9000, 21_000]) {
    session.advance(ms);
    askAll(session, english);
  }
  session.command({ redriveAll: { subscription: 'logistics' } });
  session.command({ redriveAll: { subscription: 'invoice' } });
  session.advance(21_700);
  askAll(session, portuguese);
});

/**
 * The first fact of a kind for which something holds.
 * @param {ReturnType<typeof play>} session @param {string} kind @param {(fact: Fact) => boolean} holds
 */
function first(session, kind, holds) {
  for (let from = 0; from < session.frame.header('facts'); ) {
    const facts = session.factsFrom(from);
    const found = facts.find((fact) => fact.what === kind && holds(fact));
    if (found) return found;
    from += facts.length;
  }
  throw new Error(`there is no such ${kind}`);
}

describe('what is behind a step', () => {
  test('a wait: the policy, its bounds, and the service that is flaky', () => {
    const session = play('flaky-retries');
    session.advance(20_000);
    const fact = first(session, 'retryScheduled', ({ attempt }) => attempt === 2);
    const story = ask(session, { kind: 'message', id: Number(fact.message), order: Number(fact.order) });
    const wait = story.lines.find(({ index }) => index === fact.index);
    expect(wait?.text).toMatch(/^Waits .+ for attempt 3 of at most 5, drawn from 0s – 2s\.$/);
    expect(wait?.because?.text).toBe('Invoice: exponential 1s × 2, full jitter, max 5 attempts');
    const failed = line(story, 'attempt 2 failed');
    expect(failed.because?.text).toBe('Invoice fails 60% of the time from 3.0 s on');
    session.seekFact(Number(failed.because?.index));
    expect(session.now).toBe(3000);
  });

  test('a policy that was changed afterwards is not blamed for what was before', () => {
    const session = play('flaky-retries');
    session.advance(20_000);
    const retry = { backoff: 'immediate', jitter: /** @type {const} */ ('none'), maxAttempts: 2 };
    session.command({
      setDelivery: {
        subscription: 'invoice',
        delivery: { retry: /** @type {Retry} */ (retry) },
      },
    });
    const fact = first(session, 'retryScheduled', ({ attempt }) => attempt === 1);
    const story = ask(session, { kind: 'message', id: Number(fact.message), order: Number(fact.order) });
    expect(story.lines.find(({ index }) => index === fact.index)?.because?.text).toContain('max 5 attempts');
  });

  test('done twice: what came between the effect and the ack, and that idempotency is off', () => {
    const session = play('duplicates');
    session.command({ setDelivery: { subscription: 'stock', delivery: { inbox: null } } });
    session.advance(12_000);
    const fact = first(session, 'effectWritten', ({ times }) => times === 2);
    const story = ask(session, { kind: 'order', order: Number(fact.order) });
    const twice = line(story, 'a second time');
    expect(twice.text).toBe(
      'Stock writes “Stock moved” a second time: it crashed after the effect and before the ack; idempotency off.',
    );
    expect(twice.because?.text).toMatch(/^Stock crashed/);
    expect(line(story, 'Stock crashed').because?.text).toMatch(/^Stock will crash between/);
    const [number] = ask(session, { kind: 'number', effect: 1, column: 'twice' }).lines;
    expect(number.text).toBe(twice.text);
    expect(number.subject).toEqual({ kind: 'order', order: fact.order });
  });

  test('a suppressed duplicate: the inbox, and the effect it remembers', () => {
    const session = play('duplicates');
    session.advance(12_000);
    const [fact] = session.find('messageSuppressed', 'order', 1);
    const story = ask(session, { kind: 'order', order: 1 });
    const known = story.lines.find(({ index }) => index === fact.index);
    expect(known?.because?.text).toBe('Stock: idempotent, remembers keys for 5m');
    const [written] = session.find('effectWritten', 'order', 1).filter(({ node }) => node === 'stock');
    expect(known?.because?.index).toBe(written.index);
  });

  test('a message that is read again from the log: the purchase, the publishing, and the seek', () => {
    const session = play('queue-or-stream');
    session.advance(20_000);
    const [seek] = session.find('offsetSet', 'subscription', 2);
    const again = session.find('messageAccepted', 'order', 1).find(({ cause }) => cause === seek.index);
    const story = ask(session, { kind: 'message', id: Number(again?.message), order: 1 });
    const facts = new Map([...session.find('', 'order', 1), seek].map((fact) => [fact.index, fact.what]));
    const told = story.lines.map(({ index }) => facts.get(index) ?? '');
    expect(told.slice(0, 2)).toEqual(['orderPlaced', 'outboxStored']);
    expect(told.indexOf('offsetSet')).toBeGreaterThan(told.indexOf('publishAccepted'));
    expect(told[told.indexOf('offsetSet') + 1]).toBe('messageAccepted');
    const purchase = ask(session, { kind: 'order', order: 1 });
    expect(purchase.lines.map(({ index }) => index)).toContain(seek.index);
  });

  test('a duplicate by a fault, and one by the subscription’s own habit', () => {
    const session = play('duplicates');
    session.advance(30_000);
    const copies = ['invoice', 'logistics'].map((id) => {
      const index = session.scenario.subscriptions.findIndex((subscription) => subscription.id === id);
      const fact = session.find('messageDuplicated', 'subscription', index)[0];
      const story = ask(session, { kind: 'order', order: Number(fact.order) });
      return story.lines.find((one) => one.index === fact.index)?.because?.text;
    });
    expect(copies).toEqual([
      'A fault waits for the next message of Invoice.',
      'Logistics: 25% of the messages come twice',
    ]);
  });

  test('a dead letter: the attempts, and what is to be done', () => {
    const session = play('flaky-retries');
    session.advance(40_000);
    const [fact] = session.find('messageDeadLettered', 'subscription', 1);
    const story = ask(session, { kind: 'message', id: Number(fact.message), order: Number(fact.order) });
    expect(story.lines.find(({ index }) => index === fact.index)?.because?.text).toBe(
      'Invoice: attempt 5 of at most 5',
    );
    expect(story.now.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^A dead letter since .* s: it waits to be redriven/),
    ]);
    expect(ask(session, { kind: 'box', node: 2, box: 'dead' }).lines.map(({ subject }) => subject)).toContainEqual({
      kind: 'message',
      id: fact.message,
      order: fact.order,
    });
  });

  test('a service that is down: since when, and that no attempt is used up; afterwards, how long it took', () => {
    const session = play('service-down');
    session.advance(12_000);
    const [waiting] = ask(session, { kind: 'queue', subscription: 2 }, portuguese).lines;
    expect(waiting.text).toBe('Espera: Logística está fora do ar; nenhuma tentativa é gasta.');
    expect(waiting.because?.text).toBe('Logística está fora do ar desde 5,0 s');
    session.advance(40_000);
    const taken = line(
      ask(session, /** @type {Subject} */ (waiting.subject)),
      /^Logistics takes it after .* in the queue\.$/,
    );
    expect(taken.because?.text).toBe('Logistics is down from 5.0 s on');
    session.seekFact(Number(taken.because?.index));
    expect(session.now).toBe(5000);
  });

  test('a lost message: the fault that dropped it, and the broker that nobody asked for a confirm', () => {
    const session = play('purchase-fan-out');
    session.command({ dropNext: { subscription: 'stock' } });
    session.command({ placeOrder: { client: 'shop' } });
    session.advance(9000);
    const lost = ask(session, { kind: 'order', order: 1 });
    expect(line(lost, 'gone for good').because?.text).toMatch(/^A fault waits for the next message of Stock/);
    expect(line(lost, /^Purchase 1 is lost\.$/).because?.text).toMatch(/gone for good/);
    expect(texts(lost).at(-1)).toMatch(/^Purchase 1 is lost: nothing is left/);
  });

  test('set aside: which effect is missing, and that it comes', () => {
    const own = JSON.parse(play('purchase-fan-out').json);
    const logistics = own.nodes.find((/** @type {{ id: string }} */ { id }) => id === 'logistics');
    logistics.handlers[0].steps.unshift({ require: { effects: ['paid', 'issued'], otherwise: 'park' } });
    const session = play(own);
    session.command({ setHealth: { node: 'invoice', health: 'down' } });
    session.command({ placeOrder: { client: 'shop' } });
    session.advance(4000);
    const subject = /** @type {Subject} */ (
      line(ask(session, { kind: 'queue', subscription: 2 }), 'Set aside').subject
    );
    const [now] = ask(session, subject).now;
    expect(now.text).toMatch(/^Set aside since .*; no attempt is used up\.$/);
    expect(now.because?.text).toBe('Invoiced: not in the books yet');
    session.command({ setHealth: { node: 'invoice', health: 'up' } });
    session.advance(9000);
    // Any first effect wakes it; the last that did is the one that it needed.
    const woken = ask(session, subject).lines.filter(({ text }) => text.includes('Ready for Logistics again'));
    expect(woken.at(-1)?.because?.text).toMatch(/^Invoice writes “Invoiced”/);
  });

  test('a letter into nowhere: fire and forget, and the broker is down', () => {
    const own = JSON.parse(play('purchase-fan-out').json);
    own.nodes[0].handlers[0].steps[1].publish.via = 'fireAndForget';
    const session = play(own);
    session.command({ setHealth: { node: 'broker', health: 'down' } });
    session.command({ placeOrder: { client: 'shop' } });
    session.advance(5000);
    const story = ask(session, { kind: 'order', order: 1 });
    expect(line(story, 'lost on the way').because?.text).toBe('sent without a confirm; Broker is down from 0.0 s on');
  });

  test('a call that the breaker does not let through: when it opened, and on what grounds', () => {
    const session = play('circuit-breaker');
    session.advance(14_000);
    const [refused] = session
      .find('callAttemptFailed', 'call', 2)
      .filter(({ reason }) => reason === 'callNotPermitted');
    const story = ask(session, { kind: 'order', order: Number(refused.order) });
    const { because } = line(story, 'the circuit breaker lets nothing through');
    expect(because?.text).toMatch(/The circuit breaker of Checkout towards Shipping opens: of \d+ calls \d+ failed/);
    expect(Number(because?.index)).toBeLessThan(refused.index);
  });

  test('an answer from the cache: its age, and how old it may be', () => {
    const session = play('cache-fallback');
    session.advance(15_000);
    const stale = session.find('callAnsweredFromCache', 'call', 1).find((fact) => fact.stale === true);
    const { because } = line(
      ask(session, { kind: 'order', order: Number(stale?.order) }),
      'stale, but better than an error',
    );
    expect(because?.text).toBe('Shop window: fresh for 3s, stale if there is an error for 20s more');
  });

  test('a call that nobody answers, and a worker that is held by it', () => {
    const session = play('sync-chain');
    const seen = new Set();
    for (let ms = 200; ms < 40_000; ms += 200) {
      session.advance(ms);
      for (let order = 1; order <= session.frame.header('orders'); order += 1) {
        for (const { text } of ask(session, { kind: 'order', order }).now) seen.add(text.replace(/[\d.]+/g, '#'));
      }
    }
    expect([...seen].join('\n')).toMatch(/A worker of Invoice waits for Logistics, # s at most/);
    const [failed] = refused(session);
    const [lost] = ask(session, { kind: 'number', effect: 3, column: 'lost' }).lines;
    expect(lost.text).toMatch(/failed; the customer saw it: the called service failed/);
    expect(lost.because?.text).toMatch(/^Logistics is down from/);
    expect(failed.because?.text).toMatch(/is down from/);
  });
});

/** The lines of calls that nobody took. @param {Session} session */
function refused(session) {
  const found = [];
  for (let order = 1; order <= session.frame.header('orders'); order += 1) {
    found.push(
      ...ask(session, { kind: 'order', order }).lines.filter(({ text }) =>
        /^The call of .* failed: nobody answers/.test(text),
      ),
    );
  }
  return found;
}

test('what is after the playhead is not told', () => {
  const session = play('flaky-retries');
  session.advance(20_000);
  const whole = ask(session, { kind: 'order', order: 3 });
  const middle = whole.lines[Math.floor(whole.lines.length / 2)];
  session.seekFact(middle.index);
  const half = ask(session, { kind: 'order', order: 3 });
  expect(half.lines.length).toBeLessThan(whole.lines.length);
  expect(half.lines.map(({ text }) => text)).toEqual(whole.lines.slice(0, half.lines.length).map(({ text }) => text));
});

test('a number that is another purchase’s after a fork is not taken for the message', () => {
  const session = play('purchase-fan-out');
  session.command({ setArrivals: { client: 'shop', every: null } });
  session.advance(100);
  session.command({ placeOrder: { client: 'shop' } });
  session.advance(300);
  session.command({ placeOrder: { client: 'shop' } });
  session.advance(2500);
  const asked = session
    .find('messageAccepted', 'order', 2)
    .map(({ message }) => ({ kind: /** @type {const} */ ('message'), id: Number(message), order: 2 }));
  session.seek(200);
  session.command({ duplicateNext: { subscription: 'stock' } });
  session.command({ setHealth: { node: 'stock', health: 'down' } });
  session.advance(1500);
  const stories = asked.map((subject) => ask(session, subject));
  expect(stories.map(({ envelope }) => envelope)).toEqual(asked.map(() => undefined));
  expect(new Set(stories.flatMap(texts))).toEqual(new Set(['This does not exist at this instant.']));
});

test('what has not come yet does not exist', () => {
  const session = play('purchase-fan-out');
  session.advance(20_000);
  const [{ message }] = session.find('messageAccepted', 'order', 3);
  session.seek(0);
  for (const subject of /** @type {Subject[]} */ ([
    { kind: 'order', order: 3 },
    { kind: 'message', id: message, order: 3 },
  ])) {
    const story = ask(session, subject, portuguese);
    expect([story.title, ...texts(story)]).toEqual(['Compra 3', 'Isto não existe neste instante.']);
  }
});

test('a service that crashed is not up', () => {
  const session = play('purchase-fan-out');
  session.advance(1000);
  session.command({ crash: { node: 'stock', point: 'now' } });
  session.advance(1100);
  const node = session.scenario.nodes.findIndex(({ id }) => id === 'stock');
  for (const subject of /** @type {Subject[]} */ ([
    { kind: 'node', node },
    { kind: 'box', node, box: 'worker' },
  ])) {
    const [now] = ask(session, subject).now;
    expect(now.text).toMatch(/^Stock crashed/);
    expect([now.index, now.at]).toEqual([session.find('nodeCrashed', 'node', node)[0].index, 1000]);
  }
});

describe('the cost of a story', () => {
  test('the settings of a subscription are read once', () => {
    const session = play('flaky-retries');
    session.advance(20_000);
    const find = vi.spyOn(session, 'find');
    ask(session, { kind: 'order', order: 3 });
    const asked = find.mock.calls.map((call) => call.slice(0, 3).join(' '));
    expect(asked).toEqual([...new Set(asked)]);
    expect(asked.some((words) => words.startsWith('deliverySet'))).toBe(true);
  });

  test('while the run goes on, it takes a fifth of the time at most', () => {
    const session = play('flaky-retries');
    let clock = 0;
    let told = 0;
    const clocks = vi.spyOn(performance, 'now').mockImplementation(() => clock);
    const schedule = vi.spyOn(session, 'find').mockImplementation(() => {
      clock += 100;
      told += 100;
      return [];
    });
    const teller = new Teller();
    const subject = /** @type {Subject} */ ({ kind: 'order', order: 1 });
    for (let ms = 0; ms < 20_000; ms += 20) {
      session.advance(ms);
      clock += 20;
      teller.tell(uiOf(session, true), subject);
    }
    clocks.mockRestore();
    schedule.mockRestore();
    expect(told / clock).toBeLessThan(0.21);
  });
});

/** What a story is told for. @param {Session} session @param {boolean} [playing] */
const uiOf = (session, playing = false) =>
  /** @type {Ui} */ (/** @type {unknown} */ ({ session, tr: english, core, view: { playing } }));

test('on another branch at the same instant, what was known of the first one’s future is not told', () => {
  const session = play('purchase-fan-out');
  const branches = new Branches();
  session.advance(4000);
  session.command({ placeOrder: { client: 'shop' } });
  const subject = /** @type {Subject} */ ({ kind: 'order', order: session.frame.header('orders') });
  session.advance(20_000);
  session.seek(4600);
  branches.act(session, () => session.command({ setHealth: { node: 'stock', health: 'down' } }));
  session.advance(20_000);
  const teller = new Teller();
  const ui = uiOf(session);
  teller.tell(ui, subject);
  session.seek(4300);
  expect(teller.tell(ui, subject).later.length).toBeGreaterThan(0);
  branches.switchTo(session, branches.list[0]);
  expect(session.now).toBe(4300);
  expect(teller.tell(ui, subject).later).toEqual([]);
});

test('a purchase that was lost long ago is found for its number, and found soon', () => {
  const own = JSON.parse(play('purchase-fan-out').json);
  own.nodes[0].arrivals = { every: '10ms', limit: 2600 };
  own.claims = [];
  for (const node of own.nodes.slice(1, 4)) node.workers = 100;
  const session = play(own);
  session.command({ dropNext: { subscription: 'stock' } });
  session.advance(30_000);
  expect(session.frame.header('orders')).toBe(2600);
  const effect = session.scenario.effects.findIndex((_, index) => session.frame.effect(index, 'lost') > 0);
  const [{ order }] = session.find('messageDropped', 'subscription', 0);
  const find = vi.spyOn(session, 'find');
  const story = ask(session, { kind: 'number', effect, column: 'lost' });
  expect(story.lines.map(({ label }) => label)).toEqual([`Purchase ${order}`]);
  expect(story.now[0].text).toBe('It is the only one.');
  expect(find.mock.calls.length).toBeLessThan(20);
  vi.spyOn(session, 'orders').mockReturnValue([]);
  expect(ask(session, { kind: 'number', effect, column: 'lost' }).now[0].text).toBe('The last 0 of 1.');
});

test('of a message far back in a queue no position is made up, and of those before it all are counted', () => {
  const scenario = JSON.parse(json('retry'));
  for (const node of scenario.nodes) if (node.kind === 'client') node.arrivals = { every: '5ms', limit: 400 };
  const session = play(scenario);
  const [{ id: subscription, consumers }] = session.scenario.subscriptions;
  session.command({ setWorkers: { node: consumers[0], workers: 8 } });
  session.command({ setDelivery: { subscription, delivery: { prefetch: 'workers' } } });
  session.advance(2500);
  const waiting = session.find('messageAccepted', 'subscription', 0).at(-1);
  const { message, order } = /** @type {{ message: number, order: number }} */ (/** @type {unknown} */ (waiting));
  const { now } = ask(session, { kind: 'message', id: message, order });
  expect(session.frame.subscription(0, 'ready')).toBeGreaterThan(100);
  const busy = session.frame.node(
    session.scenario.nodes.findIndex(({ id }) => id === consumers[0]),
    'busy',
  );
  expect(busy).toBeGreaterThan(5);
  expect(now[0].text).toMatch(/^Waits far back in the queue: .* rides \d+, \d+, \d+, \d+, and \d+ others\.$/);
  expect(now[0].text).toContain(`and ${busy - 4} others`);
  session.close();
});
