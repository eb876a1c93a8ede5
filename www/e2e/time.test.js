// Going about in time: the playhead dragged, keys, steps back, branches, undo, flags; by mouse, keyboard and touch, in both languages.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { buy, byHand, header, health, Person, report, seek, setHealth, until } from './person.js';

/** @import { Page } from 'playwright-core' */

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** Opens a lesson and stops it after so much simulated time. @param {string} query @param {number} ms @param {object} [options] */
async function stoppedAt(query, ms, options) {
  const { page, witness } = await person.open(`/?${query}&lang=en`, options);
  await page.getByRole('button', { name: 'Pause' }).click();
  if (ms > 0) await seek(page, ms);
  return { page, witness };
}

/** @param {Page} page */
const hash = async (page) => (await report(page)).hash;

/** @param {Page} page @param {string} key @param {number} [times] */
async function press(page, key, times = 1) {
  for (let i = 0; i < times; i += 1) await page.keyboard.press(key);
}

/** @param {Page} page */
const playhead = (page) => page.getByRole('slider', { name: 'Playhead' });

/** Where on the canvas an instant is, and the middle of the lanes. @param {Page} page @param {number} ms @param {number} windowMs */
async function place(page, ms, windowMs) {
  const box = await playhead(page).boundingBox();
  assert.ok(box);
  return { x: box.x + (ms / windowMs) * (box.width - 14), top: box.y + 6, middle: box.y + box.height / 2 };
}

test('the playhead is dragged, and what was is as it was', async () => {
  const { page, witness } = await stoppedAt('scenario=flaky-retries', 10_000);
  const end = await hash(page);
  const from = await place(page, 10_000, 120_000);
  const to = await place(page, 4_000, 120_000);
  await page.mouse.move(from.x, from.middle);
  await page.mouse.down();
  await page.mouse.move(from.x - 40, from.middle, { steps: 4 });
  await page.mouse.move(to.x, to.middle, { steps: 6 });
  await page.mouse.up();
  const now = await until(page, 'nowMs', (value) => Math.abs(value - 4_000) < 250);
  assert.equal(await header(page, 'headMs'), 10_000);
  const past = await hash(page);
  assert.notEqual(past, end);
  await playhead(page).focus();
  await press(page, 'End');
  assert.equal(await hash(page), end);
  await seek(page, now);
  assert.equal(await hash(page), past);
  assert.deepEqual(witness.complaints, []);
});

test('keys: play, seconds, events, attempts, messages, and the list of them', async () => {
  const { page } = await stoppedAt('scenario=flaky-retries', 9_000);
  await press(page, 'ArrowLeft', 3);
  await until(page, 'nowMs', (value) => value === 6_000);
  await press(page, 'ArrowRight');
  await until(page, 'nowMs', (value) => value === 7_000);
  const events = await header(page, 'events');
  await press(page, ',', 2);
  assert.equal(await header(page, 'events'), events - 2);
  await press(page, '.');
  assert.equal(await header(page, 'events'), events - 1);
  for (const [forth, back] of [
    ['>', '<'],
    ['m', 'M'],
  ]) {
    const start = await header(page, 'facts');
    await press(page, forth);
    const further = await header(page, 'facts');
    assert.ok(further > start, `${forth} goes on`);
    await press(page, back);
    assert.ok((await header(page, 'facts')) < further, `${back} goes back`);
  }
  await press(page, '?');
  await page.getByRole('dialog', { name: 'Signs and keys' }).getByText('One event back').waitFor();
  await press(page, '?');
  await page.getByRole('dialog', { name: 'Signs and keys' }).waitFor({ state: 'hidden' });
  await page.locator('body').click({ position: { x: 640, y: 12 } });
  const now = await header(page, 'nowMs');
  await press(page, ' ');
  await until(page, 'nowMs', (value) => value > now + 200);
  await press(page, ' ');
  // In a field a key is a letter.
  const seed = page.getByRole('textbox', { name: 'seed' });
  const still = await header(page, 'events');
  await seed.focus();
  await press(page, ',');
  assert.equal(await header(page, 'events'), still);
});

test('steps go by what is chosen', async () => {
  const { page } = await stoppedAt('scenario=purchase-fan-out', 5_000);
  await page.getByRole('combobox', { name: 'How far a step goes' }).selectOption('message');
  // Each of the three services does one thing for a message, and then is done with it.
  const acked = () =>
    page
      .getByRole('region', { name: 'Books' })
      .evaluate((books) =>
        [...books.querySelectorAll('.sum b')].reduce((sum, { textContent }) => sum + Number(textContent), 0),
      );
  const before = await acked();
  await page.getByRole('button', { name: 'One step back' }).click();
  await page.getByRole('button', { name: 'One step back' }).click();
  const back = await acked();
  assert.ok(back < before, `${back} of ${before}`);
  await page.getByRole('button', { name: 'One step forward' }).click();
  assert.equal(await acked(), back + 1);
});

