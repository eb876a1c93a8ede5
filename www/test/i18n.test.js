// Both languages say the same things, and every sentence is used.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { codeWith, saidIn } from '../scripts/shares.js';
import en from '../src/i18n/en.json';
import { nearest, Translator } from '../src/i18n/index.js';
import { namesIn, parse } from '../src/i18n/message.js';
import ptBR from '../src/i18n/pt-BR.json';

/** @import { Text } from '../src/core/types.js' */
/** @import { Noun } from '../src/i18n/message.js' */

const SOURCES = join(import.meta.dirname, '../src');
const code = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.js'))
  .map((name) => readFileSync(join(SOURCES, name), 'utf8'))
  .join('\n');
const keys = Object.keys(en);

/** @typedef {Record<string, () => Promise<Record<string, string>>>} Files */
const SHARES = /** @type {Files[]} */ ([
  import.meta.glob('../src/i18n/*.json', { query: '?figure', import: 'default' }),
  import.meta.glob('../src/i18n/*.json', { query: '?page', import: 'default' }),
  import.meta.glob('../src/i18n/*.json', { query: '?later', import: 'default' }),
  import.meta.glob('../src/i18n/*.json', { query: '?classroom', import: 'default' }),
  import.meta.glob('../src/i18n/*.json', { query: '?lab', import: 'default' }),
  import.meta.glob('../src/i18n/*.json', { query: '?worst', import: 'default' }),
]);

test('both languages have the same keys, in the same number', () => {
  expect(Object.keys(ptBR).sort()).toEqual([...keys].sort());
});

test.each(keys)('%s expects the same values in both languages', (key) => {
  const messages = /** @type {Record<string, string>[]} */ ([en, ptBR]);
  const [a, b] = messages.map((language) => [...namesIn(parse(language[key]))].sort());
  expect(a).toEqual(b);
});

test('every key is used in the code, and every key in the code exists', () => {
  const said = saidIn(code);
  expect(keys.filter((key) => !said(key))).toEqual([]);
  const asked = [...code.matchAll(/\btr?\.t\(\s*'([^']+)'/g)].map((match) => match[1]);
  expect(asked.filter((key) => !(key in en))).toEqual([]);
});

test.each(Object.entries({ en, 'pt-BR': ptBR }))(
  '%s is cut into what a figure says, what the full page says besides, what parts say that are loaded on demand, what the classroom and the lab say, and what is said when none comes',
  async (lang, whole) => {
    const shares = await Promise.all(SHARES.map((files) => files[`../src/i18n/${lang}.json`]()));
    const [figure, page, later, classroom, lab, worst] = shares.map((share) => Object.keys(share));
    expect([...figure, ...page, ...later, ...classroom, ...lab, ...worst].sort()).toEqual(Object.keys(whole).sort());
    expect(lab).toEqual(expect.arrayContaining(['lab.run', 'lab.hunt.none']));
    expect(classroom).toEqual(expect.arrayContaining(['classroom.handIn', 'classroom.standing.rescored']));
    expect(figure).toEqual(expect.arrayContaining(['load.wait', 'health.toggle', 'books.verdict']));
    expect(worst).toEqual(expect.arrayContaining(['worst.title', 'worst.lost', 'worst.again']));
    expect(page).toEqual(expect.arrayContaining(['fact.orderPlaced', 'header.help', 'timeline.title']));
    expect(later).toEqual(expect.arrayContaining(['why.now.ready', 'settings.title', 'help.text', 'compare.only']));
  },
);

/** The sentences that code says and that come in none of these shares. @param {string} said @param {string[]} learned */
async function unlearned(said, learned) {
  const shares = ['figure', 'page', 'later', 'classroom', 'lab', 'worst'];
  const read = await Promise.all(SHARES.map((files) => files['../src/i18n/en.json']()));
  const has = saidIn(said);
  return shares.flatMap((share, index) =>
    learned.includes(share) ? [] : Object.keys(read[index]).filter((key) => has(key)),
  );
}

/** The files that begin a page of the teacher's, as its HTML names them. */
const TEACHERS = ['builder', 'grade', 'notes', 'task'].map(
  (page) => /src="\.\/src\/(.*)"/.exec(readFileSync(join(SOURCES, `../${page}.html`), 'utf8'))?.[1] ?? page,
);

test.each(TEACHERS)('%s learns all that its page says', async (entry) => {
  expect(await unlearned(codeWith(entry), ['figure', 'later', 'classroom', 'worst'])).toEqual([]);
});

test('what is loaded into a figure or the full page on demand says what comes with it', async () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^(?!classroom|builder).*\.js$/.test(name),
  );
  /** @type {string[]} */
  const wrong = [];
  for (const file of files) {
    const known = ['figure', 'page', 'later', 'worst', ...(file.startsWith('lab') ? ['lab'] : [])];
    const keys = await unlearned(readFileSync(join(SOURCES, file), 'utf8'), known);
    wrong.push(...keys.map((key) => `${file}: ${key}`));
  }
  expect(wrong).toEqual([]);
});

