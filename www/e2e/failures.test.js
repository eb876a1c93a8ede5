// No dead end: whatever is lost, refused or wrong, the reader has a sentence and a way on, and the page around hears the reason.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { CONTRACT } from '../src/element/contract.js';
import { frames, LESSONS, Person, scenarioFile, until } from './person.js';

/** @import { Page } from 'playwright-core' */
/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

const FIGURE = '<carteiro-playground figure lang="en"><p>Carteiro, as text.</p></carteiro-playground>';
const SCRIPT = '<script type="module" src="/carteiro-playground.js"></script>';

/** Opens a page that somebody else wrote. @param {string} body @param {{ policy?: string, prepare?: (page: Page) => Promise<unknown> }} [more] */
function host(body, { policy, prepare } = {}) {
  const listen = `addEventListener('carteiro-problem', ({ detail }) => (globalThis.problems ??= []).push(detail))`;
  return person.open('/host.html', {
    prepare: async (page) => {
      await page.addInitScript(listen);
      await page.route('**/host.html', (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: `<!doctype html><html lang="en"><body>${body}</body></html>`,
          headers: policy ? { 'content-security-policy': policy } : {},
        }),
      );
      await prepare?.(page);
    },
  });
}

/** What the page around was told is wrong. @param {Page} page @returns {Promise<Record<string, unknown>[]>} */
const problems = (page) => page.evaluate(() => Reflect.get(globalThis, 'problems') ?? []);

/** @param {Page} page */
const buyButton = (page) => page.getByRole('button', { name: /^(Buy|Comprar)$/ });

/** Never a part that is fetched before it is asked for. */
const idle = () => Reflect.set(globalThis, 'requestIdleCallback', () => 0);

/** Waits until the simulation runs or has failed, and gives the way on from there. @param {Page} page */
async function ending(page) {
  // What is still on its way may do without what is lost.
  await page.waitForLoadState('networkidle');
  const defined = await page.evaluate(() => {
    // Where the code has not come by now it will not, and the words for that need not wait.
    for (const animation of document.getAnimations()) animation.finish();
    return customElements.get('carteiro-playground') !== undefined;
  });
  const way = page.locator(defined ? '.problem button' : '.before .late:visible a').first();
  await buyButton(page).or(way).first().waitFor();
  return (await way.isVisible()) ? way : undefined;
}

describe('a file of the first load is lost', () => {
  for (const path of ['/?lang=en', '/figure.html?lang=pt-BR', '/course.html']) {
    test(`${path}: whichever it is, there is a way on, and it leads to a page that runs`, async () => {
      /** @type {string[]} */
      const asked = [];
      const { page } = await person.open(path, {
        prepare: async (it) => {
          await it.addInitScript(idle);
          it.on('request', (request) => asked.push(request.url()));
        },
      });
      await buyButton(page).waitFor();
      await page.context().close();
      const files = [...new Set(asked)].filter((url) => !url.endsWith(path) && !url.endsWith('.svg'));
      /** @type {string[]} */
      const said = [];
      for (const url of files) {
        const { page: broken } = await person.open(path, {
          prepare: (it) => it.route(url, (route) => route.abort()),
        });
        const way = await ending(broken);
        if (way) said.push(url);
        await broken.unroute(url);
        await way?.click();
        await buyButton(broken).waitFor();
        await broken.context().close();
      }
      // Nothing runs without these.
      for (const needed of [/\.wasm$/, /\/carteiro-playground\.js$/, /\.json$/, /\/(en|pt-BR)-/])
        assert.ok(
          said.some((url) => needed.test(url)),
          `${needed} is lost, and nobody says so`,
        );
    });
  }

  test('the words that need no script are there at first paint, and while nothing comes', async () => {
    const { page } = await host('');
    await page.route('**/*.js', () => {});
    await page.goto(`${person.address}/`, { waitUntil: 'commit' });
    await page.getByText('Carteiro is being loaded').waitFor();
    await page.getByText('O Carteiro está sendo carregado').waitFor();
  });

  test('what is lost is said in the language that is asked for', async () => {
    const { page } = await person.open('/figure.html?lang=pt-BR', {
      prepare: (it) => it.route('**/*.wasm', (route) => route.abort()),
    });
    await page.getByText('Não foi possível carregar a simulação').waitFor();
    await page.unroute('**/*.wasm');
    await page.getByRole('button', { name: 'Tentar de novo' }).click();
    await page.getByRole('button', { name: 'Comprar' }).waitFor();
  });

  test('the code is here and the words are on their way: it is not white', async () => {
    const { page } = await person.open('/', { prepare: (it) => it.route('**/en-*.js', () => {}) });
    await page.waitForFunction(() => customElements.get('carteiro-playground'));
    await frames(page, 2);
    assert.ok(await page.getByText('Carteiro is being loaded').isVisible());
  });
});

