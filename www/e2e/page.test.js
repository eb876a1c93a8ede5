// The page itself: keyboard, accessibility, languages, sizes, motion, its policy, and that it leaves nothing behind.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { violations } from './axe.js';
import { buy, byHand, frames, header, Person, pick, report, titleOf, until } from './person.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */

/** The lesson that docs/scenario.md shows. */
const LESSON = readFileSync(new URL('../../docs/lesson.json', import.meta.url), 'utf8');

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

describe('accessibility', () => {
  for (const [name, path, size] of /** @type {const} */ ([
    ['desktop, light', '/?lang=en&theme=light&scenario=poison-message', [1280, 880]],
    ['desktop, dark, Portuguese', '/?lang=pt-BR&theme=dark&scenario=sync-chain', [1280, 880]],
    ['phone', '/?lang=en&theme=light&scenario=service-down', [360, 740]],
    ['figure', '/course.html', [680, 760]],
  ])) {
    test(`axe finds nothing: ${name}`, async () => {
      const { page } = await person.open(path, { viewport: { width: size[0], height: size[1] } });
      await until(page, 'nowMs', (now) => now > 1500);
      assert.deepEqual(await violations(page), []);
    });
  }

  test('axe finds nothing with the settings and the help open', async () => {
    const { page } = await person.open('/?lang=en&scenario=flaky-retries&theme=light');
    await page.getByRole('button', { name: 'Settings of Invoice' }).click();
    await page.getByRole('button', { name: 'Help and signs' }).click();
    await page.getByRole('dialog', { name: 'Signs and keys' }).waitFor();
    assert.deepEqual(await violations(page), []);
  });

  test('the keyboard alone buys, takes a service down, opens and closes its settings', async () => {
    const { page } = await person.open('/?scenario=purchase-fan-out&lang=en');
    await byHand(page);
    const orders = await header(page, 'orders');
    /** @param {string} name */
    const tabTo = async (name) => {
      for (let i = 0; i < 80; i += 1) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate(() => {
          const inner = document.activeElement?.shadowRoot?.activeElement;
          const group = inner?.closest('[role=radiogroup]')?.getAttribute('aria-label') ?? '';
          return `${group} ${inner?.getAttribute('aria-label') ?? inner?.textContent?.trim() ?? ''}`;
        });
        if (focused.includes(name)) return;
      }
      assert.fail(`Tab never came to ${name}`);
    };
    await page.locator('body').focus();
    await tabTo('Buy');
    await page.keyboard.press('Enter');
    assert.equal(await header(page, 'orders'), orders + 1);
    await tabTo('Health of Stock');
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowRight');
    await page.locator('.service.is-down').waitFor();
    await tabTo('Settings of Stock');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'Settings · Stock' });
    await panel.waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    const back = await page.evaluate(() =>
      document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label'),
    );
    assert.equal(back, 'Settings of Stock');
  });

  test('what happens is told aloud', async () => {
    const { page } = await person.open('/?scenario=purchase-fan-out&lang=en');
    await buy(page);
    await page
      .locator('[aria-live]')
      .getByText(/Shop: purchase \d+\./)
      .waitFor({ state: 'attached' });
  });

  for (const [motion, steps] of /** @type {const} */ ([
    ['reduce', true],
    ['no-preference', false],
  ])) {
    test(`with motion “${motion}” an envelope ${steps ? 'stands at one place' : 'glides'}`, async () => {
      const { page } = await person.open('/?scenario=purchase-fan-out&lang=en', { reducedMotion: motion });
      await byHand(page);
      await buy(page);
      const seen = await page.evaluate(async () => {
        const root = document.querySelector('carteiro-playground')?.shadowRoot;
        const places = new Set();
        for (let i = 0; i < 20; i += 1) {
          const place = root?.querySelector('.env.s-publishing')?.getAttribute('transform');
          if (place) places.add(place);
          await new Promise(requestAnimationFrame);
        }
        return [...places];
      });
      assert.ok(steps ? seen.length <= 1 : seen.length > 1, seen.join());
    });
  }
});

