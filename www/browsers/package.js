// A part of a package in a course platform, in whatever browser: a learner predicts, acts, leaves, and comes back.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { answerTo, hostOf, packageOf, told, tookAll } from '../e2e/lms.js';
import { BROWSERS, ROOMS, start } from './browsers.js';

/** @import { WebDriver, WebElement } from 'selenium-webdriver' */
/** @import { Call } from '../e2e/lms.js' */

/** Only what hangs is stopped: how busy the machine is decides no test. */
const HANGS_MS = 60_000;

/** The innermost element with a text in the part's page, through its shadow roots. Runs in the page. @param {string} css @param {string} text */
function find(css, text) {
  const page = document.querySelector('carteiro-sco')?.shadowRoot;
  const roots = [page, page?.querySelector('carteiro-playground')?.shadowRoot];
  const all = roots.flatMap((root) => [...(root?.querySelectorAll(css) ?? [])]);
  return all.filter((element) => element.textContent.includes(text) && element.checkVisibility()).at(-1);
}

class Learner {
  /** @type {Awaited<ReturnType<typeof start>> | undefined} */
  #browser;
  #address = '';
  #server;

  constructor() {
    const { files } = packageOf(1.2, 'browsers', 'retry');
    const host = hostOf(1.2, 'retry');
    this.#server = createServer(({ url = '' }, answer) => {
      const { status, contentType, body } = answerTo(files, host, url);
      answer.writeHead(status, { 'content-type': contentType }).end(body);
    });
  }

  /** @param {keyof typeof BROWSERS} browser */
  async arrive(browser) {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    this.#address = `http://127.0.0.1:${port}/lms/course.html`;
    this.#browser = await start(BROWSERS[browser], ROOMS[0]);
  }

  async leave() {
    await this.#browser?.quit();
    this.#server.close();
  }

  get #driver() {
    return /** @type {WebDriver} */ (this.#browser?.driver);
  }

  async open() {
    await this.#driver.get(this.#address);
    await this.#driver.switchTo().frame(0);
  }

  /** @param {string} css @param {string} text @returns {Promise<WebElement>} */
  sees = (css, text) =>
    this.#driver.wait(
      async () => this.#driver.executeScript(find, css, text).catch(() => null),
      HANGS_MS,
      `${css} with "${text}" is not seen`,
    );

  /** @param {string} css @param {string} text */
  async press(css, text) {
    const element = await this.sees(css, text);
    await this.#driver.actions().move({ origin: element }).click().perform();
  }

  /** @param {number} ms */
  async seek(ms) {
    await this.#driver.executeAsyncScript((/** @type {number} */ to, /** @type {() => void} */ done) => {
      const page = document.querySelector('carteiro-sco')?.shadowRoot;
      const playground = /** @type {any} */ (page?.querySelector('carteiro-playground'));
      playground.seek(to).then(done);
    }, ms);
  }

  /** Leaves the part, and returns what the platform was told. @returns {Promise<Call[]>} */
  async close() {
    await this.#driver.switchTo().defaultContent();
    await this.#driver.executeScript(() => document.querySelector('iframe')?.remove());
    return this.#driver.executeScript(() => Reflect.get(globalThis, 'calls'));
  }
}

/** Learns a part of a package with a browser. @param {keyof typeof BROWSERS} browser */
export function learn(browser) {
  describe(`${BROWSERS[browser].title}, in a course platform`, () => {
    /** @type {Learner} */
    let learner;
    before(async () => {
      learner = new Learner();
      await learner.arrive(browser);
    });
    after(() => learner.leave());

    test('a lesson is begun, left and gone on with', async () => {
      await learner.open();
      await learner.sees('li', 'Points: 0 of 3');
      await learner.press('button', 'Without the guide');
      await learner.press('.chip', 'Five failures');
      await learner.seek(11_300);
      await learner.press('button', 'End a ride');
      await learner.seek(20_500);
      await learner.sees('li', 'Points: 2 of 3');
      await learner.sees('li', 'Kept by your course.');
      const first = await learner.close();
      tookAll(first);
      assert.equal(first.at(-1)?.[0], 'LMSFinish');
      assert.equal(told(first, 'cmi.core.score.raw'), '66.67');

      await learner.open();
      await learner.sees('li', 'Points: 2 of 3');
      await learner.seek(21_500);
      await learner.press('button', 'Redrive');
      await learner.seek(45_000);
      await learner.sees('li', 'Points: 3 of 3');
      await learner.sees('li', 'Kept by your course.');
      const second = await learner.close();
      tookAll(second);
      assert.equal(told(second, 'cmi.core.lesson_status'), 'passed');
    });
  });
}
