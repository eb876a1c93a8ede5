// cmi5: what a platform's record store is told of a run, and what it keeps. The store takes nothing that breaks a rule: see lrs.js.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Lrs, verbOf } from './lrs.js';

/** @import { Interaction } from '../src/classroom/sco/editions.js' */
/** @import { Wishes } from './lrs.js' */

vi.stubGlobal('self', globalThis);
const { Cmi5Platform } = await import('../src/classroom/sco/cmi5.js');

const [HERE, PAGE] = ['https://lms.example', 'https://content.example/retry.html'];
const ON_THE_WAY = { completed: false, passed: false, over: false };
const AT_THE_END = { ...ON_THE_WAY, over: true };
const SHOWN = { completed: true, passed: false, over: false };
const DONE = { completed: true, passed: true, over: false };
/** @type {Interaction} */
const PREDICTION = {
  ...{ id: 'prediction', type: 'choice', response: 'b', text: 'Why?', latencyMs: 1500 },
  asked: { en: 'Why?', 'pt-BR': 'Por quê?' },
  options: [
    { en: 'So', 'pt-BR': 'Assim' },
    { en: 'A [letter](dead)', 'pt-BR': 'Uma [carta](dead)' },
  ],
};
/** @type {Interaction} */
const GOAL = {
  ...{ id: 'goal-1', type: 'performance', response: 'reached', right: true, text: 'Do it.', latencyMs: 20 },
  asked: { en: 'Do it.', 'pt-BR': 'Faça.' },
};

/** @type {Lrs} */
let lrs;
/** Every request. @type {{ method: string, form: boolean, keepalive: boolean }[]} */
let asked;

