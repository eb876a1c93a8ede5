// Registers <carteiro-playground>.
export { CarteiroPlayground } from './index.js';
