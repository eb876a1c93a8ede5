// A lesson as its guide leads through it: by mouse at a desk, by touch on a phone in Portuguese, without the guide, and shown by the page.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { atSpeed, frames, header, Person, scenarioFile } from './person.js';

/** @import { BrowserContextOptions, Locator, Page } from 'playwright-core' */

const LESSON = 'service-down';
const { lesson } = scenarioFile(LESSON);
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, locale: 'pt-BR' };

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** Opens a lesson as it is taught. @param {string} path @param {BrowserContextOptions & { guided?: boolean }} [options] */
const open = (path, options) =>
  person.open(path, {
    guided: true,
    ...options,
    prepare: (page) => page.route('**/*.json', (route) => route.continue()),
  });

/** The lesson's card. @param {Page} page @param {string} [name] */
const card = (page, name = 'Lesson') => page.getByRole('region', { name, exact: true });

/** How often a deed is asked for, in the order of the beats. */
const asked = lesson.beats.map((/** @type {{ until?: { do?: object, times?: number } }} */ { until }) =>
  until?.do ? (until.times ?? 1) : 0,
);

/** What is said without its marks. @param {string} prose */
const plain = (prose) => prose.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');

/**
 * Follows the guide, and it alone: presses what has the ring, and otherwise the way on.
 * @param {Page} page @param {'en' | 'pt-BR'} lang @param {(what: Locator) => Promise<void>} press
 */
async function follow(page, lang, press) {
  const go = page.locator('.go');
  for (const [place, beat] of lesson.beats.entries()) {
    await page.getByRole('heading', { name: plain(beat.say[lang]), exact: true }).waitFor();
    await page
      .locator('.play')
      .and(page.getByRole('button', { name: lang === 'en' ? 'Play' : 'Continuar' }))
      .waitFor();
    if (beat.phase === 'predict') await press(page.locator('.chip').nth(2));
    for (let i = 0; i < asked[place]; i += 1) await press(page.locator('[data-turn="act"]'));
    if (place < lesson.beats.length - 1 && asked[place] === 0) await press(go);
  }
}

describe('a lesson that is guided', () => {
  test('waits, is followed to its end with the mouse, and says what came of it', async () => {
    const { page, witness } = await open(`/?scenario=${LESSON}&lang=en`);
    await page.getByText('waiting for you').waitFor();
    await frames(page, 20);
    assert.equal(await header(page, 'nowMs'), 0);
    await page.evaluate(() => Object.assign(globalThis, { beats: [] }));
    await page.evaluate(() =>
      document.addEventListener('carteiro-beat', (event) =>
        Reflect.get(globalThis, 'beats').push(/** @type {CustomEvent} */ (event).detail),
      ),
    );
    await follow(page, 'en', (what) => what.click());
    assert.equal(await page.locator('.goals .is-reached').count(), lesson.goals.length);
    await page.getByRole('heading', { name: 'Done: every goal reached.' }).waitFor();
    await card(page).getByText('You were right.').waitFor();
    await card(page).getByText(lesson.idea.en).waitFor();
    await card(page)
      .getByRole('img', { name: /over time\. In your run/ })
      .waitFor();
    const beats = await page.evaluate(() => Reflect.get(globalThis, 'beats'));
    assert.deepEqual(beats.at(-1).phase, 'why');
    assert.ok(beats.every((/** @type {{ of: number }} */ { of }) => of === lesson.beats.length));
    await card(page)
      .getByRole('button', { name: /^Next: / })
      .click();
    await page.getByRole('button', { name: /^4 · / }).waitFor();
    assert.deepEqual(witness.complaints, []);
  });

  test('is followed on a phone in Portuguese, by touch, with what is asked for in sight', async () => {
    const { page, witness } = await open(`/?scenario=${LESSON}&lang=pt-BR`, PHONE);
    await follow(page, 'pt-BR', async (what) => {
      await what.waitFor();
      const box = await what.boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= 740, `${what} is at ${box?.y}`);
      await what.tap();
    });
    await page.getByRole('heading', { name: 'Pronto: todos os objetivos alcançados.' }).waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.deepEqual(witness.complaints, []);
  });

  test('goes on by Enter and by Space, and marks whose turn it is', async () => {
    const { page } = await open(`/?scenario=${LESSON}&lang=en`);
    const buy = page.getByRole('button', { name: 'Buy' });
    assert.equal(await buy.getAttribute('data-turn'), 'act');
    assert.equal(await page.locator('.box[data-dim]').count(), (await page.locator('.canvas > .box').count()) - 1);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Pause' }).first().waitFor();
    await page.keyboard.press('Space');
    await page.getByText('waiting for you').waitFor();
    await buy.focus();
    await page.keyboard.press('Enter');
    assert.equal(await header(page, 'commands'), 1);
    await page.getByRole('heading', { name: plain(lesson.beats[1].say.en) }).waitFor();
    assert.equal(await page.locator('[data-turn], [data-dim]').count(), 0);
    // An answer is chosen with the arrows, and Enter goes on from there.
    await page.locator('.chip input').first().focus();
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.locator('.chip :checked').count(), 1);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Stop here' }).waitFor();
  });

  test('is where it was after the page was loaded again', async () => {
    const { page } = await open(`/?scenario=${LESSON}&lang=en`);
    await page.getByRole('button', { name: 'Buy' }).click();
    await page.getByRole('heading', { name: plain(lesson.beats[1].say.en) }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: plain(lesson.beats[1].say.en) }).waitFor();
    assert.equal(await header(page, 'commands'), 1);
  });
});

