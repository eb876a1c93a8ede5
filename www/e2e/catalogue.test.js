// The catalogue as a learner goes through it: predict, see what the run answers, reach goals, read on, pick the next, look up a word.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { violations } from './axe.js';
import { atSpeed, buy, header, LESSONS, Person, pick, scenarioFile, seek, titleOf, until } from './person.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */
/** @import { BrowserContextOptions, Page } from 'playwright-core' */

const PHONE = { viewport: { width: 360, height: 740 } };
const first = LESSONS[0];
const chain = scenarioFile('sync-chain');
const { prediction, goals, contrast } = chain.lesson;

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** Opens a page with the lessons as they are taught, and not as they may be kept for other tests.
 * @param {string} path @param {BrowserContextOptions} [options] */
const open = (path, options) =>
  person.open(path, { ...options, prepare: (page) => page.route('**/*.json', (route) => route.continue()) });

/** The lesson's card. @param {Page} page */
const card = (page) => page.getByRole('region', { name: 'Lesson', exact: true });

/** What has the focus, in words. @param {Page} page */
const focused = (page) =>
  page.evaluate(() => {
    const inner = document.activeElement?.shadowRoot?.activeElement;
    return inner?.getAttribute('aria-label') ?? inner?.textContent?.trim().replace(/\s+/g, ' ') ?? '';
  });

/** @param {Page} page */
const isNarrow = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

