// The lab's core in Node, and the question as it is written: the rows are those of the command line to the byte.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
// @ts-expect-error TypeScript does not know a module by its query.
import newGlue from '../pkg/lab/lab.js?factory';
import { Translator, withWords } from '../src/i18n/index.js';
import { borderSentence } from '../src/lab/answer.js';
import { crewOf } from '../src/lab/crew.js';
import {
  constraintOf,
  firstQuestion,
  linkOf,
  questionIn,
  settingOf,
  valuesAround,
  valuesOf,
  written,
} from '../src/lab/question.js';
import { WORDS } from '../src/settings/locate.js';
import { meantBy } from '../src/settings/vary.js';
import { builtIn, play } from './core.js';
import { builtInText, scenarioText } from './scenario-files.js';

/** @import { LabCore } from '../src/lab/core.js' */

const module = new WebAssembly.Module(readFileSync(new URL('../pkg/lab/lab_bg.wasm', import.meta.url)));
/** @type {LabCore} */
const core = newGlue(module);
const ROWS = readFileSync(new URL('../../tests/lab-rows.csv', import.meta.url), 'utf8');
/** A lesson of chance, and what `carteiro sure` says of it: `tests/sure.rs` holds it to that. */
const LESSON = readFileSync(new URL('../../tests/lab-lesson.json', import.meta.url), 'utf8');
const SURE = JSON.parse(readFileSync(new URL('../../tests/lab-sure.json', import.meta.url), 'utf8'));
/** What `carteiro turning` says of its first order: `tests/turning.rs` holds it to that. */
const TURNED = JSON.parse(readFileSync(new URL('../../tests/lab-turned.json', import.meta.url), 'utf8'));
/** What `carteiro sweep` says of the plan of the link below, with other constraints: `tests/lab.rs` holds it to that. */
const ANSWERS = readFileSync(new URL('../../tests/lab-answers.txt', import.meta.url), 'utf8');
const LINK = 'nodes.logistics.workers=1,2;outage=10s..40s:4;rate=60;measure=late;most=3;runs=24';

// What the lab alone says.
await withWords(Promise.resolve(), 'lab');

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

test('the answer of a plan is said as by the command line', () => {
  /** @type {string[]} */
  const said = [];
  for (const lang of /** @type {const} */ (['en', 'pt-BR'])) {
    for (const [bound, good] of /** @type {const} */ ([
      ['most', '3'],
      ['most', '100'],
      ['most', '0'],
      ['least', '12'],
    ])) {
      const question = { ...asked(), bound, good };
      const lab = new core.Lab(core.planOf(KEPT, written(question)));
      for (let batch = lab.next(); batch; batch = lab.next())
        for (let run = batch[1]; run < batch[2]; run += 1) lab.add(batch[0], run, lab.run(batch[0], run));
      // Settings and measures are called as the plan does.
      const tr = new Translator(lang);
      const { t } = tr;
      tr.t = (/** @type {*} */ key, /** @type {*} */ values) => (key === 'lab.setting' ? '' : t(key, values));
      const study = { plan: lab.plan(), question };
      const ui = { tr, lab: { study, scenario: {}, catalogue: { measures: [] }, setting: () => undefined } };
      for (const border of lab.borders(0)) said.push(String(borderSentence(/** @type {*} */ (ui), border)));
    }
  }
  // Numbers are written otherwise: shares with fewer digits, signs and units as the language has them.
  const plain = (/** @type {string} */ text) =>
    text.replaceAll(/[\d.,]+\s?% \[[^\]]+\]/g, '%').replaceAll(/\s(?=(ms|s|min|h|d)\b)/g, '');
  expect(said.map(plain)).toEqual(ANSWERS.trim().split('\n').map(plain));
});

describe('how sure a lesson is', () => {
  test('is counted as by the command line, whoever counts which seeds', () => {
    const sure = new core.LabSure(LESSON);
    const { runs, confidence, claims, answers } = SURE;
    expect(core.sureRuns()).toBe(runs);
    const [some, others] = [sure.count(0, 333), sure.count(333, runs)];
    const counts = [...some].map((count, n) => count + others[n]);
    const told = [...claims, ...answers];
    expect(counts).toEqual(told.map(({ held }) => held));
    for (const [n, { share }] of told.entries())
      expect([...(core.shareOf(counts[n], runs, confidence) ?? [])]).toEqual([share.value, share.low, share.high]);
  });
});

