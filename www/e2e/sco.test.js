// A package for course platforms: a learner plays a part in it, leaves, comes back, and the teacher finds what was done.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { callsOf, cli, enrol, leave, packageOf, seekIn, told, tookAll } from './lms.js';
import { Person } from './person.js';

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** As much as a platform on a slow line should have to send. */
const MOST_BYTES = 600_000;

/** What `carteiro grade` says of what the platform kept. @param {string} name @param {string} data @param {string} rubric */
function graded(name, data, rubric) {
  const folder = join(import.meta.dirname, '../../target/sco', name);
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
      await seekIn(part, 11_300);
      await part.getByRole('button', { name: 'End a ride' }).click();
      await seekIn(part, 20_500);
      // A goal, and the prediction.
      await part.getByText('Points: 2 of 3').waitFor();
      await part.getByText('Kept by your course.').waitFor();
      await leave(page);
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