describe('a lesson', () => {
  test('is the first one on a first visit, with its idea, one thing to do, and a question', async () => {
    const { page, witness } = await open('/?lang=en');
    await page.getByRole('button', { name: `1 · ${first.title.en}` }).waitFor();
    const written = scenarioFile(first.id);
    await card(page).getByText(written.lesson.idea.en).waitFor();
    await card(page).getByRole('heading', { name: written.task.en }).waitFor();
    await card(page).getByRole('radiogroup', { name: written.lesson.prediction.question.en }).waitFor();
    assert.deepEqual(witness.complaints, []);
  });

  for (const [option, said] of /** @type {const} */ ([
    [1, 'You were right.'],
    [0, 'Not what you expected.'],
  ])) {
    test(`asks before the run, and the run says who was right: ${said}`, async () => {
      const { page, witness } = await open('/?scenario=sync-chain&lang=en');
      const asked = card(page).getByRole('radiogroup', { name: prediction.question.en });
      await asked.getByRole('radio').first().focus();
      for (let i = 0; i < option; i += 1) await page.keyboard.press('ArrowRight');
      if (option === 0) await page.keyboard.press('Space');
      assert.ok(await asked.getByRole('radio', { name: prediction.options[option].text.en }).isChecked());
      assert.equal(await card(page).getByText(prediction.because.en).count(), 0);
      await atSpeed(page, '16×');
      await card(page).getByText(said, { exact: true }).waitFor();
      await card(page).getByText(prediction.because.en).waitFor();
      assert.ok(await asked.getByRole('radio', { name: `${prediction.options[1].text.en} (the answer)` }).isDisabled());
      await card(page).getByRole('status').getByText(prediction.options[1].text.en).waitFor({ state: 'attached' });
      assert.deepEqual(witness.complaints, []);
    });
  }

  test('ticks a goal off when it is reached, says so, and remembers it on this device', async () => {
    const { page } = await open('/?scenario=sync-chain&lang=en');
    const goal = card(page).getByRole('listitem').filter({ hasText: goals[0].text.en });
    await goal.waitFor();
    assert.equal(await goal.getByText('(reached)').count(), 0);
    // Whoever buys while logistics is down loses what was paid.
    await seek(page, 7_000);
    await buy(page);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await atSpeed(page, '16×');
    await goal.getByText('(reached)').waitFor({ state: 'attached' });
    await card(page).getByText(`1 of ${goals.length}`).waitFor();
    await atSpeed(page, '1×');
    await page.getByRole('button', { name: 'Start over' }).click();
    await until(page, 'nowMs', (now) => now < 5000);
    await goal.getByText('(reached)').waitFor({ state: 'attached' });
    await page.goto(`${person.address}/?scenario=purchase-fan-out&lang=en`);
    await page.locator('.picker').click();
    await page
      .getByRole('dialog', { name: 'Lessons' })
      .getByRole('button', { name: new RegExp(`${titleOf('sync-chain').en}.*1 of ${goals.length} goals reached`) })
      .waitFor();
    await page.keyboard.press('Escape');
    await page.goto(`${person.address}/?scenario=sync-chain&lang=en`);
    await goal.getByText('(reached)').waitFor({ state: 'attached' });
  });

  test('shows how every goal is reached, which is not kept as the learner’s', async () => {
    const { page, witness } = await open('/?scenario=sync-chain&lang=en');
    await card(page).getByRole('button', { name: 'Read on' }).click();
    await card(page).getByRole('button', { name: 'Show me' }).click();
    await card(page).getByRole('heading', { name: 'That is how.' }).waitFor();
    assert.ok((await card(page).getByText('(shown)').count()) > 0);
    await pick(page, 'purchase-fan-out');
    await page.getByRole('button', { name: `2 · ${LESSONS[1].title.en}` }).waitFor();
    await pick(page, 'sync-chain');
    await page.getByRole('button', { name: `1 · ${LESSONS[0].title.en}` }).waitFor();
    assert.equal(await card(page).getByText('(shown)').count(), 0);
    assert.ok((await card(page).locator('.is-reached').count()) < goals.length);
    assert.deepEqual(witness.complaints, []);
  });

  test('can be read: what it claims and whether it holds so far, where it is met', async () => {
    const { page, witness } = await open('/?scenario=sync-chain&lang=en');
    await card(page).getByRole('button', { name: 'Read on' }).click();
    await card(page)
      .getByText(/held in all of 1,000 runs/)
      .waitFor();
    const claim = chain.claims.find((/** @type {{ contrasts?: boolean }} */ { contrasts }) => contrasts);
    const row = card(page).getByRole('listitem').filter({ hasText: claim.text.en });
    await row.getByText(`${contrast.name.en}: it fails`).waitFor();
    await row.getByText('not (yet) so').waitFor();
    await card(page).getByText(chain.lesson.meet[0].system, { exact: true }).first().waitFor();
    await atSpeed(page, '64×');
    await row.getByText('holds so far').waitFor();
    await card(page).getByRole('button', { name: 'Read less' }).click();
    assert.equal(await row.count(), 0);
    assert.deepEqual(witness.complaints, []);
  });

  test('is compared with the same run without its idea, which comes first', async () => {
    const { page, witness } = await open('/?scenario=sync-chain&lang=en');
    await card(page).getByRole('button', { name: 'Read on' }).click();
    await card(page)
      .getByRole('button', { name: `Compare: ${contrast.name.en}` })
      .click();
    await page.getByText(`A: as in the lesson. B: ${contrast.name.en}.`).waitFor();
    await page.getByText(contrast.text.en).waitFor();
    assert.equal(await page.getByLabel('What differs').inputValue(), 'lesson');
    await seek(page, 30_000);
    await page
      .locator('.difference')
      .getByText(/With A: .*\b[1-9]\d* purchases lost.*With B: .*\bno purchase lost/)
      .waitFor();
    await page.getByLabel('What differs').selectOption('messaging');
    await page.getByText(/Only one setting differs/).waitFor();
    assert.deepEqual(witness.complaints, []);
  });
});

/** The keys of all sentences: none is to be read on the page. */
const KEYS = new Set(Object.keys(JSON.parse(readFileSync(new URL('../src/i18n/en.json', import.meta.url), 'utf8'))));

/** What is read on the page, and whether it has room there. @typedef {{ lang: string, outcome: string, text: string, tooWide: number }} Seen */

/**
 * Goes to a lesson in an open page, predicts, lets half a minute pass at a time until the run answers, and reads it in both languages.
 * @param {Page} page @param {string} id @returns {Promise<Seen[]>}
 */
const goThrough = (page, id) =>
  page.evaluate(async (id) => {
    const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
    const root = /** @type {ShadowRoot} */ (playground.shadowRoot);
    const opened = new Promise((resolve) => {
      playground.addEventListener('carteiro-scenario', resolve, { once: true });
    });
    playground.scenario = id;
    await opened;
    await playground.updateComplete;
    /** @type {HTMLInputElement | null} */ (root.querySelector('.prediction input'))?.click();
    for (let i = 0; i < 4 && !root.querySelector('.answer'); i += 1) {
      await playground.seek((i + 1) * 30_000);
    }
    const seen = [];
    for (const lang of ['en', 'pt-BR']) {
      playground.lang = lang;
      await playground.updateComplete;
      const outcome = root.querySelector('.answer b')?.textContent ?? '';
      const text = [...root.children].map(({ textContent }) => textContent).join(' ');
      seen.push({ lang, outcome, text, tooWide: document.documentElement.scrollWidth - innerWidth });
    }
    return seen;
  }, id);

