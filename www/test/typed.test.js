// What people type as a number is taken as they mean it, in each language.
import { describe, expect, test } from 'vitest';
import { Numbers } from '../src/i18n/numbers.js';
import { readNumber } from '../src/i18n/typed.js';

describe('a typed number', () => {
  test.each([
    ['7', 7, 7],
    ['7.5', 7.5, 7.5],
    ['7,5', 7.5, 7.5],
    ['1.125', 1.125, 1125],
    ['1,125', 1125, 1.125],
    ['1.234.567,5', Number.NaN, 1234567.5],
    ['1,234,567.5', 1234567.5, Number.NaN],
    ['0.125', 0.125, 0.125],
    [' 12 ', 12, 12],
    ['', 0, 0],
    ['.', Number.NaN, Number.NaN],
    ['-3', Number.NaN, Number.NaN],
    ['1e3', Number.NaN, Number.NaN],
    ['many', Number.NaN, Number.NaN],
  ])('%s', (text, english, portuguese) => {
    expect([readNumber(text, 'en'), readNumber(text, 'pt-BR')]).toEqual([english, portuguese]);
  });

  test.each([0, 7, 0.5, 1.125, 8.5714, 1000, 1234.5678, 60_000_000])('%s is read as it is written', (value) => {
    for (const lang of /** @type {const} */ (['en', 'pt-BR'])) {
      expect(readNumber(new Numbers(lang).typed(value), lang)).toBe(value);
    }
  });
});
