// Our own pages: hand the address's wishes to the element, dress the page like it, and let a page around an iframe speak to it.
import '../element/define.js';
import { FramePort } from './frame-port.js';

/** @import { CarteiroPlayground } from '../element/playground-element.js' */

/** Parameters that are no attributes: a scenario file that is served beside the page, in whose way the height is told, and what the
 * full page says of itself. */
const OWN = ['file', 'resize', 'branch', 'compare', 'lab'];

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

/** Every parameter is the attribute of the same name. @param {CarteiroPlayground} element */
function obey(element) {
  for (const [name, value] of asked) {
    if (!OWN.includes(name)) element.set({ [name]: value });
  }
}

if (playground) {
  const own = playground.page && !asked.has('figure');
  playground.page = own;
  playground.addEventListener('carteiro-theme', (event) => {
    const { theme, dark } = /** @type {CustomEvent<{ theme: string, dark: boolean }>} */ (event).detail;
    document.documentElement.classList.toggle('dark', dark);
    if (own) remember('theme', theme);
  });
  playground.addEventListener('carteiro-lang', (event) => {
    const { lang } = /** @type {CustomEvent<{ lang: string }>} */ (event).detail;
    document.documentElement.lang = lang;
    if (own) remember('lang', lang);
  });
  if (asked.has('file')) {
    const follow = async () => (await import('./local-file.js')).follow((json) => playground.open(json));
    playground.addEventListener('carteiro-scenario', follow, { once: true });
  }
  obey(playground);
  if (!asked.has('lang') && !playground.lang) playground.lang = (own && remembered('lang')) || navigator.language;
  if (own) {
    if (!asked.has('theme')) playground.theme = remembered('theme') ?? 'auto';
  } else document.body.classList.add('framed');
  if (parent !== window) new FramePort(playground, asked.get('resize')).open();
}
