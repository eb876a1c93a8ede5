// What the package gives: the class, without registering it; `define.js` registers it.
export { PlaygroundError } from './methods.js';
export { CarteiroPlayground } from './playground-element.js';
