// Where an idea is met: each lesson says in a line which preset, or which setting, shows it in which product, by the words of the page.
import { describe, expect, test } from 'vitest';
import en from '../src/i18n/en.json';
import ptBR from '../src/i18n/pt-BR.json';
import { PRESETS } from '../src/settings/presets.js';
import { builtIn } from './core.js';
import { builtInText } from './scenario-files.js';

/** @import { Lang } from '../src/core/types.js' */

/** How the line begins, and the name of the setting by which a preset is chosen. @type {Record<Lang, [here: string, preset: string]>} */
const LINE = { en: ['Here:', `“${en['settings.preset']}” `], 'pt-BR': ['Aqui:', `“${ptBR['settings.preset']}” `] };
const NAMES = PRESETS.map(([, name]) => name);

/** The presets that a text names, by their ids; `undefined` for a name that the page does not have. @param {string} text @param {Lang} lang */
const presetsIn = (text, lang) =>
  text
    .split(LINE[lang][1])
    .slice(1)
    .map((rest) => {
      const fitting = NAMES.filter((name) => rest.startsWith(name)).sort((a, b) => b.length - a.length);
      return PRESETS.find(([, name]) => name === fitting[0])?.[0];
    });

describe.each(builtIn)('%s', (id) => {
  const { lesson, topics = [] } = JSON.parse(builtInText(id));
  /** @param {Lang} lang @returns {string[]} */
  const lines = (lang) =>
    lesson.meet
      .map((/** @type {any} */ { text }) => text[lang])
      .filter((/** @type {string} */ text) => text.includes(LINE[lang][0]));

  test('says in both languages what shows it here', () => {
    expect(lines('en').length).toBeGreaterThan(0);
    expect(lines('pt-BR')).toHaveLength(lines('en').length);
  });

  test('names presets that the page has, the same in both languages', () => {
    const [english, portuguese] = /** @type {Lang[]} */ (['en', 'pt-BR']).map((lang) =>
      lines(lang).map((line) => presetsIn(line, lang)),
    );
    expect(english.flat()).not.toContain(undefined);
    expect(portuguese).toEqual(english);
    // What is about calls alone says that no preset is.
    if (topics.length > 0) expect(english.flat().length).toBeGreaterThan(0);
    else expect(english.flat().length > 0 || lines('en').join().includes('no preset')).toBe(true);
  });
});
