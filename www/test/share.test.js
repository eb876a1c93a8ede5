// A run is handed on and is the same run; whatever else arrives is refused, in no time.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { beforeLast, recordOf } from '../src/core/record.js';
import { replay } from '../src/core/replay.js';
import { Session } from '../src/core/session.js';
import { PanicError, ProblemError } from '../src/core/wasm.js';
import { Keeper } from '../src/share/autosave.js';
import { checked, MOST_BYTES, MOST_COMMANDS, RecordError } from '../src/share/checked.js';
import { fileOf, runIn } from '../src/share/file.js';
import { linkOf, recordIn } from '../src/share/link.js';
import { Sharing } from '../src/share/sharing.js';
import { forget, keep, keptIn } from '../src/share/storage.js';
import { traceOf } from '../src/share/trace.js';
import { Chance } from './chance.js';
import { core, played, scenario } from './played.js';
import { storeOf } from './store.js';

/** @import { RunRecord } from '../src/core/record.js' */
/** @import { Host } from '../src/share/sharing.js' */

/** @param {RunRecord} record @param {string} id */
async function again(record, id) {
  const text = typeof record.scenario === 'string' ? scenario(id) : JSON.stringify(record.scenario);
  const answer = await replay(core, text, record);
  if (!answer) throw new Error('nobody stopped it');
  return answer;
}

