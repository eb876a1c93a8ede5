// Holds the built site to its budgets, compressed as a server would send it: a figure in somebody's page, the full page at first, and
// what is loaded when it is asked for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { BUDGETS } from './budgets.js';

const SITE = new URL('../dist/', import.meta.url).pathname;

/** @typedef {{ file: string, imports?: string[], isEntry?: boolean, isDynamicEntry?: boolean }} Chunk */
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

/** What is loaded with a chunk that is loaded by itself. @param {string} name */
function outside(name) {
  const { isEntry, isDynamicEntry } = manifest[name];
  return isEntry || isDynamicEntry ? withImports(name) : [];
}

/** @param {string} file */
function brotli(file) {
  return brotliCompressSync(readFileSync(join(SITE, file)), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
    .length;
}

/** Of several files of which a visitor loads one, the largest. @param {RegExp} names in the manifest */
function largest(names) {
  const files = Object.keys(manifest).flatMap((name) => (names.test(name) ? [manifest[name].file] : []));
  return files.toSorted((a, b) => brotli(b) - brotli(a))[0];
}

/** The chunk of this name, under which the manifest lists it. @param {string} name */
const chunk = (name) => Object.keys(manifest).find((key) => key.startsWith(`_${name}-`)) ?? '';

const figure = new Set([
  ...withImports('src/element/define.js'),
  largest(/^src\/i18n\/.*\?figure$/),
  manifest['pkg/figure/figure_bg.wasm'].file,
  largest(/^pkg\/lessons\//),
]);
// The page of figures, its style and its own script.
const page = readFileSync(join(SITE, 'figure.html'), 'utf8');
const named = [...page.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file);
const scripts = filesIn('.').filter((file) => /^(carteiro-playground|assets\/.*)\.js$/.test(file));
const first = new Set([
  ...[chunk('main'), chunk('full'), 'pkg/carteiro.js?factory'].flatMap(withImports),
  largest(/^src\/i18n\/.*\?figure$/),
  largest(/^src\/i18n\/.*\?page$/),
]);
// What is loaded when the lab is opened: its script, the glue of its core, the chart, a worker's code, and its words of one language.
const lab = new Set([
  ...Object.keys(manifest).flatMap((name) =>
    /^(src\/lab|node_modules\/uplot|pkg\/lab)\/.*\.(js|css)|^_sure-/.test(name) ? manifest[name].file : [],
  ),
  ...scripts.filter((file) => /worker-/.test(file) && readFileSync(join(SITE, file), 'utf8').includes('tried')),
  largest(/^src\/i18n\/.*\?lab$/),
]);
const ofLab = new Set(Object.keys(manifest).flatMap((name) => (/\?lab$/.test(name) ? manifest[name].file : [])));
/** The teachers' pages, which nothing in the playground loads. */
const ROOMS = ['grade.html', 'task.html', 'notes.html', 'builder.html'];
const elsewhere = new Set(Object.keys(manifest).flatMap((name) => (ROOMS.includes(name) ? [] : outside(name))));
const classroom = new Set([
  ...ROOMS.flatMap(withImports).filter((file) => !elsewhere.has(file)),
  ...Object.keys(manifest).flatMap((name) => (/^src\/i18n\/.*\?classroom$/.test(name) ? [manifest[name].file] : [])),
]);
/** @type {{ what: string, files: string[], budget: { kilobytes: number, requests?: number } }[]} */
const loads = [
  { what: 'A figure', files: [...figure], budget: BUDGETS.figure },
  {
    what: 'A page with a figure alone',
    files: [...new Set(['figure.html', 'favicon.svg', ...named, ...figure])],
    budget: BUDGETS.figurePage,
  },
  {
    what: 'JavaScript of the full page at first',
    files: scripts.filter((file) => first.has(file)),
    budget: BUDGETS.fullPage,
  },
  {
    what: 'JavaScript when it is asked for',
    files: scripts.filter((file) => !first.has(file) && !classroom.has(file) && !lab.has(file) && !ofLab.has(file)),
    budget: BUDGETS.later,
  },
  {
    what: 'The classroom, besides',
    files: [...classroom, manifest['pkg/grade/grade_bg.wasm'].file],
    budget: BUDGETS.classroom,
  },
  { what: 'The lab, when it is opened', files: [...lab], budget: BUDGETS.lab },
  { what: 'WebAssembly of the lab', files: [manifest['pkg/lab/lab_bg.wasm'].file], budget: BUDGETS.labWasm },
  { what: 'WebAssembly', files: [manifest['pkg/carteiro_bg.wasm'].file], budget: BUDGETS.wasm },
];

for (const { what, files, budget } of loads) {
  const sizes = files.map((file) => ({ file, kilobytes: brotli(file) / 1024 }));
  const total = sizes.reduce((sum, { kilobytes }) => sum + kilobytes, 0);
  const { kilobytes: most, requests = Number.POSITIVE_INFINITY } = budget;
  const within = files.length > 0 && total <= most && files.length <= requests;
  if (!within) process.exitCode = 1;
  const counted = budget.requests ? ` in ${files.length} requests` : '';
  const limit = budget.requests ? `${most} KB in ${requests}` : `${most} KB`;
  console.log(`${what}: ${total.toFixed(1)} KB brotli${counted}, ${within ? 'within' : 'OVER'} the budget of ${limit}`);
  for (const { file, kilobytes } of sizes) console.log(`  ${kilobytes.toFixed(1).padStart(7)} KB  ${file}`);
}
