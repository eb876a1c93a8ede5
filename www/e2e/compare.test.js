// Comparing as a person does it: choose what differs, play both in step, read what came of it, and go back.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { violations } from './axe.js';
import { byHand, header, Person, pick, seek, until } from './person.js';

/** @import { Page } from 'playwright-core' */

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** @param {Page} page */
const sentence = (page) => page.locator('.difference');

/** Lets both run, as after so much time at the page's speed. @param {Page} page @param {number} seconds */
async function pass(page, seconds) {
  const [, minutes, rest] = /(\d+):([\d.]+)/.exec(await clock(page)) ?? [];
  await seek(page, (Number(minutes) * 60 + Number(rest) + seconds) * 1000);
}

/** @param {Page} page */
const clock = (page) => page.locator('.clock').innerText();

describe('comparing', () => {
  test('idempotency on and off: two stages, two books, the sentence, and back to the run as it was', async () => {
    const { page, witness } = await person.open('/?scenario=duplicates&lang=en');
    await until(page, 'nowMs', (now) => now > 1000);
    await page.getByRole('button', { name: 'Pause' }).click();
    const [now, orders] = [await header(page, 'nowMs'), await header(page, 'orders')];
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('heading', { name: 'Compare' }).waitFor();
    await page.getByLabel('What differs').selectOption('inbox');
    assert.equal(await page.getByLabel('A has').inputValue(), '');
    assert.equal(await page.getByLabel('B has').inputValue(), 'off');
    await page.getByText('So far nothing differs.').first().waitFor();
    assert.equal(await clock(page), '00:00.00');
    await pass(page, 40);
    await sentence(page)
      .getByText(/With idempotency on: no purchase done twice.*With idempotency off: \d+ purchases? done twice/)
      .waitFor();
    const books = page.locator('.twin .verdict');
    assert.match(await books.nth(0).innerText(), /twice 0$/);
    assert.match(await books.nth(1).innerText(), /twice [1-9]/);
    assert.equal(await page.locator('.twin .stage').count(), 2);
    assert.ok((await page.locator('.twin:nth-child(2) .envelopes g').count()) > 0, 'the stage is drawn');
    await page.getByRole('button', { name: 'Stop comparing' }).click();
    await page.getByRole('region', { name: 'Timeline' }).waitFor();
    assert.deepEqual([await header(page, 'nowMs'), await header(page, 'orders')], [now, orders]);
    assert.ok((await page.locator('.stage .service').count()) === 3);
    assert.deepEqual(witness.complaints, []);
  });

  test('what is done is done to both; time goes back and forth for both', async () => {
    const { page } = await person.open('/?scenario=purchase-fan-out&lang=en');
    await byHand(page);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByLabel('What differs').selectOption('messaging');
    const [a, b] = [page.getByRole('region', { name: /^A:/ }), page.getByRole('region', { name: /^B:/ })];
    await pass(page, 2);
    const before = await a.getByText(/\d+ purchases?$/).innerText();
    await a.getByRole('button', { name: 'Buy' }).click();
    const after = `${Number.parseInt(before, 10) + 1} purchase`;
    await a.getByText(after).first().waitFor();
    await b.getByText(after).first().waitFor();
    await page.getByLabel('Service or broker').selectOption({ label: 'Invoice' });
    await page.getByLabel('What happens to it').selectOption({ label: 'Slow' });
    await page.getByRole('button', { name: 'Do it' }).click();
    assert.equal(await page.locator('.twin .service.is-slow').count(), 2);
    const at = await clock(page);
    await page.getByRole('button', { name: 'One step forward' }).click();
    assert.notEqual(await clock(page), at);
    await page.getByLabel('Go to an instant').fill('1000');
    assert.equal(await clock(page), '00:01.00');
    assert.equal(await page.locator('.twin .service.is-slow').count(), 0);
  });

  test('retries of both stand on one scale, said in words', async () => {
    const { page } = await person.open('/?scenario=flaky-retries&lang=en');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByLabel('What differs').selectOption('jitter');
    await pass(page, 30);
    assert.equal(await page.getByLabel('Retries of').locator('option:checked').innerText(), 'Invoice');
    const drawings = page.locator('.twin .retries svg');
    assert.equal(await drawings.count(), 2);
    for (const drawing of await drawings.all()) {
      assert.match(
        (await drawing.getAttribute('aria-label')) ?? '',
        /^Invoice: \d+ retries? arrives? in the time shown/,
      );
      assert.ok(((await drawing.locator('.bars').getAttribute('d')) ?? '').length > 10);
    }
    const tops = await page.locator('.twin .retries svg > text:nth-of-type(1)').allInnerTexts();
    assert.equal(new Set(tops).size, 1);
  });

  test('the settings of a service show when its retries arrive', async () => {
    const { page } = await person.open('/?scenario=flaky-retries&lang=en');
    await pass(page, 20);
    await page.getByRole('button', { name: 'Settings of Invoice' }).click();
    await page.getByRole('img', { name: /^Invoice: \d+ retries? arrives?/ }).waitFor();
  });

  test('the keyboard alone begins, chooses, plays and ends a comparison', async () => {
    const { page } = await person.open('/?scenario=duplicates&lang=en');
    await page.getByRole('button', { name: 'Compare' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Compare' }).waitFor();
    const focused = () =>
      page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent?.trim() ?? '');
    await page.waitForFunction(() =>
      document.activeElement?.shadowRoot?.activeElement?.textContent?.includes('Stop comparing'),
    );
    for (let i = 0; i < 12 && !(await focused()).startsWith('idempotency'); i += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await sentence(page)
      .getByText(/Only one setting differs: A has no jitter, B has full jitter|A has full jitter, B has no jitter/)
      .waitFor();
    await page.getByRole('button', { name: 'Stop comparing' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Timeline' }).waitFor();
    await page.waitForFunction(() =>
      document.activeElement?.shadowRoot?.activeElement?.textContent?.includes('Compare'),
    );
  });

  for (const [name, path, size] of /** @type {const} */ ([
    ['desktop, light', '/?lang=en&theme=light&scenario=duplicates', [1280, 880]],
    ['desktop, dark, Portuguese', '/?lang=pt-BR&theme=dark&scenario=sync-chain', [1280, 880]],
    ['phone, Portuguese', '/?lang=pt-BR&theme=light&scenario=flaky-retries', [360, 740]],
  ])) {
    test(`axe finds nothing, and nothing scrolls sideways: ${name}`, async () => {
      const { page } = await person.open(path, { viewport: { width: size[0], height: size[1] } });
      const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
      await page.getByRole('button', { name: /^Compar(e|ar)$/ }).waitFor();
      assert.ok(await fits(), 'before');
      await page.getByRole('button', { name: /^Compar(e|ar)$/ }).click();
      await page.locator('.twin').nth(1).waitFor();
      await pass(page, 12);
      if (name.includes('Portuguese'))
        await sentence(page)
          .getByText(/Só um ajuste muda/)
          .waitFor();
      assert.ok(await fits(), 'while comparing');
      assert.deepEqual(await violations(page), []);
    });
  }

  test('on a phone one side is in sight, and a swipe or a tap brings the other at the same instant', async () => {
    const { page, witness } = await person.open('/?lang=en&scenario=sync-chain', {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    await page.getByRole('button', { name: 'Compare' }).tap();
    await pass(page, 12);
    const choice = page.getByRole('group', { name: 'Which side is in sight' });
    const [a, b] = [/^A: /, /^B: /].map((name) => choice.getByRole('button', { name }));
    const lefts = () =>
      page.locator('.twin').evaluateAll((twins) => twins.map((twin) => twin.getBoundingClientRect().x));
    const settled = async (/** @type {number} */ side) => {
      await page.waitForFunction((side) => {
        const twins = document.querySelector('carteiro-playground')?.shadowRoot?.querySelectorAll('.twin');
        const { left = 1e4, right = 0 } = twins?.[side]?.getBoundingClientRect() ?? {};
        return left > -1 && right < innerWidth + 1;
      }, side);
      const [first, second] = await lefts();
      assert.ok(second - first > 250, `${[first, second]}`);
    };
    await settled(0);
    assert.equal(await a.getAttribute('aria-pressed'), 'true');
    await b.tap();
    await settled(1);
    await choice.getByRole('button', { name: /^B: /, pressed: true }).waitFor();
    const clock = await page.locator('.bottom-bar .clock').innerText();
    // As a finger does: the browser brings the nearest side to rest.
    await page.locator('.pair').evaluate((pair) => pair.scrollBy({ left: -200 }));
    await settled(0);
    await choice.getByRole('button', { name: /^A: /, pressed: true }).waitFor();
    assert.equal(await page.locator('.bottom-bar .clock').innerText(), clock);
    assert.deepEqual(witness.complaints, []);
  });

  test('the page as one file compares too', async () => {
    const single = pathToFileURL(new URL('../dist-single/carteiro.html', import.meta.url).pathname).href;
    const { page, witness } = await person.open(`${single}?scenario=sync-chain&lang=en`);
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.locator('.twin').nth(1).waitFor();
    await page.getByLabel('What differs').selectOption('messaging');
    await pass(page, 40);
    await sentence(page)
      .getByText(
        /With calls \(synchronous\): .*\b\d+ purchases lost.*With messages \(asynchronous\): .*\bno purchase lost/,
      )
      .waitFor();
    assert.deepEqual(witness.complaints, []);
  });

  test('another scenario ends the comparison', async () => {
    const { page, witness } = await person.open('/?scenario=duplicates&lang=en');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.locator('.twin').nth(1).waitFor();
    await pick(page, 'service-down');
    await page.locator('.twin').first().waitFor({ state: 'detached' });
    await until(page, 'nowMs', (now) => now > 300);
    assert.deepEqual(witness.complaints, []);
  });
});
