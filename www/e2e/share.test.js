// A run is handed on by link and by file, comes back after a reload, and leaves the page as a trace and as pictures.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { atSpeed, buy, byHand, header, health, Person, until } from './person.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../src/playground-element.js').CarteiroPlayground} CarteiroPlayground */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LESSON = new URL('../../docs/lesson.json', import.meta.url).pathname;
/** The command line, where it is built. */
const CLI = [process.env.CARTEIRO_CLI, ...['debug', 'release'].map((kind) => `../../target/${kind}/carteiro`)]
  .flatMap((path) => (path ? [new URL(path, import.meta.url).pathname] : []))
  .find(existsSync);

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** What the element says of its run. @param {Page} page */
const state = (page) =>
  page.evaluate(() => {
    const { session } = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
    if (!session) throw new Error('nothing runs');
    const { now, head, seed, hash } = session;
    return { now, head, seed, hash, id: session.scenario.id, log: session.log(), facts: session.frame.header('facts') };
  });

/** Takes Logistics down, buys, lets the mail run, and stops. @param {Page} page */
async function play(page) {
  await byHand(page);
  await health(page, 'Logistics', 'Down').check({ force: true });
  for (let i = 0; i < 3; i += 1) await buy(page);
  await atSpeed(page, '4×');
  const now = await header(page, 'nowMs');
  await until(page, 'nowMs', (later) => later > now + 4000);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  return state(page);
}

/** @param {Page} page */
async function openDialog(page) {
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this run' });
  await dialog.waitFor();
  return dialog;
}

/** @param {Page} page */
async function linkOf(page) {
  const field = (await openDialog(page)).getByRole('textbox', { name: 'Link' });
  await page.waitForFunction(() => {
    const input = document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('dialog input');
    return input instanceof HTMLInputElement && input.value !== '';
  });
  const link = await field.inputValue();
  await page.keyboard.press('Escape');
  return link;
}

/** @param {Page} page @param {string} button @returns {Promise<{ name: string, path: string, text: string }>} */
async function saved(page, button) {
  const dialog = await openDialog(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: button }).click(),
  ]);
  const path = await download.path();
  await dialog.getByRole('status').getByText(`Saved: ${download.suggestedFilename()}`).waitFor();
  await page.keyboard.press('Escape');
  return { name: download.suggestedFilename(), path, text: readFileSync(path, 'utf8') };
}

/** The path of an address on the site. @param {string} link */
const pathOf = (link) => link.slice(new URL(link).origin.length);