describe('the page', () => {
  test('takes no focus, captures no wheel, asks no other host, has a strict policy', async () => {
    const { page, witness } = await person.open('/?lang=en');
    await until(page, 'nowMs', (now) => now > 300);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'BODY');
    assert.deepEqual([...witness.hosts], [new URL(person.address).host]);
    const policy = (await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')) ?? '';
    assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'/);
    assert.doesNotMatch(policy, /'unsafe-(eval|inline)'/);
    await page.setViewportSize({ width: 1280, height: 500 });
    await page.mouse.move(400, 300);
    await page.mouse.wheel(0, 200);
    await page.waitForFunction(() => scrollY > 100);
    assert.deepEqual(witness.complaints, []);
  });

  for (const width of [360, 700, 1000, 1280, 1920]) {
    test(`nothing scrolls sideways at ${width} px, in either language`, async () => {
      const { page } = await person.open('/?lang=en', { viewport: { width, height: 800 } });
      for (const scenario of ['purchase-fan-out', 'sync-chain', 'poison-message']) {
        for (const lang of ['en', 'pt-BR']) {
          await page.evaluate(
            ([name, language]) => {
              const playground = document.querySelector('carteiro-playground');
              playground?.setAttribute('scenario', name);
              playground?.setAttribute('lang', language);
            },
            [scenario, lang],
          );
          await page.getByRole('button', { name: titleOf(scenario)[lang] }).waitFor();
          assert.ok(
            await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
            `${scenario} ${lang}`,
          );
        }
      }
    });
  }

  test('speaks Portuguese, and remembers it', async () => {
    const { page } = await person.open('/?scenario=purchase-fan-out');
    await page.getByRole('button', { name: 'Português' }).click();
    await page.getByRole('button', { name: 'Comprar' }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'pt-BR');
    await page.reload();
    await page.getByRole('button', { name: 'Comprar' }).waitFor();
  });

  test('a scenario file is opened where it is dropped', async () => {
    const { page, witness } = await person.open('/?lang=en');
    await page.getByRole('button', { name: 'Buy' }).waitFor();
    await until(page, 'nowMs', (now) => now > 0);
    const dataTransfer = await page.evaluateHandle((json) => {
      const dragged = new DataTransfer();
      dragged.items.add(new File([json], 'lesson.json', { type: 'application/json' }));
      return dragged;
    }, LESSON);
    const root = page.locator('.root');
    await root.dispatchEvent('dragover', { dataTransfer });
    await page.locator('.root.dropping').waitFor();
    await root.dispatchEvent('drop', { dataTransfer });
    await page.getByRole('heading', { name: /Order a coffee/ }).waitFor();
    await page.getByRole('button', { name: 'Settings of Bar' }).waitFor();
    assert.equal(await page.locator('.root.dropping').count(), 0);
    assert.deepEqual(witness.complaints, []);
  });

  for (const [width, height] of [
    [1366, 640],
    [1920, 1080],
  ]) {
    test(`what moves time is in reach at ${width} by ${height}`, async () => {
      const { page } = await person.open('/?lang=en', { viewport: { width, height } });
      const box = await page.getByRole('button', { name: 'Pause' }).boundingBox();
      assert.ok(box && box.y + box.height <= height, JSON.stringify(box));
    });
  }

  test('pauses when it is not seen and goes on when it is', async () => {
    const { page } = await person.open('/course.html', { viewport: { width: 680, height: 600 } });
    await until(page, 'nowMs', (now) => now > 300);
    await page.evaluate(() => {
      document.body.style.paddingTop = '3000px';
    });
    await frames(page, 20);
    const stood = await header(page, 'nowMs');
    await frames(page, 20);
    assert.equal(await header(page, 'nowMs'), stood);
    await page.evaluate(() => scrollTo(0, 3000));
    await until(page, 'nowMs', (now) => now > stood);
  });

  test('its address follows the lesson, the seed and the language, and Back goes back', async () => {
    const { page, witness } = await person.open('/?scenario=retry&lang=en');
    const asked = async () => Object.fromEntries(new URL(page.url()).searchParams);
    const name = (/** @type {string} */ id) => page.getByRole('button', { name: titleOf(id).en, exact: false }).first();
    await name('retry').waitFor();
    const { seed } = await report(page);
    await page.waitForFunction(() => location.search.includes('seed='));
    assert.deepEqual(await asked(), { scenario: 'retry', seed, lang: 'en' });
    await pick(page, 'workers');
    await name('workers').waitFor();
    await page.waitForFunction(() => location.search.includes('scenario=workers'));
    await page.getByRole('textbox', { name: 'seed' }).fill('7');
    await page.getByRole('textbox', { name: 'seed' }).press('Enter');
    await page.waitForFunction(() => location.search.includes('seed=7'));
    await page.getByRole('button', { name: 'PT Português' }).click();
    await page.waitForFunction(() => location.search.includes('lang=pt-BR'));
    await page.goBack();
    await page.waitForFunction(() => !location.search.includes('seed=7'));
    await until(page, 'nowMs', (now) => now > 0);
    assert.deepEqual((await report(page)).scenario, 'workers');
    await page.goBack();
    await page
      .getByRole('button', { name: titleOf('retry').en })
      .or(page.getByRole('button', { name: titleOf('retry')['pt-BR'] }))
      .first()
      .waitFor();
    assert.equal((await report(page)).scenario, 'retry');
    await page.goForward();
    await page.waitForFunction(() => location.search.includes('scenario=workers'));
    await page
      .getByRole('button', { name: titleOf('workers').en })
      .or(page.getByRole('button', { name: titleOf('workers')['pt-BR'] }))
      .first()
      .waitFor();
    assert.deepEqual(witness.complaints, []);
  });

  test('stops when it is taken out of the page', async () => {
    const { page } = await person.open('/?scenario=purchase-fan-out&lang=en');
    await until(page, 'nowMs', (now) => now > 300);
    const still = await page.evaluate(async () => {
      const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
      playground.remove();
      const { nowMs } = await playground.report();
      for (let i = 0; i < 20; i += 1) await new Promise(requestAnimationFrame);
      return (await playground.report()).nowMs === nowMs;
    });
    assert.ok(still);
  });

  test('a figure leads to the full playground with the same scenario', async () => {
    const { page } = await person.open('/course.html', { viewport: { width: 680, height: 700 } });
    await page.getByRole('button', { name: 'Comprar' }).click();
    const link = page.getByRole('link', { name: /laboratório completo/ });
    assert.match((await link.getAttribute('href')) ?? '', /index\.html\?scenario=service-down&seed=\d+&lang=pt-BR/);
    await link.click();
    await page.getByRole('button', { name: titleOf('service-down')['pt-BR'] }).waitFor();
  });
});
