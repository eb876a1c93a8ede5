// A package for course platforms: a learner plays a part in it, leaves, comes back, and the teacher finds what was done.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { alone, callsOf, cli, enrol, FOLDER, leave, packageOf, seekIn, told, tookAll } from './lms.js';
import { Person, scenarioFile } from './person.js';

/** @import { FrameLocator, Page } from 'playwright-core' */

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** As much as a platform on a slow line should have to send. */
const MOST_BYTES = 600_000;

/** Ends a ride in the outage, and leaves when it is kept. @param {Page} page @param {FrameLocator} part @param {string} points that it then has */
async function endRide(page, part, points) {
  await seekIn(part, 11_300);
  await part.getByRole('button', { name: 'End a ride' }).click();
  await seekIn(part, 20_500);
  await part.getByText(points).waitFor();
  await part.getByText('Kept by your course.').waitFor();
  await leave(page);
}

/** What `carteiro grade` says of what the platform kept. @param {string} name @param {string} data @param {string} rubric */
function graded(name, data, rubric) {
  const folder = join(FOLDER, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'attempts.csv'), `"Ana","${data}"\n`);
  return JSON.parse(cli('grade', folder, '--rubric', rubric, '--json'))[0];
}

for (const edition of /** @type {const} */ ([1.2, 2004])) {
  describe(`SCORM ${edition}`, () => {
    test('a learner plays a lesson, leaves in its middle, and goes on where it was', async () => {
      const { path, files } = packageOf(edition, `retry-${edition}`, 'retry');
      assert.ok(statSync(path).size < MOST_BYTES, `${statSync(path).size} bytes`);
      const { page, part, witness } = await enrol(person, files, edition, 'retry');
      await part.getByText('Points: 0 of 3').waitFor();
      await part.getByText('Five failures, and they are put aside.').click();
      // A goal, and the prediction.
      await endRide(page, part, 'Points: 2 of 3');
      const first = await callsOf(page);
      tookAll(first);
      assert.deepEqual(
        first
          .filter(([call]) => !/Value$/.test(call))
          .map(([call]) => call)
          .at(-1),
        edition === 1.2 ? 'LMSFinish' : 'Terminate',
      );
      if (edition === 1.2) {
        assert.equal(told(first, 'cmi.core.score.raw'), '66.67');
        assert.equal(told(first, 'cmi.core.lesson_status'), 'incomplete');
        assert.match(told(first, 'cmi.core.session_time') ?? '', /^\d{4}:\d\d:\d\d\.\d\d$/);
        assert.equal(told(first, 'cmi.interactions.0.student_response'), 'b');
      } else {
        assert.equal(told(first, 'cmi.score.scaled'), '0.67');
        assert.equal(told(first, 'cmi.completion_status'), 'incomplete');
        assert.match(told(first, 'cmi.session_time') ?? '', /^PT[\d.]+S$/);
        assert.equal(told(first, 'cmi.interactions.0.learner_response'), 'b');
      }
      assert.equal(told(first, 'cmi.interactions.0.result'), 'correct');
      assert.equal(told(first, 'cmi.interactions.0.correct_responses.0.pattern'), 'b');
      assert.equal(told(first, 'cmi.interactions.1.id'), 'goal-1');

      await page.reload();
      await part.getByText('Points: 2 of 3').waitFor();
      const report = await part
        .locator('carteiro-playground')
        .evaluate((playground) => /** @type {any} */ (playground).report());
      assert.equal(report.nowMs, 20_500);
      await seekIn(part, 21_500);
      await part
        .getByRole('button', { name: /^Redrive/ })
        .first()
        .click();
      await seekIn(part, 45_000);
      await part.getByText('Points: 3 of 3').waitFor();
      await part.getByText('Kept by your course.').waitFor();
      await leave(page);
      const second = await callsOf(page);
      tookAll(second);
      if (edition === 1.2) assert.equal(told(second, 'cmi.core.lesson_status'), 'passed');
      else assert.equal(told(second, 'cmi.success_status'), 'passed');
      // What was answered before is not answered again.
      assert.equal(second.filter(([, [name, value]]) => /\.id$/.test(name) && value === 'prediction').length, 0);

      const data = told(second, 'cmi.suspend_data') ?? '';
      assert.ok(data.length < 4096);
      const line = graded(`class-${edition}`, data, 'retry');
      assert.deepEqual(
        [line.student, line.standing, line.points, line.of, line.predictedRight, line.goals, line.tries],
        ['Souza, Ana', 'accepted', 3, 3, true, '1 2', 1],
      );
      assert.deepEqual(witness.complaints, []);
    });
  });
}

