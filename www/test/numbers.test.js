// A number becomes text in one place, by the rules of the reader's language.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Translator } from '../src/i18n/index.js';
import { format, parse } from '../src/i18n/message.js';
import { Numbers } from '../src/i18n/numbers.js';
import { Narrator } from '../src/store/narrator.js';
import { play } from './core.js';

const SOURCES = join(import.meta.dirname, '../src');
const OWNER = join('i18n', 'numbers.js');
/** Writes scores and times for course platforms, as the standards have them. */
const STANDARDS = join('classroom', 'sco', 'editions.js');

/** Ways in which a number becomes text without a language. */
const BESIDES = [
  /\.(toFixed|toPrecision|toLocaleString|padStart)\(/,
  /\bNumberFormat\b/,
  // As a value of a sentence, or as what stands on the page.
  /\.t\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*?\bString\(/,
  /\.t\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*?\.toString\(/,
  /textContent = [^;]*\b(String\(|toString\()/,
];

/** @param {string} code */
const withoutLanguage = (code) => BESIDES.flatMap((way) => way.exec(code)?.[0] ?? []);

test('nothing else makes a number a text', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.js') && ![OWNER, STANDARDS].includes(name),
  );
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((file) =>
    withoutLanguage(readFileSync(join(SOURCES, file), 'utf8')).map((way) => `${file}: ${way}`),
  );
  expect(found).toEqual([]);
});

test.each([
  'const at = (ms / 1000).toFixed(3);',
  "tr.t('pile.lost', { count: String(lost) })",
  "tr.t('a.b', { at: f(x), count: lost.toString() })",
  'count.textContent = String(more);',
  "new Intl.NumberFormat('en')",
])('%s is found', (code) => {
  expect(withoutLanguage(code)).not.toEqual([]);
});

describe('numbers of a language', () => {
  const [english, portuguese] = [new Numbers('en'), new Numbers('pt-BR')];

  test('have its marks', () => {
    expect(english.number(46_900.5)).toBe('46,900.5');
    expect(portuguese.number(46_900.5)).toBe('46.900,5');
    expect(portuguese.percent(0.125)).toBe('12,5%');
    expect(portuguese.duration(1500)).toMatch(/^1,5\s?s$/);
  });

  test('an instant of 32 seconds is no thirty-two thousand', () => {
    expect(english.instant(32_012)).toBe('32.012');
    expect(portuguese.instant(32_012)).toBe('32,012');
    expect(portuguese.tenths(32_012)).toBe('32,0');
  });

  test('what is numbered has no marks between its digits', () => {
    expect(format(parse('purchase {order}'), { order: 12_345 }, english)).toBe('purchase 12345');
    expect(format(parse('{value} s'), { value: 1.5 }, portuguese)).toBe('1,5 s');
    expect(format(parse('{late, select, true {late} other {}}'), { late: true }, english)).toBe('late');
  });
});

describe('what is said aloud', () => {
  /** What is said when so much time has passed at once. @param {number} ms */
  function said(ms) {
    const session = play('purchase-fan-out');
    const narrator = new Narrator(new Translator('en'), session.scenario);
    narrator.reread(session);
    session.advance(ms);
    narrator.read(session);
    const [facts, text] = [session.frame.header('facts'), narrator.speech()];
    session.close();
    return { facts, text };
  }

  test('counts what it leaves out', () => {
    const { facts, text } = said(12_000);
    expect(facts).toBeLessThan(200);
    expect(text).toMatch(/^And \d+ more\. /);
  });

  test('names no number where it has not kept everything', () => {
    const { facts, text } = said(60_000);
    expect(facts).toBeGreaterThan(200);
    expect(text).toMatch(/^And much more\. /);
  });
});
