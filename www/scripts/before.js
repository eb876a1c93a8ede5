// What our pages show until their element is there, and where no scripts run: written once, into each page that asks for it.
import { readFileSync } from 'node:fs';

const WORDS = readFileSync(new URL('../before.html', import.meta.url), 'utf8');

/** @type {import('vite').Plugin} */
export const before = {
  name: 'before',
  transformIndexHtml: { order: 'pre', handler: (html) => html.replace(/^ *<!-- before -->\n/m, () => WORDS) },
};