/** What is said without its marks. @param {string} prose */
const plain = (prose) => prose.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');

/** Follows the guide with the mouse, and it alone: presses what has the ring, and otherwise the way on. @param {FrameLocator} part @param {string} id @param {'en' | 'pt-BR'} lang @param {number} answer */
async function follow(part, id, lang, answer) {
  const { beats } = scenarioFile(id).lesson;
  const goOn = part.locator('.play').and(part.getByRole('button', { name: lang === 'en' ? 'Play' : 'Continuar' }));
  for (const [place, beat] of beats.entries()) {
    await part.getByRole('heading', { name: plain(beat.say[lang]), exact: true }).waitFor();
    await goOn.waitFor();
    if (beat.phase === 'predict') await part.locator('.chip').nth(answer).click();
    const times = beat.until?.do || beat.phase === 'act' ? (beat.until.times ?? 1) : 0;
    for (let i = 0; i < times; i += 1) await part.locator('[data-turn="act"]').click();
    if (place < beats.length - 1 && times === 0) await part.locator('.go').click();
  }
}

describe('with the mouse alone, as the guide leads', () => {
  for (const [id, lang, answer] of /** @type {const} */ ([
    ['service-down', 'en', 2],
    ['retry', 'pt-BR', 1],
    ['purchase-fan-out', 'en', 0],
  ])) {
    test(`${id} in ${lang} is learned to its end`, async () => {
      const { files } = packageOf(1.2, `guided-${id}`, id);
      const { page, part, witness } = await enrol(person, files, 1.2, id, { guided: true, locale: lang });
      await follow(part, id, lang, answer);
      await part.getByText(lang === 'en' ? 'Kept by your course.' : 'Guardado pelo seu curso.').waitFor();
      await page.waitForFunction(() =>
        /** @type {any[]} */ (Reflect.get(globalThis, 'calls')).some(([, [, value]]) => value === 'passed'),
      );
      await leave(page);
      const calls = await callsOf(page);
      tookAll(calls);
      assert.equal(told(calls, 'cmi.core.lesson_status'), 'passed');
      const line = graded(`guided-class-${id}`, told(calls, 'cmi.suspend_data') ?? '', id);
      assert.deepEqual([line.standing, line.goalsReached], ['accepted', line.goalsOf]);
      const raw = Number(told(calls, 'cmi.core.score.raw'));
      assert.ok(Math.abs(raw - (100 * line.points) / line.of) < 0.01, `${raw} is not ${line.points} of ${line.of}`);
      assert.deepEqual(witness.complaints, []);
    });
  }
});

