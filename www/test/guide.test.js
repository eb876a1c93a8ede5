// The guide through a lesson: what is said, whether the run waits, what goes on when the learner does; and what the page shows by itself.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { handsFor, settingsWith, targetOf } from '../src/lesson/point.js';
import { lessonEffects, timeEffects } from '../src/store/effects.js';
import { Guide } from '../src/store/guide.js';
import { core, json, play } from './core.js';
import { storeOf } from './store.js';

/** @param {string} en */
const text = (en) => ({ en, 'pt-BR': `${en}.` });
const buy = { placeOrder: { client: 'shop' } };

/** What the guide says in turn: a look, a prediction, two purchases at 3 s, what comes of them, and why. */
const BEATS = [
  { phase: 'look', say: text('Look') },
  { phase: 'predict', say: text('Predict') },
  { phase: 'act', at: '3s', say: text('Buy'), point: 'shop', until: { do: buy, times: 2 } },
  { phase: 'see', say: text('See'), until: { when: ['waiting == 0'] } },
  { phase: 'why', say: text('Why') },
];

const written = JSON.parse(json('purchase-fan-out'));
const LESSON = {
  group: 'why',
  idea: text('An idea'),
  prediction: {
    question: text('How many?'),
    at: '10s',
    options: [
      { text: text('none'), holds: ['orders == 0'] },
      { text: text('some'), holds: ['orders >= 1'] },
    ],
    because: text('Because'),
  },
  goals: [
    { text: text('Buy twice'), steps: [{ do: buy, times: 2 }] },
    { text: text('See them done'), steps: [{ do: buy, times: 2 }, { when: ['waiting == 0'] }] },
  ],
  beats: BEATS,
  solution: [
    { at: '3s', do: buy },
    { at: '4s', do: buy },
  ],
};
const quiet = written.nodes.map((/** @type {object} */ node) => ({ ...node, arrivals: undefined }));
const SCENARIO = { ...written, nodes: quiet, until: '60s', claims: [], faults: [], lesson: LESSON };

/** @type {Map<string, string>} */
let kept;
beforeEach(() => {
  kept = new Map();
  const storage = {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value),
    removeItem: (/** @type {string} */ key) => kept.delete(key),
  };
  vi.stubGlobal('localStorage', storage);
  vi.stubGlobal('sessionStorage', storage);
});

/** A page without anything drawn: what is asked for is judged at once. @param {object} [lesson] */
function begin(lesson = LESSON) {
  const store = storeOf();
  const { run, state } = store;
  run.core = core;
  store.lesson.progress = 'own';
  const guide = new Guide(store);
  for (const effects of [timeEffects(store), lessonEffects(store), guide.effects]) store.use(effects);
  const judge = () => {
    if (!run.session) return;
    store.lesson.watch(run.session);
    guide.judged();
  };
  const opened = () => {
    if (run.session) store.lesson.opened(run.session, 'purchase-fan-out');
    guide.opened();
    judge();
  };
  store.subscribe(({ type }) => {
    if (type === 'changed') judge();
    if (type === 'opened') opened();
  });
  run.open(JSON.stringify({ ...SCENARIO, lesson }), '1', 'purchase-fan-out');
  /** Lets time pass as long as it does, up to an instant. @param {number} ms */
  const playTo = (ms) => {
    while (state.playing && run.session && run.session.now < ms) {
      run.pass(Math.min(100, ms - run.session.now));
      judge();
    }
  };
  return { store, run, state, guide, playTo, said: () => guide.beat?.say.en };
}