beforeEach(() => {
  lrs = new Lrs();
  asked = [];
  vi.stubGlobal(
    'fetch',
    async (/** @type {string} */ address, /** @type {RequestInit} */ { method = 'GET', ...more }) => {
      const headers = Object.entries(more.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
      asked.push({ method, form: more.body instanceof URLSearchParams, keepalive: more.keepalive ?? false });
      const { status, body } = lrs.answer(
        method.toUpperCase(),
        address,
        Object.fromEntries(headers),
        String(more.body),
      );
      return new Response(status === 204 ? null : JSON.stringify(body ?? {}), { status });
    },
  );
});
afterEach(() => expect(lrs.refused).toEqual([]));

/** The learner opens the part. @param {Wishes} [wishes] */
async function visit(wishes) {
  const platform = new Cmi5Platform(lrs.launch(PAGE, HERE, wishes));
  return { platform, kept: await platform.start() };
}

test('a visit begins with the learner, and ends; nothing is told in it that is not so', async () => {
  const { platform, kept } = await visit({ lang: 'fr-FR,pt-PT,en' });
  expect(kept).toEqual({ data: '', ms: 0, learner: 'Souza, Ana', lang: 'pt-PT' });
  platform.score({ points: 1, of: 3 }, ON_THE_WAY);
  expect(await platform.commit()).toBe(true);
  await platform.end(1234.5);
  await platform.end(1234.5);
  expect(lrs.verbs()).toEqual(['initialized', 'terminated']);
  expect(lrs.statements[1].result.extensions['https://w3id.org/xapi/cmi5/result/extensions/progress']).toBe(33);
  expect(await platform.commit()).toBe(false);
});

test('what is kept is there again in the next visit, and at which instant', async () => {
  const first = (await visit()).platform;
  first.keep('#run=1.AAAA');
  await first.commit();
  first.keep('#run=1.BBBB');
  await first.end(20_500);
  expect((await visit()).kept).toMatchObject({ data: '#run=1.BBBB', ms: 20_500 });
  // The statement that ends a visit has it, too, so that what a store exports can be graded.
  expect(Object.values(lrs.statements[1].result.extensions)).toContain('#run=1.BBBB');
});

test('an answer is told once it is known whether it is right, and a goal once more when the learner does it alone', async () => {
  const { platform } = await visit();
  platform.interaction({ ...PREDICTION, response: 'a' });
  platform.interaction(PREDICTION);
  await platform.commit();
  expect(lrs.verbs()).toEqual(['initialized']);
  for (let i = 0; i < 2; i += 1) platform.interaction({ ...PREDICTION, correct: 'b', right: true });
  platform.interaction({ ...GOAL, response: 'shown', right: false });
  platform.interaction(GOAL);
  await platform.commit();
  const [, prediction, shown, reached] = lrs.statements;
  expect(prediction.object).toMatchObject({
    id: 'https://lms.example/activities/7/prediction',
    definition: { interactionType: 'choice', correctResponsesPattern: ['b'], name: PREDICTION.asked },
  });
  expect(prediction.object.definition.choices[1]).toEqual({
    id: 'b',
    description: { en: 'A letter', 'pt-BR': 'Uma carta' },
  });
  expect(prediction.result).toMatchObject({ response: 'b', success: true, duration: 'PT1.5S' });
  expect([shown.result.response, shown.result.success]).toEqual(['goal-1[.]shown', false]);
  expect([reached.result.response, reached.result.success]).toEqual(['goal-1[.]reached', true]);
  await platform.end(0);
  expect(lrs.verbs()).toEqual(['initialized', 'answered', 'answered', 'answered', 'terminated']);
});

test('an answer that nothing more is known of is told at the end', async () => {
  const { platform } = await visit();
  platform.interaction(PREDICTION);
  await platform.end(0);
  expect(lrs.statements[1].result).toMatchObject({ response: 'b' });
  expect(lrs.statements[1].result.success).toBeUndefined();
});

describe('what a part comes to', () => {
  test('is said once in all visits, with the score of then', async () => {
    const { platform } = await visit();
    platform.score({ points: 3, of: 3 }, DONE);
    await platform.commit();
    platform.score({ points: 1, of: 3 }, ON_THE_WAY);
    await platform.commit();
    await platform.end(0);
    expect(lrs.verbs()).toEqual(['initialized', 'completed', 'passed', 'terminated']);
    expect(lrs.statements[2].result.score).toEqual({ scaled: 1, raw: 3, min: 0, max: 3 });
    const again = (await visit()).platform;
    again.score({ points: 3, of: 3 }, DONE);
    await again.commit();
    again.score({ points: 0, of: 3 }, AT_THE_END);
    await again.end(0);
    expect(lrs.verbs()).toEqual(['initialized', 'terminated']);
  });

  test('has failed where the run was played to its end, or Show me reached everything; not where it was left in its middle', async () => {
    for (const [done, verbs] of /** @type {const} */ ([
      [ON_THE_WAY, ['initialized', 'terminated']],
      [AT_THE_END, ['initialized', 'failed', 'terminated']],
      [SHOWN, ['initialized', 'completed', 'failed', 'terminated']],
    ])) {
      const { platform } = await visit();
      platform.score({ points: 1.5, of: 3 }, done);
      await platform.commit();
      await platform.end(0);
      expect(lrs.verbs()).toEqual(verbs);
    }
    expect(lrs.statements.find((one) => verbOf(one) === 'failed')?.result.score).toEqual({ scaled: 0.5 });
    // Whoever failed may pass another time.
    const { platform } = await visit();
    platform.score({ points: 3, of: 3 }, DONE);
    await platform.commit();
    await platform.end(0);
    expect(lrs.verbs()).toEqual(['initialized', 'passed', 'terminated']);
  });

  test('is decided by the platform’s own score where it has one', async () => {
    const { platform } = await visit({ mastery: 0.6 });
    platform.score({ points: 1, of: 3 }, SHOWN);
    await platform.commit();
    expect(lrs.verbs()).toEqual(['initialized', 'completed']);
    platform.score({ points: 2, of: 3 }, SHOWN);
    await platform.commit();
    await platform.end(0);
    expect(lrs.verbs()).toEqual(['initialized', 'completed', 'passed', 'terminated']);
    const short = (await visit({ mastery: 0.9 })).platform;
    short.score({ points: 2, of: 3 }, AT_THE_END);
    await short.end(0);
    expect(lrs.verbs()).toEqual(['initialized', 'terminated']);
  });

  test('is nothing where the learner is to look only', async () => {
    for (const mode of /** @type {const} */ (['Browse', 'Review'])) {
      lrs.documents.set('carteiro.run', { data: '#run=1.CCCC' });
      const { platform, kept } = await visit({ mode });
      expect([platform.looking, kept?.data]).toEqual([true, '#run=1.CCCC']);
      platform.interaction({ ...PREDICTION, right: true });
      platform.score({ points: 3, of: 3 }, DONE);
      platform.keep('#run=1.DDDD');
      expect(await platform.commit()).toBe(true);
      await platform.end(9);
      expect(lrs.verbs()).toEqual(['initialized', 'terminated']);
      expect(lrs.documents.get('carteiro.run')).toEqual({ data: '#run=1.CCCC' });
    }
  });
});

test('while the store is out of order nothing is lost, and afterwards all comes in its order', async () => {
  const { platform } = await visit();
  lrs.down = true;
  platform.interaction(GOAL);
  platform.keep('#run=1.AAAA');
  platform.score({ points: 3, of: 3 }, DONE);
  expect(await platform.commit()).toBe(false);
  lrs.down = false;
  expect(await platform.commit()).toBe(true);
  await platform.end(0);
  expect(lrs.verbs()).toEqual(['initialized', 'answered', 'completed', 'passed', 'terminated']);
  expect((await visit()).kept?.data).toBe('#run=1.AAAA');
});

test.each([
  ['on the site of the part', HERE, [false]],
  ['on another one, also in a form for which a browser asks no leave', 'https://content.example', [false, true]],
])(
  'what is still to be said when the page goes is said at once, by requests that outlive it, to a store %s',
  async (_, site, forms) => {
    const platform = new Cmi5Platform(lrs.launch(`${site}/retry.html`, HERE));
    await platform.start();
    lrs.down = true;
    platform.score({ points: 1, of: 3 }, AT_THE_END);
    platform.interaction(GOAL);
    await platform.commit();
    lrs.down = false;
    asked = [];
    // Nobody waits for it.
    platform.end(500);
    expect(asked).toEqual([
      ...forms.map((form) => ({ method: 'POST', form, keepalive: true })),
      ...forms.map((form) => ({ method: form ? 'POST' : 'PUT', form, keepalive: true })),
    ]);
    await vi.waitFor(() => expect(lrs.verbs()).toEqual(['initialized', 'answered', 'failed', 'terminated']));
  },
);

describe('a visit does not begin', () => {
  test('without a launch: nobody is there', async () => {
    const platform = new Cmi5Platform(PAGE);
    expect([await platform.start(), platform.refusal]).toEqual([undefined, 'alone']);
  });

  test('twice by one launch, or by one that makes no sense', async () => {
    const address = lrs.launch(PAGE, HERE);
    await new Cmi5Platform(address).start();
    const nonsense = new URL(lrs.launch(PAGE, HERE));
    nonsense.searchParams.set('actor', '{');
    for (const one of [address, nonsense.href]) {
      const platform = new Cmi5Platform(one);
      expect([await platform.start(), platform.refusal]).toEqual([undefined, 'closed']);
      expect(await platform.commit()).toBe(false);
    }
  });
});

test('the way back leads to a page alone', async () => {
  const wayBack = async (/** @type {string | undefined} */ returnTo) => (await visit({ returnTo })).platform.returnTo;
  expect(await wayBack('https://lms.example/course')).toBe('https://lms.example/course');
  expect([await wayBack('javascript:alert(1)'), await wayBack(undefined)]).toEqual(['', '']);
});
