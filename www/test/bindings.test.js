// Queues to which several topics lead, and bindings that filter: what the page draws of them, says of them, and makes of them in the editor.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { arrowsFrom } from '../src/edit/allowed.js';
import { bind, connect, disconnect, duplicate, filter, keyed, remove } from '../src/edit/changes.js';
import { bindingsOf, subscriptionsOf, topicsOf } from '../src/edit/file.js';
import { lackOf } from '../src/edit/problems.js';
import { shapeOf } from '../src/edit/shape.js';
import { swept } from '../src/edit/sweep.js';
import { Translator } from '../src/i18n/index.js';
import { graphOf } from '../src/stage/layout/graph.js';
import { layoutStage } from '../src/stage/layout/index.js';
import { keysInShort, bindingsOf as shown } from '../src/stage/topic/bindings.js';
import { broughtBy } from '../src/why/numbers.js';
import { tell } from '../src/why/story.js';
import { play } from './core.js';

/** @import { File } from '../src/edit/file.js' */
/** @import { StageUi } from '../src/stage/ui.js' */

const TEXT = readFileSync(new URL('../../tests/scenarios/parts/bindings.json', import.meta.url), 'utf8');
/** @returns {File} */
const file = () => JSON.parse(TEXT);
/** @param {File} of @param {string} subscription */
const bindings = (of, subscription) =>
  topicsOf(of)
    .flatMap(subscriptionsOf)
    .filter(({ id }) => id === subscription)
    .flatMap(bindingsOf);
/** Whether the core takes a file. @param {File} of */
const opens = (of) => play(of).scenario.subscriptions.length;

describe('on the stage', () => {
  const session = play(file());
  const ui = /** @type {StageUi} */ (/** @type {unknown} */ ({ session, tr: new Translator('en') }));

  test('an arrow leads from the further topic to that of the queue', () => {
    const ways = graphOf(session.scenario).edges.filter(({ kind }) => kind === 'bind');
    expect(ways).toMatchObject([{ key: 'b0:1', from: 't1', to: 't0', subscription: 0, back: false }]);
    for (const width of [330, 620, 960, 1240]) {
      const stage = layoutStage(session.scenario, { width, minHeight: 446, figure: false });
      const route = stage.edges.get('b0:1')?.route;
      expect(route?.d).toMatch(/^M[^N]+$/);
    }
  });

  test('what a queue takes stands at its pigeonhole as far as there is room, and in words', () => {
    const keys = ['back.#', 'damaged'];
    expect([16, 10, 4].map((room) => keysInShort(keys, room))).toEqual(['back.# · damaged', 'back.# +1', 'bac… +1']);
    const said = (/** @type {number} */ place, /** @type {number | undefined} */ room = undefined) =>
      shown(ui, place, room).map(({ text, hint }) => [text, hint]);
    expect(said(0)).toEqual([
      ['+ Returns: back.# · damaged', 'Takes messages of Returns, too: those with the routing key back.# or damaged.'],
    ]);
    expect(said(0, 18)[0][0]).toBe('+ Returns: back.# +1');
    expect(said(1)).toEqual([['order.paid', 'Takes only what has the routing key order.paid.']]);
    const open = play(filter(file(), 'books', 'returns', []));
    expect(shown({ session: open, tr: new Translator('pt-BR') }, 0)).toMatchObject([
      { text: '+ Devoluções', hint: 'Recebe também mensagens de Devoluções.' },
    ]);
  });
});