describe('the guide', () => {
  test('waits before the run begins, and goes on when the learner does', () => {
    const { store, state, guide, said } = begin();
    expect([state.playing, guide.waits, said()]).toEqual([false, true, 'Look']);
    store.dispatch({ type: 'goOn' });
    expect([state.playing, said()]).toEqual([false, 'Predict']);
    store.dispatch({ type: 'togglePlay' });
    expect([state.playing, guide.waits, said()]).toEqual([true, false, 'Predict']);
  });

  test('stops the run at the instant that matters, waits for the deeds, and plays on by itself', () => {
    const { store, run, state, guide, playTo, said } = begin();
    for (let i = 0; i < 2; i += 1) store.dispatch({ type: 'goOn' });
    playTo(20_000);
    expect([run.session?.now, said(), guide.count]).toEqual([3000, 'Buy', { count: 0, times: 2 }]);
    store.dispatch({ type: 'command', command: buy });
    expect([state.playing, guide.count]).toEqual([false, { count: 1, times: 2 }]);
    store.dispatch({ type: 'command', command: buy });
    expect([state.playing, said()]).toEqual([false, 'See']);
    store.dispatch({ type: 'goOn' });
    playTo(50_000);
    expect([said(), guide.last, guide.over, store.lesson.done]).toEqual(['Why', true, true, true]);
  });

  test('says whose turn it is on the way to a goal: the deed that comes next, and nobody once it is done', () => {
    const goals = [{ text: text('One'), steps: [{ do: buy }, { when: ['waiting == 0'] }] }];
    const beats = [{ phase: 'act', say: text('Buy'), point: 'shop', until: { goal: 0 } }, BEATS[4]];
    const { store, guide, said } = begin({ ...LESSON, goals, beats });
    expect([said(), guide.count, guide.deed]).toEqual(['Buy', { count: 0, times: 1 }, buy]);
    store.dispatch({ type: 'command', command: buy });
    expect([said(), guide.open, guide.count, guide.deed]).toEqual(['Buy', true, undefined, undefined]);
    // What time stood still for is done.
    expect([store.state.playing, guide.waits]).toEqual([true, false]);
  });

  test('stays at what it asks for while the learner lets time pass', () => {
    const { store, run, guide, playTo, said } = begin();
    for (let i = 0; i < 2; i += 1) store.dispatch({ type: 'goOn' });
    playTo(20_000);
    store.dispatch({ type: 'goOn' });
    playTo(9_000);
    expect([run.session?.now, said(), guide.waits]).toEqual([9000, 'Buy', false]);
  });

  test('is left and taken up again, and this device remembers it', () => {
    const { store, state, guide, said } = begin();
    store.dispatch({ type: 'setGuide', on: false });
    expect([state.playing, guide.on, said(), kept.get('carteiro.guide')]).toEqual([true, false, undefined, 'off']);
    expect(begin().guide.on).toBe(false);
    store.dispatch({ type: 'setGuide', on: true });
    expect([said(), kept.has('carteiro.guide')]).toEqual(['Look', false]);
  });

  test('is where it was when the run is taken up after the page was left', () => {
    const again = begin();
    const before = begin();
    for (let i = 0; i < 2; i += 1) before.store.dispatch({ type: 'goOn' });
    before.playTo(20_000);
    const session = play(SCENARIO, '1');
    session.advance(3000);
    again.run.openBuilt('purchase-fan-out', async () => ({ session, same: true }));
    return vi.waitFor(() => expect([again.run.session?.now, again.said()]).toEqual([3000, 'Buy']));
  });

  test('does not begin in the middle of a run that somebody else has sent', async () => {
    const { run, guide, store } = begin({ ...LESSON, beats: [] });
    const session = play(SCENARIO, '2');
    session.advance(3000);
    await run.openBuilt('purchase-fan-out', async () => ({ session, same: true }));
    expect([guide.on, guide.beats.length]).toEqual([false, 5]);
    store.dispatch({ type: 'setGuide', on: true });
    expect([run.session?.now, guide.beat?.say.en]).toEqual([0, 'Look']);
  });

  test('leaves a lesson without beats as it is: the run goes by itself, and is over at its end', () => {
    const { state, guide, playTo } = begin({ ...LESSON, beats: undefined });
    expect([state.playing, guide.on, guide.over]).toEqual([true, false, false]);
    playTo(60_000);
    expect(guide.over).toBe(true);
  });
});

describe('what the page shows by itself', () => {
  test('is shown, not reached; what the learner does after it in another future is his', () => {
    const { store, run } = begin({ ...LESSON, beats: undefined });
    const { lesson } = store;
    const give = () => {
      store.dispatch({ type: 'command', command: buy });
      if (run.session) lesson.gave(run.session);
      store.changed();
    };
    run.session?.advance(1000);
    give();
    give();
    expect([lesson.isShown(0), lesson.isReached(0), lesson.reached]).toEqual([true, false, 0]);
    expect(kept.has('carteiro.progress')).toBe(false);
    store.dispatch({ type: 'seek', ms: 500 });
    store.dispatch({ type: 'command', command: buy });
    expect(lesson.isReached(0)).toBe(false);
    store.dispatch({ type: 'command', command: buy });
    expect([lesson.isShown(0), lesson.isReached(0)]).toEqual([false, true]);
  });

  test('begins anew, and what was done before stays as a branch', () => {
    const { store, run } = begin({ ...LESSON, beats: undefined });
    run.session?.advance(1000);
    store.dispatch({ type: 'command', command: buy });
    run.session?.advance(2000);
    expect(run.anew()).toBe(true);
    expect([run.session?.now, run.session?.head, run.session?.commandLog().length]).toEqual([0, 0, 0]);
    expect(run.branches.list.map(({ log }) => log.length)).toEqual([1, 0]);
    run.session?.advance(2000);
    expect(run.anew()).toBe(true);
    expect(run.branches.list.length).toBe(2);
  });
});