test('acting in the past makes a branch; branches are switched, named and forgotten', async () => {
  const { page, witness } = await stoppedAt('scenario=purchase-fan-out', 0);
  await byHand(page);
  await buy(page);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await until(page, 'waiting', (value) => value === 0);
  await page.getByRole('button', { name: 'Pause' }).click();
  const first = { hash: await hash(page), head: await header(page, 'headMs') };
  await press(page, 'ArrowLeft');
  const at = await header(page, 'nowMs');
  await buy(page);
  const branches = page.getByRole('group', { name: 'Branches' });
  await branches.getByRole('textbox', { name: 'Name of this branch' }).waitFor();
  await page.getByText(/A new branch begins at/).waitFor({ state: 'attached' });
  assert.equal(await header(page, 'orders'), 2);
  await press(page, 'ArrowRight', 3);
  const second = { hash: await hash(page), head: await header(page, 'headMs') };
  await branches.getByRole('textbox').fill('Two purchases');
  await press(page, 'Enter');
  // To the first and back again: both are as they were.
  await branches.getByRole('button', { name: 'First', exact: true }).click();
  assert.equal(await header(page, 'headMs'), first.head);
  await playhead(page).focus();
  await press(page, 'End');
  assert.equal(await hash(page), first.hash);
  await branches.getByRole('button', { name: 'Two purchases', exact: true }).click();
  await playhead(page).focus();
  await press(page, 'End');
  assert.equal(await header(page, 'headMs'), second.head);
  assert.equal(await hash(page), second.hash);
  await branches.getByRole('button', { name: 'Compare the branch First with this one' }).click();
  await page.getByText('Only the commands differ: A is First, B is Two purchases.').waitFor();
  assert.equal(await page.locator('.twin').count(), 2);
  await page.getByRole('button', { name: 'Stop comparing' }).click();
  // Loading the page again takes nothing away.
  await page.reload();
  await branches.getByRole('button', { name: 'First', exact: true }).click();
  await playhead(page).focus();
  await press(page, 'End');
  assert.equal(await hash(page), first.hash);
  await branches.getByRole('button', { name: 'Two purchases', exact: true }).click();
  await branches.getByRole('button', { name: 'Forget the branch First' }).click();
  await branches.waitFor({ state: 'hidden' });
  assert.ok(at < first.head);
  assert.deepEqual(witness.complaints, []);
});

test('settings are undone and redone', async () => {
  const { page } = await stoppedAt('scenario=purchase-fan-out', 1_000);
  const down = health(page, 'Stock', 'Down');
  const up = health(page, 'Stock', 'Up');
  await setHealth(page, 'Stock', 'Down');
  await page.getByRole('heading', { name: 'The books' }).click();
  await press(page, 'Control+z');
  await assert.doesNotReject(up.and(page.locator(':checked')).waitFor());
  await press(page, 'Control+y');
  await down.and(page.locator(':checked')).waitFor();
  await page.getByRole('button', { name: 'Settings of Stock' }).click();
  await page.getByRole('button', { name: 'Undo the last change of settings' }).click();
  await up.and(page.locator(':checked')).first().waitFor();
});

test('the timeline is zoomed and moved, and followed again; a flag leads to its command', async () => {
  const { page } = await stoppedAt('scenario=flaky-retries', 10_000);
  // The scenario makes invoice flaky at 3 s.
  const flag = await place(page, 3_000, 120_000);
  await page.mouse.click(flag.x + 4, flag.top);
  await until(page, 'nowMs', (value) => value === 3_000);
  assert.equal(await health(page, 'Invoice', 'Flaky').isChecked(), true);
  await page.getByRole('button', { name: 'To the latest known instant' }).click();
  const follow = page.getByRole('button', { name: 'Follow the playhead' });
  await follow.click();
  assert.equal(await follow.getAttribute('aria-pressed'), 'true');
  const { x, middle } = await place(page, 2_000, 16_000);
  await page.mouse.move(x, middle);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -300);
  await page.keyboard.up('Control');
  await page.getByRole('button', { name: 'Follow the playhead', pressed: false }).waitFor();
  await page.mouse.down();
  await page.mouse.move(x + 120, middle, { steps: 4 });
  await page.mouse.up();
  assert.equal(await header(page, 'nowMs'), 10_000, 'moving the ground is not going in time');
  await follow.click();
  assert.equal(await follow.getAttribute('aria-pressed'), 'true');
});

