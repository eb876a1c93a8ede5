// Registers the page of a package for course platforms, and the playground in it.
import '../../element/define.js';
import { CarteiroSco } from './sco.js';

if (!customElements.get('carteiro-sco')) customElements.define('carteiro-sco', CarteiroSco);
