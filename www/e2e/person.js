// What a person does and sees on the page, for the end-to-end tests. No wall clock decides them: the page's time goes on with
// its frames, and what is waited for is a state.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach } from 'node:test';
import { keptFile, keptForFigure } from '../test/scenario-files.js';
import { launch, serve } from './browser.js';

/** @import { HeaderColumn } from '../src/core/types.js' */
/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */
/** @import { Browser, BrowserContextOptions, Page } from 'playwright-core' */

/** Everything the browser complained about, and every address it asked. @typedef {{ complaints: string[], hosts: Set<string> }} Witness */

/** Only what hangs is stopped: how busy the machine is decides no test. */
const HANGS_MS = 120_000;
/** What a frame counts for the page, however long it took: three times as much as on a screen. */
const FRAME_MS = 50;

/** Runs in the page before all else: time goes on by so much with each frame. @param {number} ms */
function countFrames(ms) {
  const next = requestAnimationFrame;
  let [real, counted] = [0, 0];
  globalThis.requestAnimationFrame = (draw) =>
    next((stamp) => {
      if (stamp !== real) [real, counted] = [stamp, counted + ms];
      draw(counted);
    });
}

/** Waits for so many frames of the page. @param {Page} page @param {number} count */
export const frames = (page, count) =>
  page.evaluate(async (count) => {
    for (let i = 0; i < count; i += 1) await new Promise(requestAnimationFrame);
  }, count);

export class Person {
  /** @type {Browser | undefined} */
  #browser;
  /** The server, where this file of tests runs alone. @type {Awaited<ReturnType<typeof serve>> | undefined} */
  #site;

  constructor() {
    // Each page runs a simulation: those of tests that are over would take their time from the next one's.
    afterEach(async () => {
      await Promise.all(this.#browser?.contexts().map((context) => context.close()) ?? []);
    });
  }

  async arrive() {
    this.#browser = await launch();
    if (!process.env.CARTEIRO_SITE) this.#site = await serve();
  }

  async leave() {
    await this.#browser?.close();
    await this.#site?.close();
  }

  get address() {
    return process.env.CARTEIRO_SITE ?? this.#site?.address ?? '';
  }

  /**
   * Opens a page and watches it. A scenario that is kept for the tests takes the place of the built-in one of that name.
   * @param {string} path @param {BrowserContextOptions & { prepare?: (page: Page) => Promise<unknown>, guided?: boolean }} [options] `guided`: the lesson waits for the
   * learner; otherwise its run goes by itself
   */
  async open(path, { prepare, guided = false, ...options } = {}) {
    if (!this.#browser) throw new Error('nobody has arrived');
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 880 },
      locale: 'en-US',
      ...options,
    });
    const lesson = /\/([a-z-]+)(\.figure)?-[\w-]{6}\.json$/;
    await context.route(lesson, (route) => {
      const [, id, prepared] = lesson.exec(route.request().url()) ?? [];
      const path = prepared ? keptForFigure(id) : keptFile(id);
      return path ? route.fulfill({ path, contentType: 'application/json' }) : route.continue();
    });
    const page = await context.newPage();
    page.setDefaultTimeout(HANGS_MS);
    await page.addInitScript(countFrames, FRAME_MS);
    if (!guided) await page.addInitScript(() => globalThis.localStorage?.setItem('carteiro.guide', 'off'));
    /** @type {Witness} */
    const witness = { complaints: [], hosts: new Set() };
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) witness.complaints.push(message.text());
    });
    page.on('pageerror', (error) => witness.complaints.push(String(error)));
    page.on('request', (request) => witness.hosts.add(new URL(request.url()).host));
    await prepare?.(page);
    await page.goto(path.includes('://') ? path : this.address + path);
    return { page, witness };
  }
}

/** What the element reports. @param {Page} page */
export const report = (page) =>
  page.evaluate(() => /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground')).report());

/** @param {Page} page @param {HeaderColumn} field */
export const header = async (page, field) => (await report(page))[field];

/** Stops the run at an instant. @param {Page} page @param {number} ms */
export const seek = (page, ms) =>
  page.evaluate((to) => /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground')).seek(to), ms);

/** Waits until a number of the frame's header is as wished, for 2,000 frames at most. @param {Page} page @param {HeaderColumn} field @param {(value: number) => boolean} good */
export async function until(page, field, good) {
  for (let i = 0; i < 2_000; i += 1) {
    const value = await header(page, field);
    if (good(value)) return value;
    await frames(page, 1);
  }
  assert.fail(`${field} is still ${await header(page, field)}`);
}

/** The switch of a service's health. @param {Page} page @param {string} service @param {string} health */
export function health(page, service, health) {
  return page.getByRole('radiogroup', { name: `Health of ${service}` }).getByRole('radio', { name: health });
}

/** Chooses a service's health, once the switch stands still. @param {Page} page @param {string} service @param {string} to */
export async function setHealth(page, service, to) {
  const radio = health(page, service, to);
  await radio.locator('xpath=..').click();
  await radio.and(page.locator(':checked')).waitFor({ state: 'attached' });
}

const CATALOGUE = new URL('../../lessons/', import.meta.url);

/** The built-in lessons, in their order. @type {{ id: string, title: { en: string, 'pt-BR': string } }[]} */
export const LESSONS = JSON.parse(readFileSync(new URL('index.json', CATALOGUE), 'utf8'));

/** A built-in scenario, as its file has it. @param {string} id */
export const scenarioFile = (id) => JSON.parse(readFileSync(new URL(`${id}.json`, CATALOGUE), 'utf8'));

/** What a built-in lesson is called. @param {string} id */
export const titleOf = (id) => scenarioFile(id).title;

/** Opens the list of lessons and picks one. @param {Page} page @param {string} id */
export async function pick(page, id) {
  await page.locator('.picker').click();
  await page
    .getByRole('dialog', { name: 'Lessons' })
    .getByRole('button', { name: titleOf(id).en })
    .click();
}

/** Press a client's button. @param {Page} page @param {string} verb what stands on it */
export const buy = (page, verb = 'Buy') => page.getByRole('button', { name: verb, exact: true }).click();

/** @param {Page} page @param {string} speed such as "16×" */
export const atSpeed = (page, speed) => page.getByRole('button', { name: speed, exact: true }).click();

/** No purchases come by themselves. @param {Page} page */
export async function byHand(page) {
  const rate = page.getByRole('textbox', { name: /^Automatic .+ per minute$/ });
  await rate.fill('0');
  await rate.blur();
}

/** Runs in the page before all else: lets the wasm trap once, as a panic does, when `breakDown` is set. */
export function trap() {
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(Instance, given) {
      const { exports } = /** @type {WebAssembly.Instance} */ (Reflect.construct(Instance, given));
      const advance = /** @type {(...values: unknown[]) => unknown} */ (exports.playground_advance);
      /** @param {unknown[]} values */
      const playground_advance = (...values) => {
        if (!Reflect.get(globalThis, 'breakDown')) return advance(...values);
        Reflect.set(globalThis, 'breakDown', false);
        throw new WebAssembly.RuntimeError('unreachable');
      };
      return { exports: { ...exports, playground_advance } };
    },
  });
}
