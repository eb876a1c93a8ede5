// The page of the builder: what its address says is what the figure begins with.
import '../element/define.js';
import { nearest } from '../i18n/index.js';
import { CarteiroBuilder } from './builder.js';

if (!customElements.get('carteiro-builder')) customElements.define('carteiro-builder', CarteiroBuilder);

const asked = new URLSearchParams(location.search);
const builder = /** @type {CarteiroBuilder | null} */ (document.querySelector('carteiro-builder'));
if (builder) {
  builder.lang = nearest(asked.get('lang') ?? navigator.language);
  document.documentElement.lang = builder.lang;
  builder.begin(Object.fromEntries(asked));
}