test('without the guide the run goes by itself, and this device remembers it', async () => {
  const { page } = await open(`/?scenario=${LESSON}&lang=en`);
  await card(page).getByRole('button', { name: 'Without the guide' }).click();
  await atSpeed(page, '16×');
  await page.waitForFunction(() =>
    document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('.is-down'),
  );
  await page.reload();
  await card(page).getByRole('button', { name: 'With the guide' }).waitFor();
  await page.getByRole('button', { name: 'Pause' }).first().waitFor();
  await card(page).getByRole('button', { name: 'With the guide' }).click();
  await page.getByText('waiting for you').waitFor();
});

describe('show me', () => {
  test('moves a finger, says each deed, and its goals count as shown', async () => {
    const { page, witness } = await open(`/?scenario=${LESSON}&lang=en`);
    await page.getByRole('button', { name: 'Buy' }).click();
    await card(page).getByRole('button', { name: 'Show me' }).click();
    await page.locator('.finger').getByText('Press “Buy”').waitFor();
    await page.getByRole('button', { name: 'Stop showing' }).waitFor();
    await page.getByText('That is how.').waitFor();
    const shown = card(page).locator('.goals .is-shown');
    assert.equal(await shown.count(), lesson.goals.length);
    await card(page).getByText(`0 of ${lesson.goals.length}`).waitFor();
    assert.equal(await page.locator('.finger').count(), 0);
    // What was done before is a branch.
    await page.getByRole('button', { name: 'First' }).first().waitFor();
    await card(page).getByRole('button', { name: 'Now do it yourself' }).click();
    await page.getByText('waiting for you').waitFor();
    assert.deepEqual(witness.complaints, []);
  });

  test('is stopped by Escape, and by whoever does something', async () => {
    const { page } = await open(`/?scenario=${LESSON}&lang=en`);
    const show = card(page).getByRole('button', { name: 'Show me' });
    await show.click();
    await page.locator('.finger').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.finger').waitFor({ state: 'detached' });
    await show.click();
    await page.locator('.finger').waitFor();
    await page.getByRole('button', { name: 'Buy' }).click();
    await page.locator('.finger').waitFor({ state: 'detached' });
    await card(page).getByRole('button', { name: 'Show me' }).waitFor();
  });
});
