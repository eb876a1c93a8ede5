// A scenario is built on the page, by mouse, by keys and by touch; it runs, it is saved, and what is not valid leaves the run alone.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { scenarioText } from '../test/scenario-files.js';
import { violations } from './axe.js';
import { header, Person, pick, report, seek, until } from './person.js';
import { recordOf, savedByEditor, state } from './sharer.js';

/** @import { Locator, Page } from 'playwright-core' */

/** So long a practised hand takes for one act, such as a drag or a word that is typed; no clock decides. */
const SECONDS_AN_ACT = 4;
const TWO_MINUTES = 120;

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** @param {Page} page @param {string} name */
const button = (page, name) => page.getByRole('button', { name, exact: true });
/** @param {Page} page @param {string} name */
const part = (page, name) => page.getByRole('group', { name: 'Parts' }).getByRole('button', { name });
/** @param {Page} page @param {string} name of the card, with its kind before it */
const card = (page, name) => page.getByRole('region', { name, exact: true });
/** @param {Page} page @param {string} name */
const handle = (page, name) => button(page, `Draw an arrow from ${name}`);
/** @param {Page} page @param {string} name */
const lane = (page, name) => page.locator('.edit-lane', { hasText: name }).locator('.track');

/** @param {Page} page */
async function build(page) {
  await button(page, 'Build').click();
  await page.locator('.edit-stage').waitFor();
}

/** @param {Page} page @param {Locator} from @param {Locator} to @param {number} [share] of the way across it */
async function drag(page, from, to, share = 0.5) {
  const [a, b] = await Promise.all([from.boundingBox(), to.boundingBox()]);
  assert.ok(a && b);
  await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2);
  await page.mouse.down();
  await page.mouse.move(a.x + a.width / 2 + 12, a.y + a.height / 2 + 12);
  await page.mouse.move(b.x + b.width * share, b.y + b.height / 2, { steps: 3 });
  await page.mouse.up();
}

/** Drags along a lane. @param {Page} page @param {Locator} track @param {number} from shares of its width @param {number} to */
async function along(page, track, from, to) {
  await track.scrollIntoViewIfNeeded();
  const box = await track.boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width * from, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * ((from + to) / 2), box.y + box.height / 2);
  await page.mouse.move(box.x + box.width * to, box.y + box.height / 2);
  await page.mouse.up();
}

/** Runs what was built, and sees that it is a fan-out with an outage. @param {Page} page */
async function runs(page) {
  const { effects, faults, topics } = (await recordOf(page)).scenario;
  assert.equal(effects.length, 2);
  assert.equal(topics[0].subscriptions.length, 2);
  assert.deepEqual(
    faults.map((/** @type {{ do: { setHealth: { health: string } } }} */ fault) => fault.do.setHealth.health),
    ['down', 'up'],
  );
  await seek(page, 60_000);
  const { orders, lost, waiting } = await report(page);
  assert.ok(orders > 10, `${orders} orders`);
  assert.equal(lost, 0);
  assert.ok(orders - waiting > 10, `${waiting} of ${orders} wait`);
}

/** Goes on by Tab until something of that name has the focus. @param {Page} page @param {string | RegExp} name @param {boolean} [back] */
async function tabTo(page, name, back = false) {
  for (let i = 0; i < 120; i += 1) {
    const focused = await page.evaluate(() => {
      const { activeElement } = document.querySelector('carteiro-playground')?.shadowRoot ?? {};
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent?.trim() ?? '';
    });
    if (typeof name === 'string' ? focused === name : name.test(focused)) return;
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
  }
  assert.fail(`Tab does not lead to ${name}`);
}

