// Each lesson, from its first beat to its last: whenever the guide asks for a deed, one control has the ring, and it can be pressed or filled in.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atSpeed, LESSONS, Person, scenarioFile } from './person.js';

/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */
/** @import { Page } from 'playwright-core' */

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** What is said, when time stands still or the lesson is over. @param {Page} page @param {string} before what was said before */
const said = (page, before) =>
  page
    .waitForFunction((before) => {
      const root = document.querySelector('carteiro-playground')?.shadowRoot;
      const card = root?.querySelector('.task');
      const turn = `${card?.querySelector('.said')?.textContent} ${card?.querySelector('.turn')?.textContent ?? ''}`;
      const over = root?.querySelector('.ending') !== null;
      // The bar of time says whether it passes.
      const waits = root?.querySelector('.waits-word') !== null;
      return (over || waits) && turn !== before ? { turn, over } : undefined;
    }, before)
    .then((found) => found.jsonValue());

/** Whether a command has what a deed asks for. @param {unknown} asked @param {unknown} given @returns {boolean} */
const fits = (asked, given) =>
  typeof asked === 'object' && asked !== null
    ? Object.entries(asked).every(([name, part]) => fits(part, /** @type {any} */ (given)?.[name]))
    : (asked ?? undefined) === (given ?? undefined);

/** What is said without its marks. @param {string} prose */
const plain = (prose) => prose.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');

/** The deeds that a beat asks for: its own, or those of its goal. @param {any} lesson @param {string} said @returns {unknown[]} */
function askedIn({ beats, goals }, said) {
  const { until } = beats.find((/** @type {any} */ { say }) => said.includes(plain(say.en)));
  const steps = until.do ? [until] : goals[until.goal].steps;
  return steps.flatMap((/** @type {any} */ step) => step.do ?? []);
}

for (const { id } of LESSONS) {
  test(`the guide points at each deed of ${id}`, async () => {
    const lesson = scenarioFile(id).lesson;
    const { page, witness } = await person.open(`/?scenario=${id}&lang=en`, {
      guided: true,
      reducedMotion: 'reduce',
      prepare: (page) => page.route('**/*.json', (route) => route.continue()),
    });
    await page.locator('.waits-word').waitFor();
    await atSpeed(page, '64×');
    const left = lesson.solution.map((/** @type {{ do: unknown }} */ one) => one.do);
    for (let turn = await said(page, ''); !turn?.over; turn = await said(page, turn.turn)) {
      if (!turn) throw new Error('nothing is said');
      if (!(await page.locator('.turn').count())) {
        await page.locator('.go').click();
        continue;
      }
      const rings = page.locator('[data-turn="act"]');
      const ring = rings.first();
      await ring.waitFor();
      // What is of a broker stands at each of its topics, once.
      const topics = await rings.evaluateAll((all) =>
        all.map((one) => /** @type {HTMLElement | null} */ (one.closest('.topic'))?.dataset.topic ?? ''),
      );
      assert.ok(topics.length === 1 || (!topics.includes('') && new Set(topics).size === topics.length), turn.turn);
      const [kind, inSight] = await ring.evaluate((control) => {
        const { bottom, right, left, height } = control.getBoundingClientRect();
        const field = control.matches('button') ? control : control.querySelector('input, select, button');
        return [field?.tagName, height > 0 && bottom > 0 && left >= 0 && right <= innerWidth];
      });
      assert.ok(kind && inSight, `${turn.turn}: ${kind}`);
      const asked = askedIn(lesson, turn.turn);
      const at = left.findIndex((/** @type {unknown} */ known) => asked.some((deed) => fits(deed, known)));
      assert.ok(at >= 0, `the solution knows nothing of: ${turn.turn}`);
      const [command] = left.splice(at, 1);
      await page.evaluate(
        (command) =>
          /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground')).command(
            /** @type {any} */ (command),
          ),
        command,
      );
    }
    await page.getByText('Done: every goal reached.').first().waitFor();
    assert.deepEqual(witness.complaints, []);
  });
}
