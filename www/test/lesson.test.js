// The lesson on the page, on the real core: what is predicted, what the run answers and when, which goals are reached and kept.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Session } from '../src/core/session.js';
import { catalogue, neighbour } from '../src/lesson/catalogue.js';
import { lessonsWith } from '../src/lesson/list.js';
import { Lesson } from '../src/store/lesson.js';
import { keepReached, reachedIn } from '../src/store/progress.js';
import { legendProse } from '../src/ui/legend.js';
import { piecesOf, plainProse } from '../src/ui/prose.js';
import { matches } from '../src/ui/search.js';
import { core, json, play } from './core.js';

/** What the learner hears of the news. @param {import('../src/store/lesson.js').News[]} news */
function told(news) {
  /** @type {(number | 'answer')[]} */
  const heard = [];
  for (const one of news) {
    if (one.kind === 'goal') heard.push(one.goal);
    if (one.kind === 'answer') heard.push('answer');
  }
  return heard;
}

/** @param {string} en */
const text = (en) => ({ en, 'pt-BR': `${en}.` });

/** A lesson in which what is asked can be counted: the scenario's purchases come by themselves, about one each two seconds. */
const LESSON = {
  group: 'why',
  idea: text('An idea'),
  prediction: {
    question: text('How many purchases?'),
    at: '10s',
    options: [
      { text: text('none'), holds: ['orders == 0'] },
      { text: text('a few'), holds: ['orders >= 1', 'orders < 12'] },
      { text: text('many'), holds: ['orders >= 12'] },
    ],
    because: text('Because'),
  },
  goals: [
    { text: text('Buy'), when: ['commands >= 1'] },
    { text: text('See one done'), when: ['done >= 1'] },
  ],
  solution: [{ at: '3s', do: { placeOrder: { client: 'shop' } } }],
};

const written = JSON.parse(json('purchase-fan-out'));
/** @param {object} [other] */
const lessonFile = (other) => ({ ...written, until: '60s', claims: [], lesson: { ...LESSON, ...other } });

/** @type {Map<string, string>} */
let kept;
beforeEach(() => {
  kept = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value),
  });
});

/** @param {object} [other] @param {string} [picked] */
function begin(other, picked = '') {
  const session = play(lessonFile(other));
  const lesson = new Lesson();
  lesson.progress = 'own';
  lesson.opened(session, picked);
  return { session, lesson };
}

const buy = { placeOrder: { client: 'shop' } };

test('a file that begins with a byte order mark is the same lesson', () => {
  const marked = new Session(core, `\uFEFF${JSON.stringify(lessonFile())}`, '1');
  const lesson = new Lesson();
  lesson.opened(marked, '');
  expect([lesson.dueMs, marked.until, marked.lesson?.group]).toEqual([10_000, '60s', 'why']);
  expect(JSON.parse(marked.json).id).toBe(written.id);
});

describe('the question', () => {
  test('is answered by the run at its time, and says whether the learner was right', () => {
    const { session, lesson } = begin();
    lesson.predict(1);
    session.advance(9_999);
    lesson.watch(session);
    expect([lesson.answer, lesson.held]).toEqual([undefined, -1]);
    session.advance(10_000);
    expect(told(lesson.watch(session))).toEqual(['answer']);
    expect(lesson.answer).toEqual([false, true, false]);
    expect([lesson.held, lesson.choice]).toEqual([1, 1]);
    expect(told(lesson.watch(session))).toEqual([]);
  });

  test('is answered by what was so then, however late it is looked at', () => {
    const { session, lesson } = begin();
    session.seek(50_000);
    lesson.watch(session);
    expect(session.judge().options).toEqual([false, false, true]);
    expect(lesson.held).toBe(1);
    expect(session.now).toBe(50_000);
  });

  test('is answered by the run as it goes by itself, and says when the learner has made another one of it', () => {
    const { session, lesson } = begin();
    session.seek(20_000);
    lesson.watch(session);
    expect([lesson.held, lesson.touched]).toEqual([1, false]);
    session.seek(5_000);
    lesson.watch(session);
    expect(lesson.answer).toBeUndefined();
    for (let i = 0; i < 12; i += 1) session.command(buy);
    session.seek(20_000);
    lesson.watch(session);
    expect(session.judge().options[lesson.held]).toBe(false);
    expect([lesson.held, lesson.touched]).toEqual([1, true]);
  });

  test('is not touched by what is done after it was due', () => {
    const { session, lesson } = begin();
    session.seek(11_000);
    session.command(buy);
    lesson.watch(session);
    expect([lesson.held, lesson.touched]).toEqual([1, false]);
  });

  test('cannot be answered by the learner once the run has', () => {
    const { session, lesson } = begin();
    lesson.predict(0);
    session.seek(11_000);
    lesson.watch(session);
    lesson.predict(1);
    expect(lesson.choice).toBe(0);
  });

  test('keeps what was predicted when the same lesson begins again, not when another does', () => {
    const { session, lesson } = begin();
    lesson.predict(2);
    lesson.opened(play(lessonFile()), '');
    expect(lesson.choice).toBe(2);
    lesson.opened(play('duplicates'), 'duplicates');
    expect(lesson.choice).toBe(-1);
    session.close();
  });

  test('without an answer of its own, a run has none', () => {
    const twoHold = { prediction: { ...LESSON.prediction, options: [0, 1].map(() => LESSON.prediction.options[1]) } };
    const { session, lesson } = begin(twoHold);
    session.seek(10_000);
    lesson.watch(session);
    expect(lesson.answer).toEqual([true, true]);
    expect(lesson.held).toBe(-1);
  });

  test('is answered at the end of the run unless a time is set', () => {
    const { lesson } = begin({ prediction: { ...LESSON.prediction, at: undefined } });
    expect(lesson.dueMs).toBe(60_000);
  });
});

