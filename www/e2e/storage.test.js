// What a browser keeps for the page: whatever stands there, the page works; and a figure keeps nothing for its host unless it is told to.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openCourse } from './course.js';
import { header, Person, report, seek } from './person.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** Every key under which the page's code keeps something, whoever adds one. */
const KEYS = [
  ...new Set(
    readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .flatMap((name) => [...readFileSync(join('src', name), 'utf8').matchAll(/= '(carteiro\.[a-z]+)';/g)])
      .map(([, key]) => key),
  ),
];

/** What nobody wrote who knew what is kept. */
const POISONS = [
  '',
  'null',
  '7',
  '[]',
  '{',
  '"<img src=x onerror=alert(1)>"',
  '<script>alert(1)</script>',
  '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  '{"at":"","tried":7,"record":{"version":1,"scenario":{"id":7},"log":[[1,2]]}}',
  '{"at":null,"record":null,"run":{},"index":1e999,"begun":"x"}',
  `{"service-down":{"goals":[-1,0,0,99,"x",null,1e9],"of":1e999},"retry":7,"sandbox":{"goals":{"length":9},"of":-1}}`,
  '[{"of":7},{"of":"x","text":"y"},null,["of"]]',
  '['.repeat(20_000),
  'x'.repeat(300_000),
];

/** Puts something under every key before the page is there. Runs in the page. @param {{ keys: string[], text: string }} what */
function poison({ keys, text }) {
  for (const shelf of [localStorage, sessionStorage]) for (const key of keys) shelf.setItem(key, text);
}

describe('poisoned storages', () => {
  test('all keys are known', () => {
    assert.ok(KEYS.length >= 7, KEYS.join(' '));
    assert.ok(KEYS.includes('carteiro.run') && KEYS.includes('carteiro.theme'));
  });

  for (const text of POISONS) {
    test(`${text.slice(0, 40)} (${text.length} letters)`, async () => {
      const { page, witness } = await person.open('/?scenario=service-down', {
        guided: true,
        prepare: (it) => it.addInitScript(poison, { keys: KEYS, text }),
      });
      await page.locator('.stage .box').first().waitFor();
      await page.locator('.picker').click();
      const list = page.getByRole('dialog', { name: 'Lessons' });
      await list.waitFor();
      // No count is made up of what is no goal.
      const counts = [...(await list.innerText()).matchAll(/(-?[\d.,]+) (?:of|\/) (-?[\d.,]+|∞|Infinity|NaN)/g)];
      for (const [said, reached, of] of counts) assert.ok(Number(reached) >= 0 && Number(reached) <= Number(of), said);
      await page.keyboard.press('Escape');
      await seek(page, 5_000);
      assert.equal(await header(page, 'nowMs'), 5_000);
      assert.equal(await page.evaluate(() => /** @type {{ polluted?: number }} */ ({}).polluted), undefined);
      // The course page lists what was reached, too.
      await page.goto(`${person.address}/course.html?lang=en`);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      assert.deepEqual(witness.complaints, []);
    });
  }
});

test('a figure writes nothing into the storage of its host, nor into its address, unless it is told to', async () => {
  /** @type {Record<string, string[]>} */
  const kept = {};
  for (const progress of ['', 'none', 'own']) {
    const figure = `figure goals scenario="retry" lang="en" start="paused" progress="${progress}"`;
    const { page } = await openCourse(person, { figure }, { guided: true });
    await report(page);
    const address = page.url();
    await seek(page, 11_000);
    await page.evaluate(() =>
      /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground')).command({
        placeOrder: { client: 'taxi' },
      }),
    );
    await seek(page, 21_000);
    await page.locator('.figure-goals .is-reached').first().waitFor();
    kept[progress] = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
    assert.equal(page.url(), address);
    assert.deepEqual(await page.context().cookies(), []);
  }
  assert.deepEqual(kept, { '': [], none: [], own: ['carteiro.progress'] });
});
