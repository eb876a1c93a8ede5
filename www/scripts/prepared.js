// Holds the prepared lessons, which `make wasm` writes, to the lessons: what a figure plays is what the full page plays.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const LESSONS = join(ROOT, 'lessons');

/** Whether a lesson is prepared as it is written. @param {string} name of its file */
function isFresh(name) {
  const prepared = join(ROOT, 'www/pkg/lessons', name.replace(/\.json$/, '.figure.json'));
  if (!existsSync(prepared)) return false;
  return readFileSync(prepared, 'utf8').endsWith(`"scenario":${readFileSync(join(LESSONS, name), 'utf8').trim()}}`);
}

/** @type {import('vite').Plugin} */
export const prepared = {
  name: 'prepared',
  apply: 'build',
  buildStart() {
    const names = readdirSync(LESSONS).filter((name) => name.endsWith('.json') && name !== 'index.json');
    const stale = names.filter((name) => !isFresh(name));
    if (stale.length > 0) this.error(`not prepared as they are written: ${stale.join(', ')}. Run \`make wasm\`.`);
  },
};