describe('a link', () => {
  test('gives the same run to whoever opens it, at the same place, and standing still', async () => {
    const { page } = await person.open('/?scenario=service-down&seed=7&lang=en&theme=light');
    const mine = await play(page);
    const link = await linkOf(page);
    assert.match(link, /^http:\/\/[^?]*\/#run=1\.[\w-]+$/);
    const { page: other, witness } = await person.open(`${pathOf(link)}`);
    await until(other, 'orders', (orders) => orders >= 3);
    assert.deepEqual(await state(other), mine);
    await other.getByRole('button', { name: 'Play', exact: true }).waitFor();
    assert.equal(await other.getByRole('combobox', { name: 'Scenario' }).inputValue(), 'service-down');
    assert.equal(await other.locator('[part=notice], [part=problem]').count(), 0);
    assert.deepEqual(witness.complaints, []);
    // The other reader goes on from there.
    await health(other, 'Logistics', 'Up').check({ force: true });
    assert.equal((await state(other)).log.length, mine.log.length + 1);
  });

  test('holds a scenario of the reader’s own as a whole, and stands in the past where one stood', async () => {
    const { page } = await person.open('/?lang=en');
    await page.locator('input[type=file]').setInputFiles(LESSON);
    await page.getByRole('heading', { name: 'Order a coffee' }).waitFor();
    await buy(page);
    await atSpeed(page, '4×');
    await until(page, 'nowMs', (now) => now > 6000);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.keyboard.press('ArrowLeft');
    const mine = await state(page);
    assert.ok(mine.now < mine.head);
    const { page: other } = await person.open(pathOf(await linkOf(page)));
    await until(other, 'orders', (orders) => orders > 0);
    assert.deepEqual(await state(other), mine);
  });

  test('is copied, or selected where the browser does not let the page copy', async () => {
    const { page } = await person.open('/?lang=en');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const link = await linkOf(page);
    const dialog = await openDialog(page);
    await dialog.getByRole('button', { name: 'Copy link' }).click();
    await dialog.getByText('Copied.').waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /#run=1\./);
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await dialog.getByRole('button', { name: 'Copy link' }).click();
    await dialog.getByText('It is selected').waitFor();
    const selected = await page.evaluate(() => {
      const field = document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('input[readonly]');
      return field instanceof HTMLInputElement ? (field.selectionEnd ?? 0) - (field.selectionStart ?? 0) : 0;
    });
    assert.ok(selected > 40 && link.length > 40);
  });

  const packed = (/** @type {unknown} */ record) =>
    `/#run=1.${deflateRawSync(JSON.stringify(record)).toString('base64url')}`;
  const sound = { version: 1, scenario: 'service-down', seed: '1', log: [], headMs: 9000, nowMs: 9000, events: 0 };
  for (const [what, path, words] of /** @type {const} */ ([
    ['cut short', '/#run=1.q1YqSy0qzszPU7IyAgA', 'incomplete, or was changed'],
    ['of another version', '/#run=2.AAAA', 'another version of Carteiro'],
    [
      'of a scenario that is not here',
      packed({ ...sound, scenario: 'nowhere', hash: '0'.repeat(16) }),
      'another version',
    ],
    ['too long', `/#run=1.${'A'.repeat(70_000)}`, 'longer than'],
    [
      'with a command that nobody knows',
      packed({ ...sound, hash: '0'.repeat(16), log: [[0, 0, '{"shutDown":{"node":"stock"}}']] }),
      'Where: log[0]',
    ],
  ])) {
    test(`${what}: it says so, and a fresh run begins`, async () => {
      const { page, witness } = await person.open(path);
      const alert = page.getByRole('alert');
      await alert.getByText('This link could not be opened').waitFor();
      await alert.getByText(words).waitFor();
      await until(page, 'nowMs', (now) => now > 200);
      await alert.getByRole('button', { name: 'Close' }).click();
      await alert.waitFor({ state: 'detached' });
      assert.deepEqual(witness.complaints, []);
    });
  }

  test('that is put into the address of an open page is opened, and what ran goes on when it is damaged', async () => {
    const { page } = await person.open('/?scenario=sync-chain&lang=en');
    await until(page, 'nowMs', (now) => now > 200);
    await page.evaluate(() => {
      location.hash = '#run=1.broken';
    });
    await page.getByRole('alert').waitFor();
    const now = await header(page, 'nowMs');
    await until(page, 'nowMs', (later) => later > now);
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      packed({ ...sound, hash: '0'.repeat(16) }).slice(1),
    );
    await page.getByText('another version of the simulation').waitFor();
    assert.equal((await state(page)).id, 'service-down');
  });
});

