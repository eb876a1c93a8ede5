// What the parts of delivery do to a queue is seen on the stage: in the real simulation, as marks with words and as envelopes with a place.
import { describe, expect, test } from 'vitest';
import { Translator } from '../src/i18n/index.js';
import { Placer } from '../src/stage/envelopes/placing.js';
import { layoutStage } from '../src/stage/layout/index.js';
import { marks } from '../src/stage/marks/queues.js';
import { play } from './core.js';
import { MARKED, scenarioWith } from './deliveries.js';

/** @import { Session } from '../src/core/session.js' */
/** @import { Lang } from '../src/core/types.js' */
/** @import { StageUi } from '../src/stage/ui.js' */

/** The words of a template. @param {unknown} part @returns {string} */
function wordsOf(part) {
  if (Array.isArray(part)) return part.map(wordsOf).join(' ');
  if (typeof part === 'string' || typeof part === 'number') return String(part);
  const { strings, values } = /** @type {{ strings?: string[], values?: unknown[] }} */ (part ?? {});
  return strings ? strings.map((text, i) => `${text}${wordsOf(values?.[i])}`).join('') : '';
}

/** @param {Session} session @param {Lang} [lang] @param {number} [width] */
function uiOf(session, lang = 'en', width = 962) {
  const stage = layoutStage(session.scenario, { width, minHeight: 446, figure: false });
  return /** @type {StageUi} */ (/** @type {unknown} */ ({ tr: new Translator(lang), session, stage }));
}

/** All that the marks say. @param {StageUi} ui */
const said = (ui) =>
  [...ui.stage.boxes.values()]
    .map((box) =>
      box.kind === 'topic'
        ? wordsOf(marks.topic(ui, box))
        : marks
            .service(ui, box, false)
            .map(({ hint }) => hint)
            .join(),
    )
    .join(' ');

/** Envelopes in a state, each where it is drawn. @param {StageUi} ui @param {string} state */
function placed({ session: { frame, scenario }, stage }, state) {
  const placer = new Placer(stage, scenario, frame);
  const spot = { drawn: true, x: 0, y: 0, scale: 1, turn: 0, pie: -1, onIt: false, remainingMs: -1, fade: 0 };
  /** @type {{ x: number, y: number, drawn: boolean }[]} */
  const found = [];
  for (const again of [false, true]) {
    placer.begin();
    for (let at = frame.envelopeBase; at < frame.data.length; at += frame.envelopeStride) {
      placer.place(at, spot);
      if (again && frame.layout.envelopeStates[frame.data[at + frame.field.state]] === state) found.push({ ...spot });
    }
    placer.settle();
  }
  return found;
}

/** @type {[keyof typeof MARKED, RegExp, RegExp][]} */
const SAYS = [
  ['blocked', /(\d+) publications wait/, /(\d+) publicações esperam/],
  ['full', /gives up its oldest/, /desiste da mais antiga/],
  ['keys', /(\d+) messages wait behind an earlier one of their key/, /(\d+) mensagens esperam atrás/],
  ['stale', /The leases of (\d+) messages are over/, /Venceram os prazos de (\d+) mensagens/],
  ['nobody', /Nobody consumes this queue/, /Ninguém consome esta fila/],
];

describe.each(SAYS)('%s', (name, english, portuguese) => {
  test('is said in both languages, on a wide and on a narrow stage', () => {
    const session = play(MARKED[name]);
    session.advance(8_800);
    for (const width of [962, 336]) {
      expect(said(uiOf(session, 'en', width))).toMatch(english);
      expect(said(uiOf(session, 'pt-BR', width))).toMatch(portuguese);
    }
    session.close();
  });

  test('is not said where it is not so', () => {
    const session = play(scenarioWith({}));
    session.advance(8_800);
    expect(said(uiOf(session))).not.toMatch(english);
    session.close();
  });
});

test('as many are said to wait as the core counts', () => {
  const session = play(MARKED.blocked);
  session.advance(8_800);
  const count = session.frame.count('blocked', 'topic', 0);
  expect(count).toBeGreaterThan(1);
  expect(said(uiOf(session))).toContain(`${count} publications wait`);
  session.close();
});

test('a consumer that stops makes the others rebalance, and each says what it owns', () => {
  const session = play(MARKED.rebalancing);
  session.advance(6_000);
  expect(said(uiOf(session))).toContain('Reads partitions 0–1 of the log');
  session.command({ setHealth: { node: 'b', health: 'down' } });
  expect(said(uiOf(session))).toContain('share the partitions anew');
  session.advance(10_000);
  const later = said(uiOf(session));
  expect(later).toContain('Reads partitions 0–3 of the log');
  expect(later).not.toContain('share the partitions anew');
  session.close();
});

test('what waits for room stands before its topic, and not at the sender', () => {
  const session = play(MARKED.blocked);
  session.advance(8_800);
  for (const width of [962, 336]) {
    const ui = uiOf(session, 'en', width);
    const [shop, topic] = ['n0', 't0'].map((key) => ui.stage.boxes.get(key));
    const spots = placed(ui, 'blocked').filter(({ drawn }) => drawn);
    expect(spots.length).toBeGreaterThan(1);
    for (const { x, y } of spots) {
      expect(width > 900 ? x > (shop?.x ?? 0) + (shop?.w ?? 0) && x < (topic?.x ?? 0) : y < (topic?.y ?? 0)).toBe(true);
    }
  }
  session.close();
});

test('a copy whose lease is over lies with its consumer, and the message in its queue', () => {
  const session = play(MARKED.stale);
  session.advance(8_800);
  const ui = uiOf(session);
  const { x, y, w, h } = /** @type {import('../src/stage/layout/columns.js').Box} */ (ui.stage.boxes.get('n2'));
  const copies = placed(ui, 'stale');
  expect(copies.length).toBeGreaterThan(0);
  for (const copy of copies) expect(copy.x > x && copy.x < x + w && copy.y > y && copy.y < y + h).toBe(true);
  session.close();
});

describe('dead letters that go to a topic', () => {
  test('have an arrow there, and lie in the queue that nobody consumes', () => {
    const session = play(MARKED.nobody);
    session.advance(8_800);
    const ui = uiOf(session);
    expect(ui.stage.edges.get('x0')).toMatchObject({ kind: 'dead', from: 'n2', to: 't1' });
    const topic = /** @type {import('../src/stage/layout/columns.js').Box} */ (ui.stage.boxes.get('t1'));
    const dead = placed(ui, 'dead');
    expect(dead.length).toBeGreaterThan(0);
    for (const { x } of dead) expect(x > topic.x && x < topic.x + topic.w).toBe(true);
    session.close();
  });

  test('of a queue that nobody consumes leave the queue', () => {
    const other = { id: 'due', name: { en: 'due', 'pt-BR': 'due' }, broker: 'broker' };
    const queue = { id: 'jobs', consumers: ['a'] };
    const wait = { id: 'wait', consumers: [], delivery: { ttl: '3s', deadLetter: { topic: 'due' } } };
    const scenario = scenarioWith(
      {},
      { topic: { subscriptions: [wait] }, others: [{ ...other, subscriptions: [queue] }] },
    );
    const session = play(scenario);
    session.advance(5_000);
    const ui = uiOf(session);
    expect(ui.stage.edges.get('x0')).toMatchObject({ kind: 'dead', from: 't0', to: 't1', subscription: 0 });
    expect(said(ui)).toContain('what enters waits 3s, and goes on to “due”');
    session.close();
  });
});
