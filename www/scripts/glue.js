// The glue of the wasm package as a function: wasm-bindgen writes a module that holds one instance, and the page needs as many as it wants.
import { readFileSync } from 'node:fs';

/** @import { Plugin } from 'vite' */

const FACTORY = /^(.*pkg[\\/]carteiro\.js)\?factory$/;

/** @returns {Plugin} */
export const glue = () => ({
  name: 'glue',
  enforce: 'pre',
  load(id) {
    const [, file] = FACTORY.exec(id) ?? [];
    if (!file) return undefined;
    /** @type {string[]} */
    const names = ['initSync'];
    const body = readFileSync(file, 'utf8')
      .replace(/^export (class|function) (\w+)/gm, (_all, kind, name) => {
        names.push(name);
        return `${kind} ${name}`;
      })
      .replace(/^export \{.*\};$/m, '')
      // The page hands the wasm over; a copy of it would be put beside the code for this.
      .replace("new URL('carteiro_bg.wasm', import.meta.url)", 'undefined');
    if (names.length < 2 || /^export\b/m.test(body)) throw new Error(`${file} is not as wasm-bindgen wrote it`);
    return `export default function () {\n${body}\nreturn { ${names.join(', ')} };\n}\n`;
  },
});
