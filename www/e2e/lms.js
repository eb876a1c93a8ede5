// A course platform for the end-to-end tests: it serves what `carteiro export` wrote, and its runtime is scorm-again, which nobody here wrote.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** @import { BrowserContextOptions, FrameLocator, Page } from 'playwright-core' */
/** @import { Person } from './person.js' */

/** The command line, where it is built. */
const CLI = [process.env.CARTEIRO_CLI, ...['debug', 'release'].map((kind) => `../../target/${kind}/carteiro`)]
  .flatMap((path) => (path ? [new URL(path, import.meta.url).pathname] : []))
  .find(existsSync);

const ROOT = join(import.meta.dirname, '..');
/** Where packages and what came of them are written. */
export const FOLDER = join(ROOT, '../target/sco');
const RUNTIMES = join(ROOT, 'node_modules/scorm-again/dist');

/** @type {Record<string, string>} */
export const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** The two editions: the runtime's file, its class, and the name under which a part looks for it. */
const EDITIONS = {
  1.2: { file: 'scorm12.js', class: 'Scorm12API', name: 'API' },
  2004: { file: 'scorm2004.js', class: 'Scorm2004API', name: 'API_1484_11' },
};

/** @typedef {keyof typeof EDITIONS} Edition */
/** What a part asked of the platform, and what it got. @typedef {[call: string, args: string[], answer: unknown, error: unknown]} Call */

/** @param {string[]} words */
export const cli = (...words) =>
  execFileSync(CLI ?? '', ['--lang', 'en', ...words], { encoding: 'utf8', cwd: join(ROOT, '..') });

/** Writes a package. @param {Edition | 'cmi5'} standard @param {string} name of its file @param {string[]} parts @returns {{ path: string, files: Package }} */
export function packageOf(standard, name, ...parts) {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `${name}.zip`);
  cli('export', ...(standard === 'cmi5' ? ['--cmi5'] : ['--scorm', String(standard)]), ...parts, '--out', path);
  return { path, files: unzipSync(new Uint8Array(readFileSync(path))) };
}

/** The page around a part. It keeps what it is told in this browser, as a platform does in its database. @param {Edition} edition @param {string} part */
export const hostOf = (edition, part) => {
  const { file, class: runtime, name } = EDITIONS[edition];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Course</title><style>body{margin:0}iframe{width:100%;height:860px;border:0}</style>
<button type="button" id="leave">Leave</button><script src="/lms/runtime/${file}"></script><script>
const api = new ${runtime}({ autocommit: false, logLevel: 5 });
const kept = localStorage.getItem('lms.${part}');
if (kept) api.loadFromJSON(JSON.parse(kept));
else api.loadFromJSON({ ${edition === 2004 ? "learner_name: 'Souza, Ana', learner_id: 'ana'" : "core: { student_name: 'Souza, Ana', student_id: 'ana' }"} });
window.calls = [];
const error = api.${edition === 2004 ? 'GetLastError' : 'LMSGetLastError'};
window.${name} = new Proxy({}, { get: (_, call) => (...args) => {
  const answer = api[call](...args);
  calls.push([call, args, answer, String(answer) === 'false' ? api.${edition === 2004 ? 'GetLastError()' : 'LMSGetLastError()'} : '']);
  if (/Commit|Finish|Terminate/.test(call)) {
    const { cmi } = api.renderCMIToJSONObject();
    localStorage.setItem('lms.${part}', JSON.stringify(cmi));
  }
  return answer;
} });
document.querySelector('#leave').onclick = () => document.querySelector('iframe').remove();
</script><iframe src="/lms/package/${part}.html" title="Part"></iframe></html>`;
};

/** @typedef {Record<string, Uint8Array>} Package */

/**
 * What a platform answers: a package under /lms/package, its runtime, and a page with a part in it under /lms/course.html.
 * @param {Package} files @param {string} host that page @param {string} address
 */
export function answerTo(files, host, address) {
  const path = new URL(address, 'http://localhost').pathname.replace(/^\/lms\//, '');
  if (path === 'course.html') return { status: 200, contentType: 'text/html', body: Buffer.from(host) };
  const [folder, ...rest] = path.split('/');
  const name = rest.join('/');
  const body = folder === 'runtime' ? readFileSync(join(RUNTIMES, name)) : files[name];
  if (!body) return { status: 404, contentType: 'text/plain', body: Buffer.from('') };
  return { status: 200, contentType: TYPES[extname(name)], body: Buffer.from(body) };
}

/** @param {Page} page @param {Package} files @param {string} host */
const serve = (page, files, host) =>
  page.route('**/lms/**', (route) => route.fulfill(answerTo(files, host, route.request().url())));

/**
 * Opens a part as a learner does. What the platform keeps in its browser is there again when the same page is opened once more.
 * @param {Person} person @param {Package} files @param {Edition} edition @param {string} part @param {BrowserContextOptions & { guided?: boolean }} [options]
 */
export async function enrol(person, files, edition, part, options) {
  const prepare = (/** @type {Page} */ page) => serve(page, files, hostOf(edition, part));
  const visit = await person.open('/lms/course.html', { viewport: { width: 1280, height: 900 }, ...options, prepare });
  return { ...visit, part: visit.page.frameLocator('iframe') };
}

/** Opens a part without a platform around it. @param {Person} person @param {Package} files @param {string} part */
export const alone = (person, files, part) =>
  person.open(`/lms/package/${part}.html`, { prepare: (page) => serve(page, files, '') });

/** What a part asked of the platform so far. @param {Page} page @returns {Promise<Call[]>} */
export const callsOf = (page) => page.evaluate(() => Reflect.get(globalThis, 'calls'));

/** The last value of an element that was set. @param {Call[]} calls @param {string} element */
export const told = (calls, element) =>
  calls.findLast(([call, [name]]) => /SetValue$/.test(call) && name === element)?.[1][1];

/** The platform has taken everything. @param {Call[]} calls */
export function tookAll(calls) {
  const refused = calls.filter(
    ([call, , answer]) => /Initialize|SetValue|Commit|Finish|Terminate/.test(call) && String(answer) !== 'true',
  );
  assert.deepEqual(refused, []);
}

/** Goes to an instant of the part's run. @param {FrameLocator} part @param {number} ms */
export const seekIn = (part, ms) =>
  part.locator('carteiro-playground').evaluate((playground, to) => /** @type {any} */ (playground).seek(to), ms);

/** Leaves the part as a learner does. @param {Page} page */
export async function leave(page) {
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.locator('iframe').waitFor({ state: 'detached' });
}
