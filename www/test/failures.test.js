// What does not come, what is tried again, and what a run leaves behind in memory.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { busy } from '../bench/common.js';
import { compileError, fetched, LoadError, lossOf } from '../src/core/loading.js';
import { Instance } from '../src/core/wasm.js';
import { timeEffects } from '../src/store/effects.js';
import { core, json } from './core.js';
import { storeOf } from './store.js';

afterEach(() => vi.unstubAllGlobals());

describe('why something did not come', () => {
  /** @param {Partial<Response> | Error} answer */
  const server = (answer) =>
    vi.stubGlobal('fetch', () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)));
  /** @param {boolean} onLine */
  const network = (onLine) => vi.stubGlobal('navigator', { onLine });

  test.each([
    ['the server does not have it', { ok: false, status: 404 }, true, 'missing'],
    ['there is no network', new TypeError('Failed to fetch'), false, 'offline'],
    ['nobody knows', new TypeError('Failed to fetch'), true, 'lost'],
  ])('%s', async (_name, answer, onLine, why) => {
    server(answer);
    network(onLine);
    await expect(fetched('lesson', 'http://here/a.json')).rejects.toMatchObject({
      detail: { kind: 'load', what: 'lesson', why, address: 'http://here/a.json' },
    });
  });

  // The sentences of Chromium, Firefox and WebKit.
  test.each([
    `WebAssembly.compileStreaming(): Compiling or instantiating WebAssembly module violates the following Content Security policy directive because neither 'wasm-eval' nor 'unsafe-eval' is an allowed source`,
    'call to WebAssembly.compileStreaming() blocked by CSP',
    `Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source of script in the following Content Security Policy directive`,
  ])('the policy: %s', async (sentence) => {
    expect(await compileError(new Error(sentence), '')).toMatchObject({
      detail: { why: 'policy', word: "script-src 'wasm-unsafe-eval'" },
    });
  });

  test('what arrives and is no WebAssembly is not called lost', async () => {
    const cause = await WebAssembly.compile(new Uint8Array([1, 2, 3])).catch((error) => error);
    expect(await compileError(cause, '')).toMatchObject({ detail: { why: 'invalid' } });
  });

  test('a loss keeps its own reason', async () => {
    const loss = new LoadError('core', 'missing');
    expect(await lossOf('part', loss)).toBe(loss);
  });
});

describe('what failed is tried again', () => {
  test('a request whose code did not come is made again, and what runs is left alone', async () => {
    const store = storeOf();
    store.run.core = core;
    store.run.open(json('sync-chain'));
    const { session } = store.run;
    let tries = 0;
    store.use(timeEffects(store));
    store.use({
      share: async () => {
        tries += 1;
        if (tries < 3) throw new LoadError('part', 'offline');
      },
    });
    await store.dispatch({ type: 'share' });
    expect(store.run.trouble).toMatchObject({ kind: 'load', what: 'part', why: 'offline', again: false });
    await store.dispatch({ type: 'again' });
    expect(store.run.trouble).toMatchObject({ kind: 'load', again: true });
    await store.dispatch({ type: 'again' });
    expect([tries, store.run.trouble, store.run.session]).toEqual([3, undefined, session]);
  });

  test('a lesson that does not come leaves the one that runs, and comes when it is tried again', async () => {
    const { run } = storeOf();
    run.core = core;
    run.open(json('sync-chain'));
    vi.stubGlobal('navigator', { onLine: false });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    expect(await run.openBuiltIn('service-down')).toBe(false);
    expect(run.trouble).toMatchObject({ kind: 'load', what: 'lesson', why: 'offline' });
    expect(run.session?.scenario.id).toBe('sync-chain');
    vi.stubGlobal('fetch', async () => new Response(json('service-down')));
    await run.again();
    expect([run.session?.scenario.id, run.trouble]).toEqual(['service-down', undefined]);
  });
});

describe('memory', () => {
  test('a run that made memory grow far takes it with it when another one is opened', () => {
    const { run } = storeOf();
    run.core = new Instance(core.code);
    const small = run.core.bytes;
    run.open(JSON.stringify(busy({ id: 'heavy', latency: '5ms', every: '1ms', workers: 4, takes: '10s' })));
    const first = run.core;
    run.session?.advance(12_000, false);
    expect(first.bytes).toBeGreaterThan(20 * small);
    run.open(json('service-down'));
    expect(run.core).not.toBe(first);
    expect(run.core.bytes).toBeLessThan(2 * small);
  });

  test('a run that stays small stays where it is', () => {
    const { run } = storeOf();
    run.core = new Instance(core.code);
    const first = run.core;
    for (const id of ['service-down', 'sync-chain', 'service-down']) run.open(json(id));
    expect(run.core).toBe(first);
  });

  test('a run that comes from outside and is refused leaves nothing', async () => {
    const { run } = storeOf();
    run.core = new Instance(core.code);
    run.open(json('service-down'));
    const before = run.core.bytes;
    /** @type {Instance | undefined} */
    let used;
    const refused = run.openBuilt('', async (instance) => {
      used = instance;
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    expect(used).not.toBe(run.core);
    expect(run.core.bytes).toBe(before);
  });
});
