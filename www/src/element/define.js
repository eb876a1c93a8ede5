// Registers <carteiro-playground>; the class itself can be had without that from playground-element.js.
// First: what follows may be refused.
import '../core/refusal.js';
import { CarteiroPlayground } from './playground-element.js';

if (!customElements.get('carteiro-playground')) customElements.define('carteiro-playground', CarteiroPlayground);

export { CarteiroPlayground };
