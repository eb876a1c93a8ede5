// The glue of the wasm package as a function: wasm-bindgen writes a module that holds one instance, and the page needs as many as it wants.
import { readFileSync } from 'node:fs';

/** @import { Plugin } from 'vite' */

const FACTORY = /^(.*pkg[\\/](?:carteiro|figure[\\/]figure|lab[\\/]lab)\.js)\?factory$/;
/** What the module gives by itself; the rest of it fetches the wasm, which core/wasm.js does. */
const GIVEN = /^export (class|function|const) (\w+)/gm;
const REST = /^async function __wbg_load[\s\S]*$/m;

/** @returns {Plugin} */
export const glue = () => ({
  name: 'glue',
  enforce: 'pre',
  load(id) {
    const [, file] = FACTORY.exec(id) ?? [];
    if (!file) return undefined;
    const code = readFileSync(file, 'utf8');
    const names = [...code.matchAll(GIVEN)].map(([, , name]) => name).filter((name) => name !== 'start');
    const body = code.replace(GIVEN, '$1 $2').replace(REST, '');
    if (
      names.length === 0 ||
      body.length === code.length ||
      !/^function __wbg_finalize_init\(instance, module\)/m.test(body)
    )
      throw new Error(`${file} is not as wasm-bindgen wrote it`);
    return `export default function (module) {
${body}
const { memory } = __wbg_finalize_init(new WebAssembly.Instance(module, __wbg_get_imports()), module);
return { memory, ${names.join(', ')} };
}
`;
  },
});
