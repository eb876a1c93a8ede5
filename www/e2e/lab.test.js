// The lab as an engineer and a teacher use it: a question is asked in words, answered from many runs, and any run opens.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { PNG } from 'pngjs';
import { header, Person, pick, until } from './person.js';

/** @import { Page } from 'playwright-core' */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What `carteiro sweep` writes for the question of the link below: `tests/lab.rs` holds it to that. */
const ROWS = readFileSync(new URL('../../tests/lab-rows.csv', import.meta.url), 'utf8');
const LINK = 'nodes.logistics.workers=1,2;outage=10s..40s:4;rate=60;measure=late;most=3;runs=24';

const person = new Person();
/** The lessons as they are, none that is kept for the tests. @param {Page} page */
const prepare = (page) => page.route(/\.json$/, (route) => route.continue());
before(() => person.arrive());
after(() => person.leave());

/** @param {Page} page */
const reply = (page) => page.getByRole('region', { name: /^(Answer|Resposta)$/ });

/** Waits until all runs are there. @param {Page} page */
const done = (page) => reply(page).locator('[aria-busy=false]').waitFor();

/** @param {Page} page */
const run = async (page) => {
  await page.locator('.run-study').click();
  await done(page);
};

/** Changes the values of a setting of the question. @param {Page} page @param {RegExp} name @param {string} values */
async function ask(page, name, values) {
  const word = page.locator('.question').getByRole('button', { name });
  if ((await word.getAttribute('aria-expanded')) !== 'true') await word.click();
  await page.getByLabel('Values').fill(values);
}

/** Adds a setting to the question. @param {Page} page @param {string} typed @param {RegExp} name @param {string} values */
async function add(page, typed, name, values) {
  await page.getByRole('button', { name: 'a setting' }).click();
  await page.getByLabel('Find a setting').fill(typed);
  await page.locator('.found').getByRole('button', { name }).first().click();
  await page.getByLabel('Values').fill(values);
}

/** @param {Page} page */
async function axeFinds(page) {
  await page.evaluate(AXE);
  // @ts-expect-error The page has it from the line above.
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(
    (/** @type {{ id: string, nodes: { html: string }[] }} */ { id, nodes }) => `${id} ${nodes[0].html}`,
  );
}

