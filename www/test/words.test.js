// The words of the page, of the glossary and of the lessons: odd ones that were found once do not come back, and an order is
// called what its scenario calls it.
import { describe, expect, test } from 'vitest';
import en from '../src/i18n/en.json';
import { Translator } from '../src/i18n/index.js';
import ptBR from '../src/i18n/pt-BR.json';
import glossaryEn from '../src/lesson/glossary/en.json';
import glossaryPt from '../src/lesson/glossary/pt-BR.json';
import { Narrator } from '../src/store/narrator.js';
import { builtIn, play } from './core.js';
import { builtInText } from './scenario-files.js';

/** @import { Lang, OrderWords } from '../src/core/types.js' */

/** @type {Record<Lang, Record<string, string>>} */
const PAGE = { en, 'pt-BR': ptBR };
const GLOSSARY = { en: glossaryEn, 'pt-BR': glossaryPt };

/** Every text within a value in a language, with its place. @param {unknown} value @param {Lang} lang @param {string} place @returns {[place: string, text: string][]} */
function textsIn(value, lang, place) {
  if (typeof value !== 'object' || value === null) return [];
  const text = /** @type {Record<string, unknown>} */ (value)[lang];
  if (typeof text === 'string') return [[place, text]];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, lang, `${place}/${key}`));
}

/** @param {Lang} lang */
function allTexts(lang) {
  const terms = Object.entries(GLOSSARY[lang]).flatMap(([id, { term, text }]) => [
    [`glossary ${id}`, term],
    [`glossary ${id}`, text],
  ]);
  const lessons = builtIn.flatMap((id) => textsIn(JSON.parse(builtInText(id)), lang, id));
  return /** @type {[string, string][]} */ ([...Object.entries(PAGE[lang]), ...terms, ...lessons]);
}

/** What was stumbled over. @type {Record<Lang, RegExp[]>} */
const ODD = {
  en: [
    /^\(?[Ss]o it is/,
    /\bLent for\b/,
    /\bHands out\b/,
    /\bTimes as (fast|slow)\b/,
    /\bLooks\b$/,
    /\bthings? more\b/,
    /\btouch to\b/,
    /\bgives? (up the call|.* up[:.])/,
    /before the customer’s eyes/,
    /\bbridge\b/,
    /\(the Buy button\)/,
    /in the words of the log/,
  ],
  'pt-BR': [
    /retentativa/i,
    /que queda isso/,
    /auto: não/,
    /\besperam-se\b/,
    /\baos \d+ ?min/,
    /tantos quanto/,
    /^Vezes mais/,
    /^Emprestada por/,
    /^Como em$/,
    /^Cresce por/,
    /desde que você/,
    /diante do cliente/,
    /\bAperte\b/,
    /para a frente no tempo/,
    /se nada for dito/,
    /\(o botão Comprar\)/,
  ],
};

test.each(/** @type {Lang[]} */ (['en', 'pt-BR']))('%s has none of the odd words that were found', (lang) => {
  const found = allTexts(lang).filter(([, text]) => ODD[lang].some((odd) => odd.test(text)));
  expect(found).toEqual([]);
});

test('decimals in Portuguese have a comma, but for versions and code', () => {
  const plain = (/** @type {string} */ text) => text.replaceAll(/`[^`]*`|\b(desde a|RabbitMQ) \d+\.\d+/g, '');
  expect(allTexts('pt-BR').filter(([, text]) => /\d\.\d/.test(plain(text)))).toEqual([]);
});

test('what an engineer looks for is on the page in those words', () => {
  for (const lang of /** @type {Lang[]} */ (['en', 'pt-BR'])) {
    const said = Object.values(PAGE[lang]).join('\n').toLowerCase();
    for (const term of ['prefetch', 'visibility timeout', 'dlq', 'back-off', 'jitter', 'timeout', 'half-open']) {
      expect(said, `${lang} does not say ${term}`).toContain(term);
    }
  }
  expect(en['retry.attempts']).toBe('Max attempts');
});

describe('an order is called what its scenario calls it', () => {
  test('no sentence of the page says it by itself', () => {
    const own = (/** @type {Lang} */ lang, /** @type {RegExp} */ word) =>
      Object.entries(PAGE[lang]).filter(([key, text]) => !key.startsWith('order.') && word.test(text));
    expect(own('en', /\b(purchases?|buy)\b/i)).toEqual([]);
    expect(own('pt-BR', /\bcompra[sr]?\b/i)).toEqual([]);
  });

  test.each(builtIn)('%s has words for its orders, and speaks of no other button', (id) => {
    const scenario = JSON.parse(builtInText(id));
    expect(scenario.order).toBeDefined();
    const words = [scenario, ...scenario.nodes].map(({ order }) => order).filter(Boolean);
    /** @type {[Lang, RegExp, RegExp][]} */
    const asked = [
      ['en', /\b[Pp]ress (\p{Lu}\w*)/gu, /^Buy$/],
      ['pt-BR', /\b(?:[Cc]lique|[Tt]oque)[^.:;]* em (\p{Lu}[\p{L}-]*)/gu, /^Comprar$/],
    ];
    for (const [lang, press, buy] of asked) {
      const verbs = words.map(({ verb }) => verb[lang]);
      const pressed = textsIn(scenario, lang, id).flatMap(([, text]) =>
        [...text.matchAll(press)].map(([, name]) => name),
      );
      expect(pressed.filter((name) => buy.test(name) && !verbs.includes(name))).toEqual([]);
    }
  });

  test('each of two clients by its own words, in every sentence of the log and in both languages', () => {
    const session = play('delivery-guarantees');
    session.advance(20_000);
    const { scenario } = session;
    /** @type {[Lang, (words: OrderWords) => string][]} */
    const languages = [
      ['en', ({ one }) => one.en],
      ['pt-BR', ({ one }) => one['pt-BR']],
    ];
    for (const [lang, noun] of languages) {
      const narrator = new Narrator(new Translator(lang), scenario);
      narrator.read(session);
      const facts = session.facts(0).filter(({ order }) => typeof order === 'number');
      const said = new Set();
      for (const fact of facts) {
        const words = /** @type {OrderWords} */ (session.wordsOf(Number(fact.order)));
        const sentence = narrator.say(fact);
        expect(sentence.toLowerCase()).toContain(`${noun(words).toLowerCase()} ${fact.order}`);
        said.add(noun(words));
      }
      expect(said.size).toBe(3);
    }
    session.close();
  });

  test('where it says nothing, an order is an order', () => {
    const scenario = JSON.parse(builtInText('duplicates'));
    delete scenario.order;
    const session = play(scenario);
    session.advance(5_000);
    const narrator = new Narrator(new Translator('en'), session.scenario);
    narrator.read(session);
    expect(narrator.sentences.find(({ telling }) => telling)?.text).toBe('Donors: order 1.');
    session.close();
  });
});
