// Holds the built site to its budget, compressed as a server would send it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const SITE = new URL('../dist/', import.meta.url).pathname;
const BUDGETS = [
  { what: 'JavaScript', suffix: '.js', limit: 60 * 1024 },
  { what: 'WebAssembly', suffix: '.wasm', limit: 120 * 1024 },
];

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

/** @param {string} file */
function brotli(file) {
  return brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

let over = false;
for (const { what, suffix, limit } of BUDGETS) {
  const files = filesIn(SITE).filter((file) => file.endsWith(suffix));
  const sizes = files.map((file) => ({ file: file.slice(SITE.length), bytes: brotli(file) }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const verdict = files.length > 0 && total <= limit ? 'within' : 'OVER';
  over ||= verdict === 'OVER';
  console.log(`${what}: ${(total / 1024).toFixed(1)} KB brotli, ${verdict} the budget of ${limit / 1024} KB`);
  for (const { file, bytes } of sizes) console.log(`  ${(bytes / 1024).toFixed(1).padStart(7)} KB  ${file}`);
}
process.exitCode = over ? 1 : 0;