describe('a task', () => {
  /** A file in the folder of packages. @param {string} name @param {object} content */
  function file(name, content) {
    mkdirSync(FOLDER, { recursive: true });
    const path = join(FOLDER, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  }

  test('is scored by its rubric as the grader scores it', async () => {
    const rubric = file('outage-rubric.json', {
      version: 1,
      task: {
        ...{ version: 1, id: 'outage', scenario: 'retry', seeds: { from: 7, count: 3 }, par: 2, until: '45s' },
        reach: [
          { expect: 'charge.dead == 0', text: { en: 'No dead letter is left.', 'pt-BR': 'Não sobra carta morta.' } },
        ],
        allowed: { commands: 4 },
      },
      points: { prediction: 1, goal: 2, reach: 1, par: 3 },
    });
    const { files } = packageOf(2004, 'outage', rubric);
    const { page, part, witness } = await enrol(person, files, 2004, 'outage');
    await part.getByText('Commands: 0 of 4').waitFor();
    await seekIn(part, 11_300);
    await part.getByRole('button', { name: 'End a ride' }).click();
    await part.getByText('Commands: 1 of 4').waitFor();
    await seekIn(part, 21_500);
    await part
      .getByRole('button', { name: /^Redrive/ })
      .first()
      .click();
    await seekIn(part, 45_000);
    await part.getByText('✓ No dead letter is left.').waitFor();
    await part.getByText('Commands: 2 of 4').waitFor();
    await part.getByText('Kept by your course.').waitFor();
    await leave(page);
    const calls = await callsOf(page);
    tookAll(calls);
    const line = graded('class-outage', told(calls, 'cmi.suspend_data') ?? '', rubric);
    assert.deepEqual([line.standing, line.of], ['accepted', 9]);
    assert.equal(Number(told(calls, 'cmi.score.raw')), line.points);
    assert.ok([7, 8, 9].includes(line.seed));

    // The learner's own seed is there again.
    await page.reload();
    await part.getByText('Commands: 2 of 4').waitFor();
    const { seed } = await part.locator('carteiro-playground').evaluate((one) => /** @type {any} */ (one).report());
    assert.equal(Number(seed), line.seed);
    assert.deepEqual(witness.complaints, []);
  });

  test('in a scenario of the teacher’s own is kept without the scenario', async () => {
    const own = { ...scenarioFile('retry'), id: 'our-retry' };
    const { files } = packageOf(1.2, 'own', file('our-retry.json', own));
    const { page, part, witness } = await enrol(person, files, 1.2, 'our-retry');
    await part.getByText('Points: 0 of 3').waitFor();
    await endRide(page, part, 'Points: 1 of 3');
    const calls = await callsOf(page);
    tookAll(calls);
    assert.ok((told(calls, 'cmi.suspend_data') ?? '').length < 1000);
    await page.reload();
    await part.getByText('Points: 1 of 3').waitFor();
    assert.deepEqual(witness.complaints, []);
  });
});

test('without a platform the page says so, and the run leaves as a file', async () => {
  const { files } = packageOf(1.2, 'alone', 'retry');
  const { page, witness } = await alone(person, files, 'retry');
  await page.getByText('No course platform answers here').waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the file' }).click();
  assert.equal((await download).suggestedFilename(), 'retry.carteiro.json');
  assert.deepEqual(witness.complaints, []);
});

test('a part leads to nothing that the package does not hold', async () => {
  const { files } = packageOf(1.2, 'alone', 'retry');
  const { page, witness } = await alone(person, files, 'retry');
  await page.getByText('No course platform answers here').waitFor();
  for (const name of [/^Lessons/, /^Build/, /^Lab/, /^Share/, /^Open/]) {
    assert.equal(await page.getByRole('button', { name }).count(), 0, String(name));
  }
  // Not even where somebody has found the button.
  await page.locator('.picker').evaluate((button) => /** @type {HTMLElement} */ (button).click());
  await page.getByText('This package holds this part alone.').waitFor();
  assert.deepEqual(witness.complaints, []);
});

test('what has become too long stays as it was when it fitted, and the page says so', async () => {
  const { files } = packageOf(1.2, 'long', 'retry');
  const { page, part, witness } = await enrol(person, files, 1.2, 'retry');
  await part.getByText('Kept by your course.').waitFor();
  await seekIn(part, 1000);
  await part.locator('carteiro-playground').evaluate(async (playground) => {
    const { command } = /** @type {any} */ (playground);
    // No two are alike, so that they do not get much shorter.
    for (let i = 0; i < 700; i += 1)
      await command({ placeOrder: { client: 'taxi', amount: 1 + ((i * 7_654_321) % 999_983) } });
  });
  await part.getByText('it keeps 4,096 characters').waitFor();
  await leave(page);
  const calls = await callsOf(page);
  tookAll(calls);
  const data = told(calls, 'cmi.suspend_data') ?? '';
  assert.ok(data.length > 0 && data.length <= 4096);
  assert.equal(graded('class-long', data, 'retry').standing, 'accepted');
  assert.deepEqual(witness.complaints, []);
});
