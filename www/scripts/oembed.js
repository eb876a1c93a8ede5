// An oEmbed answer for each lesson in both languages, as a file: who knows a lesson's address may ask for the frame that shows it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frameAddress, snippet } from '../src/share/snippets.js';

/** @type {{ id: string, title: Record<string, string> }[]} */
const LESSONS = JSON.parse(readFileSync(join(import.meta.dirname, '../../lessons/index.json'), 'utf8'));
const LANGUAGES = ['en', 'pt-BR'];
const SIZE = { width: 680, height: 520 };

/** @param {string} site where the site will be served; without it addresses are relative to the site's folder @returns {import('vite').Plugin} */
export const oembed = (site = process.env.CARTEIRO_SITE_URL ?? '') => ({
  name: 'oembed',
  apply: 'build',
  generateBundle() {
    const base = site && !site.endsWith('/') ? `${site}/` : site;
    for (const { id, title } of LESSONS) {
      for (const lang of LANGUAGES) {
        const figure = { site: base, attributes: { scenario: id, lang }, title: title[lang], ...SIZE };
        const answer = {
          version: '1.0',
          type: 'rich',
          provider_name: 'Carteiro',
          provider_url: base || undefined,
          title: title[lang],
          html: snippet('moodle', figure),
          url: frameAddress(figure),
          ...SIZE,
        };
        this.emitFile({
          type: 'asset',
          fileName: `oembed/${id}.${lang}.json`,
          source: `${JSON.stringify(answer, null, 2)}\n`,
        });
      }
    }
  },
});
