// "Why?": an envelope, a number, a line of the log are asked; a line of the answer is gone to; by mouse, finger and keyboard.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.js';
import { header, Person, seek, until } from './person.js';

/** @import { BrowserContextOptions, Locator, Page } from 'playwright-core' */

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** Opens a scenario, lets it come to an instant, and stops it there. @param {string} path @param {number} ms @param {BrowserContextOptions} [options] */
async function standing(path, ms, options) {
  const { page, witness } = await person.open(path, options);
  await until(page, 'nowMs', (now) => now > 0);
  await page.getByRole('button', { name: /^(Pause|Pausar)$/ }).click();
  await seek(page, ms);
  return { page, witness };
}

/** Where an envelope is drawn. @param {Page} page @param {string} look */
async function placeOf(page, look) {
  const body = page.locator(`.env.${look} .body`).first();
  // Not under the bar at the bottom of a phone.
  await body.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  const box = await body.boundingBox();
  assert.ok(box, `no envelope is ${look}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** @param {Page} page */
const panel = (page) => page.getByRole('dialog', { name: /why\?$|por quê\?$/ });

/** The instant of a line, in milliseconds. @param {Locator} line */
const instantOf = async (line) => Number(await line.locator('time').textContent()) * 1000;

test('a click on an envelope that waits tells its story; a line leads there, and the story goes on after it', async () => {
  const { page, witness } = await standing('/?scenario=flaky-retries&lang=en', 13_000);
  const at = await placeOf(page, 's-retryScheduled');
  await page.mouse.move(at.x, at.y);
  await page.locator('.canvas.asks').waitFor();
  await page.mouse.click(at.x, at.y);
  const story = panel(page);
  await story.getByText(/^Attempt \d is due in .* s\.$/).waitFor();
  const failed = story.getByRole('button', { name: /attempt 1 failed, the service is flaky/ });
  const whole = await story.locator('ol .line').count();
  const instant = await instantOf(failed);
  await failed.click();
  assert.ok(Math.abs((await header(page, 'nowMs')) - instant) < 1);
  assert.equal(await story.locator('ol .line').count(), whole, 'what comes after is still told');
  assert.match((await story.locator('[aria-current=step]').textContent()) ?? '', /attempt 1 failed/);
  assert.ok((await story.locator('.later').count()) > 0);
  // What is behind it is a place as well.
  const blame = { name: 'because of: Invoice fails 60% of the time from 3.0 s on' };
  await story.locator('ol').getByRole('button', blame).click();
  assert.equal(await header(page, 'nowMs'), 3000);
  await story.getByRole('button', { name: 'Close' }).click();
  await story.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  assert.deepEqual(witness.complaints, []);
});

test('from a number in the books to the setting that is to blame, by the keyboard alone', async () => {
  const { page } = await standing('/?scenario=service-down&lang=en', 12_000);
  const number = page.getByRole('button', { name: /^Shipped: \d waiting$/ });
  await number.focus();
  await page.keyboard.press('Enter');
  const story = panel(page);
  await story.getByText(/^The last \d of \d\.$/).waitFor();
  /** @param {RegExp} words */
  const tabTo = async (words) => {
    for (let i = 0; i < 30; i += 1) {
      await page.keyboard.press('Tab');
      const name = await page.evaluate(
        () => document.activeElement?.shadowRoot?.activeElement?.textContent?.replace(/\s+/g, ' ').trim() ?? '',
      );
      if (words.test(name)) return;
    }
    assert.fail(`Tab never came to ${words}`);
  };
  await tabTo(/^Purchase \d+ Waits: Logistics is down; no attempt is used up\.$/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: /^Purchase \d+ · why\?$/ }).waitFor();
  await tabTo(/A copy waits for Logistics\.$/);
  await page.keyboard.press('Enter');
  const line = story.getByRole('button', { name: /A copy waits for Logistics\.$/ });
  assert.ok(Math.abs((await header(page, 'nowMs')) - (await instantOf(line))) < 1);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: /^Shipped/ }).waitFor();
  await page.keyboard.press('Escape');
  await story.waitFor({ state: 'detached' });
  const back = await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label'));
  assert.match(back ?? '', /^Shipped: /);
});

test('boxes, pigeonholes and the log can be asked', async () => {
  const { page } = await standing('/?scenario=flaky-retries&lang=en', 28_000);
  await page.getByRole('button', { name: /^DLQ \(dead\): 1 · why\?$/ }).press('Enter');
  const letter = panel(page).getByRole('button', { name: /^Purchase \d+ A dead letter since/ });
  await letter.click();
  await panel(page)
    .getByText(/gives up on purchase \d+/)
    .waitFor();
  await panel(page).getByText('Invoice: attempt 5 of at most 5').waitFor();
  await page.getByRole('button', { name: /^Subscription Invoice/ }).press('Enter');
  await page.getByRole('dialog', { name: 'Queue of Invoice · why?' }).waitFor();
  await page.keyboard.press('Escape');
  const line = page.getByRole('region', { name: 'What happened' }).getByRole('button').first();
  await line.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: /why\?$/ }).waitFor();
});

test('the story goes on with the run', async () => {
  const { page } = await standing('/?scenario=service-down&lang=pt-BR', 12_000);
  await page.getByRole('button', { name: /^Enviadas: \d em espera$/ }).click();
  await panel(page)
    .getByRole('button', { name: /^Compra 2 Espera: Logística está fora do ar/ })
    .click();
  await page.getByRole('button', { name: '16×', exact: true }).click();
  await page.getByRole('button', { name: 'Continuar' }).click();
  await panel(page).getByText('A compra 2 está completa, mas com atraso.').first().waitFor();
  const taken = panel(page).getByRole('button', { name: /Logística a pega depois de .* s na fila\.$/ });
  await taken.waitFor();
});

test('on a phone a finger beside an envelope is near enough, and the answer is a sheet', async () => {
  const { page } = await standing('/?scenario=flaky-retries&lang=pt-BR', 13_000, {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
  });
  const at = await placeOf(page, 's-retryScheduled');
  await page.touchscreen.tap(at.x - 18, at.y + 12);
  const story = page.locator('.sheet .why');
  await story.getByText(/^A tentativa \d vem em .* s\.$/).waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 360, `${wide} px wide`);
  await page.getByRole('button', { name: 'Fechar' }).click();
  await story.waitFor({ state: 'detached' });
});

for (const [name, path] of /** @type {const} */ ([
  ['light', '/?scenario=flaky-retries&lang=en&theme=light'],
  ['dark, Portuguese', '/?scenario=flaky-retries&lang=pt-BR&theme=dark'],
])) {
  test(`axe finds nothing while a story is told: ${name}`, async () => {
    const { page } = await standing(path, 13_000);
    const at = await placeOf(page, 's-retryScheduled');
    await page.mouse.click(at.x, at.y);
    await panel(page).locator('ol .line').nth(9).click();
    await panel(page).locator('[aria-current]').waitFor();
    assert.deepEqual(await violations(page), []);
  });
}