describe('a setting that is touched', () => {
  const en = new Translator('en');

  test('is the one whose words stand beside it', () => {
    const session = play('flaky-retries');
    expect(meantBy(en, session, 'subscription:invoice', en.t('retry.attempts'))).toEqual({
      of: 'subscription:invoice',
      name: 'retry.maxAttempts',
      value: 5,
    });
    expect(meantBy(en, session, 'node:invoice', en.t('settings.workers'))?.name).toBe('workers');
    // What is on or off with settings of its own is no value.
    expect(meantBy(en, session, 'subscription:invoice', en.t('retry.label'))).toBeUndefined();
    expect(meantBy(en, session, 'subscription:nobody', en.t('retry.attempts'))).toBeUndefined();
  });

  test.each(builtIn)('can vary in the lab, whatever it is, in %s', (id) => {
    const scenario = builtInText(id);
    const session = play(JSON.parse(scenario));
    const { nodes, subscriptions, calls } = session.settings();
    const owners = [
      // What has workers has them in its panel.
      ...Object.keys(nodes).flatMap((one) => (nodes[one].workers > 0 ? `node:${one}` : [])),
      ...Object.keys(subscriptions).map((one) => `subscription:${one}`),
      ...calls.map(({ from, to }) => `call:${from}/${to}`),
    ];
    const touched = owners.flatMap((of) =>
      Object.values(WORDS).flatMap((key) => meantBy(en, session, of, en.t(key)) ?? []),
    );
    const catalogue = core.catalogueOf(scenario);
    const { measure } = firstQuestion(catalogue);
    expect(touched.length).toBeGreaterThan(0);
    for (const one of touched) {
      // What is not tried again has no fields for how.
      const call = calls.find(({ from, to }) => one.of === `call:${from}/${to}`);
      const { retry } = call ?? subscriptions[one.of.split(':')[1]] ?? {};
      if (one.name.startsWith('retry.') && (retry?.backoff === 'none' || retry?.backoff === 'immediate')) continue;
      const setting = settingOf(catalogue, scenario, one);
      expect(setting, JSON.stringify(one)).toBeDefined();
      const question = { settings: [`${setting?.path}=${one.value}`], measures: [measure], constraints: [], runs: 1 };
      /** @type {*} */
      let problem;
      try {
        core.planOf(scenario, JSON.stringify(question));
      } catch (refused) {
        problem = refused;
      }
      // What is refused as it is in force is refused for another reason than its name.
      expect(problem?.path, JSON.stringify([one, setting?.path, problem])).toBeUndefined();
    }
    session.close();
  });

  test('keeps its value where the file leaves it to a default', () => {
    const catalogue = core.catalogueOf(KEPT);
    const known = catalogue.settings.length;
    const made = settingOf(catalogue, KEPT, { of: 'node:logistics', name: 'cores', value: 4 });
    expect(made).toMatchObject({ path: 'nodes.logistics.cores', value: 4 });
    expect(catalogue.settings.length).toBe(known + 1);
    expect(settingOf(catalogue, KEPT, { of: 'call:a/b', name: 'timeout', value: '1s' })).toBeUndefined();
    const jitter = { path: 'x', value: 'full', words: ['none', 'full'], of: '', name: 'jitter' };
    expect(valuesOf(jitter)).toBe('none, full');
  });
});

describe('where a run was decided', () => {
  test('is told as by the command line, moment by moment', () => {
    const record = { version: 1, scenario: '', seed: '1', log: [], headMs: 60_000, nowMs: 0, events: 0, hash: '' };
    /** @type {import('../pkg/lab/lab.js').LabMoment[]} */
    const told = [];
    const turned = core.turning(LESSON, JSON.stringify(record), undefined, 1, 12, 50, (/** @type {*} */ moment) =>
      told.push(moment),
    );
    expect(turned).toEqual(TURNED);
    expect(told).toEqual(turned.moments);
    const bad = JSON.stringify({ ...record, log: [[0, 0, '{"redrive":{}}']] });
    expect(() => core.turning(LESSON, bad, undefined, 1, 2, 1, () => {})).toThrow();
  });
});

test('what people vary most has a name in both languages', () => {
  const settings = builtIn.flatMap((id) => core.catalogueOf(builtInText(id)).settings);
  for (const lang of /** @type {const} */ (['en', 'pt-BR'])) {
    const tr = new Translator(lang);
    const said = (/** @type {string} */ name) => {
      const parts = name.split('.');
      return [name, parts.slice(-2).join('.'), parts.at(-1)].some((one) => tr.t('lab.setting', { name: one ?? '' }));
    };
    const nameless = new Set(settings.filter(({ name }) => !said(name)).map(({ name }) => name));
    for (const name of ['outage', 'rate', 'workers', 'retry.maxAttempts', 'retry.jitter', 'prefetch', 'timeout'])
      expect([...nameless]).not.toContain(name);
    expect(nameless.size).toBeLessThan(40);
  }
});