test('on a phone the timeline is a sheet that obeys the finger', async () => {
  const { page } = await person.open('/?scenario=purchase-fan-out&lang=pt-BR', {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  await until(page, 'nowMs', (value) => value > 1_500);
  await page.getByRole('button', { name: 'Pausar' }).tap();
  await page.getByRole('button', { name: 'Tempo', exact: true }).tap();
  const slider = page.getByRole('slider', { name: 'Cursor do tempo' });
  const box = await slider.boundingBox();
  assert.ok(box);
  const before = await header(page, 'nowMs');
  await page.touchscreen.tap(box.x + 2, box.y + box.height / 2);
  await until(page, 'nowMs', (value) => value < before - 200);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await page.getByRole('button', { name: 'Ir ao último instante conhecido' }).tap();
  assert.equal(await header(page, 'nowMs'), before);
});

describe('an outage on the timeline', () => {
  /** @param {Page} page @param {string} name */
  const end = (page, name) => page.getByRole('slider', { name, exact: true });

  /** Whether logistics is down. @param {Page} page */
  const isDown = (page) => page.locator('.box[data-node="logistics"] .h-down input').isChecked();

  test('is drawn longer by its end, where it lies ahead; the playhead stays, and the run goes on so', async () => {
    const { page, witness } = await person.open('/?scenario=service-down&lang=en');
    await page.getByRole('button', { name: 'Pause' }).click();
    const now = await header(page, 'nowMs');
    const last = end(page, 'Outage of Logistics: ends at');
    await last.waitFor();
    const [handle, canvas] = await Promise.all([last.boundingBox(), page.locator('.lanes canvas').boundingBox()]);
    assert.ok(handle && canvas);
    const y = handle.y + handle.height / 2;
    await page.mouse.move(handle.x + handle.width / 2, y);
    await page.mouse.down();
    await page.mouse.move(canvas.x + canvas.width * 0.3, y);
    await page.mouse.move(canvas.x + (canvas.width - 14) * (30 / 90), y);
    await page.locator('.outage-held').waitFor();
    await page.mouse.up();
    await end(page, 'Outage of Logistics: ends at').and(page.locator('[aria-valuenow="30000"]')).waitFor();
    assert.equal(await page.locator('.outage-held').count(), 0);
    assert.equal(await header(page, 'nowMs'), now);
    await seek(page, 29_000);
    assert.equal(await isDown(page), true);
    await seek(page, 30_500);
    assert.equal(await isDown(page), false);
    assert.deepEqual(witness.complaints, []);
  });

  test('is moved as a whole by its middle, and keeps its length', async () => {
    const { page, witness } = await person.open('/?scenario=service-down&lang=en');
    await page.getByRole('button', { name: 'Pause' }).click();
    const [first, whole, last] = ['begins at', 'all of it, from', 'ends at'].map((part) =>
      end(page, `Outage of Logistics: ${part}`),
    );
    await last.waitFor();
    const length = Number(await last.getAttribute('aria-valuenow')) - Number(await first.getAttribute('aria-valuenow'));
    const [handle, canvas] = await Promise.all([whole.boundingBox(), page.locator('.lanes canvas').boundingBox()]);
    assert.ok(handle && canvas);
    const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + canvas.width * 0.05, y);
    await page.mouse.move(x + (canvas.width - 14) * (10 / 90), y);
    await page.mouse.up();
    await first.and(page.locator('[aria-valuenow="15000"]')).waitFor();
    await last.and(page.locator(`[aria-valuenow="${15_000 + length}"]`)).waitFor();
    await seek(page, 14_500);
    assert.equal(await isDown(page), false);
    await seek(page, 15_500);
    assert.equal(await isDown(page), true);
    // By keys, too; what is let go of is where it was.
    await whole.focus();
    await page.keyboard.press('Shift+ArrowLeft');
    await first.and(page.locator('[aria-valuenow="10000"]')).waitFor();
    await page.keyboard.press('Escape');
    await first.and(page.locator('[aria-valuenow="15000"]')).waitFor();
    assert.deepEqual(witness.complaints, []);
  });

  test('is moved by keys, and begins a branch where it has been', async () => {
    const { page, witness } = await person.open('/?scenario=service-down&lang=en');
    await page.getByRole('button', { name: 'Pause' }).click();
    await seek(page, 40_000);
    const first = end(page, 'Outage of Logistics: begins at');
    await first.focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowRight');
    await first.and(page.locator('[aria-valuenow="10500"]')).waitFor();
    await page.keyboard.press('Escape');
    await first.and(page.locator('[aria-valuenow="5000"]')).waitFor();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Branches' }).waitFor();
    await first.and(page.locator('[aria-valuenow="10000"]')).waitFor();
    assert.deepEqual(witness.complaints, []);
  });
});
