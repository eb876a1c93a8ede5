// A cmi5 package: a learner plays a part, leaves, comes back, and the record store has it all, in the order and form that cmi5 wants.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { Host } from './cmi5-host.js';
import { cli, FOLDER, leave, packageOf, seekIn } from './lms.js';
import { Person } from './person.js';

/** @import { FrameLocator, Page } from 'playwright-core' */
/** @import { Statement, Wishes } from '../test/lrs.js' */

const person = new Person();
/** @type {Host[]} */
const hosts = [];
before(() => person.arrive());
after(() => person.leave());
afterEach(async () => {
  for (const host of hosts.splice(0)) {
    assert.deepEqual(host.lrs.refused, []);
    await host.close();
  }
});

/** As much as a platform on a slow line should have to send. */
const MOST_BYTES = 600_000;
/** A document that is not there yet, and a token that was given already, are no complaints. */
const EXPECTED = /status of 404/;

async function hostOf(/** @type {string} */ name, /** @type {string[]} */ ...parts) {
  const { path, files } = packageOf('cmi5', name, ...parts);
  const host = await new Host().open(files);
  hosts.push(host);
  return { host, path, files };
}

/** A learner opens a part in the frame of the course. @param {Host} host @param {string} part @param {Wishes} [wishes] */
async function enrol(host, part, wishes) {
  const visit = await person.open(host.launch(part, wishes), { viewport: { width: 1280, height: 900 } });
  return { ...visit, part: visit.page.frameLocator('iframe') };
}

/** Leaves, and waits for what the browser says when the page is gone. @param {Host} host @param {Page} page */
async function left(host, page) {
  await leave(page);
  await terminated(host);
}

/** @param {Host} host */
async function terminated({ lrs }) {
  while (lrs.verbs().at(-1) !== 'terminated') {
    assert.deepEqual(lrs.refused, []);
    await later(20);
  }
}

/** @param {FrameLocator | Page} part */
async function redrive(part) {
  await part
    .getByRole('button', { name: /^Redrive/ })
    .first()
    .click();
}

/** @param {Host} host @param {string} id of what was answered */
const answer = ({ lrs }, id) =>
  /** @type {Statement} */ (lrs.statements.find(({ object }) => object.id === `${lrs.activityId}/${id}`));

test('a learner plays a lesson, leaves in its middle, goes on where it was, and passes', async () => {
  const { host, path } = await hostOf('cmi5-retry', 'retry');
  assert.ok(statSync(path).size < MOST_BYTES, `${statSync(path).size} bytes`);
  const { page, part, witness } = await enrol(host, 'retry', { lang: 'en-GB' });
  await part.getByText('Points: 0 of 3').waitFor();
  await part.getByText('Five failures, and they are put aside.').click();
  await seekIn(part, 11_300);
  await part.getByRole('button', { name: 'End a ride' }).click();
  await seekIn(part, 20_500);
  await part.getByText('Points: 2 of 3').waitFor();
  await part.getByText('Kept by your course.').waitFor();
  await left(host, page);
  assert.deepEqual(host.lrs.verbs().toSorted(), ['answered', 'answered', 'initialized', 'terminated']);
  const { result, object } = answer(host, 'prediction');
  assert.deepEqual([result.response, result.success], ['b', true]);
  assert.deepEqual(object.definition.correctResponsesPattern, ['b']);
  assert.equal(object.definition.choices.length, 3);
  assert.equal(answer(host, 'goal-1').result.response, 'goal-1[.]reached');

  await page.goto(host.launch('retry', { lang: 'pt-PT,en' }));
  await part.getByText('Pontos: 2 de 3').waitFor();
  const playground = part.locator('carteiro-playground');
  const { nowMs } = await playground.evaluate((one) => /** @type {any} */ (one).report());
  assert.equal(nowMs, 20_500);
  await seekIn(part, 21_500);
  await part
    .getByRole('button', { name: /^Reenviar/ })
    .first()
    .click();
  await seekIn(part, 45_000);
  await part.getByText('Pontos: 3 de 3').waitFor();
  await part.getByText('Guardado pelo seu curso.').waitFor();
  await left(host, page);
  assert.deepEqual(
    host.lrs.verbs().filter((verb) => verb !== 'answered'),
    ['initialized', 'completed', 'passed', 'terminated'],
  );
  const passed = host.lrs.statements.find(({ verb }) => verb.id.endsWith('/passed'));
  assert.deepEqual(passed?.result.score, { scaled: 1, raw: 3, min: 0, max: 3 });
  assert.deepEqual(
    witness.complaints.filter((text) => !EXPECTED.test(text)),
    [],
  );

  // What the store exports is graded as it is.
  const folder = join(FOLDER, 'cmi5-class');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'statements.json'), JSON.stringify({ statements: host.lrs.statements.slice(-1) }));
  const [line] = JSON.parse(cli('grade', folder, '--rubric', 'retry', '--json'));
  assert.deepEqual(
    [line.student, line.standing, line.points, line.of, line.predictedRight, line.goals],
    ['Souza, Ana', 'accepted', 3, 3, true, '1 2'],
  );
});