describe('the lab', () => {
  test('do five attempts with full jitter survive 30 s of outage at 2,000 orders a minute, and would three?', async () => {
    const { page, witness } = await person.open('/?lang=en', { prepare });
    await page.getByRole('button', { name: 'Lab', exact: true }).click();
    await page.locator('.question button').first().click();
    await page
      .getByRole('dialog', { name: 'Lessons' })
      .getByRole('button', { name: 'Trying again, but not at once' })
      .click();
    await page.locator('.question').getByText('Trying again, but not at once').waitFor();
    await ask(page, /^max attempts/, '3, 5');
    await ask(page, /^outage/, '30s');
    await add(page, 'jitter', /^jitter Invoice/, 'full');
    await add(page, 'orders a minute', /^orders a minute/, '2000');
    await ask(page, /^orders in all/, '1000');
    await add(page, 'workers', /^workers Invoice/, '100');
    await add(page, 'workers', /^workers Tax office/, '100');
    await page.getByRole('button', { name: 'from 200 runs' }).click();
    await page.getByLabel('Runs of each point').fill('12');
    await run(page);
    const said = await reply(page).innerText();
    for (const attempts of [3, 5])
      assert.match(said, new RegExp(`With max attempts \\(Invoice\\) ${attempts}, dead-lettered`));
    assert.match(said, /2 points, 12 runs each, 24 in all/);
    // Any run opens: the worst one, at its end, with as many dead letters as the answer says.
    await page.getByRole('button', { name: 'Look at it' }).first().click();
    const worst = page.locator('.point .highest');
    const [, value] = /: ([\d,]+)$/.exec(await worst.innerText()) ?? [];
    await worst.click();
    await page.getByRole('region', { name: 'Timeline' }).waitFor();
    await page.waitForFunction(
      () => !document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('.experiment'),
    );
    assert.ok(Number(value.replace(',', '')) > 0);
    await until(page, 'deadLettered', (dead) => dead === Number(value.replace(',', '')));
    // Back in the lab everything is as it was.
    await page.getByRole('button', { name: 'Lab', exact: true }).click();
    assert.equal(await reply(page).innerText(), said);
    assert.deepEqual(witness.complaints, []);
  });

  test('a link asks its question, and the rows are those of the command line to the byte', async () => {
    const { page, witness } = await person.open(`/?scenario=service-down&lang=en&lab=${encodeURIComponent(LINK)}`);
    await done(page);
    assert.match(await page.locator('.question').innerText(), /orders a minute \(Shop\): 60/);
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the rows (CSV)' }).click();
    const file = await (await coming).path();
    assert.equal(readFileSync(file, 'utf8'), ROWS);
    assert.equal(new URL(page.url()).searchParams.get('lab'), LINK);
    assert.deepEqual(witness.complaints, []);
  });

  test('curve, map and table say the same, and each can be used by keys', async () => {
    const { page, witness } = await person.open(`/?scenario=service-down&lang=en&lab=${encodeURIComponent(LINK)}`);
    await done(page);
    await page.locator('.chart canvas').waitFor();
    assert.deepEqual(await axeFinds(page), []);
    await page.getByRole('button', { name: 'Map' }).click();
    assert.equal(await page.locator('.map .cell').count(), 8);
    const cell = page.locator('.map .cell').nth(3);
    const shown = await cell.innerText();
    await cell.focus();
    await page.keyboard.press('Enter');
    await page.locator('.point').getByText(`mean ${shown} ±`).waitFor();
    assert.deepEqual(await axeFinds(page), []);
    await page.getByRole('button', { name: 'Table' }).click();
    assert.equal(await page.locator('.rows tbody tr').count(), 8);
    assert.match(await page.locator('.rows .chosen').innerText(), new RegExp(`${shown} ±`));
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(witness.complaints, []);
  });

  test('curve and map are saved as SVG with the numbers of the page', async () => {
    const { page, witness } = await person.open(`/?scenario=service-down&lang=en&lab=${encodeURIComponent(LINK)}`);
    await done(page);
    /** @param {RegExp} name */
    const saved = async (name) => {
      const coming = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save as SVG' }).click();
      const download = await coming;
      assert.match(download.suggestedFilename(), name);
      const text = readFileSync(await download.path(), 'utf8');
      // A browser reads it as a picture, and each of its texts is in it.
      return page.evaluate((svg) => {
        const read = new DOMParser().parseFromString(svg, 'image/svg+xml');
        if (read.querySelector('parsererror')) throw new Error(svg);
        return {
          title: read.querySelector('title')?.textContent,
          dots: [...read.querySelectorAll('circle title')].map(({ textContent }) => textContent),
          texts: [...read.querySelectorAll('text')].map(({ textContent }) => textContent),
          colours: [...read.querySelectorAll('[fill]')].map((one) => one.getAttribute('fill')),
        };
      }, text);
    };
    await page.locator('.chart canvas').waitFor();
    const curve = await saved(/-curve\.svg$/);
    await page.getByRole('button', { name: 'Map' }).click();
    const cells = await page.locator('.map .cell').allInnerTexts();
    const map = await saved(/-map\.svg$/);
    await page.getByRole('button', { name: 'Table' }).click();
    assert.equal(await page.getByRole('button', { name: 'Save as SVG' }).count(), 0);
    const means = await page
      .locator('.rows tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...row.querySelectorAll('td')].map(({ textContent }) => textContent).find((text) => text?.includes('±')),
        ),
      );
    assert.deepEqual(
      curve.dots.map((dot) => dot?.split(': ')[1]),
      means,
    );
    const heading = await page.locator('.results h2').innerText();
    assert.deepEqual([curve.title, map.title], [heading, heading]);
    assert.equal(cells.length, 8);
    for (const cell of cells) assert.ok(map.texts.includes(cell), cell);
    for (const colour of [...curve.colours, ...map.colours]) assert.ok(colour, 'each colour of the page is known');
    assert.deepEqual(witness.complaints, []);
  });

  test('curve and map are saved as PNG, twice as fine as on the page', async () => {
    const { page, witness } = await person.open(`/?scenario=service-down&lang=pt-BR&lab=${encodeURIComponent(LINK)}`);
    await done(page);
    for (const form of ['curve', 'map']) {
      await page.getByRole('button', { name: { curve: 'Curva', map: 'Mapa' }[form] }).click();
      /** @param {string} as */
      const saved = async (as) => {
        const coming = page.waitForEvent('download');
        await page.getByRole('button', { name: `Salvar como ${as}` }).click();
        const download = await coming;
        assert.match(download.suggestedFilename(), new RegExp(`-${form}\\.${as.toLowerCase()}$`));
        return readFileSync(await download.path());
      };
      const { width, height, data } = PNG.sync.read(await saved('PNG'));
      const [, wide, high] = /width="([\d.]+)" height="([\d.]+)"/.exec((await saved('SVG')).toString()) ?? [];
      assert.deepEqual([width, height], [Math.floor(2 * Number(wide)), Math.floor(2 * Number(high))]);
      assert.ok(new Set(new Uint32Array(data.buffer, data.byteOffset, data.length / 4)).size > 5, 'something is drawn');
    }
    assert.deepEqual(witness.complaints, []);
  });

  test('what cannot be run is said beside the word, in the language of the page, and nothing is lost', async () => {
    const { page } = await person.open('/?scenario=flaky-retries&lang=pt-BR', { prepare });
    await page.getByRole('button', { name: 'Laboratório' }).click();
    await page
      .locator('.question')
      .getByRole('button', { name: /^queda/ })
      .click();
    await page.getByLabel('Valores').fill('dez segundos');
    await page.locator('.run-study').click();
    await page.getByRole('alert').getByText('uma duração como').first().waitFor();
    assert.equal(await page.getByLabel('Valores').inputValue(), 'dez segundos');
    await page.getByLabel('Valores').fill('10s, 20s');
    await run(page);
    assert.equal(await page.getByRole('alert').count(), 0);
  });

  test('a hunt finds a run in which a claim falls, and opens it', async () => {
    const { page, witness } = await person.open('/?scenario=delivery-guarantees&lang=en');
    await page.getByRole('button', { name: 'Lab', exact: true }).click();
    await page.getByRole('button', { name: 'Break it', exact: true }).click();
    await page.getByText(/^Found after \d+ runs?: “.*” falls\./).waitFor();
    await page.getByRole('button', { name: 'Open the run' }).click();
    await page.getByRole('region', { name: 'Timeline' }).waitFor();
    assert.ok((await header(page, 'nowMs')) > 0);
    await page.getByRole('button', { name: 'Lab', exact: true }).click();
    await page.getByText(/^Found after \d+ runs?/).waitFor();
    assert.deepEqual(witness.complaints, []);
  });

  test('on a phone nothing is wider than the page, and another lesson keeps the lab open', async () => {
    const viewport = { width: 360, height: 740 };
    const { page } = await person.open(`/?scenario=service-down&lang=pt-BR&lab=${encodeURIComponent(LINK)}`, {
      viewport,
    });
    await done(page);
    const wider = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(await wider(), 0);
    for (const form of ['Mapa', 'Tabela']) {
      await page.getByRole('button', { name: form }).click();
      assert.equal(await wider(), 0);
    }
    assert.deepEqual(await axeFinds(page), []);
    const { page: other } = await person.open('/?scenario=retry&lang=en&lab=');
    await other.locator('.question').waitFor();
    await pick(other, 'jitter');
    await other.locator('.question').getByText('Ten in step at the box office').waitFor();
  });
});