describe('what is pointed at', () => {
  const session = play('service-down');
  const { scenario } = session;
  const named = (/** @type {number} */ index) => scenario.nodes[index]?.id;

  test('is the control of a card where something is to be done, and the card where not', () => {
    expect(targetOf(scenario, 'shop', true)).toEqual({ control: 'order', of: 'shop' });
    expect(targetOf(scenario, 'logistics', true)).toEqual({ control: 'health', of: 'logistics' });
    expect(targetOf(scenario, 'logistics', false)).toEqual({ control: 'card', of: 'logistics' });
    expect(targetOf(scenario, 'purchase-approved', false)).toEqual({ control: 'topic', of: 'purchase-approved' });
    expect(targetOf(scenario, 'books', false)).toEqual({ area: 'books' });
    const setting = targetOf(scenario, { setting: 'logistics/retry.maxAttempts' }, true);
    expect(setting).toEqual({ owner: 'logistics', field: 'retry.maxAttempts' });
    expect(named(settingsWith(scenario, setting))).toBe('logistics');
    expect(settingsWith(scenario, { control: 'order', of: 'shop' })).toBe(-1);
    expect(named(settingsWith(scenario, { control: 'poisonNext', of: 'invoice' }))).toBe('invoice');
  });

  test('is of the node whose id a subscription has, too, where a node is meant', () => {
    const { scenario } = play('broker-down');
    const consumer = scenario.subscriptions.find(({ id }) => id === 'pharmacy')?.consumers[0];
    expect([consumer, scenario.nodes.some(({ id }) => id === 'pharmacy')]).toEqual(['courier', true]);
    const holder = (/** @type {import('../src/lesson/point.js').Target} */ target) =>
      scenario.nodes[settingsWith(scenario, target)]?.id;
    expect(holder({ control: 'crash', of: 'pharmacy' })).toBe('pharmacy');
    expect(holder({ owner: 'pharmacy', field: 'workers' })).toBe('pharmacy');
    expect(holder({ control: 'poisonNext', of: 'pharmacy' })).toBe('courier');
    expect(holder({ owner: 'pharmacy', field: 'retry.maxAttempts' })).toBe('courier');
  });

  test('is, for what a setting loses, the switch of it', () => {
    const mesh = play('service-mesh');
    expect(handsFor(mesh, { setIngress: { node: 'stock', ingress: { limit: { rate: 5 } } } })).toEqual([
      { target: { owner: 'stock', field: 'ingress.allow' }, value: undefined },
    ]);
    const breaker = play('circuit-breaker');
    const call = breaker.settings().calls.find(({ from, to }) => from === 'checkout' && to === 'shipping');
    const { breaker: _, ...rest } = /** @type {NonNullable<typeof call>} */ (call);
    expect(handsFor(breaker, { setCall: rest })).toEqual([
      { target: { owner: 'checkout/shipping', field: 'breaker' }, value: undefined },
    ]);
  });

  test('is, for a command, each control in which it differs from what is in force', () => {
    const { retry, ...others } = session.settings().subscriptions.logistics;
    const delivery = { ...others, retry: { ...retry, maxAttempts: 7 } };
    expect(handsFor(session, { setDelivery: { subscription: 'logistics', delivery } })).toEqual([
      { target: { owner: 'logistics', field: 'retry.maxAttempts' }, value: 7 },
    ]);
    expect(handsFor(session, { setHealth: { node: 'stock', health: 'down' } })).toEqual([
      { target: { control: 'health', of: 'stock', word: 'down' } },
    ]);
    expect(handsFor(session, { setWorkers: { node: 'stock', workers: 4 } })).toEqual([
      { target: { owner: 'stock', field: 'workers' }, value: 4 },
    ]);
  });
});
