// What a person does on the page, once, in whatever browser: buy, outage, redrive, seek, share and open, the keyboard alone,
// a figure in another page.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { Key } from 'selenium-webdriver';
import { BROWSERS, ROOMS } from './browsers.js';
import { Visitor } from './visitor.js';
import { namesIn, wordsIn } from './words.js';

/** @import { Key as Sentence, Lang } from './words.js' */
/** @import { Values } from '../src/i18n/message.js' */

/** Only what hangs is stopped: how busy the machine is decides no test. */
const HANGS_MS = 120_000;
const LESSON = 'purchase-fan-out';
const SPEED = '16';
/** The page offers each language in its own words. */
const LANGUAGES = { en: 'EN English', 'pt-BR': 'PT Português' };
/** What the figure of the course page shows, and in which language, whatever the reader's own is. */
const FIGURE = { scenario: 'service-down', lang: /** @type {Lang} */ ('pt-BR') };

/** A course page that shows the figure: another site than the page's own. @param {string} figure the address of the figure */
async function course(figure) {
  const html = `<!doctype html><html lang="pt-BR"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>Curso</title><body style="margin:0"><iframe src="${figure}" title="Figura" style="border:0;width:100%;height:700px"></iframe>`;
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(html));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

class Journey {
  /** @type {Visitor} */
  #visitor;
  #site;
  #lang;
  /** How many purchases were made so far. */
  #bought = 0;

  /** @param {Visitor} visitor @param {string} site its address @param {Lang} lang */
  constructor(visitor, site, lang) {
    this.#visitor = visitor;
    this.#site = site;
    this.#lang = lang;
    const { title, names, order } = namesIn(LESSON, lang);
    this.title = title;
    this.order = order;
    this.names = names;
  }