describe('what is not lost', () => {
  test('a reload brings the run back as it was, and one may start afresh', async () => {
    const { page, witness } = await person.open('/?lang=en');
    await page.getByRole('combobox', { name: 'Scenario' }).selectOption('service-down');
    await until(page, 'nowMs', (now) => now > 0);
    const mine = await play(page);
    await page.reload();
    await page.getByRole('status').getByText('This is your last run').waitFor();
    assert.deepEqual(await state(page), mine);
    await page.getByRole('button', { name: 'Start afresh' }).click();
    await until(page, 'orders', (orders) => orders < 3);
    assert.equal((await state(page)).log.length, 0);
    assert.deepEqual(witness.complaints, []);
    await page.reload();
    await until(page, 'nowMs', (now) => now > 0);
    assert.equal(await page.getByText('This is your last run').count(), 0);
  });

  test('the next visit finds it, unless it asks for something else', async () => {
    const { page } = await person.open('/?lang=en');
    await until(page, 'nowMs', (now) => now > 0);
    const mine = await play(page);
    await page.goto('about:blank');
    const next = await page.context().newPage();
    await next.goto(`${person.address}/?scenario=sync-chain&lang=en`);
    await until(next, 'nowMs', (now) => now > 0);
    assert.equal((await state(next)).id, 'sync-chain');
    await next.goto(`${person.address}/?lang=en`);
    await next.getByText('This is your last run').waitFor();
    assert.deepEqual(await state(next), mine);
  });

  test('a tab that dies while it opens a run does not try it again', async () => {
    const { page } = await person.open('/?lang=en');
    await until(page, 'nowMs', (now) => now > 0);
    await play(page);
    await page.goto(`${person.address}/figure.html`);
    const kept = await page.evaluate(() => {
      const text = localStorage.getItem('carteiro.run') ?? '';
      for (const store of [localStorage, sessionStorage])
        store.setItem('carteiro.run', text.replace('"tried":false', '"tried":true'));
      return text;
    });
    assert.match(kept, /"tried":false/);
    await page.goto(`${person.address}/?lang=en`);
    await until(page, 'nowMs', (now) => now > 0);
    assert.equal(await page.getByText('This is your last run').count(), 0);
    assert.equal(await page.evaluate(() => localStorage.getItem('carteiro.run')), null);
  });

  test('without storage nothing is kept, and nothing is wrong', async () => {
    const { page, witness } = await person.open('/?lang=en', {
      prepare: (it) =>
        it.addInitScript(() => {
          for (const name of ['localStorage', 'sessionStorage'])
            Object.defineProperty(globalThis, name, {
              get() {
                throw new DOMException('denied', 'SecurityError');
              },
            });
        }),
    });
    await until(page, 'nowMs', (now) => now > 0);
    await play(page);
    await page.reload();
    await until(page, 'nowMs', (now) => now > 0);
    assert.equal((await state(page)).log.length, 0);
    assert.deepEqual(witness.complaints, []);
  });

  test('after a breakdown one goes on from before the last action', async () => {
    const { page } = await person.open('/?scenario=service-down&lang=en', {
      prepare: (it) =>
        it.addInitScript(() => {
          const load = WebAssembly.instantiateStreaming;
          WebAssembly.instantiateStreaming = async (...source) => {
            const { module, instance } = await load(...source);
            const advance = /** @type {(...values: unknown[]) => unknown} */ (instance.exports.playground_advance);
            const exports = {
              ...instance.exports,
              /** @param {unknown[]} values */
              playground_advance: (...values) => {
                if (!Reflect.get(globalThis, 'breakDown')) return advance(...values);
                Reflect.set(globalThis, 'breakDown', false);
                throw new WebAssembly.RuntimeError('unreachable');
              },
            };
            return { module, instance: /** @type {WebAssembly.Instance} */ (/** @type {unknown} */ ({ exports })) };
          };
        }),
    });
    const mine = await play(page);
    // It was kept when it last changed.
    await page.waitForFunction(
      (count) => JSON.parse(localStorage.getItem('carteiro.run') ?? '{}').record?.log.length === count,
      mine.log.length,
    );
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.evaluate(() => Reflect.set(globalThis, 'breakDown', true));
    await page.getByRole('button', { name: 'Go on from before your last action' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    const again = await state(page);
    assert.deepEqual(again.log, mine.log.slice(0, -1));
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await until(page, 'nowMs', (now) => now > again.now);
  });
});

describe('files', () => {
  test('a saved run is opened again, and a file that holds none is told apart', async () => {
    const { page } = await person.open('/?scenario=service-down&lang=en');
    const mine = await play(page);
    const { name, path } = await saved(page, 'Run');
    assert.equal(name, 'service-down.carteiro.json');
    const { page: other } = await person.open('/?scenario=sync-chain&lang=en');
    await until(other, 'nowMs', (now) => now > 0);
    await other.locator('input[type=file]').setInputFiles(path);
    await other.waitForFunction(
      (hash) =>
        /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground')).session?.hash === hash,
      mine.hash,
    );
    assert.deepEqual(await state(other), mine);
    const buffer = Buffer.from('{"version":1,"log":7}');
    await other.locator('input[type=file]').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer });
    await other.getByRole('alert').getByText('This run could not be opened').waitFor();
    assert.deepEqual(await state(other), mine);
  });

  test('the trace has every fact up to the playhead, one a line', async () => {
    const { page } = await person.open('/?scenario=flaky-retries&lang=en');
    await atSpeed(page, '64×');
    await until(page, 'facts', (facts) => facts > 300);
    await page.getByRole('button', { name: 'Pause' }).click();
    const { name, text } = await saved(page, 'Trace');
    assert.equal(name, 'flaky-retries.trace.ndjson');
    const lines = text.trimEnd().split('\n');
    assert.equal(lines.length, (await state(page)).facts);
    lines.forEach((line, index) => {
      const fact = JSON.parse(line);
      assert.equal(fact.index, index);
      assert.ok(typeof fact.atMs === 'number' && typeof fact.what === 'string');
      assert.ok(fact.cause === undefined || fact.cause < index);
    });
  });

  test('the command line plays a saved run again, with the same trace', {
    skip: CLI ? false : 'it is not built',
  }, async () => {
    const { page } = await person.open('/?scenario=service-down&lang=en&seed=11');
    await play(page);
    const [run, trace] = [await saved(page, 'Run'), await saved(page, 'Trace')];
    const native = `${trace.path}.native`;
    const words = execFileSync(CLI ?? '', ['--lang', 'en', 'replay', run.path, '--trace', native], {
      encoding: 'utf8',
    });
    assert.match(words, /This is the recorded run, to the last fact/);
    const [mine, its] = [trace.text, readFileSync(native, 'utf8')].map((text) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
    assert.deepEqual(mine, its);
  });

  for (const [theme, size] of /** @type {const} */ ([
    ['light', [1280, 880]],
    ['dark', [360, 740]],
  ])) {
    test(`the stage as SVG and PNG, ${theme}, ${size[0]} px wide`, async () => {
      const { page, witness } = await person.open(`/?scenario=service-down&lang=en&theme=${theme}`, {
        viewport: { width: size[0], height: size[1] },
      });
      await byHand(page);
      await health(page, 'Logistics', 'Down').check({ force: true });
      for (let i = 0; i < 3; i += 1) await buy(page);
      await until(page, 'nowMs', (now) => now > 2500);
      const { name, text } = await saved(page, 'Picture (SVG)');
      assert.equal(name, 'service-down.svg');
      for (const word of ['Shop', 'purchase-approved', 'Logistics', 'Down'])
        assert.ok(text.includes(`>${word}<`), word);
      assert.ok(!/foreignObject|class=|<script|<!--/.test(text));
      // Every envelope that is seen is drawn.
      const seen = await page.evaluate(() => {
        const root = document.querySelector('carteiro-playground')?.shadowRoot;
        const all = [...(root?.querySelectorAll('.envelopes .number') ?? [])];
        return all.filter((one) => one.getBoundingClientRect().width > 0 && one.textContent).length;
      });
      assert.ok(seen >= 3);
      const png = await saved(page, 'Picture (PNG)');
      const bytes = readFileSync(png.path).toString('base64');
      const found = await page.evaluate(async (data) => {
        const image = new Image();
        image.src = `data:image/png;base64,${data}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d');
        context?.drawImage(image, 0, 0);
        const pixels = new Uint32Array(context?.getImageData(0, 0, image.width, image.height).data.buffer ?? []);
        const stage = document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('.stage');
        return {
          colours: new Set(pixels).size,
          scale: image.width / (stage?.getBoundingClientRect().width ?? 1),
          corner: pixels[pixels.length >> 1] & 0xff,
        };
      }, bytes);
      assert.ok(found.colours > 200, `${found.colours} colours`);
      assert.ok(Math.abs(found.scale - 2) < 0.02, `${found.scale}`);
      assert.equal(found.corner > 128, theme === 'light');
      assert.deepEqual(witness.complaints, []);
    });
  }
});

describe('the dialog', () => {
  test('by keyboard: opened, closed by Escape, and the focus is back; time stands still meanwhile; axe finds nothing', async () => {
    const { page } = await person.open('/?lang=en&theme=light');
    await until(page, 'nowMs', (now) => now > 300);
    await page.getByRole('button', { name: 'Share' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Share this run' });
    await dialog.waitFor();
    const now = await header(page, 'nowMs');
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
      const axe = /** @type {{ run: () => Promise<{ violations: { id: string }[] }> }} */ (
        Reflect.get(globalThis, 'axe')
      );
      return (await axe.run()).violations.map(({ id }) => id);
    });
    assert.deepEqual(violations, []);
    assert.equal(await header(page, 'nowMs'), now);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await until(page, 'nowMs', (later) => later > now);
    const focused = await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent?.trim());
    assert.equal(focused, 'Share');
  });

  test('gives the code for a course page, which shows the scenario as a figure', async () => {
    const { page } = await person.open('/?scenario=duplicates&seed=9&lang=en');
    await until(page, 'nowMs', (now) => now > 0);
    const code = await (await openDialog(page))
      .getByRole('textbox', { name: 'Put it into a course page' })
      .inputValue();
    const { page: course } = await person.open('/figure.html', {
      prepare: (it) =>
        it.route('**/figure.html', (route) =>
          route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Course</title>${code}` }),
        ),
    });
    await until(course, 'nowMs', (now) => now > 0);
    const { id, seed } = await state(course);
    assert.deepEqual({ id, seed }, { id: 'duplicates', seed: '9' });
    const full = await course.getByRole('link', { name: 'Open the full playground' }).getAttribute('href');
    assert.match(full ?? '', /\/\?scenario=duplicates&seed=9&lang=en$/);
    assert.equal(await course.getByRole('button', { name: 'Share' }).count(), 0);
  });

  test('is there on a phone, in Portuguese', async () => {
    const { page } = await person.open('/?lang=pt-BR', { viewport: { width: 360, height: 740 } });
    await page.getByRole('button', { name: 'Compartilhar' }).click();
    await page.getByRole('dialog', { name: 'Compartilhar esta execução' }).waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 360, `${wide}`);
  });
});

test('a figure looks at no link and keeps nothing', async () => {
  const { page } = await person.open('/figure.html#run=1.broken');
  await until(page, 'nowMs', (now) => now > 300);
  await page.getByRole('button', { name: 'Comprar' }).click();
  await page.evaluate(() => dispatchEvent(new Event('pagehide')));
  assert.equal(await page.getByRole('alert').count(), 0);
  assert.equal(await page.evaluate(() => localStorage.getItem('carteiro.run')), null);
});
