// The lab's core in Node, and the question as it is written: the rows are those of the command line to the byte.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
// @ts-expect-error TypeScript does not know a module by its query.
import newGlue from '../pkg/lab/lab.js?factory';
import { Translator } from '../src/i18n/index.js';
import { crewOf } from '../src/lab/crew.js';
import { settingName } from '../src/lab/names.js';
import { constraintOf, firstQuestion, linkOf, questionIn, valuesAround, written } from '../src/lab/question.js';
import { builtIn } from './core.js';
import { builtInText, scenarioText } from './scenario-files.js';

/** @import { LabCore } from '../src/lab/core.js' */

const module = new WebAssembly.Module(readFileSync(new URL('../pkg/lab/lab_bg.wasm', import.meta.url)));
/** @type {LabCore} */
const core = newGlue(module);
const ROWS = readFileSync(new URL('../../tests/lab-rows.csv', import.meta.url), 'utf8');
const LINK = 'nodes.logistics.workers=1,2;outage=10s..40s:4;rate=60;measure=late;most=3;runs=24';

/** A scenario that is kept for the tests, so that its words may change and the plan does not. */
const KEPT = scenarioText('service-down');

/** The question of the link about it. */
const asked = () => questionIn(LINK, firstQuestion(core.catalogueOf(KEPT)));

describe('a question', () => {
  test('is the same after it was a link', () => {
    const question = asked();
    expect(linkOf(question)).toBe(LINK);
    expect(question.settings).toEqual([
      { path: 'nodes.logistics.workers', values: '1, 2' },
      { path: 'outage', values: '10s..40s:4' },
      { path: 'rate', values: '60' },
    ]);
    const precise = { ...question, precision: '2%', good: '' };
    expect(questionIn(linkOf(precise), question)).toEqual(precise);
    expect(questionIn('measure=%E0%', question).measure).toBe('%E0%');
  });

  test('says what is good as a comparison', () => {
    const question = asked();
    expect(constraintOf(question)).toBe('late <= 3');
    expect(constraintOf({ ...question, good: '0' })).toBe('late == 0');
    expect(constraintOf({ ...question, bound: 'least' })).toBe('late >= 3');
    expect(constraintOf({ ...question, good: ' ' })).toBe('');
  });

  test.each(builtIn)('of %s can be carried out as it is asked first', (id) => {
    const scenario = builtInText(id);
    const catalogue = core.catalogueOf(scenario);
    const question = firstQuestion(catalogue);
    const plan = new core.Lab(core.planOf(scenario, written(question))).plan();
    expect(plan.points.length).toBeGreaterThan(question.settings.length > 0 ? 1 : 0);
    expect(plan.measures).toEqual([question.measure]);
  });

  test('begins around the value that there is', () => {
    expect(valuesAround(5)).toBe('3, 5, 8');
    expect(valuesAround('20s')).toBe('10s..60s:6');
    expect(valuesAround(true)).toBe('false, true');
    expect(valuesAround('full')).toBe('full');
  });
});

describe('a plan on the page', () => {
  test('has the rows of the command line, to the byte', () => {
    const plan = core.planOf(KEPT, written(asked()));
    const [page, worker] = [new core.Lab(plan), new core.Lab(plan)];
    for (let batch = page.next(); batch; batch = page.next()) {
      const [point, from, until] = batch;
      for (let run = from; run < until; run += 1) page.add(point, run, worker.run(point, run));
    }
    expect(page.isDone()).toBe(true);
    expect(page.rows()).toBe(ROWS);
  });

  test('is computed by all cores but one, at least one', () => {
    expect([1, 2, 8].map(crewOf)).toEqual([1, 1, 7]);
  });
});

test('what people vary most has a name in both languages', () => {
  const settings = builtIn.flatMap((id) => core.catalogueOf(builtInText(id)).settings);
  for (const lang of /** @type {const} */ (['en', 'pt-BR'])) {
    const tr = new Translator(lang);
    const nameless = new Set(settings.filter((one) => settingName(tr, one) === one.name).map(({ name }) => name));
    for (const name of ['outage', 'rate', 'workers', 'retry.maxAttempts', 'retry.jitter', 'prefetch', 'timeout'])
      expect([...nameless]).not.toContain(name);
    expect(nameless.size).toBeLessThan(40);
  }
});