test('who leaves at the end without having reached it has failed, and goes back to the course', async () => {
  const { host } = await hostOf('cmi5-retry', 'retry');
  const { page } = await person.open(host.address('retry', { returnTo: host.course }));
  await page.getByText('Points: 0 of 3').waitFor();
  await page.locator('carteiro-playground').evaluate((one) => /** @type {any} */ (one).seek(45_000));
  await page.getByText('Kept by your course.').waitFor();
  await page.getByRole('button', { name: 'Back to the course' }).click();
  await page.waitForURL(host.course);
  await terminated(host);
  assert.deepEqual(
    host.lrs.verbs().filter((verb) => verb !== 'answered'),
    ['initialized', 'failed', 'terminated'],
  );
});

test('a page that is loaded again says that the visit is over; a part without a platform that nobody is there', async () => {
  const { host } = await hostOf('cmi5-retry', 'retry');
  const address = host.address('retry');
  const { page } = await person.open(address);
  await page.getByText('Kept by your course.').waitFor();
  await page.reload();
  await page.getByText('open the part from your course again').waitFor();
  await terminated(host);
  await page.goto(address.replace(/\?.*/, ''));
  await page.getByText('No course platform answers here').waitFor();
});

test('who is to look only finds the run, and nothing is kept', async () => {
  const { host } = await hostOf('cmi5-retry', 'retry');
  const { page, part } = await enrol(host, 'retry', { mode: 'Review' });
  await part.getByText('Your course opened this to look at').waitFor();
  await seekIn(part, 45_000);
  await left(host, page);
  assert.deepEqual(host.lrs.verbs(), ['initialized', 'terminated']);
  assert.equal(host.lrs.documents.size, 0);
});

test('while the store is out of order the page says so, and afterwards it has everything', async () => {
  const { host } = await hostOf('cmi5-retry', 'retry');
  const { page, part } = await enrol(host, 'retry');
  await part.getByText('Kept by your course.').waitFor();
  host.lrs.down = true;
  await part.getByText('Five failures, and they are put aside.').click();
  await seekIn(part, 11_300);
  await part.getByRole('button', { name: 'End a ride' }).click();
  await part.getByText('Your course platform did not keep this.').waitFor();
  host.lrs.down = false;
  await seekIn(part, 21_500);
  await redrive(part);
  await seekIn(part, 45_000);
  await part.getByText('Kept by your course.').waitFor();
  await left(host, page);
  assert.equal(host.lrs.verbs().at(0), 'initialized');
  assert.ok(host.lrs.verbs().includes('passed'));
});

test('a task with a rubric of its own is scored by the grader', async () => {
  const rubric = join(FOLDER, 'cmi5-rubric.json');
  mkdirSync(FOLDER, { recursive: true });
  const aim = { expect: 'charge.dead == 0', text: { en: 'No dead letter.', 'pt-BR': 'Nenhuma carta morta.' } };
  writeFileSync(
    rubric,
    JSON.stringify({
      version: 1,
      task: { version: 1, id: 'outage', scenario: 'retry', until: '45s', reach: [aim] },
      points: { prediction: 1, goal: 2, reach: 1 },
    }),
  );
  const { host } = await hostOf('cmi5-task', rubric);
  const { page, part } = await enrol(host, 'outage');
  await part.getByText('Kept by your course.').waitFor();
  await seekIn(part, 11_300);
  await part.getByRole('button', { name: 'End a ride' }).click();
  await seekIn(part, 21_500);
  await redrive(part);
  await seekIn(part, 45_000);
  await part.getByText('✓ No dead letter.').waitFor();
  await part.getByText('Points: 5 of 6').waitFor();
  await part.getByText('Kept by your course.').waitFor();
  await left(host, page);
  const passed = host.lrs.statements.find(({ verb }) => verb.id.endsWith('/passed'));
  assert.deepEqual(passed?.result.score, { scaled: 0.8333, raw: 5, min: 0, max: 6 });
});
