// The built package as another project meets it: imported in Node, where there is no page, and registered there without harm.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

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
console.log(
  `the package is imported where there is no page; its manifest names ${declared.attributes.length} attributes and ${declared.events.length} events`,
);