describe('a run that is handed on', () => {
  for (let seed = 0; seed < 60; seed += 1) {
    test(`is the same run by link, file and storage: ${seed}`, async () => {
      const { session, id, picked } = played(seed);
      const { now, head, hash, past } = session;
      const facts = session.frame.header('facts');
      const record = recordOf(session, picked);
      expect([session.now, session.head, session.hash, session.frame.header('facts')]).toEqual([
        now,
        head,
        hash,
        facts,
      ]);
      expect(past || record.hash === hash).toBe(true);

      const link = await linkOf(record);
      expect(link).toMatch(/^#[\w=.-]+$/);
      expect(await recordIn(link)).toEqual(record);
      expect(await runIn(new File([fileOf(record)], 'run.json'))).toEqual(record);

      const replayed = await again(await recordIn(link), id);
      expect(replayed.same).toBe(true);
      expect(replayed.session.now).toBe(now);
      expect(recordOf(replayed.session, picked)).toEqual(record);
      // Both go on to the same future.
      for (const one of [session, replayed.session]) {
        one.seek(record.headMs);
        one.advance(record.headMs + 5000);
      }
      expect(replayed.session.hash).toBe(session.hash);
      replayed.session.close();
      session.close();
    });
  }

  test('taking its record while one stands between two events of an instant moves nothing, and makes no future', () => {
    const session = new Session(core, scenario('purchase-fan-out'), '1');
    session.command({ placeOrder: { client: session.scenario.nodes[0].id } });
    for (let step = 0; step < 60; step += 1) {
      session.step();
      const before = [session.now, session.hash, session.past];
      recordOf(session, 'purchase-fan-out');
      expect([session.now, session.hash, session.past]).toEqual(before);
    }
    session.close();
  });

  test('another hash is told, and the run is opened all the same', async () => {
    const { session, id } = played(7);
    const { hash, ...record } = recordOf(session, id);
    const other = await again({ ...record, hash: `${hash.startsWith('0') ? '1' : '0'}${hash.slice(1)}` }, id);
    expect(other.same).toBe(false);
    expect(other.session.now).toBe(record.nowMs);
  });

  test('without its last command it ends before that', async () => {
    const session = new Session(core, scenario('service-down'), '5');
    const client = session.scenario.nodes[0].id;
    for (const at of [1000, 2000, 3000]) {
      session.advance(at);
      session.command({ placeOrder: { client } });
    }
    session.advance(9000);
    const cut = beforeLast(recordOf(session, 'service-down'));
    expect(cut.log).toHaveLength(2);
    const replayed = await again(cut, 'service-down');
    expect([replayed.session.now, replayed.session.frame.header('orders') > 0]).toEqual([3000, true]);
  });

  test('nobody waits for what is not wanted any more', async () => {
    const { session, id } = played(3);
    const record = { ...recordOf(session, id), headMs: 1e9, log: [] };
    expect(await replay(core, scenario(id), record, () => false)).toBeUndefined();
  });
});

describe('what is refused', () => {
  const { session } = played(11);
  const good = recordOf(session, '');

  /** @param {unknown} value */
  function why(value) {
    try {
      checked(value);
      return 'accepted';
    } catch (failure) {
      if (failure instanceof RecordError) return failure.why;
      throw failure;
    }
  }

  test.each(
    /** @type {[string, unknown][]} */ ([
      ['damaged', null],
      ['damaged', []],
      ['damaged', 'run'],
      ['damaged', {}],
      ['damaged', { ...good, version: '1' }],
      ['foreign', { ...good, version: 2 }],
      ['damaged', { ...good, scenario: 7 }],
      ['damaged', { ...good, scenario: '../index' }],
      ['damaged', { ...good, scenario: JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`) }],
      ['damaged', { ...good, scenario: { text: 'x'.repeat(MOST_BYTES) } }],
      ['damaged', { ...good, seed: 42 }],
      ['damaged', { ...good, seed: '9007199254740992' }],
      ['damaged', { ...good, seed: '-1' }],
      ['damaged', { ...good, log: {} }],
      ['large', { ...good, log: Array(MOST_COMMANDS + 1).fill([0, 0, '{}']) }],
      ['damaged', { ...good, log: [[0, 0]] }],
      ['damaged', { ...good, log: [[-1, 0, '{}']] }],
      ['damaged', { ...good, log: [[Number.NaN, 0, '{}']] }],
      ['damaged', { ...good, log: [[0, 0.5, '{}']] }],
      ['damaged', { ...good, log: [[0, 0, '[]']] }],
      ['damaged', { ...good, log: [[0, 0, 'no JSON']] }],
      ['damaged', { ...good, log: [[0, 0, `{"a":"${'x'.repeat(20_000)}"}`]] }],
      ['damaged', { ...good, headMs: Number.POSITIVE_INFINITY }],
      ['damaged', { ...good, nowMs: good.headMs + 1 }],
      ['damaged', { ...good, events: -1 }],
      ['damaged', { ...good, hash: 'abc' }],
      ['accepted', { ...good, more: 'of a later version' }],
    ]),
  )('%s: %#', (answer, value) => {
    expect(why(value)).toBe(answer);
  });

  test('a command that the core refuses is named by its place', async () => {
    /** @param {RunRecord['log'][number]} entry */
    const refusal = async (entry) => {
      const record = { ...good, scenario: 'service-down', log: [entry] };
      const failure = await again(checked(record), 'service-down').catch((it) => it);
      expect(failure).toBeInstanceOf(ProblemError);
      return failure.problem.path;
    };
    expect(await refusal([0, 0, '{"setHealth":{"node":"nobody","health":"up"}}'])).toBe('log[0].setHealth.node');
    expect(await refusal([0, 4_000_000, '{"crash":{"node":"stock","point":"now"}}'])).toBe('log[0]');
    const scenarioRefused = await again({ ...good, scenario: { version: 1, surprise: true } }, '').catch((it) => it);
    expect(scenarioRefused.problem.path).toMatch(/^scenario/);
  });

  test('a bomb is not unpacked', async () => {
    const bomb = new Blob(['"', 'x'.repeat(40_000_000), '"'])
      .stream()
      .pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = Buffer.from(await new Response(bomb).arrayBuffer());
    const link = `#run=1.${bytes.toString('base64url')}`;
    expect(link.length).toBeLessThan(64 * 1024);
    let unpacked = 0;
    const Unpacking = DecompressionStream;
    const count = () =>
      new TransformStream({
        transform(chunk, out) {
          unpacked += chunk.length;
          out.enqueue(chunk);
        },
      });
    vi.stubGlobal(
      'DecompressionStream',
      class {
        constructor(/** @type {CompressionFormat} */ format) {
          const { writable, readable } = new Unpacking(format);
          Object.assign(this, { writable, readable: readable.pipeThrough(count()) });
        }
      },
    );
    await expect(recordIn(link)).rejects.toMatchObject({ why: 'large' });
    vi.unstubAllGlobals();
    expect(unpacked).toBeGreaterThan(0);
    expect(unpacked).toBeLessThan(2 * MOST_BYTES);
  });

  test('a run too long for a link fits a file, and one too long for a file is refused there, too', async () => {
    const chance = new Chance(5);
    /** @type {RunRecord} */
    const long = {
      ...good,
      log: Array.from({ length: 5000 }, () => [chance.below(1e9), chance.below(1e9), '{"a":1}']),
    };
    expect(fileOf(long).length).toBeLessThan(MOST_BYTES);
    await expect(linkOf(long)).rejects.toMatchObject({ why: 'large' });
    const longer = { ...long, log: long.log.map((entry) => [entry[0], entry[1], `{"a":"${'x'.repeat(300)}"}`]) };
    expect(() => fileOf(/** @type {RunRecord} */ (longer))).toThrow(RecordError);
    // Letters with accents are more than one byte each, and bytes are what is read.
    const accents = { ...good, scenario: { text: 'ã'.repeat(MOST_BYTES * 0.6) } };
    expect(() => fileOf(accents)).toThrow(RecordError);
    await expect(linkOf(accents)).rejects.toMatchObject({ why: 'large' });
  });

  test('thousands of broken links are refused as what they are', async () => {
    const link = await linkOf(good);
    const chance = new Chance(99);
    const letters = 'ABCXYZabcxyz0189-_.=#%+/ é\u0000';
    const mutations = [
      () => link.slice(0, chance.below(link.length)),
      () => link.slice(0, 7) + link.slice(7 + chance.below(link.length - 7)),
      () => `#run=${chance.below(1000)}.${link.slice(7)}`,
      () => `#run=1.${Array.from({ length: chance.below(300) }, () => chance.of([...letters])).join('')}`,
      () =>
        `#run=1.${Buffer.from(Array.from({ length: chance.below(200) }, () => chance.below(256))).toString('base64url')}`,
      () => {
        const at = 7 + chance.below(link.length - 7);
        return link.slice(0, at) + chance.of([...letters]) + link.slice(at + chance.below(3));
      },
    ];
    for (let i = 0; i < 4000; i += 1) {
      const broken = mutations[i % mutations.length]();
      try {
        // What is read in spite of all is a sound record: the change did not reach the data.
        expect(checked(await recordIn(broken))).toBeTruthy();
      } catch (failure) {
        if (!(failure instanceof RecordError)) throw new Error(`${broken}: ${failure}`, { cause: failure });
      }
    }
  });

  test('records with anything in them are played or refused, and the core stays alive', async () => {
    const chance = new Chance(123);
    const odd = [
      0,
      -1,
      0.5,
      1e15,
      2 ** 53,
      null,
      '',
      'x',
      [],
      {},
      '{}',
      true,
      '{"placeOrder":{"client":"shop"}}',
      [0, 0, '{}'],
    ];
    let refused = 0;
    for (let i = 0; i < 600; i += 1) {
      const { session: other, id } = played(200 + (i % 20));
      const value = JSON.parse(JSON.stringify(recordOf(other, chance.below(2) === 0 ? '' : id)));
      other.close();
      for (let n = chance.below(3); n >= 0; n -= 1) {
        let at = value;
        let key = chance.of(Object.keys(at));
        while (
          at[key] !== null &&
          typeof at[key] === 'object' &&
          Object.keys(at[key]).length > 0 &&
          chance.below(5) > 0
        ) {
          at = at[key];
          key = chance.of(Object.keys(at));
        }
        at[key] = chance.of(odd);
      }
      // What takes a time without end is stopped by the budget of events, not by this test.
      if (value.headMs > 1e6) value.headMs = 1e4;
      if (value.nowMs > value.headMs) value.nowMs = value.headMs;
      const arrived = structuredClone(value);
      const opened = async () => (await again(checked(arrived), id)).session.close();
      await opened().catch((failure) => {
        refused += 1;
        if (!(failure instanceof RecordError || failure instanceof ProblemError) || failure instanceof PanicError)
          throw failure;
      });
      expect(core.dead).toBe(false);
    }
    expect(refused).toBeGreaterThan(100);
  }, 120_000);
});

describe('the file', () => {
  test('has one command a line', () => {
    const session = new Session(core, scenario('duplicates'));
    session.advance(2000);
    session.command({ placeOrder: { client: 'shop' } });
    session.command({ setHealth: { node: 'stock', health: { flaky: { probability: 0.5 } } } });
    session.advance(4000);
    session.command({ crash: { node: 'invoice', point: 'now' } });
    const record = recordOf(session, 'duplicates');
    expect(record.log.length).toBe(3);
    const lines = fileOf(record).split('\n');
    expect(lines.filter((line) => line.startsWith('    [')).length).toBe(record.log.length);
    expect(JSON.parse(fileOf({ ...record, log: [] })).log).toEqual([]);
  });

  test('what is no run is left to whoever opens scenarios', async () => {
    for (const text of ['', 'no JSON', '7', 'null', '[]', scenario('service-down'), '['.repeat(100_000)]) {
      expect(await runIn(new File([text], 'x.json'))).toBeUndefined();
    }
    expect(await runIn(new File(['{"log":7}'], 'x.json'))).toEqual({ log: 7 });
  });
});

describe('storage', () => {
  afterEach(() => vi.unstubAllGlobals());

  /** @param {number} room */
  function store(room) {
    const map = new Map();
    return {
      map,
      getItem: (/** @type {string} */ key) => map.get(key) ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => {
        if (value.length > room) throw new DOMException('full', 'QuotaExceededError');
        map.set(key, value);
      },
      removeItem: (/** @type {string} */ key) => map.delete(key),
    };
  }

  test('keeps one run, and forgets it', () => {
    const [session, local] = [store(1e6), store(1e6)];
    vi.stubGlobal('sessionStorage', session);
    vi.stubGlobal('localStorage', local);
    const kept = { at: 'http://here/', tried: false, record: { log: [] } };
    keep(kept);
    expect([keptIn('sessionStorage'), keptIn('localStorage')]).toEqual([kept, kept]);
    keep({ ...kept, record: 'x'.repeat(300_000) });
    expect([session.map.size, local.map.size]).toEqual([0, 0]);
    keep(kept);
    forget();
    expect(keptIn('localStorage')).toBeUndefined();
  });

  test('that is absent, full or full of something else is fine', () => {
    vi.stubGlobal('sessionStorage', undefined);
    const local = store(10);
    vi.stubGlobal('localStorage', local);
    keep({ at: '', tried: false, record: {} });
    expect(keptIn('sessionStorage')).toBeUndefined();
    for (const text of ['', '7', 'null', '{', '{"at":7}', '{"at":"","record":1}', 'x'.repeat(300_000)]) {
      local.map.set('carteiro.run', text);
      expect(keptIn('localStorage')).toBeUndefined();
    }
    forget();
  });
});

describe('on the page', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  /** A playground's host of which a test needs only a part. @param {unknown} part @returns {Host} */
  const host = (part) => /** @type {Host} */ (part);

  test('pressing Share twice leaves time as it was', async () => {
    const store = storeOf();
    // Lit looks for what a browser has when it is loaded; only the styles are put on later.
    await import('../src/share/dialog.js');
    vi.stubGlobal('ShadowRoot', class {});
    const sharing = new Sharing(host({ store, root: () => ({}) }));
    const share = () => sharing.effects.share?.({ type: 'share' });
    const both = [share(), share()];
    expect(store.state.playing).toBe(false);
    await Promise.all(both);
    expect(store.state.playing).toBe(true);
  });

  test('a run that nobody waits for any more is not said to be opening', async () => {
    const { session, id } = played(3);
    vi.stubGlobal('location', { hash: await linkOf(recordOf(session, id)), href: 'http://here/', search: '' });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    // It is left when it has taken so long that it is said to be opening.
    const leave = async () => {
      await vi.advanceTimersByTimeAsync(500);
      return 'left';
    };
    let drawn = 0;
    const sharing = new Sharing(
      host({
        store: { run: { openBuilt: leave } },
        isPage: () => true,
        root: () => ({}),
        drawn() {
          drawn += 1;
        },
      }),
    );
    expect(await sharing.found()).toBe(true);
    expect(drawn).toBeGreaterThan(0);
    expect(sharing.view(/** @type {never} */ ({ t: String }))[0]).toBeUndefined();
  });

  test('a kept run that was left while it was opened is not said to be there, and is kept', async () => {
    const { session, id } = played(3);
    const kept = JSON.stringify({ at: 'http://here/', tried: false, record: recordOf(session, id) });
    const map = new Map([['carteiro.run', kept]]);
    const store = {
      getItem: (/** @type {string} */ key) => map.get(key),
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => map.set(key, value),
      removeItem: (/** @type {string} */ key) => map.delete(key),
    };
    vi.stubGlobal('addEventListener', () => {});
    vi.stubGlobal('removeEventListener', () => {});
    vi.stubGlobal('location', { hash: '', href: 'http://here/', search: '' });
    vi.stubGlobal('sessionStorage', store);
    const leave = async () => {
      expect(map.get('carteiro.run')).toMatch('"tried":true');
      return 'left';
    };
    const sharing = new Sharing(
      host({ store: { run: { openBuilt: leave } }, isPage: () => true, root: () => ({}), drawn: () => {} }),
    );
    expect(await sharing.found()).toBe(true);
    expect(sharing.view(/** @type {never} */ ({ t: String }))[0]).toBeUndefined();
    expect(map.get('carteiro.run')).toBe(kept);
  });

  test('a run that was built at once does not take the place of what was opened meanwhile', async () => {
    const { run } = storeOf();
    run.core = core;
    const late = new Session(core, scenario('service-down'), '1');
    const answer = await run.openBuilt('service-down', async () => {
      run.open(scenario('sync-chain'));
      return { session: late, same: true };
    });
    expect([answer, run.session?.scenario.id, late.closed]).toEqual(['left', 'sync-chain', true]);
  });

  test('a scenario that is too large to keep is read once, and what was kept before is not taken for it', () => {
    const spec = { text: 'x'.repeat(300_000) };
    const session = new Session(core, scenario('service-down'), '5');
    session.json = JSON.stringify(spec);
    const run = {
      session,
      core,
      picked: '',
      branches: {},
      try(/** @type {() => void} */ action) {
        action();
        return true;
      },
    };
    const keeper = new Keeper(host({ store: { run }, isPage: () => true, asked: () => ({ scenario: '', seed: '' }) }));
    const [parse, write] = [vi.spyOn(JSON, 'parse'), vi.spyOn(JSON, 'stringify')];
    const map = new Map([['carteiro.run', '{}']]);
    const removeItem = vi.fn((/** @type {string} */ key) => map.delete(key));
    vi.stubGlobal('localStorage', { removeItem });
    vi.stubGlobal('sessionStorage', { removeItem });
    vi.stubGlobal('location', { href: 'http://here/' });
    for (let i = 1; i < 5; i += 1) {
      session.advance(i * 1000);
      keeper.now();
      expect(keeper.last?.nowMs).toBe(i * 1000);
    }
    expect(keeper.last?.scenario).toEqual(spec);
    expect([map.size, removeItem.mock.calls.length]).toEqual([0, 2]);
    expect(parse.mock.calls.filter(([text]) => text.length > 100_000)).toHaveLength(1);
    expect(write.mock.results.filter(({ value }) => value?.length > 100_000)).toHaveLength(1);
    vi.restoreAllMocks();
  });
});

test('the trace is every fact up to the playhead, one a line', async () => {
  const session = new Session(core, scenario('flaky-retries'), '3');
  session.advance(60_000);
  const count = session.frame.header('facts');
  expect(count).toBeGreaterThan(400);
  const lines = (await (await traceOf(session)).text()).trimEnd().split('\n');
  expect(lines).toHaveLength(count);
  lines.forEach((line, index) => {
    const fact = JSON.parse(line);
    expect(fact.index).toBe(index);
    expect(Object.keys(fact).slice(0, 2)).toEqual(['index', 'atMs']);
  });
  session.seek(10_000);
  const early = session.frame.header('facts');
  expect(early).toBeGreaterThan(0);
  expect((await (await traceOf(session)).text()).trimEnd().split('\n')).toHaveLength(early);
});