test('a language is there when it is said to be, whoever asked for it first and whatever came meanwhile', async () => {
  vi.resetModules();
  const fresh = await import('../src/i18n/index.js');
  const [first, second] = [fresh.learn('en'), fresh.learn('en')];
  await fresh.withWords(Promise.resolve(), 'page');
  await second;
  expect(new fresh.Translator('en').has('header.help')).toBe(true);
  await first;
});

test('every kind of fact of the core has a sentence', () => {
  const trace = readFileSync(join(import.meta.dirname, '../../src/trace/fact.rs'), 'utf8');
  const body = /^what! \{([\s\S]*?)\n\}/m.exec(trace)?.[1] ?? '';
  const kinds = [...body.matchAll(/^ {4}([A-Z]\w+) \{/gm)].map(
    (match) => match[1][0].toLowerCase() + match[1].slice(1),
  );
  expect(kinds.length).toBeGreaterThan(30);
  expect(kinds.filter((kind) => !(`fact.${kind}` in en))).toEqual([]);
});

describe('sentences', () => {
  const english = new Translator('en');
  const portuguese = new Translator('pt-BR');

  test('counts in the plural of each language', () => {
    const [order, pedido] = [english, portuguese].map((tr) => tr.noun(undefined));
    expect(english.t('client.orders', { count: 1, order })).toBe('1 order');
    expect(english.t('client.orders', { count: 0, order })).toBe('0 orders');
    expect(portuguese.t('client.orders', { count: 1, order: pedido })).toBe('1 pedido');
    expect(portuguese.t('client.orders', { count: 2500, order: pedido })).toBe('2.500 pedidos');
  });

  test('durations are said in the unit that fits', () => {
    expect(english.duration(250)).toBe('250ms');
    expect(english.duration(1500)).toBe('1.5s');
    expect(portuguese.duration(90_000)).toMatch(/^1\s?min 30\s?s$/);
    expect(portuguese.seconds(1300)).toBe('1,3 s');
  });

  describe('the scenario says what an order is called', () => {
    const donation = {
      one: { en: 'donation', 'pt-BR': 'doação' },
      many: { en: 'donations', 'pt-BR': 'doações' },
      verb: { en: 'Donate', 'pt-BR': 'Doar' },
      feminine: true,
    };
    const ticket = { ...donation, one: { en: 'ticket', 'pt-BR': 'ingresso' }, feminine: false };

    test('a number of them, one of them, and at the beginning of a sentence', () => {
      expect(english.t('client.orders', { count: 2, order: english.noun(donation) })).toBe('2 donations');
      expect(english.t('fact.orderLost', { order: english.noun(donation, 7) })).toBe('Donation 7 is lost.');
    });

    test('in Portuguese articles, prepositions and participles agree with it', () => {
      const [feminine, masculine] = [portuguese.noun(donation, 7), portuguese.noun(ticket, 7)];
      const done = (/** @type {Noun} */ order) => portuguese.t('fact.orderDone', { order, late: 'false' });
      expect([done(feminine), done(masculine)]).toEqual(['A doação 7 está completa.', 'O ingresso 7 está completo.']);
      const late = (/** @type {Noun} */ order) => portuguese.t('fact.ackTooLate', { order, subscription: 'Recibos' });
      expect([late(feminine), late(masculine)]).toEqual([
        'Recibos: a confirmação da doação 7 chegou tarde demais.',
        'Recibos: a confirmação do ingresso 7 chegou tarde demais.',
      ]);
    });

    test('a number in its place is refused, so that no sentence loses its noun', () => {
      expect(() => english.t('fact.orderLost', { order: 7 })).toThrow(TypeError);
    });
  });

  test('a nested choice is said', () => {
    const values = { node: 'Stock', order: english.noun(undefined, 3), outcome: 'failed', reason: 'poison' };
    expect(english.t('fact.runEnded', values)).toBe('Stock, order 3: failed, the message is poison.');
  });

  test('a missing value is an error, not a hole in the sentence', () => {
    expect(() => english.t('pile.lost')).toThrow(/count/);
  });

  test('a scenario without a text in the language falls back to English', () => {
    expect(portuguese.text(/** @type {Text} */ ({ en: 'only' }))).toBe('only');
  });
});

test('the language is the nearest one', () => {
  expect(nearest('pt')).toBe('pt-BR');
  expect(nearest('pt-PT')).toBe('pt-BR');
  expect(nearest('fr')).toBe('en');
  expect(nearest(null)).toBe('en');
});

test.each(['{a', '{a, plural, one {x}}', '{a, plural, other {x}'])('%s is refused', (source) => {
  expect(() => parse(source)).toThrow(SyntaxError);
});