describe('from an empty page to a fan-out with an outage', () => {
  test('by mouse, in less than two minutes', async () => {
    const { page, witness } = await person.open('/?lang=en');
    let acts = 0;
    /** @param {Promise<unknown>} done */
    const act = async (done) => {
      await done;
      acts += 1;
    };
    /** @param {string} name */
    const named = async (name) => {
      await act(page.keyboard.type(name));
      await act(page.keyboard.press('Enter'));
    };
    await act(build(page));
    await act(button(page, 'Clear').click());
    const stage = page.locator('.edit-stage .canvas');
    await act(drag(page, part(page, 'Client'), stage, 0.2));
    await named('Shop');
    await act(drag(page, part(page, 'Topic'), stage, 0.8));
    await named('paid');
    await act(drag(page, handle(page, 'Shop'), card(page, 'Topic paid')));
    for (const name of ['Stock', 'Invoice']) {
      await act(drag(page, part(page, 'Service'), stage, 0.9));
      await named(name);
      await act(drag(page, handle(page, 'paid'), card(page, `Service ${name}`)));
    }
    await act(along(page, lane(page, 'Stock'), 0.1, 0.4));
    await page.getByRole('group', { name: 'Stock down from 6s to 24s' }).waitFor();
    await act(button(page, 'Run').click());
    await page.getByRole('region', { name: 'Stock', exact: true }).waitFor();
    await runs(page);
    assert.ok(acts * SECONDS_AN_ACT < TWO_MINUTES, `${acts} acts`);
    assert.deepEqual(witness.complaints, []);
  });

  test('by keys alone', async () => {
    const { page, witness } = await person.open('/?lang=en');
    await button(page, 'Build').waitFor();
    /** @param {string} name @param {boolean} [back] */
    const press = async (name, back) => {
      await tabTo(page, name, back);
      await page.keyboard.press('Enter');
    };
    /** @param {string} kind @param {string} name */
    const put = async (kind, name) => {
      await press(kind, true);
      await page.keyboard.type(name);
      await page.keyboard.press('Enter');
      await card(page, `${kind} ${name}`).and(page.locator(':focus')).waitFor();
    };
    await press('Build');
    await page.locator('.edit-stage').waitFor();
    await press('Clear');
    await put('Client', 'Shop');
    await put('Topic', 'paid');
    await put('Service', 'Stock');
    await put('Service', 'Invoice');
    await tabTo(page, 'Topic paid', true);
    await press('Draw an arrow from paid');
    await press('Stock subscribes to paid');
    await tabTo(page, 'Topic paid', true);
    await press('Draw an arrow from paid');
    await press('Invoice subscribes to paid');
    await tabTo(page, 'Client Shop');
    await press('Draw an arrow from Shop');
    await press('Shop publishes to paid');
    await press('Add an outage of Stock');
    await page.getByRole('group', { name: 'Stock down from 10s to 20s' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('group', { name: 'Stock down from 9.5s to 24.5s' }).waitFor();
    await press('Run', true);
    await page.getByRole('region', { name: 'Stock', exact: true }).waitFor();
    await runs(page);
    assert.deepEqual(witness.complaints, []);
  });

  test('by touch, on a phone in Portuguese', async () => {
    const { page, witness } = await person.open('/?lang=pt-BR', {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
      locale: 'pt-BR',
    });
    await button(page, 'Mais').tap();
    await button(page, 'Montar').tap();
    await button(page, 'Esvaziar').tap();
    for (const [kind, name] of [
      ['Cliente', 'Loja'],
      ['Tópico', 'pago'],
      ['Serviço', 'Estoque'],
      ['Serviço', 'Nota'],
    ]) {
      await page.getByRole('group', { name: 'Peças' }).getByRole('button', { name: kind }).tap();
      await page.keyboard.type(name);
      await page.keyboard.press('Enter');
    }
    for (const [from, arrow] of [
      ['Loja', 'Loja publica em pago'],
      ['pago', 'Estoque assina pago'],
      ['pago', 'Nota assina pago'],
    ]) {
      await button(page, `Puxar uma seta de ${from}`).tap();
      await page.locator('.drop').and(button(page, arrow)).tap();
    }
    await button(page, 'Acrescentar uma queda de Estoque').tap();
    await button(page, 'Executar').tap();
    await page.getByRole('region', { name: 'Estoque', exact: true }).waitFor();
    await runs(page);
    assert.deepEqual(witness.complaints, []);
  });
});

describe('the file', () => {
  test('it is saved as it was opened, byte by byte, and what was changed is all that changes', async () => {
    const { page } = await person.open('/?scenario=service-down&lang=en');
    await build(page);
    const text = scenarioText('service-down');
    assert.equal(await savedByEditor(page), text);
    await page.getByRole('textbox', { name: 'Name of Stock' }).fill('Warehouse');
    await page.keyboard.press('Enter');
    const [before, now] = [text, await savedByEditor(page)].map((one) => one.split('\n'));
    assert.equal(now.length, before.length);
    assert.deepEqual(
      now.filter((line, n) => line !== before[n]).map((line) => line.trim()),
      ['"name": {"en": "Warehouse", "pt-BR": "Estoque"},'],
    );
    await page.keyboard.press('Control+z');
    assert.equal(await savedByEditor(page), text);
    await page.keyboard.press('Control+y');
    assert.equal(await savedByEditor(page), now.join('\n'));
  });

  test('what is not valid says what it lacks at its place, and leaves the run as it was', async () => {
    const { page, witness } = await person.open('/?scenario=service-down&lang=en');
    await until(page, 'nowMs', (now) => now > 2000);
    await page.locator('.play').click();
    const mine = await state(page);
    await build(page);
    await card(page, 'Service Logistics').focus();
    await page.keyboard.press('Delete');
    const problem = page.locator('.edit-problem');
    await problem.getByText('claims').waitFor();
    await button(page, 'Run').click();
    await problem.and(page.locator(':focus')).waitFor();
    assert.deepEqual(await state(page), mine);
    // What the file says of the part that is gone is left out, piece by piece.
    for (let i = 0; i < 20 && (await problem.count()) > 0; i += 1) await button(page, 'Leave it out').click();
    assert.equal(await problem.count(), 0);
    assert.deepEqual(await state(page), mine);
    await button(page, 'Back to the run').click();
    await page.getByRole('region', { name: 'Logistics', exact: true }).waitFor();
    assert.deepEqual(await state(page), mine);
    // What was built is still there.
    await build(page);
    assert.equal(await card(page, 'Service Logistics').count(), 0);
    await button(page, 'Run').click();
    await page.getByRole('region', { name: 'Stock', exact: true }).waitFor();
    assert.equal(await page.getByRole('region', { name: 'Logistics', exact: true }).count(), 0);
    assert.equal(
      (await recordOf(page)).scenario.nodes.length,
      JSON.parse(scenarioText('service-down')).nodes.length - 1,
    );
    assert.deepEqual(witness.complaints, []);
  });

  test('a client that does nothing yet is said at its card, and no arrow can be drawn where the core would take none', async () => {
    const { page } = await person.open('/?scenario=sync-chain&lang=en');
    await build(page);
    await button(page, 'Clear').click();
    await page.locator('.edit-problem').getByText('no client').waitFor();
    await part(page, 'Client').click();
    await card(page, 'Client Client').getByText('Leads nowhere yet').waitFor();
    await part(page, 'Service').click();
    assert.equal(await handle(page, 'Service 1').count(), 0);
    await handle(page, 'Client').click();
    assert.equal(await page.locator('.drop').count(), 1);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.drop').count(), 0);
    await drag(page, handle(page, 'Client'), card(page, 'Service Service 1'));
    // A call that leads back is none that could be drawn.
    await handle(page, 'Service 1').click();
    assert.equal(await page.locator('.drop').count(), 0);
    await page.locator('.hint').getByText('no further arrow').waitFor();
  });

  test('an arrow is chosen by a press on it, and goes by its button, a band by Delete; both come back', async () => {
    const { page } = await person.open('/?scenario=service-down&lang=en');
    await build(page);
    const text = await savedByEditor(page);
    const arrow = button(page, 'Stock subscribes to purchase-approved');
    await arrow.click();
    await button(page, 'Remove the arrow: Stock subscribes to purchase-approved').click();
    await card(page, 'Service Stock').getByText('Nothing reaches it yet').waitFor();
    assert.equal(await arrow.count(), 0);
    await page.getByRole('group', { name: 'Logistics down from 5s to 20s' }).focus();
    await page.keyboard.press('Delete');
    assert.ok(!(await savedByEditor(page)).includes('setHealth'));
    await button(page, 'Undo').click();
    await button(page, 'Undo').click();
    assert.equal(await savedByEditor(page), text);
  });

  test('what was built and not yet run is there again: after another lesson, and after the page was loaded again', async () => {
    const { page, witness } = await person.open('/?scenario=service-down&lang=en');
    await build(page);
    await part(page, 'Service').click();
    await page.keyboard.type('Mail');
    await page.keyboard.press('Enter');
    await pick(page, 'duplicates');
    await page.locator('.edit-stage').waitFor({ state: 'detached' });
    await build(page);
    assert.equal(await card(page, 'Service Mail').count(), 0);
    await pick(page, 'service-down');
    await page.locator('.edit-stage').waitFor({ state: 'detached' });
    await build(page);
    await card(page, 'Service Mail').waitFor();
    await page.reload();
    await build(page);
    await card(page, 'Service Mail').waitFor();
    await button(page, 'Undo').click();
    assert.equal(await card(page, 'Service Mail').count(), 0);
    assert.equal(await savedByEditor(page), scenarioText('service-down'));
    assert.deepEqual(witness.complaints, []);
  });

  test('an outage is moved, and drawn longer at its end', async () => {
    const { page } = await person.open('/?scenario=service-down&lang=en');
    await build(page);
    const track = lane(page, 'Logistics');
    await along(page, track, 12 / 90, 22 / 90);
    await page.getByRole('group', { name: 'Logistics down from 15s to 30s' }).waitFor();
    await along(page, track, 30 / 90, 40 / 90);
    await page.getByRole('group', { name: 'Logistics down from 15s to 40s' }).waitFor();
    // A drag is one change.
    await button(page, 'Undo').click();
    await page.getByRole('group', { name: 'Logistics down from 15s to 30s' }).waitFor();
  });

  test('a rate that is drawn is that of the run: orders come as the curve says', async () => {
    const { page, witness } = await person.open('/?scenario=service-down&lang=en');
    await build(page);
    await along(page, lane(page, 'Shop'), 0.52, 0.98);
    const { faults } = JSON.parse(await savedByEditor(page));
    const set = faults.filter((/** @type {{ do: object }} */ fault) => 'setArrivals' in fault.do);
    assert.deepEqual(
      set.map((/** @type {{ do: { setArrivals: object } }} */ fault) => fault.do.setArrivals),
      [{ client: 'shop', every: { exponential: { mean: '1s' } } }],
    );
    // By keys the last step is raised.
    await page.locator('.step').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    await page.locator('.step').nth(1).and(page.locator(':focus')).waitFor();
    const now = JSON.parse(await savedByEditor(page)).faults.filter(
      (/** @type {{ do: object }} */ fault) => 'setArrivals' in fault.do,
    );
    assert.equal(now.length, 3);
    await button(page, 'Run').click();
    await page.getByRole('region', { name: 'Stock', exact: true }).waitFor();
    await seek(page, 45_000);
    const before = (await report(page)).orders;
    await seek(page, 90_000);
    assert.ok((await report(page)).orders - before > 25, `${before} orders before`);
    assert.deepEqual(witness.complaints, []);
  });

  test('a gateway and a topic for dead letters come out of the palette; subscriptions have names', async () => {
    const { page, witness } = await person.open('/?scenario=service-down&lang=en');
    await build(page);
    await drag(page, part(page, 'Gateway'), page.locator('.edit-stage .canvas'), 0.2);
    await page.keyboard.type('Front');
    await page.keyboard.press('Enter');
    await drag(page, handle(page, 'Shop'), card(page, 'Gateway Front'));
    await drag(page, handle(page, 'Front'), card(page, 'Service Stock'));
    await drag(page, part(page, 'Dead letters'), card(page, 'Service Logistics'));
    await page.keyboard.type('unsent');
    await page.keyboard.press('Enter');
    await button(page, 'dead letters of Logistics go to unsent').waitFor();
    await card(page, 'Topic purchase-approved').click({ position: { x: 60, y: 12 } });
    const name = page
      .locator('.edit-panel fieldset', { hasText: 'Invoice' })
      .getByRole('textbox', { name: 'Name in English' });
    await name.fill('Accounts');
    await name.press('Tab');
    const { nodes, topics } = JSON.parse(await savedByEditor(page));
    const gateway = nodes.find((/** @type {{ kind: string }} */ { kind }) => kind === 'gateway');
    assert.deepEqual(gateway.handlers, [{ on: 'call', steps: [{ call: { to: 'stock', timeout: '3s' } }] }]);
    const [, invoice, logistics] = topics[0].subscriptions;
    assert.deepEqual(invoice.name, { en: 'Accounts', 'pt-BR': 'Nota fiscal' });
    assert.equal(logistics.delivery.deadLetterNotice, topics[1].id);
    await button(page, 'Run').click();
    await page.getByRole('region', { name: 'Front', exact: true }).waitFor();
    assert.deepEqual(witness.complaints, []);
  });

  test('settings are written into the file: retries, workers, how long the work takes', async () => {
    const { page } = await person.open('/?scenario=service-down&lang=en');
    await build(page);
    await card(page, 'Service Stock').click({ position: { x: 40, y: 12 } });
    await page.getByRole('combobox', { name: 'Retry' }).selectOption('fixed');
    await page.getByRole('spinbutton', { name: 'Workers' }).fill('3');
    await page.keyboard.press('Tab');
    const { nodes, topics } = JSON.parse(await savedByEditor(page));
    assert.equal(nodes.find((/** @type {{ id: string }} */ { id }) => id === 'stock').workers, 3);
    assert.deepEqual(topics[0].subscriptions[0].delivery.retry.backoff, { fixed: { delay: '1s' } });
  });
});

for (const [name, path, size] of /** @type {const} */ ([
  ['at a desk', '/?scenario=sandbox&lang=en', [1280, 880]],
  ['on a phone, dark, in Portuguese', '/?scenario=service-down&lang=pt-BR&theme=dark', [360, 740]],
  ['at 320 px', '/?scenario=sync-chain&lang=en', [320, 700]],
])) {
  test(`axe finds nothing, and nothing scrolls sideways: ${name}`, async () => {
    const { page, witness } = await person.open(path, { viewport: { width: size[0], height: size[1] } });
    await page.locator('.picker').waitFor();
    if (size[0] < 720) await page.locator('.more').click();
    await page.locator('.build').click();
    await page.locator('.edit-stage').waitFor();
    await page.locator('.piece').nth(0).focus();
    await page.locator('.edit-lane .button').first().click();
    assert.deepEqual(await violations(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${wide} px`);
    assert.deepEqual(witness.complaints, []);
    assert.equal(await header(page, 'past'), 0);
  });
}