describe('a goal', () => {
  test('is reached by what holds at one moment, and stays so', () => {
    const { session, lesson } = begin();
    lesson.watch(session);
    expect(lesson.reached).toBe(0);
    session.command(buy);
    expect(told(lesson.watch(session))).toEqual([0]);
    session.rewind();
    session.cut();
    expect(session.judge().goals[0]).toBe(false);
    lesson.watch(session);
    expect([lesson.isReached(0), lesson.isReached(1), lesson.done]).toEqual([true, false, false]);
  });

  test('is kept on this device for a built-in lesson, until all are reached', () => {
    const { session, lesson } = begin({}, 'purchase-fan-out');
    session.command(buy);
    lesson.watch(session);
    expect(reachedIn('purchase-fan-out')).toEqual({ goals: [0], of: 2 });
    const again = begin({}, 'purchase-fan-out');
    expect(again.lesson.isReached(0)).toBe(true);
    again.session.seek(30_000);
    expect(told(again.lesson.watch(again.session))).toEqual([1, 'answer']);
    expect(again.lesson.done).toBe(true);
    expect(reachedIn('purchase-fan-out')).toEqual({ goals: [0, 1], of: 2 });
  });

  test('of a file of one’s own is not kept', () => {
    const { session, lesson } = begin();
    session.command(buy);
    lesson.watch(session);
    expect(kept.size).toBe(0);
  });
});

describe('progress', () => {
  test('is forgotten goal by goal when a lesson has fewer than it had', () => {
    keepReached('retry', 3, 4);
    keepReached('retry', 1, 2);
    expect(reachedIn('retry')).toEqual({ goals: [1], of: 2 });
  });

  test.each(['{', 'null', '[]', '7', '{"retry":null}', '{"retry":{"goals":"no"}}', '{"retry":{"goals":["a",0.5]}}'])(
    'that is not this page’s is none: %s',
    (found) => {
      kept.set('carteiro.progress', found);
      expect(reachedIn('retry').goals).toEqual([]);
      keepReached('retry', 0, 2);
      expect(reachedIn('retry')).toEqual({ goals: [0], of: 2 });
    },
  );

  test('is none where nothing is kept', () => {
    vi.stubGlobal('localStorage', undefined);
    keepReached('retry', 0, 2);
    expect(reachedIn('retry').goals).toEqual([]);
  });
});

describe('lessons', () => {
  test('are found by words of title and idea, in either language, without accents and case', () => {
    expect(matches('IDEMPOTENCIA chave', ['a chave de idempotência'])).toBe(true);
    expect(matches('chave errada', ['a chave de idempotência'])).toBe(false);
    expect(matches('  ', ['anything'])).toBe(true);
    for (const { id, title, idea } of lessonsWith('')) {
      for (const typed of [title.en, title['pt-BR'].toUpperCase(), plainProse(idea['pt-BR']), plainProse(idea.en)]) {
        expect(lessonsWith(typed).map((found) => found.id)).toContain(id);
      }
    }
    expect(lessonsWith('').map(({ id }) => id)).toEqual(catalogue.map(({ id }) => id));
    expect(lessonsWith('xyzzy')).toEqual([]);
  });

  test('follow each other in the order of teaching', () => {
    const [first, second] = catalogue;
    const last = catalogue[catalogue.length - 1];
    expect(neighbour(first.id, 1)).toBe(second);
    expect(neighbour(second.id, -1)).toBe(first);
    expect([neighbour(first.id, -1), neighbour(last.id, 1), neighbour('', 1)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('belong each to a group that is shown', () => {
    const groups = ['why', 'failing', 'guarantees', 'protect', 'scale'];
    for (const { id, group } of catalogue) expect(groups, id).toContain(group);
  });
});

describe('prose', () => {
  test('has legend words, terms, and names in backticks', () => {
    expect(piecesOf('A [letter](transit) in a [queue](term:dead-letter-queue): `x-delivery-limit`.')).toEqual([
      { text: 'A ' },
      { text: 'letter', kind: 'transit' },
      { text: ' in a ' },
      { text: 'queue', term: 'dead-letter-queue' },
      { text: ': ' },
      { text: 'x-delivery-limit', code: true },
      { text: '.' },
    ]);
  });

  test('says the same without its marks', () => {
    expect(plainProse('A [letter](transit), a [queue](term:queue), `ack`, [this](no).')).toBe(
      'A letter, a queue, ack, [this](no).',
    );
  });

  test('has no buttons where a term could not be explained', () => {
    expect(legendProse('a [queue](term:queue)')).toEqual(['a ', 'queue']);
    expect(typeof legendProse('a [queue](term:queue)', () => {})[1]).toBe('object');
  });
});
