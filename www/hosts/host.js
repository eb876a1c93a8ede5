// Somebody else's page with a figure in it: served, opened in Chromium, and looked at as its reader and its author do.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { preview } from 'vite';
import { launch } from '../e2e/browser.js';
import { titleOf } from '../e2e/person.js';

/** @import { TestContext } from 'node:test' */
/** @import { Browser, BrowserContextOptions, Page } from 'playwright-core' */
/** @import { Lang } from '../src/core/types.js' */

/** Only what hangs is stopped: how busy the machine is decides no test. */
const HANGS_MS = 120_000;
/** Where tools/examples.sh has built everything. */
export const BUILT = join(import.meta.dirname, '../../target/examples');
/** The lesson that every example asks for, and an instant at which its first goal is reached. It is not the lesson that one gets without asking. */
const LESSON = 'service-down';
const GOAL_MS = 14_000;
/** What each page says then. */
const GOAL = { en: '1 of 3', 'pt-BR': '1 de 3' };

/** Serves a folder of files until the test is over. @param {TestContext} t @param {string} folder @returns {Promise<string>} its address */
export async function serveFolder(t, folder) {
  const server = await preview({
    root: folder,
    configFile: false,
    appType: 'mpa',
    logLevel: 'error',
    build: { outDir: '.' },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error('the server gave no address');
  t.after(() => server.close());
  return address;
}

/**
 * Starts a server, which prints its address and lives until the test is over.
 * @param {TestContext} t @param {string} folder where it runs @param {string} command @param {string[]} words @returns {Promise<string>}
 */
export function startServer(t, folder, command, words) {
  // Vite's preview says in this process that it is for production.
  const env = { ...process.env, NODE_ENV: undefined };
  const server = spawn(command, words, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  t.after(() => {
    server.kill();
    return ended;
  });
  let said = '';
  return new Promise((resolve, reject) => {
    /** @param {Buffer} chunk */
    const hear = (chunk) => {
      said += chunk;
      const [address] = /http:\/\/(localhost|127\.0\.0\.1):\d+\S*/.exec(said) ?? [];
      if (address) resolve(address);
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.once('error', reject);
    ended.then(() => reject(new Error(`${command} ended and had said: ${said}`)));
  });
}

/** The browser of a file of tests. */
export class Reader {
  /** @type {Browser | undefined} */
  #browser;

  constructor() {
    before(async () => {
      this.#browser = await launch();
    });
    afterEach(async () => {
      await Promise.all(this.#browser?.contexts().map((context) => context.close()) ?? []);
    });
    after(() => this.#browser?.close());
  }

  /**
   * Opens a page and listens to what the browser complains about. That a page has no icon is the affair of its author, and that Lit is in
   * development mode is one of his server.
   * @param {string} address @param {BrowserContextOptions} [options]
   */
  async open(address, options) {
    if (!this.#browser) throw new Error('there is no browser yet');
    const context = await this.#browser.newContext({ viewport: { width: 1000, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(HANGS_MS);
    /** @type {string[]} */
    const complaints = [];
    page.on('console', (message) => {
      const { url } = message.location();
      const usual = url.endsWith('/favicon.ico') || message.text().startsWith('Lit is in dev mode.');
      if (['error', 'warning'].includes(message.type()) && !usual) complaints.push(`${message.text()} ${url}`);
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    const answer = await page.goto(address);
    return { page, answer, complaints };
  }
}

/** Orders at the start and goes on to an instant, by what the contract offers: methods, or messages to the frame. @param {Page} page @param {number} ms */
const order = (page, ms) =>
  page.evaluate((ms) => {
    const calls = /** @type {const} */ ([
      ['seek', 0],
      ['command', { placeOrder: { client: 'shop' } }],
      ['seek', ms],
    ]);
    const figure = document.querySelector('carteiro-playground');
    const frame = document.querySelector('iframe')?.contentWindow;
    for (const [method, value] of calls) {
      // @ts-expect-error each takes its own value
      figure?.[method](value);
      frame?.postMessage({ carteiro: 1, type: 'call', method, args: [value] }, '*');
    }
  }, ms);

/** What is looked for in a page.
 * @typedef {{ framed?: boolean, lang?: Lang, picture?: string }} Wanted
 * picture: under which name one is kept
 */

/**
 * The lesson that was asked for is there, with its first envelope, and the page hears of its first goal.
 * @param {Page} page @param {Wanted} wanted
 */
export async function seesFigure(page, { framed = false, lang = 'en', picture }) {
  const inside = framed ? page.frameLocator('iframe') : page;
  const figure = inside.locator('carteiro-playground');
  await figure.getByText(titleOf(LESSON)[lang]).first().waitFor();
  await figure.locator('.envelopes > g').first().waitFor();
  await order(page, GOAL_MS);
  await page.getByRole('status').getByText(GOAL[lang]).waitFor();
  if (picture) await page.screenshot({ path: join(BUILT, `${picture}.png`) });
}

/**
 * The tests of a site that a generator has built: as it is published, where no scripts run, and as its author sees it at work.
 * @param {string} name of its folder in examples/
 * @param {string} published the folder that it builds
 * @param {string[]} dev its server for work, in its `node_modules/.bin`
 * @param {string} [fallback] what is read where no scripts run
 */
export function framework(name, published, dev, fallback) {
  describe(name, () => {
    const reader = new Reader();
    const folder = join(BUILT, name);

    test('shows the figure on the site as it is published', async (t) => {
      const address = await serveFolder(t, join(folder, published));
      const { page, complaints } = await reader.open(address);
      await seesFigure(page, { picture: name });
      assert.deepEqual(complaints, []);
    });

    if (fallback) {
      test('has what stands in the element in its HTML, where no scripts run', async (t) => {
        const address = await serveFolder(t, join(folder, published));
        const { page } = await reader.open(address, { javaScriptEnabled: false });
        await page.locator('carteiro-playground').getByText(fallback).waitFor();
      });
    }

    test('shows the figure while its author works on it', async (t) => {
      const [command, ...words] = dev;
      const address = await startServer(t, folder, join(folder, 'node_modules/.bin', command), words);
      const { page, complaints } = await reader.open(address);
      await seesFigure(page, {});
      assert.deepEqual(complaints, []);
    });
  });
}
