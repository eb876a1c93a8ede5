// The glossary: the field's terms, one sentence each, in the reader's language; and the lessons in which each is met.
import { arriving } from '../../core/loading.js';
import { matches } from '../../ui/search.js';
import { catalogue } from '../catalogue.js';

/** @import { Lang } from '../../core/types.js' */

/** @typedef {{ term: string, text: string }} Meaning */
/** @typedef {Meaning & { id: string }} Term */

/** @type {Record<Lang, () => Promise<{ default: Record<string, Meaning> }>>} */
const FILES = { en: () => import('./en.json'), 'pt-BR': () => import('./pt-BR.json') };
/** The languages that were fetched. @type {Partial<Record<Lang, Record<string, Meaning>>>} */
const MEANINGS = {};

/** Which terms each lesson links to. @type {Record<string, string[]>} */
const LINKS = import.meta.glob(['../../../../lessons/*.json', '!../../../../lessons/index.json'], {
  query: '?terms',
  import: 'default',
  eager: true,
});

/** Fetches a language, if it is not here yet. Rejects with a LoadError. @param {Lang} lang */
export async function learn(lang) {
  MEANINGS[lang] ??= (await arriving('part', FILES[lang]())).default;
}

/** What a term means; nothing for one that is not in the glossary. @param {Lang} lang @param {string} id @returns {Meaning | undefined} */
export const meaningOf = (lang, id) => MEANINGS[lang]?.[id];

/** The terms with everything that is typed in them, in the order of the alphabet. @param {Lang} lang @param {string} typed @returns {Term[]} */
export function termsWith(lang, typed) {
  const { compare } = new Intl.Collator(lang);
  return Object.entries(MEANINGS[lang] ?? {})
    .map(([id, meaning]) => ({ id, ...meaning }))
    .filter(({ id, term, text }) => matches(typed, [id, term, text]))
    .sort((a, b) => compare(a.term, b.term));
}

/** The lessons whose texts link to a term, each with its number. @param {string} id */
export const lessonsWith = (id) =>
  catalogue
    .map((entry, index) => ({ ...entry, number: index + 1 }))
    .filter((entry) => LINKS[`../../../../lessons/${entry.id}.json`]?.includes(id));
