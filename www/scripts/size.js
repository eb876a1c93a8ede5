// Holds the built site to its budget, compressed as a server would send it: what every visitor loads, and what is loaded when it is asked for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const SITE = new URL('../dist/', import.meta.url).pathname;

/** @typedef {{ file: string, imports?: string[] }} Chunk */
/** @type {Record<string, Chunk>} */
const manifest = JSON.parse(readFileSync(join(SITE, '.vite/manifest.json'), 'utf8'));

/** @param {string} folder @returns {string[]} the files in it, from the site's root */
function filesIn(folder) {
  return readdirSync(join(SITE, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

/** What is loaded with a chunk. @param {string} name @returns {string[]} */
function withImports(name) {
  const { file, imports = [] } = manifest[name];
  return [file, ...imports.flatMap(withImports)];
}

/** @param {string} file */
function brotli(file) {
  return brotliCompressSync(readFileSync(join(SITE, file)), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
    .length;
}

// Of the languages a visitor loads one, and at first half of it: here the larger one.
const languages = Object.keys(manifest).filter((name) => /^src\/i18n\/.*\?first$/.test(name));
const language = languages.toSorted((a, b) => brotli(manifest[b].file) - brotli(manifest[a].file))[0];
// The pages share one script, which stands in the manifest by its chunk's name.
const script = Object.keys(manifest).find((name) => /^_main-/.test(name)) ?? 'index.html';
const first = new Set([...withImports(script), ...withImports(language)]);
const scripts = filesIn('.').filter((file) => file.endsWith('.js'));
const budgets = [
  { what: 'JavaScript at first', files: scripts.filter((file) => first.has(file)), limit: 70 },
  { what: 'JavaScript when it is asked for', files: scripts.filter((file) => !first.has(file)), limit: 64 },
  { what: 'WebAssembly', files: filesIn('.').filter((file) => file.endsWith('.wasm')), limit: 156 },
];

for (const { what, files, limit } of budgets) {
  const sizes = files.map((file) => ({ file, kilobytes: brotli(file) / 1024 }));
  const total = sizes.reduce((sum, { kilobytes }) => sum + kilobytes, 0);
  const within = files.length > 0 && total <= limit;
  if (!within) process.exitCode = 1;
  console.log(`${what}: ${total.toFixed(1)} KB brotli, ${within ? 'within' : 'OVER'} the budget of ${limit} KB`);
  for (const { file, kilobytes } of sizes) console.log(`  ${kilobytes.toFixed(1).padStart(7)} KB  ${file}`);
}
