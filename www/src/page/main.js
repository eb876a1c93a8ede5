// The full playground's own page: hands the address's wishes to the element, and dresses the page like it.
import '../element/define.js';

/** @import { CarteiroPlayground } from '../element/playground-element.js' */

const playground = /** @type {CarteiroPlayground | null} */ (document.querySelector('carteiro-playground'));
const asked = new URLSearchParams(location.search);

/** @param {string} name */
function remembered(name) {
  try {
    return localStorage.getItem(`carteiro.${name}`);
  } catch {
    // A page in a sandbox has no storage; it forgets.
    return null;
  }
}

/** @param {string} name @param {string} value */
function remember(name, value) {
  try {
    localStorage.setItem(`carteiro.${name}`, value);
  } catch {
    // See above.
  }
}

if (playground) {
  playground.addEventListener('carteiro-theme', (event) => {
    const { theme, dark } = /** @type {CustomEvent<{ theme: string, dark: boolean }>} */ (event).detail;
    document.documentElement.classList.toggle('dark', dark);
    remember('theme', theme);
  });
  playground.addEventListener('carteiro-lang', (event) => {
    const { lang } = /** @type {CustomEvent<{ lang: string }>} */ (event).detail;
    document.documentElement.lang = lang;
    remember('lang', lang);
  });
  if (asked.has('file')) {
    const follow = async () => (await import('./local-file.js')).follow((json) => playground.open(json));
    playground.addEventListener('carteiro-scenario', follow, { once: true });
  }
  for (const name of ['scenario', 'seed']) {
    const value = asked.get(name);
    if (value !== null) playground.setAttribute(name, value);
  }
  playground.setAttribute('lang', asked.get('lang') ?? remembered('lang') ?? navigator.language);
  playground.setAttribute('theme', asked.get('theme') ?? remembered('theme') ?? 'auto');
}
