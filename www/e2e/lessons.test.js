// The lessons as a person plays them: buying, an outage and its end, a dead letter, duplicates, a lost million.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atSpeed, buy, byHand, header, Person, report, seek, setHealth, until } from './person.js';

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

test('a purchase fans out to all services and is complete', async () => {
  const { page, witness } = await person.open('/?scenario=purchase-fan-out&lang=en');
  await byHand(page);
  // The envelope is on its way for a few frames only: time stands still until it was seen.
  await page.getByRole('button', { name: 'Pause' }).click();
  const orders = await header(page, 'orders');
  await buy(page);
  assert.equal(await header(page, 'orders'), orders + 1);
  await page.locator('.env.s-publishing').first().waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await atSpeed(page, '16×');
  await until(page, 'waiting', (waiting) => waiting === 0);
  await page
    .getByText(`Purchase ${orders + 1} is complete.`)
    .first()
    .waitFor();
  assert.deepEqual(witness.complaints, []);
});

test('messages wait while a service is down, and arrive when it is back', async () => {
  const { page, witness } = await person.open('/?scenario=purchase-fan-out&lang=en');
  await byHand(page);
  await setHealth(page, 'Logistics', 'Down');
  for (let i = 0; i < 5; i += 1) await buy(page);
  await atSpeed(page, '16×');
  const card = page.getByRole('region', { name: 'Logistics', exact: true });
  await card.getByText(/messages wait in the topic/).waitFor();
  await page.getByText(/Subscription Logistics: \d+ messages wait/).waitFor({ state: 'attached' });
  assert.equal(await header(page, 'lost'), 0);
  await setHealth(page, 'Logistics', 'Up');
  await until(page, 'waiting', (waiting) => waiting === 0);
  for (const other of /** @type {const} */ (['waiting', 'deadLettered', 'doneTwice']))
    assert.equal(await header(page, other), 0, other);
  assert.deepEqual(witness.complaints, []);
});

test('a poison message dies, dies again when redriven, and is done when mended', async () => {
  const { page } = await person.open('/?scenario=poison-message&lang=en');
  await atSpeed(page, '16×');
  await until(page, 'deadLettered', (dead) => dead === 1);
  const card = page.getByRole('region', { name: 'Invoice', exact: true });
  await card.getByRole('button', { name: 'Redrive' }).click();
  assert.equal(await header(page, 'deadLettered'), 0);
  await until(page, 'deadLettered', (dead) => dead === 1);
  await card.getByRole('button', { name: 'Settings of Invoice' }).click();
  const panel = page.getByRole('dialog', { name: 'Settings · Invoice' });
  await panel.getByRole('button', { name: 'Mend' }).click();
  await panel.getByRole('button', { name: 'Redrive' }).click();
  await until(page, 'waiting', (waiting) => waiting === 0);
  assert.equal(await header(page, 'deadLettered'), 0);
  assert.equal(await header(page, 'lost'), 0);
});

test('without idempotency a duplicate is done twice', async () => {
  const { page } = await person.open('/?scenario=duplicates&lang=en');
  await byHand(page);
  await page.getByRole('button', { name: 'Settings of Logistics' }).click();
  const panel = page.getByRole('dialog', { name: 'Settings · Logistics' });
  await panel.getByRole('checkbox', { name: /Idempotent/ }).uncheck();
  await panel.getByRole('button', { name: 'duplicate' }).click();
  await buy(page);
  await atSpeed(page, '16×');
  await until(page, 'doneTwice', (twice) => twice >= 1);
  await page
    .getByText(/twice [1-9]/)
    .first()
    .waitFor();
});

test('the synchronous chain loses a million, and the pile keeps it', async () => {
  const { page } = await person.open('/?scenario=sync-chain&lang=en');
  await atSpeed(page, '16×');
  await until(page, 'lostAmount', (amount) => amount >= 1_000_000);
  await page.getByText(/[1-9]\d* purchases? lost/).waitFor();
  assert.ok((await page.locator('.pile .letter').count()) >= 1);
});

test('a retry policy is changed, drawn, and read back from the simulation', async () => {
  const { page } = await person.open('/?scenario=flaky-retries&lang=en');
  await page.getByRole('button', { name: 'Settings of Invoice' }).click();
  const panel = page.getByRole('dialog', { name: 'Settings · Invoice' });
  await panel.getByRole('img', { name: /4 waits/ }).waitFor();
  await panel.getByRole('combobox', { name: 'Retry' }).selectOption('fixed');
  await panel.getByRole('spinbutton', { name: 'Max attempts' }).fill('3');
  await panel.getByRole('spinbutton', { name: 'Max attempts' }).press('Enter');
  await page
    .getByRole('region', { name: 'Invoice', exact: true })
    .getByText('every 1s, full jitter, max 3 attempts')
    .waitFor();
  await panel.getByRole('img', { name: /2 waits/ }).waitFor();
});

test('a subscription delivers as a known broker does, and one setting of it is changed', async () => {
  const { page, witness } = await person.open('/?scenario=flaky-retries&lang=en');
  await page.getByRole('button', { name: 'Settings of Invoice' }).click();
  const panel = page.getByRole('dialog', { name: 'Settings · Invoice' });
  for (const part of ['Handing out', 'Acknowledgement and lease', 'Returns and attempts'])
    await panel.getByText(part, { exact: true }).click();
  await panel.getByRole('combobox', { name: 'Behaves like' }).selectOption('sqs');
  const lease = panel.getByRole('combobox', { name: 'Visibility timeout (lease)' });
  await page.waitForFunction(
    (select) => /** @type {HTMLSelectElement} */ (select).value === '30s',
    await lease.elementHandle(),
  );
  assert.equal(await panel.getByRole('combobox', { name: 'Behaves like' }).inputValue(), 'sqs');
  await panel.getByRole('combobox', { name: 'Prefetch', exact: true }).selectOption('10');
  await panel.getByRole('combobox', { name: 'Requeue', exact: true }).selectOption('head');
  const shown = ['Prefetch', 'Visibility timeout (lease)', 'Requeue'].map((name) =>
    panel.getByRole('combobox', { name, exact: true }).inputValue(),
  );
  assert.deepEqual(await Promise.all(shown), ['10', '30s', 'head']);
  assert.deepEqual(witness.complaints, []);
});

test('the same seed gives the same run; another seed another one', async () => {
  const { page } = await person.open('/?scenario=flaky-retries&lang=en');
  const run = async () => {
    await seek(page, 30_000);
    return (await report(page)).hash;
  };
  const seed = page.getByRole('textbox', { name: 'seed' });
  const runs = [];
  for (const wanted of ['7', '8', '7']) {
    await seed.fill(wanted);
    await seed.press('Enter');
    runs.push(await run());
  }
  assert.equal(runs[0], runs[2]);
  assert.notEqual(runs[0], runs[1]);
});