describe('a message that no queue takes', () => {
  const session = play(file());
  session.command({ setArrivals: { client: 'shop', every: '1s', limit: 0 } });
  session.advance(30_000);
  const lost = session.facts(0).filter(({ what }) => what === 'messageUnroutable');

  test('is lost, and Why? names the keys that are taken', () => {
    expect(lost.length).toBeGreaterThan(0);
    for (const [lang, said, why] of /** @type {const} */ ([
      ['en', /No queue takes it from Returns/, /none of those that are taken: back\.# or damaged/],
      ['pt-BR', /Nenhuma fila a recebe de Devoluções/, /nenhuma das que são recebidas: back\.# ou damaged/],
    ])) {
      const subject = /** @type {const} */ ({ kind: 'order', order: Number(lost[0].order) });
      const { lines } = tell(session, new Translator(lang), subject, () => []);
      const line = lines.find(({ text }) => said.test(text));
      expect(line?.tone).toBe('bad');
      expect(line?.because?.text).toMatch(why);
      // And that is why the order is lost.
      const end = lines.find(({ text }) => /is lost\.$|se perdeu\.$|se perde\.$/.test(text) && text !== line?.text);
      expect(end?.because?.index).toBe(line?.index);
    }
  });

  test('is not under way: what the queue brings comes by either topic', () => {
    expect([...broughtBy(session.scenario, 'books')]).toEqual(['booked']);
  });
});

describe('in the editor', () => {
  test('a topic that leads to a queue of another one lacks nothing, and its shape has the arrow', () => {
    const shape = shapeOf(file());
    expect(lackOf(file(), shape, { kind: 'topic', id: 'returns' })).toBeUndefined();
    const free = swept(disconnect(file(), { kind: 'bind', from: 'returns', to: 'sales' }));
    expect(lackOf(free, shapeOf(free), { kind: 'topic', id: 'returns' })).toBe('unheard');
    expect(graphOf(shape).edges.filter(({ kind }) => kind === 'bind')).toHaveLength(1);
  });

  test('an arrow binds the first queue that is free, and is taken away again', () => {
    const free = disconnect(file(), { kind: 'bind', from: 'returns', to: 'sales' });
    expect(bindings(free, 'books')).toEqual([]);
    expect(bindings(free, 'parcels')).toEqual([{ topic: 'sales', routingKeys: ['order.paid'] }]);
    const arrow = { kind: /** @type {const} */ ('bind'), from: 'returns', to: 'sales' };
    expect(arrowsFrom(free, shapeOf(free), { kind: 'topic', id: 'returns' })).toContainEqual(arrow);
    const bound = connect(free, arrow);
    expect(bindings(bound, 'books')).toEqual([{ topic: 'returns' }]);
    const both = connect(bound, arrow);
    expect(bindings(both, 'parcels')).toContainEqual({ topic: 'returns' });
    expect(arrowsFrom(both, shapeOf(both), { kind: 'topic', id: 'returns' })).not.toContainEqual(arrow);
    expect(bind(both, 'returns', 'sales')).toBe(both);
    for (const one of [free, bound, both]) expect(opens(one)).toBe(2);
    expect(disconnect(both, arrow)).toEqual(disconnect(bound, arrow));
  });

  test('no arrow is offered between brokers, or to and from a log', () => {
    const shape = shapeOf(file());
    const offered = (/** @type {(topics: typeof shape.topics) => typeof shape.topics} */ change) =>
      arrowsFrom(file(), { ...shape, topics: change(shape.topics) }, { kind: 'topic', id: 'returns' });
    const log = (/** @type {string} */ id) => (/** @type {typeof shape.topics} */ topics) =>
      topics.map((topic) => (topic.id === id ? { ...topic, log: true } : topic));
    expect(offered((topics) => topics)).toContainEqual({ kind: 'bind', from: 'returns', to: 'sales' });
    for (const id of ['sales', 'returns']) expect(offered(log(id)).filter(({ kind }) => kind === 'bind')).toEqual([]);
    const elsewhere = offered((topics) =>
      topics.map((topic) => (topic.id === 'sales' ? { ...topic, broker: 'other' } : topic)),
    );
    expect(elsewhere.filter(({ kind }) => kind === 'bind')).toEqual([]);
  });

  test('a topic that goes takes its bindings along, and so does one that goes elsewhere or becomes a log', () => {
    const gone = remove(file(), { kind: 'topic', id: 'returns' });
    expect(bindings(gone, 'books')).toEqual([]);
    expect(bindings(gone, 'parcels')).toEqual([{ topic: 'sales', routingKeys: ['order.paid'] }]);
    expect(opens(gone)).toBe(2);
    const log = file();
    topicsOf(log)[0].log = true;
    expect(bindings(swept(log), 'parcels')).toEqual([]);
    expect(opens(swept(log))).toBe(2);
  });

  test('what a queue takes is written as keys; without any it takes all', () => {
    const some = filter(file(), 'books', 'sales', ['order.#']);
    expect(bindings(some, 'books')).toEqual([
      { topic: 'returns', routingKeys: ['back.#', 'damaged'] },
      { topic: 'sales', routingKeys: ['order.#'] },
    ]);
    expect(bindings(filter(some, 'books', 'sales', []), 'books')).toEqual(bindings(file(), 'books'));
    expect(bindings(filter(file(), 'books', 'returns', []), 'books')).toEqual([{ topic: 'returns' }]);
    expect(filter(file(), 'parcels', 'sales', [])).not.toHaveProperty('topics.0.subscriptions.1.bindings');
    expect(opens(some)).toBe(2);
  });

  test('what a node publishes to a topic gets a key in every step, or none', () => {
    const other = keyed(file(), 'counter', 'returns', 'back.late');
    expect(JSON.stringify(other)).not.toContain('lost.in.post');
    expect(JSON.stringify(keyed(other, 'counter', 'returns', ''))).not.toContain('back.late');
    expect(keyed(other, 'counter', 'returns', 'back.late')).toEqual(other);
  });

  test('a copy of a service takes what the service takes', () => {
    const twice = duplicate(file(), 'parcels', { en: 'More', 'pt-BR': 'Mais' });
    expect(bindings(twice.file, twice.id)).toEqual([{ topic: 'sales', routingKeys: ['order.paid'] }]);
    expect(opens(twice.file)).toBe(3);
  });
});