describe('offline', () => {
  /** What is pressed, and what is on the page when its code is here. @type {Record<string, [press: (page: Page) => Promise<unknown>, here: (page: Page) => import('playwright-core').Locator]>} */
  const parts = {
    'another lesson': [
      (page) => page.getByRole('button', { name: /^Next lesson/ }).click(),
      (page) => page.getByRole('button', { name: `2 · ${LESSONS[1].title.en}` }),
    ],
    'the list of lessons': [
      (page) => page.locator('.picker').click(),
      (page) => page.getByRole('dialog', { name: 'Lessons' }),
    ],
    'the settings': [
      (page) =>
        page
          .getByRole('button', { name: /^Settings/ })
          .first()
          .click(),
      (page) => page.locator('.settings'),
    ],
    'the help': [
      (page) => page.getByRole('button', { name: 'Help and signs' }).click(),
      (page) => page.locator('.help'),
    ],
    'a comparison': [
      (page) => page.locator('.head .compare').click(),
      (page) => page.getByRole('button', { name: /^(End|Stop) / }),
    ],
    'the dialog to share': [
      (page) => page.getByRole('button', { name: 'Share' }).click(),
      (page) => page.getByRole('dialog', { name: 'Share this run' }),
    ],
    'an answer to Why?': [(page) => page.locator('.books button').first().click(), (page) => page.locator('.why')],
    'the other language': [
      (page) => page.getByRole('button', { name: 'PT Português' }).click(),
      (page) => page.getByRole('button', { name: 'Compartilhar' }),
    ],
  };
  for (const [name, [press, here]] of Object.entries(parts)) {
    test(`${name}: it is said, what runs goes on, and trying again works`, async () => {
      const { page } = await person.open('/?lang=en&scenario=sync-chain', { prepare: (it) => it.addInitScript(idle) });
      await until(page, 'nowMs', (now) => now > 0);
      await page.context().setOffline(true);
      await press(page);
      const alert = page.getByRole('alert');
      await alert.getByText('There is no network').waitFor();
      assert.doesNotMatch((await alert.textContent()) ?? '', /simulation|WebAssembly/);
      await alert.getByRole('button', { name: 'Close' }).click();
      await alert.waitFor({ state: 'detached' });
      const now = await page.evaluate(() =>
        /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground')).report(),
      );
      await page.evaluate(() =>
        /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground')).play(),
      );
      await until(page, 'nowMs', (later) => later > now.nowMs);
      await press(page);
      await alert.waitFor();
      await page.context().setOffline(false);
      await alert.getByRole('button', { name: 'Try again' }).click();
      await here(page).waitFor();
      assert.equal(await alert.count(), 0);
    });
  }

  test('what is lost a second time can be had by a new page', async () => {
    const { page } = await person.open('/?lang=en');
    await buyButton(page).waitFor();
    await page.route('**/*.js', (route) => route.abort());
    await page.getByRole('button', { name: 'Share' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('A file got lost on the way').waitFor();
    assert.equal(await alert.getByRole('button', { name: 'Load the page again' }).count(), 0);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.unroute('**/*.js');
    await alert.getByRole('button', { name: 'Load the page again' }).click();
    await alert.waitFor({ state: 'detached' });
    await buyButton(page).waitFor();
  });
});

describe('what the address asks for', () => {
  for (const [asked, name] of [
    ['seed=x', 'seed'],
    ['seed=99999999999999999999', 'seed'],
    ['seed=9007199254740992', 'seed'],
  ]) {
    test(`${asked}: the usual one is taken, it is said, and after Close the page runs`, async () => {
      const { page } = await person.open(`/?lang=en&${asked}`);
      const alert = page.getByRole('alert');
      await alert.getByText(`asks for ${name} “`).waitFor();
      await alert.getByRole('button', { name: 'Close' }).click();
      await until(page, 'nowMs', (now) => now > 0);
    });
  }
});

describe('a page around that asks for what there is not', () => {
  const HOSTILE = {
    script: 'javascript:globalThis.broken=1',
    data: 'data:text/html,<script>top.broken=1</script>',
    huge: 'x'.repeat(1_000_000),
    unicode: '\u202e\ud83d\udce8\u0000\ufffe\ud800',
    markup: '"><img src=x onerror="globalThis.broken=1">',
  };
  /** What the page hears. @param {string} name @param {string} kind */
  function expected(name, kind) {
    // Whether a flag is there is all that counts, and most of what can be written is an address beside the page.
    if (['figure', 'goals'].includes(name)) return [];
    if (['src', 'full'].includes(name) && !['script', 'data'].includes(kind)) return name === 'src' ? ['load'] : [];
    return [name];
  }

  for (const name of Object.keys(CONTRACT)) {
    test(`${name}: the default holds, the page hears it, and the reader sees nothing of it`, async () => {
      const { page } = await host(SCRIPT, {
        prepare: (it) =>
          it.route('**/*', (route) =>
            route.request().resourceType() === 'fetch' && !/\.(wasm|json)$/.test(route.request().url())
              ? route.abort()
              : route.fallback(),
          ),
      });
      await page.waitForFunction(() => customElements.get('carteiro-playground'));
      for (const [kind, value] of Object.entries(HOSTILE)) {
        await page.evaluate(
          async ([name, value]) => {
            Reflect.set(globalThis, 'problems', []);
            const element = /** @type {CarteiroPlayground} */ (document.createElement('carteiro-playground'));
            element.setAttribute('figure', '');
            element.setAttribute('start', 'now');
            element.setAttribute(name, value);
            document.body.replaceChildren(element);
            const heard = new Promise((resolve) =>
              element.addEventListener('carteiro-problem', resolve, { once: true }),
            );
            await Promise.race([element.ready, heard]);
            await element.updateComplete;
          },
          [name, value],
        );
        const heard = await problems(page);
        assert.deepEqual(
          heard.map(({ kind, name }) => name ?? kind),
          expected(name, kind),
          `${name}: ${kind}`,
        );
        // Only a file that does not come is the reader's business, too: he can try again.
        assert.equal(await page.getByRole('alert').count(), heard.filter(({ kind }) => kind === 'load').length);
        assert.equal(await page.locator('a[href^="javascript:"], a[href^="data:"], img').count(), 0);
        assert.equal(await page.evaluate(() => Reflect.get(globalThis, 'broken')), undefined);
      }
    });
  }

  test('a scenario that nobody knows: told to the page, not to the reader', async () => {
    const { page } = await host(SCRIPT + FIGURE.replace('figure', 'figure scenario="nowhere"'));
    await buyButton(page).waitFor();
    await page.waitForFunction(() => Reflect.get(globalThis, 'problems')?.length === 1);
    assert.deepEqual(await problems(page), [{ kind: 'unknown', name: 'nowhere' }]);
    assert.equal(await page.getByRole('alert').count(), 0);
  });

  test('a run that is damaged: told to the page, not to the reader', async () => {
    const { page } = await host(SCRIPT + FIGURE.replace('figure', 'figure run="1.damaged"'));
    await buyButton(page).waitFor();
    assert.deepEqual(
      (await problems(page)).map(({ kind, name, value }) => [kind, name, value]),
      [['attribute', 'run', '1.damaged']],
    );
    assert.equal(await page.getByRole('alert').count(), 0);
  });

  test('a file that does not come: the reader may try again, and the page hears why', async () => {
    let there = false;
    const json = JSON.stringify(scenarioFile('service-down'));
    const { page } = await host(SCRIPT + FIGURE.replace('figure', 'figure src="/mine.json"'), {
      prepare: (it) =>
        it.route('**/mine.json', (route) => route.fulfill(there ? { body: json } : { status: 404, body: 'no' })),
    });
    await page.getByText('What belongs here could not be loaded').waitFor();
    const [{ kind, what, why, address }] = await problems(page);
    assert.deepEqual([kind, what, why], ['load', 'source', 'missing']);
    assert.match(String(address), /\/mine\.json$/);
    there = true;
    await page.getByRole('button', { name: 'Try again' }).click();
    await buyButton(page).waitFor();
  });

  test('a file of a server that does not share: the same', async () => {
    // It says nothing of CORS.
    const server = createServer((_request, answer) => answer.end('{}'));
    await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const { page } = await host(SCRIPT + FIGURE.replace('figure', `figure src="http://127.0.0.1:${port}/mine.json"`));
    await page.getByText('its server does not hand it out').waitFor();
    const [{ what, why }] = await problems(page);
    assert.deepEqual([what, why], ['source', 'lost']);
    server.close();
  });

  test('a file that is no scenario: the reader is not told what to mend, the page is', async () => {
    let body = '{"version":1,"surprise":true}';
    const { page } = await host(SCRIPT + FIGURE.replace('figure', 'figure src="/mine.json"'), {
      prepare: (it) => it.route('**/mine.json', (route) => route.fulfill({ body })),
    });
    const alert = page.getByRole('alert');
    await alert.getByText('What belongs here could not be opened').waitFor();
    assert.doesNotMatch((await alert.textContent()) ?? '', /surprise/);
    assert.match(JSON.stringify(await problems(page)), /surprise/);
    body = JSON.stringify(scenarioFile('service-down'));
    await alert.getByRole('button', { name: 'Try again' }).click();
    await buyButton(page).waitFor();
  });
});

describe('a policy of the page around', () => {
  const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'";

  test('the strict one that the docs name: it runs, and the browser does not complain', async () => {
    const { page, witness } = await host(SCRIPT + FIGURE, { policy: STRICT });
    await buyButton(page).waitFor();
    assert.deepEqual(
      witness.complaints.filter((text) => !text.includes('favicon')),
      [],
    );
  });

  for (const [name, policy, word] of [
    ['no WebAssembly', STRICT.replace(" 'wasm-unsafe-eval'", ''), "script-src 'wasm-unsafe-eval'"],
    ['no connections', STRICT.replace("connect-src 'self'", "connect-src 'none'"), 'connect-src http'],
    [
      'no trusted types',
      `${STRICT}; trusted-types 'none'; require-trusted-types-for 'script'`,
      'trusted-types lit-html',
    ],
  ]) {
    test(`${name}: the sentence names the policy and the word to add`, async () => {
      const { page } = await host(SCRIPT + FIGURE, { policy });
      const sentence = page.getByText('Content-Security-Policy');
      await sentence.waitFor();
      assert.ok((await sentence.textContent())?.includes(word));
    });
  }

  for (const [name, policy] of [
    ['no scripts', STRICT.replace(/script-src[^;]*/, "script-src 'none'")],
    ['a sandbox without scripts', 'sandbox'],
    ['a sandbox with scripts that come from elsewhere', 'sandbox allow-scripts'],
  ]) {
    test(`${name}: what the page has written itself is seen`, async () => {
      const { page } = await host(SCRIPT + FIGURE, { policy });
      await page.getByText('Carteiro, as text.').waitFor();
    });
  }

  test('trusted types that are required and allowed: it runs', async () => {
    const { page } = await host(SCRIPT + FIGURE, {
      policy: `${STRICT}; trusted-types lit-html; require-trusted-types-for 'script'`,
    });
    await buyButton(page).waitFor();
  });
});

describe('in a frame that is a sandbox', () => {
  test('the site says that it is being loaded, and how to go on', async () => {
    const { page } = await host('<iframe sandbox="allow-scripts" src="/index.html" width="900" height="400"></iframe>');
    const frame = page.frameLocator('iframe');
    await frame.getByRole('link', { name: 'Load the page again' }).waitFor();
    assert.ok(await frame.getByText('Carteiro is being loaded').isVisible());
  });

  test('the page as one file runs', async () => {
    const { page } = await host('<iframe sandbox="allow-scripts" src="/one.html" width="1200" height="800"></iframe>', {
      prepare: (it) =>
        it.route('**/one.html', (route) =>
          route.fulfill({
            contentType: 'text/html',
            body: readFileSync(new URL('../dist-single/carteiro.html', import.meta.url)),
          }),
        ),
    });
    await page.frameLocator('iframe').getByRole('button', { name: 'Buy' }).waitFor();
  });
});
