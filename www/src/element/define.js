// Registers <carteiro-playground>; the class itself can be had without that from playground-element.js.
import { CarteiroPlayground } from './playground-element.js';

if (!customElements.get('carteiro-playground')) customElements.define('carteiro-playground', CarteiroPlayground);

export { CarteiroPlayground };
