// A run is handed on by a link, and comes back after a reload; the dialog to share it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { violations } from './axe.js';
import { atSpeed, buy, header, Person, pick, setHealth, titleOf, trap, until } from './person.js';
import { linkOf, openDialog, pathOf, play, saved, state } from './sharer.js';

const LESSON = new URL('../../docs/lesson.json', import.meta.url).pathname;

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

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
    await other.getByRole('button', { name: titleOf('service-down').en }).waitFor();
    assert.equal(await other.locator('[part=notice], [part=problem]').count(), 0);
    assert.deepEqual(witness.complaints, []);
    // The other reader goes on from there.
    await setHealth(other, 'Logistics', 'Up');
    assert.equal((await state(other)).log.length, mine.log.length + 1);
  });

  test('holds a scenario of the reader’s own as a whole, and stands in the past where one stood', async () => {
    const { page } = await person.open('/?lang=en');
    await page.locator('input[type=file]').setInputFiles(LESSON);
    await page.getByRole('heading', { name: 'Order a coffee' }).waitFor();
    await buy(page, 'Order');
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
    await pick(page, 'service-down');
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

  test('a reload while it is still being opened does not lose it', async () => {
    const { page } = await person.open('/?lang=en');
    await pick(page, 'service-down');
    await until(page, 'nowMs', (now) => now > 0);
    const mine = await play(page);
    // Neither comes nor fails: what is fetched fails when the page is left, and is not lost for that.
    await page.addInitScript(() => {
      const get = fetch;
      const waits = () => new Promise(() => {});
      window.fetch = (what, how) =>
        window.name === 'slow' && `${what}`.includes('service-down') ? waits() : get(what, how);
    });
    await page.evaluate(() => {
      window.name = 'slow';
    });
    for (let i = 0; i < 2; i += 1) {
      await page.reload();
      await page.getByText('The run is being played again').waitFor();
    }
    await page.evaluate(() => {
      window.name = '';
    });
    await page.reload();
    await page.getByRole('status').getByText('This is your last run').waitFor();
    assert.deepEqual(await state(page), mine);
  });

  test('a tab that dies while it opens a run does not try it again', async () => {
    const { page } = await person.open('/?lang=en');
    await until(page, 'nowMs', (now) => now > 0);
    await play(page);
    await page.goto(`${person.address}/course.html`);
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
      prepare: (it) => it.addInitScript(trap),
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

describe('the dialog', () => {
  test('by keyboard: opened, closed by Escape, and the focus is back; time stands still meanwhile; axe finds nothing', async () => {
    const { page } = await person.open('/?lang=en&theme=light');
    await until(page, 'nowMs', (now) => now > 300);
    await page.getByRole('button', { name: 'Share' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Share this run' });
    await dialog.waitFor();
    const now = await header(page, 'nowMs');
    assert.deepEqual(await violations(page), []);
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
    const { page: course } = await person.open('/course.html', {
      prepare: (it) =>
        it.route('**/course.html', (route) =>
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
    await page.getByRole('button', { name: 'Mais', exact: true }).click();
    await page.getByRole('button', { name: 'Compartilhar' }).click();
    await page.getByRole('dialog', { name: 'Compartilhar esta execução' }).waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 360, `${wide}`);
  });
});

test('the page as one file shares, too', async () => {
  const single = pathToFileURL(new URL('../dist-single/carteiro.html', import.meta.url).pathname).href;
  const { page, witness } = await person.open(`${single}?scenario=service-down&lang=en`);
  const mine = await play(page);
  assert.ok((await saved(page, 'Picture (PNG)')).text.length > 10_000);
  const { page: other } = await person.open(await linkOf(page));
  await until(other, 'orders', (orders) => orders >= 3);
  assert.deepEqual(await state(other), mine);
  assert.deepEqual(witness.complaints, []);
});

test('a figure looks at no link and keeps nothing', async () => {
  const { page } = await person.open('/course.html#run=1.broken');
  await until(page, 'nowMs', (now) => now > 300);
  await page.getByRole('button', { name: 'Comprar' }).click();
  await page.evaluate(() => dispatchEvent(new Event('pagehide')));
  assert.equal(await page.getByRole('alert').count(), 0);
  assert.equal(await page.evaluate(() => localStorage.getItem('carteiro.run')), null);
});
