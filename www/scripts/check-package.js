// The built package as another project meets it: imported in Node, where there is no page, and registered there without harm.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** @param {string} name @returns {Promise<Record<string, any>>} */
const built = (name) => import(new URL(`../package/${name}`, import.meta.url).href);
const { CarteiroPlayground, PlaygroundError } = await built('index.js');
await built('define.js');
assert.equal(typeof CarteiroPlayground, 'function');
assert.ok(new PlaygroundError({ kind: 'closed' }) instanceof Error);
const manifest = JSON.parse(readFileSync('package/custom-elements.json', 'utf8'));
/** @type {Record<string, any>} */
const declared = manifest.modules
  .flatMap((/** @type {{ declarations?: object[] }} */ { declarations = [] }) => declarations)
  .find((/** @type {{ customElement?: boolean }} */ { customElement }) => customElement);
assert.equal(declared.tagName, 'carteiro-playground');
for (const part of ['attributes', 'events', 'slots']) assert.ok(declared[part].length >= 4, part);
// What other projects' bundlers meet: nothing that Vite would put in a second time, and files where they are said to be.
const chunks = readdirSync('package/chunks').map((name) => readFileSync(`package/chunks/${name}`, 'utf8'));
const files = chunks.flatMap((code) => [...code.matchAll(/new URL\("\.\.\/([^"]+)", import\.meta\.url\)/g)]);
assert.ok(files.some(([, file]) => file.endsWith('.wasm')));
for (const [, file] of files) assert.ok(existsSync(`package/${file}`), file);
assert.ok(!chunks.some((code) => code.includes('__vitePreload')), "Vite's own helper is in the package");
// The examples name the version that they are built with.
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
for (const example of ['astro', 'react', 'vitepress']) {
  const { dependencies } = JSON.parse(readFileSync(`../examples/${example}/package.json`, 'utf8'));
  assert.equal(dependencies['carteiro-playground'], version, example);
}
console.log(
  `the package is imported where there is no page; its manifest names ${declared.attributes.length} attributes and ${declared.events.length} events`,
);
