// When something is wrong: bad files, a wasm that does not come, one that breaks down. Never an empty box.
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { buy, header, Person, scenarioFile, titleOf, trap, until } from './person.js';

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

const folder = mkdtempSync(join(tmpdir(), 'carteiro-'));

/** @param {string} name @param {string} content */
function file(name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a file that is not accepted', () => {
  for (const [name, content] of /** @type {const} */ ([
    ['no-json.json', 'This is a letter.'],
    ['empty.json', ''],
    ['deep.json', '['.repeat(200_000)],
    ['unknown-field.json', '{"version":1,"surprise":true}'],
    ['huge.json', `{"version":1,"id":"${'x'.repeat(10_000_000)}"}`],
  ])) {
    test(`${name}: a sentence says so, and what runs goes on`, async () => {
      const { page, witness } = await person.open('/?scenario=purchase-fan-out&lang=en');
      await buy(page);
      await page.locator('input[type=file]').setInputFiles(file(name, content));
      const alert = page.getByRole('alert');
      await alert.getByText('This was not accepted').waitFor();
      assert.ok(((await alert.textContent()) ?? '').length > 60);
      const now = await header(page, 'nowMs');
      await until(page, 'nowMs', (later) => later > now);
      await alert.getByRole('button', { name: 'Close' }).click();
      await alert.waitFor({ state: 'detached' });
      assert.deepEqual(witness.complaints, []);
    });
  }

  test('markup in a scenario stays text', async () => {
    const { page, witness } = await person.open('/?scenario=purchase-fan-out&lang=en');
    await until(page, 'nowMs', (now) => now > 0);
    const hostile = '<img src=x onerror="document.title=\'broken in\'"> [a](javascript)';
    const scenario = scenarioFile('purchase-fan-out');
    for (const text of [scenario.title, scenario.text, scenario.task]) text.en = hostile;
    await page.locator('input[type=file]').setInputFiles(file('hostile.json', JSON.stringify(scenario)));
    await page.getByRole('heading', { name: /<img src=x/ }).waitFor();
    assert.equal(await page.title(), 'Carteiro');
    assert.equal(
      await page.evaluate(
        () => document.querySelector('carteiro-playground')?.shadowRoot?.querySelectorAll('img').length,
      ),
      0,
    );
    assert.deepEqual(witness.complaints, []);
  });

  test('a seed that is none is refused, and the old one stays', async () => {
    const { page } = await person.open('/?scenario=purchase-fan-out&lang=en');
    const seed = page.getByRole('textbox', { name: 'seed' });
    await seed.fill('seventeen');
    await seed.press('Enter');
    await page.getByRole('alert').waitFor();
    const now = await header(page, 'nowMs');
    await until(page, 'nowMs', (later) => later > now);
  });

  test('a scenario nobody knows: the first one is shown, and it is said', async () => {
    const { page } = await person.open('/?scenario=nowhere&lang=en');
    await page.getByText('There is no scenario called “nowhere”').waitFor();
    await page.getByRole('button', { name: 'Buy' }).waitFor();
  });
});

describe('a wasm in trouble', () => {
  test('it does not come: a message with a way out, and the way works', async () => {
    const { page } = await person.open('/?lang=en', {
      prepare: (it) => it.route('**/*.wasm', (route) => route.abort()),
    });
    await page.getByText('The simulation could not be loaded').waitFor();
    await page.unroute('**/*.wasm');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Buy' }).waitFor();
  });

  test('it is no wasm: it is not the connection that is blamed', async () => {
    const { page } = await person.open('/?lang=en', {
      prepare: (it) => it.route('**/*.wasm', (route) => route.fulfill({ body: 'no', contentType: 'application/wasm' })),
    });
    await page.getByText('It arrived damaged').waitFor();
  });

  test('it breaks down: the page says so, and starts again from the scenario with a fresh instance', async () => {
    const { page } = await person.open('/?scenario=sync-chain&lang=en', { prepare: (it) => it.addInitScript(trap) });
    await until(page, 'nowMs', (now) => now > 300);
    await page.evaluate(() => Reflect.set(globalThis, 'breakDown', true));
    await page.getByText('The simulation broke down').waitFor();
    await page.getByRole('button', { name: 'Start again from the scenario' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    const now = await header(page, 'nowMs');
    await until(page, 'nowMs', (later) => later > now);
    await page.getByRole('button', { name: `1 · ${titleOf('sync-chain').en}` }).waitFor();
  });
});

test('the page as one file runs from the disk, with its policy, and asks nobody', async () => {
  const single = pathToFileURL(new URL('../dist-single/carteiro.html', import.meta.url).pathname).href;
  const { page, witness } = await person.open(`${single}?scenario=service-down&lang=en`);
  await buy(page);
  await until(page, 'orders', (orders) => orders >= 1);
  assert.deepEqual([...witness.hosts], ['']);
  assert.deepEqual(witness.complaints, []);
});
