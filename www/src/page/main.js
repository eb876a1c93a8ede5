// Our own pages: hand the address's wishes to the element, dress the page like it, and let a page around an iframe speak to it.
import { keepIn, textIn } from '../core/kept.js';
import '../element/define.js';
import { FramePort } from './frame-port.js';

/** @import { CarteiroPlayground } from '../element/playground-element.js' */

/** Parameters that are no attributes: a scenario file that is served beside the page, in whose way the height is told, and what the
 * full page says of itself. */
const OWN = ['file', 'resize', 'branch', 'compare', 'lab'];

/** What the reader chose, kept for the next visit. */
const THEME = 'carteiro.theme';
const LANG = 'carteiro.lang';

const playground = /** @type {CarteiroPlayground | null} */ (document.querySelector('carteiro-playground'));
const asked = new URLSearchParams(location.search);

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
    if (own) keepIn('localStorage', THEME, theme);
  });
  playground.addEventListener('carteiro-lang', (event) => {
    const { lang } = /** @type {CustomEvent<{ lang: string }>} */ (event).detail;
    document.documentElement.lang = lang;
    if (own) keepIn('localStorage', LANG, lang);
  });
  if (asked.has('file')) {
    const follow = async () => (await import('./local-file.js')).follow((json) => playground.open(json));
    playground.addEventListener('carteiro-scenario', follow, { once: true });
  }
  obey(playground);
  if (!asked.has('lang') && !playground.lang)
    playground.lang = (own && textIn('localStorage', LANG)) || navigator.language;
  if (own) {
    if (!asked.has('theme')) playground.theme = textIn('localStorage', THEME) ?? 'auto';
  } else document.body.classList.add('framed');
  if (parent !== window) new FramePort(playground, asked.get('resize')).open();
}