  /** @param {Sentence} key @param {Values} [values] */
  #t(key, values) {
    return this.#visitor.t(key, values);
  }

  /** How many purchases a card tells of. @param {string} client @param {Visitor['t']} t */
  async #purchases(client, t = this.#visitor.t, order = this.order) {
    const lines = (await this.#visitor.text(client)).split('\n').map((line) => line.trim());
    for (let count = 0; count < 1000; count += 1)
      if (lines.includes(t('client.orders', { count, order }))) return count;
    throw new Error(`no number of purchases in: ${lines.join(' | ')}`);
  }

  /** The number of the books that says how many purchases have an effect. @param {string} effect @param {number} count */
  #done(effect, count) {
    const part = this.#t('books.done', { count });
    return this.#visitor.find('button', this.#t('why.of.part', { name: this.names[effect], part }));
  }

  /** On a phone what is used seldom is a tap away. */
  async #openTools() {
    if (this.#visitor.narrow) await this.#visitor.press('button', this.#t('header.more'));
  }

  async #buy() {
    this.#bought += 1;
    await this.#visitor.press('button', this.order.verb);
    await this.#visitor.reads(this.#t('client.orders', { count: this.#bought, order: this.order }), this.names.shop);
  }

  async arrives() {
    const visitor = this.#visitor;
    // What opens the languages on a phone has a name in one of them.
    const lang = visitor.narrow ? `&lang=${this.#lang}` : '';
    await visitor.goTo(`${this.#site}/?scenario=${LESSON}&theme=light${lang}`);
    await this.#openTools();
    await visitor.press('button', LANGUAGES[this.#lang]);
    await visitor.find('button', this.title);
    // On a phone the strip is grown for that.
    if (visitor.narrow) await visitor.press('button', this.#t('task.more'));
    await visitor.press('button', this.#t('guide.without'));
    if (visitor.narrow) await visitor.press('button', this.#t('guide.shrink'));
    await visitor.press('button', this.#t('time.pause'));
    assert.equal(await visitor.pointer(), visitor.presses);
    await visitor.write(this.#t('client.auto.label', { order: this.order }), '0');
    this.#bought = await this.#purchases(this.names.shop);
    assert.ok(await visitor.fits(), 'the page is wider than the window');
  }

  async buys() {
    const visitor = this.#visitor;
    await this.#buy();
    const speed = this.#t('time.times', { speed: SPEED });
    if (visitor.narrow) await visitor.choose(this.#t('time.speed'), speed);
    else await visitor.press('button', speed);
    await visitor.press('button', this.#t('time.play'));
    await this.#done('shipped', this.#bought);
    // With the answer to the lesson's question the page gets longer: nobody presses while that moves what is below it.
    await visitor.reads(this.#t('lesson.outcome', { outcome: 'other' }));
  }

  /** A service is down: what is bought meanwhile waits, and is delivered afterwards. */
  async seesAnOutage() {
    const visitor = this.#visitor;
    const { logistics } = this.names;
    await visitor.press('radio', this.#t('health.down'), logistics);
    await this.#buy();
    await this.#buy();
    await visitor.reads(this.#t('service.down', { count: 2 }), logistics);
    await this.#done('shipped', this.#bought - 2);
    await visitor.look('outage');
    await visitor.press('radio', this.#t('health.up'), logistics);
    await this.#done('shipped', this.#bought);
  }

  /** A poisoned message becomes a dead letter; it is mended and sent back. */
  async redrives() {
    const visitor = this.#visitor;
    const { logistics } = this.names;
    const settings = this.#t('settings.title', { name: logistics });
    const open = () => visitor.press('button', this.#t('service.settings', { name: logistics }), logistics);
    const close = () => visitor.press('button', this.#t('settings.close'), settings);
    await open();
    await visitor.choose(this.#t('retry.label'), this.#t('backoff.none'), settings);
    await visitor.press('button', this.#t('tamper.poison'), settings);
    await visitor.look('settings');
    await close();
    await this.#buy();
    await visitor.reads(this.#t('books.dead', { count: 1 }), this.#t('books.title'));
    await open();
    await visitor.press('button', this.#t('dead.mend'), settings);
    await close();
    await visitor.look('dead-letter');
    await visitor.press('button', this.#t('dead.redrive'), logistics);
    await this.#done('shipped', this.#bought);
    await this.#done('moved', this.#bought);
  }

  #clock = () => this.#visitor.read('output', this.#t('time.now'));

  /** Draws the playhead along the axis, and returns to the latest instant. */
  async seeks() {
    const visitor = this.#visitor;
    await visitor.press('button', this.#t('time.pause'));
    if (visitor.narrow) await visitor.press('button', this.#t('timeline.short'));
    const latest = await this.#clock();
    await visitor.drag('slider', this.#t('timeline.playhead'), [
      [0.6, 0.97],
      [0.3, 0.97],
    ]);
    await visitor.find('button', this.#t('time.end'));
    const past = await this.#clock();
    assert.ok(past < latest, `${past} comes before ${latest}`);
    await visitor.look('past');
    await visitor.press('button', this.#t('time.end'));
    await visitor.reads(latest);
    assert.equal(await this.#clock(), latest);
    if (visitor.narrow) await visitor.press('button', this.#t('timeline.short'));
  }

  /** Hands the run on by a link; whoever opens it has the same run. */
  async shares() {
    const visitor = this.#visitor;
    const dialog = this.#t('share.title');
    const books = await visitor.text(this.#t('books.title'));
    await this.#openTools();
    await visitor.press('button', this.#t('share.button'));
    const link = await visitor.holds(this.#t('share.link'), dialog);
    await visitor.look('share');
    await visitor.press('button', this.#t('share.close'), dialog);
    await visitor.inNewWindow(link, async () => {
      await visitor.find('button', this.title);
      await visitor.find('button', this.#t('time.play'));
      await visitor.reads(this.#t('client.orders', { count: this.#bought, order: this.order }), this.names.shop);
      assert.equal(await visitor.text(this.#t('books.title')), books);
      await visitor.look('opened');
    });
  }

  /** Buys, plays, takes a service down and asks for help, by the keyboard alone. */
  async types() {
    const visitor = this.#visitor;
    const { shop, stock } = this.names;
    await visitor.tabTo(this.order.verb, shop);
    await visitor.type(Key.ENTER);
    this.#bought += 1;
    await visitor.reads(this.#t('client.orders', { count: this.#bought, order: this.order }), this.names.shop);
    await visitor.type('k');
    await visitor.find('button', this.#t('time.pause'));
    await this.#done('shipped', this.#bought);
    await visitor.tabTo(this.#t('health.up'), stock);
    await visitor.type(Key.ARROW_RIGHT, Key.ARROW_RIGHT, Key.ARROW_RIGHT);
    await visitor.reads(this.#t('service.down', { count: 0 }), stock);
    await visitor.type('?');
    await visitor.find('dialog', this.#t('help.title'));
    await visitor.look('help');
    await visitor.type(Key.ESCAPE);
    await visitor.gone('dialog', this.#t('help.title'));
  }

  /** Uses the figure in a course page of another site. */
  async usesAFigure() {
    const visitor = this.#visitor;
    const t = wordsIn(FIGURE.lang);
    const { names, order } = namesIn(FIGURE.scenario, FIGURE.lang);
    const page = await course(`${this.#site}/figure.html?${new URLSearchParams(FIGURE)}`);
    try {
      await visitor.goTo(page.address);
      await visitor.inFrame(async () => {
        await visitor.press('button', t('time.pause'));
        const before = await this.#purchases(names.shop, t, order);
        await visitor.press('button', order.verb);
        await visitor.reads(t('client.orders', { count: before + 1, order }), names.shop);
        const toggle = (/** @type {Sentence} */ state) =>
          t('health.toggle', { name: names.logistics, state: t(state) });
        await visitor.press('button', toggle('health.up'));
        await visitor.find('button', toggle('health.down'));
        assert.ok(await visitor.fits(), 'the figure is wider than its frame');
      });
      await visitor.look('figure');
    } finally {
      page.close();
    }
  }
}

const STEPS = /** @type {const} */ ([
  'arrives',
  'buys',
  'seesAnOutage',
  'redrives',
  'seeks',
  'shares',
  'types',
  'usesAFigure',
]);

/** Visits the site with a browser: in every room, or in a hurry on a phone only, where there is least space. @param {keyof typeof BROWSERS} browser */
export function visit(browser) {
  const { CARTEIRO_SITE: site = '', CARTEIRO_HURRY: hurry } = process.env;
  for (const room of ROOMS.filter(({ touch }) => touch || browser === 'chromium' || !hurry)) {
    describe(`${BROWSERS[browser].title}, ${room.name}`, () => {
      const visitor = new Visitor(browser, room);
      const journey = new Journey(visitor, site, room.lang);
      let lost = false;
      before(() => visitor.arrive());
      after(() => visitor.leave());
      for (const step of STEPS) {
        test(step.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`), {
          timeout: HANGS_MS,
        }, async (context) => {
          if (lost) return context.skip('the way to it is not open');
          try {
            await journey[step]();
          } catch (failure) {
            lost = true;
            await visitor.look('failed').catch(() => {});
            throw failure;
          }
        });
      }
    });
  }
}