/** What the page says to a prediction. @type {Record<string, string[]>} */
const OUTCOMES = {
  en: ['You were right.', 'Not what you expected.'],
  'pt-BR': ['Você acertou.', 'Não foi o que você esperava.'],
};

describe('every lesson', () => {
  for (const [width, height] of [
    [1280, 880],
    [360, 740],
  ]) {
    test(`is opened, asks and answers in both languages, at ${width} px`, async () => {
      const { page, witness } = await open('/?scenario=sandbox&lang=en', { viewport: { width, height } });
      await page.getByRole('button', { name: 'Pause' }).click();
      await card(page).getByRole('button', { name: 'Read on' }).click();
      await card(page).getByRole('button', { name: 'Read less' }).waitFor();
      for (const { id } of LESSONS) {
        const { title, lesson } = scenarioFile(id);
        for (const { lang, outcome, text, tooWide } of await goThrough(page, id)) {
          const place = `${id} in ${lang}`;
          assert.ok(text.includes(title[lang]), place);
          assert.ok(tooWide <= 0, `${place} is ${tooWide} px too wide`);
          if (lesson?.prediction) assert.ok(OUTCOMES[lang].includes(outcome), `${place} answers: ${outcome}`);
          const raw = (text.match(/[a-zA-Z]+(?:\.[a-zA-Z]+)+/g) ?? []).filter((word) => KEYS.has(word));
          assert.deepEqual([raw, witness.complaints], [[], []], place);
        }
      }
    });
  }
});

describe('the list of lessons', () => {
  test('is searched without accents and gone about with the arrow keys', async () => {
    const { page, witness } = await open('/?scenario=purchase-fan-out&lang=en');
    const button = page.locator('.picker');
    await button.focus();
    await page.keyboard.press('Enter');
    const list = page.getByRole('dialog', { name: 'Lessons' });
    await list.waitFor();
    assert.equal(await list.locator('.lesson-row').count(), LESSONS.length);
    assert.equal(await focused(page), '');
    const title = titleOf('service-down')['pt-BR'];
    await page.keyboard.type(
      title
        .normalize('NFD')
        .replace(/\p{Mark}/gu, '')
        .toLowerCase(),
    );
    await list.getByText('1 lesson found.').first().waitFor();
    await page.keyboard.press('ArrowDown');
    assert.match(await focused(page), new RegExp(titleOf('service-down').en));
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(page), '');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await list.waitFor({ state: 'detached' });
    await button.getByText(titleOf('service-down').en).waitFor();
    assert.deepEqual(witness.complaints, []);
  });

  test('is left with Escape, and the focus is back where it was', async () => {
    const { page } = await open('/?scenario=purchase-fan-out&lang=en');
    await page.locator('.picker').click();
    const list = page.getByRole('dialog', { name: 'Lessons' });
    await list.waitFor();
    await page.keyboard.type('xyzzy');
    await list.getByText('No lesson found.').first().waitFor();
    await page.keyboard.press('Escape');
    if (await list.count()) await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    assert.match(await focused(page), new RegExp(titleOf('purchase-fan-out').en));
    await page.locator('.picker').click();
    assert.equal(await list.locator('.lesson-row').count(), LESSONS.length);
  });

  test('is not needed for the next lesson, nor for the one before', async () => {
    const { page } = await open('/?lang=en');
    await page.getByRole('button', { name: 'There is no lesson before' }).waitFor();
    await page.getByRole('button', { name: `Next lesson: ${LESSONS[1].title.en}` }).click();
    await page.getByRole('button', { name: `2 · ${LESSONS[1].title.en}` }).waitFor();
    await page.getByRole('button', { name: `Lesson before: ${first.title.en}` }).click();
    await page.getByRole('button', { name: `1 · ${first.title.en}` }).waitFor();
  });

  test('covers a phone, from edge to edge and not beyond', async () => {
    const { page } = await open('/?lang=pt-BR', PHONE);
    await page.locator('.picker').click();
    const list = page.getByRole('dialog', { name: 'Lições' });
    const box = await list.boundingBox();
    assert.ok(box && box.x === 0 && box.width === 360, JSON.stringify(box));
    assert.notEqual(await focused(page), '', 'a keyboard does not come up by itself');
    await list.getByRole('button', { name: titleOf('duplicates')['pt-BR'] }).click();
    await page.getByRole('button', { name: titleOf('duplicates')['pt-BR'] }).waitFor();
    assert.ok(await isNarrow(page));
  });
});

