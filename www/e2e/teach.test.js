// A teacher makes a lesson of one's own out of a built-in one on the page: words, question, goals, guide, claims that are tried while one writes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { Person } from './person.js';
import { linkOf, pathOf } from './sharer.js';

/** @import { Page } from 'playwright-core' */
/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** One that is not kept for the tests: it is opened as it is built in. */
const LESSON = 'retry';

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** @param {Page} page @param {string} name */
const button = (page, name) => page.getByRole('button', { name, exact: true });
/** @param {Page} page @param {string} path */
const field = (page, path) => page.locator(`[data-place="${path}"]`);
/** @param {Page} page @param {string} path */
const entry = (page, path) => page.locator(`[data-entry="${path}"]`);
/** @param {Page} page @param {string | RegExp} name */
const part = (page, name) =>
  page.getByRole('group', { name: /Parts of the lesson|Partes da lição/ }).getByRole('button', { name });

/** @param {Page} page @param {[build: string, lesson: string]} [names] */
async function teach(page, [build, lesson] = ['Build', 'Lesson']) {
  await button(page, build).click();
  await button(page, lesson).click();
  await page.locator('.lesson-panel').waitFor();
}

/** What is saved. @param {Page} page */
async function saved(page) {
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Save').click()]);
  return readFileSync(await download.path(), 'utf8');
}

/** What runs: its seed and title. @param {Page} page */
const running = (page) =>
  page.evaluate(async () => {
    const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
    const { seed, scenario } = /** @type {{ seed: string, scenario: { title: object } }} */ (await playground.record());
    return { seed, title: scenario.title };
  });

describe('a lesson of one’s own', () => {
  test('from a built-in one to another question, one goal and a claim that falls, shared by link and opened', async () => {
    const { page, witness } = await person.open(`/?scenario=${LESSON}&lang=en`);
    await teach(page);
    await field(page, 'title.en').fill('The taxi that pays later');
    await field(page, 'title.pt-BR').fill('O táxi que paga depois');
    // Another question.
    await part(page, 'Question').click();
    await field(page, 'lesson.prediction.question.en').fill('Is every ride charged?');
    await field(page, 'lesson.prediction.question.pt-BR').fill('Toda corrida é cobrada?');
    await page.getByText(/^Answer \d is right in all of 1,000 runs/).waitFor();
    // One goal in place of two; the guide, which waited for them, goes on by the learner.
    await part(page, /^Goals/).click();
    await button(page, 'Remove: Goal 2').click();
    await button(page, 'Remove: Goal 1').click();
    await button(page, 'Add a goal').click();
    await field(page, 'lesson.goals[0].text.en').fill('End a ride.');
    await field(page, 'lesson.goals[0].text.pt-BR').fill('Encerre uma corrida.');
    // It is done instead of being written.
    const file = JSON.parse(await saved(page));
    assert.deepEqual(
      file.lesson.beats.flatMap((/** @type {{ until?: { goal?: number } }} */ { until }) => until?.goal ?? []),
      [],
    );
    await button(page, 'Do it now: steps').click();
    const banner = page.getByRole('region', { name: 'Do it now' });
    await banner.getByText('Nothing done yet.').waitFor();
    await button(page, 'End a ride').click();
    await banner.getByText('1 command so far.').waitFor();
    await button(page, 'Take it into the lesson').click();
    await entry(page, 'lesson.goals[0].steps[0]').getByText('place an order').waitFor();
    await page.getByText('The solution reaches it.').waitFor();
    // A claim that falls: how often, and the first run in which it does.
    await part(page, /^Claims/).click();
    await entry(page, 'claims[2]').click();
    await field(page, 'claims[2].expect').fill('maxAttempts == 4');
    await button(page, 'See the run with seed 0').waitFor();
    await page.getByText('Falls in 1,000 of 1,000 runs').waitFor();
    const text = await saved(page);
    const made = JSON.parse(text);
    assert.deepEqual(made.lesson.goals[0].steps, [{ do: { placeOrder: { client: 'taxi' } } }]);
    await button(page, 'See the run with seed 0').click();
    await page
      .getByRole('heading', { name: 'What should hold' })
      .waitFor({ state: 'attached' })
      .catch(() => {});
    assert.deepEqual(await running(page), { seed: '0', title: made.title });
    // Whoever opens the link has the lesson as it was made, and reaches its goal.
    const link = await linkOf(page);
    const other = await person.open(pathOf(link), { guided: true });
    await other.page.getByText('Is every ride charged?').first().waitFor();
    assert.deepEqual((await running(other.page)).title, made.title);
    await button(other.page, 'End a ride').click();
    await other.page.getByText('Goal reached: End a ride.').first().waitFor();
    assert.deepEqual([...witness.complaints, ...other.witness.complaints], []);
  });
});
