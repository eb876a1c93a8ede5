// The glossary: every term in both languages, every link of a lesson leads to one, and back.
import { beforeAll, expect, test } from 'vitest';
import { termsIn } from '../scripts/terms.js';
import { catalogue } from '../src/lesson/catalogue.js';
import en from '../src/lesson/glossary/en.json';
import ptBR from '../src/lesson/glossary/pt-BR.json';
import { learn, lessonsWith, meaningOf, termsWith } from '../src/lesson/glossary/terms.js';
import { builtIn, builtInText } from './scenario-files.js';

const lessons = builtIn.map((id) => ({ id, text: builtInText(id) }));
const ids = Object.keys(en);

beforeAll(() => Promise.all([learn('en'), learn('pt-BR')]));

test('both languages have the same terms', () => {
  expect(Object.keys(ptBR)).toEqual(ids);
  expect(ids.length).toBeGreaterThan(60);
});

test.each(ids)('%s is explained in one sentence in each language', (id) => {
  const [one, other] = [en, ptBR].map(
    (language) => /** @type {Record<string, { term: string, text: string }>} */ (language)[id],
  );
  expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  for (const { term, text } of [one, other]) {
    expect(term).not.toBe('');
    expect(text).toMatch(/^[^.]{20,200}\.$/);
  }
  expect(one.text).not.toBe(other.text);
});

test.each(lessons)('the terms that $id links to exist, and are the same in both languages', ({ text }) => {
  expect(termsIn(text).filter((id) => !ids.includes(id))).toEqual([]);
  /** @type {{ 'pt-BR': string[], en: string[] }} */
  const linked = { en: [], 'pt-BR': [] };
  JSON.parse(text, (key, value) => {
    if ((key === 'en' || key === 'pt-BR') && typeof value === 'string') linked[key].push(...termsIn(value));
    return value;
  });
  expect(new Set(linked.en)).toEqual(new Set(linked['pt-BR']));
});

test('a term leads back to the lessons that link to it, read from their files', () => {
  for (const id of ids) {
    const linking = catalogue.filter((entry) =>
      lessons.some((lesson) => lesson.id === entry.id && lesson.text.includes(`](term:${id})`)),
    );
    expect(lessonsWith(id).map((lesson) => lesson.id)).toEqual(linking.map((entry) => entry.id));
  }
  expect(termsIn('a [b](term:queue) [c](done) [d](term:429) [e](term:queue)')).toEqual(['429', 'queue']);
});

test('terms are found by name and meaning, in the order of the alphabet of the language', () => {
  expect(termsWith('en', 'DLQ').map(({ id }) => id)).toEqual(['dead-letter-queue']);
  expect(termsWith('pt-BR', 'idempotencia').map(({ id }) => id)).toContain('idempotency-key');
  expect(termsWith('en', '')).toHaveLength(ids.length);
  const names = termsWith('pt-BR', '').map(({ term }) => term);
  expect(names).toEqual(names.toSorted(new Intl.Collator('pt-BR').compare));
  expect(meaningOf('en', 'nowhere')).toBeUndefined();
});