describe('the glossary', () => {
  /** A term that the lesson links to, as its text has it. */
  const [, word] = /\[([^\]]+)\]\(term:synchronous\)/.exec(chain.text.en) ?? [];

  test('explains a word where it stands, and leads to all terms and back to a lesson', async () => {
    const { page, witness } = await open('/?scenario=sync-chain&lang=en');
    await card(page).getByRole('button', { name: 'Read on' }).click();
    const term = card(page).getByRole('button', { name: word, exact: true });
    await term.click();
    const note = page.getByRole('dialog', { name: 'synchronous call' });
    await note.getByText(/like a phone call/).waitFor();
    const [over, under] = [await term.boundingBox(), await note.boundingBox()];
    assert.ok(over && under && Math.abs(under.x - over.x) < 2, JSON.stringify([over, under]));
    assert.ok(under.y > over.y || under.y + under.height <= over.y, JSON.stringify([over, under]));
    await page.keyboard.press('Escape');
    await note.waitFor({ state: 'detached' });
    await page.waitForFunction(
      (name) => document.activeElement?.shadowRoot?.activeElement?.textContent?.trim() === name,
      word,
    );
    await term.click();
    await note.getByRole('button', { name: 'All terms' }).click();
    const glossary = page.getByRole('dialog', { name: 'Glossary' });
    await glossary.getByText(/like a phone call/).waitFor();
    await glossary.getByRole('searchbox', { name: 'Find a term' }).fill('DLQ');
    await glossary.getByText('1 term found.').first().waitFor();
    await glossary.getByRole('searchbox').fill('synchronous call');
    await glossary.getByRole('button', { name: `1 · ${titleOf('sync-chain').en}` }).click();
    await glossary.waitFor({ state: 'detached' });
    await until(page, 'nowMs', (now) => now < 3000);
    assert.deepEqual(witness.complaints, []);
  });

  test('is opened from the help, in the language of the page', async () => {
    const { page } = await open('/?lang=pt-BR', PHONE);
    await page.getByRole('button', { name: 'Mais', exact: true }).click();
    await page.getByRole('button', { name: 'Ajuda' }).click();
    await page.getByRole('button', { name: 'Glossário' }).click();
    await page.getByRole('dialog', { name: 'Glossário' }).getByText('chave de idempotência', { exact: true }).waitFor();
    assert.ok(await isNarrow(page));
  });
});

describe('accessibility', () => {
  for (const [name, options, theme] of /** @type {const} */ ([
    ['desktop, light', {}, 'light'],
    ['phone, dark', PHONE, 'dark'],
  ])) {
    test(`axe finds nothing in what is read, in the list, in a note and in the glossary: ${name}`, async () => {
      // What is still sliding in has other colours for a moment.
      const still = { ...options, reducedMotion: /** @type {const} */ ('reduce') };
      const { page } = await open(`/?scenario=sync-chain&lang=en&theme=${theme}`, still);
      await card(page).waitFor();
      await seek(page, 25_000);
      await card(page).getByRole('button', { name: 'Read on' }).click();
      await card(page).getByRole('button', { name: 'Show me' }).waitFor();
      assert.deepEqual(await violations(page), []);
      await card(page).locator('.term').first().click();
      await page.locator('.note').waitFor();
      assert.deepEqual(await violations(page), []);
      await page.getByRole('button', { name: 'All terms' }).click();
      await page.getByRole('dialog', { name: 'Glossary' }).waitFor();
      assert.deepEqual(await violations(page), []);
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      await page.locator('.picker').click();
      await page.getByRole('dialog', { name: 'Lessons' }).waitFor();
      assert.deepEqual(await violations(page), []);
      assert.ok((await header(page, 'nowMs')) > 20_000);
    });
  }
});
