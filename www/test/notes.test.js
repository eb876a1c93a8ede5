// The teacher's notes: each built-in lesson has them, in both languages, and they fit the lesson.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** @import { Notes } from '../src/classroom/notes-text.js' */
/** @import { Text } from '../src/core/types.js' */

const LESSONS = join(import.meta.dirname, '../../lessons');
/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(join(LESSONS, path), 'utf8'));
/** @type {string[]} */
const ids = read('index.json').map((/** @type {{ id: string }} */ { id }) => id);
const UNITS = ['communication', 'failures', 'guarantees', 'resilience'];
const FIELDS = ['version', 'for', 'minutes', 'unit', 'misconceptions', 'questions', 'next'];
/** Half a page holds so many letters. */
const MOST_LETTERS = 3_200;

/** Every text in the notes. @param {Notes} notes @returns {Text[]} */
const textsOf = (notes) => [
  notes.for,
  ...notes.misconceptions.map(({ believes }) => believes),
  ...notes.questions.flatMap(({ ask, expect }) => [ask, expect]),
  notes.next.why,
];

test('there are notes for each lesson, and for nothing else', () => {
  expect(readdirSync(join(LESSONS, 'notes')).toSorted()).toEqual(ids.map((id) => `${id}.notes.json`).toSorted());
});

describe.each(ids)('the notes of %s', (id) => {
  /** @type {Notes} */
  const notes = read(`notes/${id}.notes.json`);

  test('have the fields that docs/teach.md names, with sensible values', () => {
    expect(Object.keys(notes)).toEqual(FIELDS);
    expect(notes.version).toBe(1);
    expect(notes.minutes).toBeGreaterThanOrEqual(5);
    expect(notes.minutes).toBeLessThanOrEqual(45);
    expect(UNITS).toContain(notes.unit);
    expect(notes.questions.length).toBeGreaterThanOrEqual(2);
    expect(notes.questions.length).toBeLessThanOrEqual(4);
  });

  test('are written in both languages, on half a page', () => {
    for (const text of textsOf(notes)) {
      expect(Object.keys(text)).toEqual(['en', 'pt-BR']);
      for (const words of Object.values(text)) expect(words.trim().length).toBeGreaterThan(5);
      expect(text.en).not.toBe(text['pt-BR']);
    }
    for (const lang of /** @type {const} */ (['en', 'pt-BR'])) {
      expect(textsOf(notes).reduce((sum, text) => sum + text[lang].length, 0)).toBeLessThan(MOST_LETTERS);
    }
  });

  test('explain each wrong option of the question once, and leave a right one', () => {
    /** @type {unknown[]} */
    const options = read(`${id}.json`).lesson?.prediction?.options ?? [];
    const wrong = notes.misconceptions.map(({ option }) => option);
    expect(new Set(wrong).size).toBe(wrong.length);
    for (const option of wrong) expect(option).toBeLessThan(options.length);
    expect(wrong.length).toBe(Math.max(0, options.length - 1));
  });

  test('lead on to another lesson', () => {
    expect(ids).toContain(notes.next.lesson);
    expect(notes.next.lesson).not.toBe(id);
  });
});
