// The page of the builder: what its address says is what the figure begins with.
import '../element/define.js';
import { CarteiroBuilder } from './builder.js';

if (!customElements.get('carteiro-builder')) customElements.define('carteiro-builder', CarteiroBuilder);

const builder = /** @type {CarteiroBuilder | null} */ (document.querySelector('carteiro-builder'));
builder?.begin(Object.fromEntries(new URLSearchParams(location.search)));
