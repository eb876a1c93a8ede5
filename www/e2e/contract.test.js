// A host page drives the playground through its contract alone, as an element and in an iframe, and hears every event.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Person, scenarioFile, titleOf } from './person.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */
/** @import { Page } from 'playwright-core' */

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** Everything a host hears. @typedef {{ type: string, detail: Record<string, any> }[]} Heard */

/** A page of somebody else's on the site's own origin. @param {string} body @param {string} [head] */
const host = (body, head = '') =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`;

const EVENTS = 'ready scenario request command time goal answer done claim branch problem resize theme lang'.split(' ');

/** Opens a host page that writes down what it hears. @param {string} body @param {string} [head] */
async function openHost(body, head) {
  const { page, witness } = await person.open('/host.html', {
    prepare: async (page) => {
      await page.route('**/host.html', (route) => route.fulfill({ contentType: 'text/html', body: host(body, head) }));
      await page.addInitScript((names) => {
        /** @type {Heard} */
        const heard = [];
        Object.assign(globalThis, { heard });
        for (const name of names) {
          document.addEventListener(`carteiro-${name}`, (event) => {
            const { detail } = /** @type {CustomEvent} */ (event);
            heard.push({ type: name, detail: JSON.parse(JSON.stringify(detail)) });
          });
        }
      }, EVENTS);
    },
  });
  return { page, witness };
}

const SCRIPT = '<script type="module" src="./carteiro-playground.js"></script>';

/** @param {Page} page @returns {Promise<Heard>} */
const heard = (page) => page.evaluate(() => /** @type {any} */ (globalThis).heard);

/** Waits until an event was heard. @param {Page} page @param {string} type */
const hears = (page, type) =>
  page.waitForFunction(
    (type) => /** @type {any} */ (globalThis).heard.some((/** @type {any} */ one) => one.type === type),
    type,
  );

/** Does something with the element. @template T @param {Page} page @param {(playground: CarteiroPlayground) => T | Promise<T>} deed @returns {Promise<T>} */
const withElement = (page, deed) =>
  /** @type {Promise<T>} */ (page.evaluate(`(${deed})(document.querySelector('carteiro-playground'))`));

describe('the element', () => {
  test('is driven by methods that were called before it was loaded, and every event is heard', async () => {
    const { page, witness } = await openHost(
      '<carteiro-playground figure scenario="retry" seed="7" lang="pt-BR" start="paused"></carteiro-playground>',
      SCRIPT,
    );
    await page.evaluate(async () => {
      await customElements.whenDefined('carteiro-playground');
      const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
      // Nothing is loaded yet; all of it is done in this order.
      const asked = [
        playground.seek(4_000),
        playground.command({ placeOrder: { client: 'taxi' } }),
        playground.seek(2_000),
      ];
      await Promise.all(asked);
      await playground.command({ placeOrder: { client: 'taxi' } });
    });
    const report = await withElement(page, (playground) => playground.report());
    assert.deepEqual([report.scenario, report.seed, report.nowMs, report.commands], ['retry', '7', 2_000, 1]);
    await withElement(page, (playground) => {
      Object.assign(playground, { speed: '64', lang: 'en', theme: 'dark' });
      return playground.play();
    });
    await hears(page, 'answer');
    const { lesson } = scenarioFile('retry');
    await withElement(page, (playground) => playground.reset());
    await withElement(page, (playground) => playground.pause());
    for (const { at, do: command } of lesson.solution) {
      await page.evaluate(
        async ([ms, command]) => {
          const playground = /** @type {any} */ (document.querySelector('carteiro-playground'));
          await playground.seek(ms);
          await playground.command(command);
        },
        [Number.parseFloat(at) * 1000, command],
      );
    }
    await withElement(page, (playground) => playground.play());
    for (const type of ['goal', 'done']) await hears(page, type);
    await withElement(page, (playground) => playground.seek(1e12).catch(() => {}));
    await withElement(page, (playground) =>
      playground.command(/** @type {any} */ ({ placeOrder: { client: 'nobody' } })).catch(() => {}),
    );
    await page.getByRole('button', { name: 'Close' }).click();
    const types = new Set((await heard(page)).map(({ type }) => type));
    // The reader chooses the language on the full page alone.
    assert.deepEqual(
      EVENTS.filter((type) => !types.has(type)),
      ['lang'],
    );
    const first = (/** @type {string} */ type) =>
      heard(page).then((all) => all.find((one) => one.type === type)?.detail);
    assert.deepEqual(await first('scenario'), { id: 'retry', seed: '7', own: false });
    assert.deepEqual((await first('command'))?.command, { placeOrder: { client: 'taxi' } });
    const done = await first('done');
    assert.deepEqual([done?.scenario, done?.goals, done?.shown], ['retry', 2, false]);
    const problems = (await heard(page)).filter(({ type }) => type === 'problem');
    assert.equal(problems.at(-1)?.detail.problem.code, 'unknown-node');
    assert.deepEqual(witness.complaints, []);
  });

  test('a wrong value falls back, is told to the host, and never to the reader', async () => {
    const wrong = {
      scenario: 'Nowhere!',
      src: 'javascript:alert(1)',
      run: 'x',
      seed: '-3',
      lang: 'xx',
      theme: 'pink',
      controls: 'play jump',
      start: 'later',
      at: 'noon',
      speed: '7',
      full: 'javascript:alert(1)',
      progress: 'ours',
    };
    const attributes = Object.entries(wrong)
      .map(([name, value]) => `${name}="${value}"`)
      .join(' ');
    const { page, witness } = await openHost(
      `<carteiro-playground figure ${attributes}></carteiro-playground>`,
      SCRIPT,
    );
    await hears(page, 'ready');
    const told = (await heard(page)).filter(({ type, detail }) => type === 'problem' && detail.kind === 'attribute');
    assert.deepEqual(
      told.map(({ detail }) => [detail.name, detail.value]).toSorted(),
      Object.entries(wrong).toSorted(),
    );
    assert.ok(told.every(({ detail }) => detail.wanted.length > 3));
    assert.equal(await page.getByRole('alert').count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Step' }).count(), 0);
    assert.equal(await page.locator('a[part=full]').count(), 0);
    assert.deepEqual(witness.complaints, []);
  });

  test('a scenario that there is not is told to the host, and the reader sees the first', async () => {
    const { page } = await openHost(
      '<carteiro-playground figure scenario="no-such-lesson" lang="en"></carteiro-playground>',
      SCRIPT,
    );
    await hears(page, 'problem');
    await page.getByRole('region', { name: 'Stage' }).waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
    const told = (await heard(page))
      .filter(({ type }) => type === 'problem')
      .map(({ detail }) => [detail.kind, detail.name]);
    assert.deepEqual(told, [['unknown', 'no-such-lesson']]);
  });

  test('a scenario that is asked for while another is on its way is the one that opens', async () => {
    const { page } = await openHost('', SCRIPT);
    /** @type {() => void} */
    let come = () => {};
    const held = new Promise((resolve) => {
      come = () => resolve(undefined);
    });
    await page.route(/\/workers-[\w-]{6}\.json$/, async (route) => {
      await held;
      await route.continue();
    });
    const fetched = page.waitForRequest(/\/workers-[\w-]{6}\.json$/);
    await page.evaluate(() => {
      document.body.innerHTML = '<carteiro-playground figure scenario="workers" lang="en"></carteiro-playground>';
    });
    await fetched;
    await withElement(page, (playground) => {
      playground.scenario = 'retry';
      return playground.updateComplete;
    });
    come();
    await page.getByText(titleOf('retry').en).first().waitFor();
    assert.equal((await withElement(page, (playground) => playground.report())).scenario, 'retry');
  });

  test('a host refuses a request', async () => {
    const { page } = await openHost(
      '<carteiro-playground figure scenario="service-down" lang="en"></carteiro-playground>',
      SCRIPT,
    );
    await hears(page, 'ready');
    await page.evaluate(() =>
      document.addEventListener('carteiro-request', (event) => {
        if (/** @type {CustomEvent} */ (event).detail.type === 'command') event.preventDefault();
      }),
    );
    await page.getByRole('button', { name: 'Buy' }).click();
    assert.equal((await withElement(page, (playground) => playground.report())).commands, 0);
  });

  test('what was done and reached is kept as a text, and goes on in another page', async () => {
    const tag =
      '<carteiro-playground figure goals progress="host" scenario="service-down" seed="7" lang="en" start="paused"></carteiro-playground>';
    const { page } = await openHost(tag, SCRIPT);
    await withElement(page, (playground) => playground.seek(14_000));
    await withElement(page, (playground) => playground.command({ placeOrder: { client: 'shop' } }));
    await withElement(page, (playground) => playground.seek(40_000));
    const [state, before] = [
      await withElement(page, (one) => one.state()),
      await withElement(page, (one) => one.report()),
    ];
    const record = await withElement(page, (one) => one.record());
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
    const { page: other } = await openHost(tag, SCRIPT);
    await hears(other, 'ready');
    await other.evaluate(
      (state) => /** @type {any} */ (document.querySelector('carteiro-playground')).load(state),
      state,
    );
    assert.deepEqual(await withElement(other, (one) => one.report()), before);
    assert.equal(
      await other.locator('.figure-goals .is-reached').count(),
      await page.locator('.figure-goals .is-reached').count(),
    );
    await other.evaluate(
      (record) => /** @type {any} */ (document.querySelector('carteiro-playground')).open(record),
      record,
    );
    assert.equal((await withElement(other, (one) => one.report())).hash, before.hash);
    for (const wrong of ['', '{}', '{"version":9}', 'x'.repeat(99)]) {
      const refused = other.evaluate(
        (wrong) => /** @type {any} */ (document.querySelector('carteiro-playground')).load(wrong),
        wrong,
      );
      await assert.rejects(refused, /a text that state\(\) returned|argument/);
    }
    assert.equal((await withElement(other, (one) => one.report())).hash, before.hash);
    const picture = await withElement(other, (one) => one.picture());
    assert.match(picture, /^<svg[^>]*>.*<\/svg>$/s);
  });

  test('its own file and a shared run are opened by attributes', async () => {
    const { page } = await openHost(
      '<carteiro-playground figure src="./own.json" lang="en"></carteiro-playground>',
      SCRIPT,
    );
    // The route of the page's own file comes first.
    await page.route('**/own.json', (route) => route.fulfill({ json: { ...scenarioFile('retry'), id: 'my-own' } }));
    await page.reload();
    await hears(page, 'ready');
    const own = (await heard(page)).find(({ type }) => type === 'scenario')?.detail;
    assert.deepEqual([own?.id, own?.own], ['my-own', true]);
  });
});

describe('an iframe', () => {
  /** @param {string} query @param {string} [attributes] */
  const frame = (query, attributes = 'data-carteiro') =>
    `<iframe ${attributes} src="./figure.html?${query}" style="width:600px;height:150px;border:0"></iframe>`;
  const EMBED = '<script type="module" src="./carteiro-embed.js"></script>';

  test('holds the lesson of one’s choice, gets its height, and its events are fired on it', async () => {
    const { page, witness } = await openHost(`${frame('scenario=retry&seed=7&lang=pt-BR&start=paused')}${EMBED}`);
    await hears(page, 'scenario');
    const told = (await heard(page)).find(({ type }) => type === 'scenario')?.detail;
    assert.deepEqual([told?.id, told?.seed], ['retry', '7']);
    const inside = page.frameLocator('iframe');
    await inside.getByText(titleOf('retry')['pt-BR']).first().waitFor();
    await page.waitForFunction(() => (document.querySelector('iframe')?.offsetHeight ?? 0) > 300);
    const [outer, needed] = [
      await page.locator('iframe').evaluate((one) => /** @type {HTMLElement} */ (one).offsetHeight),
      await inside.locator('html').evaluate((one) => one.scrollHeight),
    ];
    assert.ok(Math.abs(outer - needed) <= 1, `${outer} for ${needed}`);
    assert.deepEqual(witness.complaints, []);
  });

  test('speaks the same table by messages: only after a hello, only to the page around it, and refuses what does not fit', async () => {
    const { page } = await openHost(
      `${frame('scenario=retry&lang=en&start=paused', '')}<iframe id="stranger" srcdoc="<p>"></iframe>`,
    );
    const inside = page.frameLocator('iframe >> nth=0');
    await inside.getByText(titleOf('retry').en).first().waitFor();
    await page.evaluate(() => {
      /** @type {any[]} */
      const answers = [];
      Object.assign(globalThis, { answers });
      addEventListener('message', ({ data }) => data?.carteiro && answers.push(data));
    });
    /** @param {unknown} message */
    const say = (message) =>
      page.evaluate(
        (message) =>
          /** @type {HTMLIFrameElement} */ (document.querySelector('iframe')).contentWindow?.postMessage(message, '*'),
        message,
      );
    const answers = () => page.evaluate(() => /** @type {any[]} */ (/** @type {any} */ (globalThis).answers));
    /** @param {unknown} id */
    const answered = async (id) => {
      await page.waitForFunction(
        (id) => /** @type {any} */ (globalThis).answers.some((/** @type {any} */ one) => one.id === id),
        id,
      );
      return (await answers()).find((one) => one.id === id);
    };
    await say({ carteiro: 1, type: 'call', id: 'early', method: 'report' });
    // A stranger in the page is not the page around.
    await page.evaluate(() => {
      const stranger = /** @type {any} */ (document.querySelector('#stranger')).contentWindow;
      stranger.eval("parent.frames[0].postMessage({ carteiro: 1, type: 'hello' }, '*')");
    });
    await say({ carteiro: 1, type: 'hello' });
    await page.waitForFunction(() =>
      /** @type {any} */ (globalThis).answers.some((/** @type {any} */ one) => one.type === 'hello'),
    );
    assert.equal((await answers())[0].type, 'hello');
    await say({ carteiro: 1, type: 'set', values: { scenario: 'duplicates', lang: 'pt-BR' } });
    await inside.getByText(titleOf('duplicates')['pt-BR']).first().waitFor();
    await say({ carteiro: 1, type: 'call', id: 1, method: 'seek', args: [5000] });
    assert.equal((await answered(1)).error, undefined);
    await say({ carteiro: 1, type: 'call', id: 2, method: 'report', args: [] });
    const { value } = await answered(2);
    assert.deepEqual([value.scenario, value.nowMs], ['duplicates', 5000]);
    await say({ carteiro: 1, type: 'call', id: 3, method: 'command', args: [{ placeOrder: { client: 'nobody' } }] });
    assert.match((await answered(3)).error.message, /unknown-node/);
    const unfit = [
      { method: 'remove' },
      { method: 'constructor' },
      { method: '__proto__' },
      { method: 'eval', args: ['1'] },
      { method: 'seek', args: [1, 2, 3] },
      { method: 'seek', args: 'now' },
    ];
    for (const [index, one] of unfit.entries()) {
      await say({ carteiro: 1, type: 'call', id: `unfit ${index}`, ...one });
      assert.equal((await answered(`unfit ${index}`)).type, 'refused');
    }
    await say({ carteiro: 1, type: 'set', id: 'page', values: { page: true } });
    assert.equal((await answered('page')).type, 'refused');
    for (const noise of [null, 7, 'hello', [], { carteiro: 2, type: 'hello' }, { type: 'call', method: 'play' }])
      await say(noise);
    await say({ carteiro: 1, type: 'call', id: 'last', method: 'report' });
    assert.equal((await answered('last')).value.nowMs, 5000);
    assert.equal(
      (await answers()).some(({ id }) => id === 'early'),
      false,
    );
  });

  for (const [whose, wanted] of /** @type {const} */ ([
    ['h5p', { context: 'h5p', action: 'resize' }],
    ['canvas', { subject: 'lti.frameResize' }],
  ])) {
    test(`tells its height in the words of ${whose}`, async () => {
      const { page } = await person.open('/host.html', {
        prepare: async (page) => {
          await page.route('**/host.html', (route) =>
            route.fulfill({
              contentType: 'text/html',
              body: host(frame(`scenario=retry&lang=en&resize=${whose}`, '')),
            }),
          );
          await page.addInitScript(() =>
            addEventListener('message', ({ data }) => Object.assign(globalThis, { last: data })),
          );
        },
      });
      await page.waitForFunction((wanted) => {
        const last = /** @type {any} */ (globalThis).last;
        return (
          last &&
          Object.entries(wanted).every(([key, value]) => last[key] === value) &&
          (last.height ?? last.scrollHeight) > 300
        );
      }, wanted);
    });
  }

  test('in a sandbox the single file takes the same parameters', async () => {
    const { page } = await person.open(
      `file://${new URL('../dist-single/carteiro.html', import.meta.url).pathname}?figure&scenario=retry&lang=pt-BR&start=paused`,
    );
    await page.getByText(titleOf('retry')['pt-BR']).first().waitFor();
    await page.getByRole('region', { name: 'Palco' }).waitFor();
    assert.equal(await page.locator('header').count(), 0);
  });
});
