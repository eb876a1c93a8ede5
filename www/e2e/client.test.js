// A client's card: its button in the scenario's own words, and a rate that one types.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Person } from './person.js';

/** @import { Page } from 'playwright-core' */
/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** The field for automatic orders. @param {Page} page @param {string} name */
const rateOf = (page, name) => page.getByRole('textbox', { name, exact: true });

/** Types a rate and leaves the field. @param {Page} page @param {string} name @param {string} rate */
async function type(page, name, rate) {
  await rateOf(page, name).fill(rate);
  await rateOf(page, name).blur();
}

/** The change of a rate that a person made last. @param {Page} page */
async function gap(page) {
  const { log } = await page.evaluate(() =>
    /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground')).record(),
  );
  const command = log.at(-1)?.[2];
  return command && JSON.stringify(JSON.parse(command).setArrivals);
}

describe('a rate', () => {
  const NAME = 'Automatic purchases per minute';

  test('is any number of orders a minute, and what limits it is on the screen', async () => {
    const { page, witness } = await person.open('/?scenario=purchase-fan-out&lang=en');
    assert.equal(await rateOf(page, NAME).inputValue(), '30');
    await type(page, NAME, '7');
    assert.equal(await gap(page), '{"client":"shop","every":{"exponential":{"mean":"8571429us"}}}');
    assert.equal(await rateOf(page, NAME).inputValue(), '7');
    await type(page, NAME, '1200');
    assert.equal(await gap(page), '{"client":"shop","every":{"exponential":{"mean":"50ms"}}}');
    await type(page, NAME, '0');
    assert.equal(await gap(page), '{"client":"shop","every":null}');
    await rateOf(page, NAME).focus();
    await page.getByText(/^0 to 60,000,000 per minute; 0 is off\. [\d,]+ more come at most\.$/).waitFor();
    assert.deepEqual(witness.complaints, []);
  });

  test('that cannot be is not taken, and does not stay', async () => {
    const { page } = await person.open('/?scenario=purchase-fan-out&lang=en');
    for (const bad of ['-3', '60000001', 'many']) {
      await rateOf(page, NAME).fill(bad);
      await page.getByText(/^0 to 60,000,000 per minute/).waitFor();
      assert.equal(await rateOf(page, NAME).evaluate((field) => field.matches(':invalid')), true, bad);
      await rateOf(page, NAME).blur();
      assert.equal(await rateOf(page, NAME).inputValue(), '30');
    }
    assert.equal(await gap(page), undefined);
  });

  test('has a comma in Portuguese', async () => {
    const { page } = await person.open('/?scenario=purchase-fan-out&lang=pt-BR');
    const name = 'Compras automáticas por minuto';
    await type(page, name, '7,5');
    assert.equal(await gap(page), '{"client":"shop","every":{"exponential":{"mean":"8s"}}}');
    assert.equal(await rateOf(page, name).inputValue(), '7,5');
    await type(page, name, '0.5');
    assert.equal(await gap(page), '{"client":"shop","every":{"exponential":{"mean":"2min"}}}');
    assert.equal(await rateOf(page, name).inputValue(), '0,5');
  });
});

test('each client has its own verb and noun, on its card and in the log', async () => {
  const { page } = await person.open('/?scenario=service-mesh&lang=pt-BR');
  const card = (/** @type {string} */ name) => page.getByRole('region', { name, exact: true });
  await card('Loja').getByRole('button', { name: 'Comprar' }).waitFor();
  await card('Intruso').getByRole('button', { name: 'Furtar' }).click();
  await card('Intruso')
    .getByText(/^\d+ furtos?$/)
    .waitFor();
  await page
    .getByRole('region', { name: 'O que aconteceu' })
    .getByText(/^Intruso: furto \d+\.$/)
    .first()
    .waitFor();
});

for (const [path, verb, width] of /** @type {const} */ ([
  ['/?scenario=retry', 'Encerrar corrida', 360],
  ['/?scenario=enrolment', 'Inscrever-se', 360],
  ['/?scenario=retry', 'Encerrar corrida', 1280],
  ['/figure.html?scenario=retry', 'Encerrar corrida', 680],
])) {
  test(`a long verb fits on its button: ${verb} at ${path}, ${width} px`, async () => {
    const { page } = await person.open(`${path}&lang=pt-BR`, { viewport: { width, height: 740 } });
    const button = page.getByRole('button', { name: verb });
    await button.waitFor();
    const { size, over } = await button.evaluate((element) => ({
      size: getComputedStyle(element).fontSize,
      over: [element.scrollWidth > element.clientWidth, element.scrollHeight > element.clientHeight],
    }));
    assert.deepEqual([size, over], ['13px', [false, false]]);
  });
}
