// The settings of a service with everything that delivery and calls can have: what can be chosen the core takes, what is said fits, and axe
// finds nothing, at a desk and on a phone, in both languages.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { scenarioWith } from '../test/deliveries.js';
import { violations } from './axe.js';
import { Person } from './person.js';
import { recordOf } from './sharer.js';

/** @import { Page } from 'playwright-core' */
/** @import { CarteiroPlayground } from '../src/element/playground-element.js' */

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

const RETRY = { backoff: { fixed: { delay: '1s' } }, maxAttempts: 3 };
const EVERYTHING = scenarioWith(
  {
    lease: ['5s', '10s'],
    renewal: { every: '2s', upTo: '20s' },
    stale: 'worked',
    lateAck: 'settles',
    prefetch: 6,
    prefetchPer: 'subscription',
    retryHoldsPlace: true,
    fetch: { pull: { messages: 4 } },
    commit: { interval: '4s' },
    ttl: '30s',
    delay: '1s',
    maxLength: { messages: 9, overflow: 'dropHead' },
    inbox: { window: '1min' },
    retry: RETRY,
  },
  { service: { crashes: { perHandling: 0.05 } } },
);
const CALLS = scenarioWith({});
/** @type {Record<string, unknown>} */
const call = {
  to: ['b', 'c'],
  timeout: '1s',
  deadline: '3s',
  retry: RETRY,
  bulkhead: { calls: 3, wait: '500ms', adaptive: { start: 2, decrease: 0.9 } },
  ejection: { failures: 3, outFor: '5s', most: 0.5 },
  parallel: { calls: 2, need: 1, after: '300ms' },
  breaker: {
    window: { count: 10 },
    minimumCalls: 5,
    failureRate: 0.5,
    slowCall: { after: '1s', rate: 0.5 },
    openFor: '4s',
    halfOpenCalls: 2,
    halfOpenFor: '8s',
  },
  retryBudget: { maxTokens: 10, tokenRatio: 0.1 },
  cache: { fresh: '4s', staleIfError: '20s', coalesce: true },
};
const answers = (/** @type {string} */ id) => ({
  id,
  kind: 'service',
  name: { en: `Instance ${id}`, 'pt-BR': `Instância ${id}` },
  handlers: [{ on: 'call', steps: [{ work: { takes: '200ms', fails: 0.3 } }] }],
});
Object.assign(CALLS, {
  nodes: [
    ...CALLS.nodes.map((node) =>
      node.kind === 'service'
        ? { ...node, handlers: [{ on: { subscription: 'jobs' }, steps: [{ call }, { effect: 'shipped' }] }] }
        : node,
    ),
    answers('b'),
    answers('c'),
  ],
});

/** Opens the settings of the consumer, with every part of them. @param {string} path @param {object} scenario @param {readonly [number, number]} size */
async function settings(path, scenario, [width, height]) {
  const { page, witness } = await person.open(path, { viewport: { width, height } });
  await page.evaluate(async (json) => {
    const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
    await playground.open(json, { seed: '7' });
    await playground.pause();
    await playground.seek(6_000);
  }, JSON.stringify(scenario));
  await page.locator('[data-node="a"] .gear').click();
  const panel = page.locator('.settings');
  await panel.waitFor();
  // By key, as someone who has no mouse: a part that is open shows further ones.
  for (let n = 0; n < (await panel.locator('summary').count()); n += 1) {
    const part = panel.locator('details').nth(n);
    if (await part.evaluate((fold) => /** @type {HTMLDetailsElement} */ (fold).open)) continue;
    await part.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    assert.ok(await part.evaluate((fold) => /** @type {HTMLDetailsElement} */ (fold).open), `part ${n}`);
  }
  return { page, panel, witness };
}

/** Words of the settings that do not fit, and fields that stand out. @param {Page} page */
const cutOff = (page) =>
  page.evaluate(() => {
    const scroll = document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('.settings .scroll');
    if (!scroll) throw new Error('no settings are open');
    const { right } = scroll.getBoundingClientRect();
    return [...scroll.querySelectorAll('.field, summary, legend, .quiet, .field > span, input, select, button')]
      .filter(
        (part) =>
          part.getBoundingClientRect().right > right + 1 ||
          (!part.matches('select, input') &&
            part.scrollWidth > part.clientWidth + 1 &&
            getComputedStyle(part).display !== 'inline'),
      )
      .map((part) => `${part.className || part.localName}: ${part.textContent?.trim().slice(0, 60)}`);
  });

/**
 * Chooses each of what can be chosen, and what was chosen before again. Runs in the page.
 * @returns {Promise<{ chosen: number, refused: string[], ignored: string[] }>}
 */
async function chooseAll() {
  const playground = /** @type {CarteiroPlayground} */ (document.querySelector('carteiro-playground'));
  const root = /** @type {ShadowRoot} */ (playground.shadowRoot);
  const name = (/** @type {Element} */ field) => field.closest('.field')?.querySelector('span')?.textContent ?? '';
  const fields = () =>
    /** @type {(HTMLSelectElement | HTMLInputElement)[]} */ ([
      ...root.querySelectorAll('.settings :is(select, [type=checkbox])'),
    ]);
  const labels = fields().map((field, n) => ({
    label: name(field),
    n: fields()
      .slice(0, n)
      .filter((other) => name(other) === name(field)).length,
  }));
  const fieldAt = (/** @type {{ label: string, n: number }} */ { label, n }) =>
    fields().filter((field) => name(field) === label)[n];
  const [refused, ignored] = [/** @type {string[]} */ ([]), /** @type {string[]} */ ([])];
  let chosen = 0;
  for (const place of labels) {
    const first = fieldAt(place);
    if (!first) continue;
    const values =
      first instanceof HTMLSelectElement ? [...first.options].map(({ value }) => value) : ['other', 'before'];
    for (const value of values) {
      const field = fieldAt(place);
      if (!field) break;
      const wanted = field instanceof HTMLSelectElement ? value : !(/** @type {HTMLInputElement} */ (field).checked);
      if (field instanceof HTMLSelectElement) field.value = value;
      else field.checked = Boolean(wanted);
      field.dispatchEvent(new Event('change', { bubbles: true }));
      await playground.updateComplete;
      chosen += 1;
      const problem = root.querySelector('[part=problem]');
      if (problem) {
        refused.push(`${place.label}, ${value}: ${problem.querySelector('p')?.textContent}`);
        /** @type {HTMLElement | null} */ (problem.querySelector('button'))?.click();
        await playground.updateComplete;
        continue;
      }
      const after = fieldAt(place);
      const now = after instanceof HTMLSelectElement ? after.value : after?.checked;
      // What is none of the names is said so, and cannot be chosen.
      if (after && now !== wanted && value !== '' && value !== 'other')
        ignored.push(`${place.label}, ${value}: ${now}`);
    }
  }
  return { chosen, refused, ignored };
}

const SIZES = /** @type {const} */ ([
  ['at a desk', '/?lang=en&theme=dark', [1280, 880]],
  ['at a desk in Portuguese', '/?lang=pt-BR&theme=light', [1280, 880]],
  ['on a phone in Portuguese', '/?lang=pt-BR&theme=dark', [360, 740]],
  ['on a phone that lies', '/?lang=en&theme=light', [740, 360]],
]);

for (const [what, scenario] of /** @type {const} */ ([
  ['a queue with everything', EVERYTHING],
  ['calls with everything', CALLS],
])) {
  describe(what, () => {
    for (const [where, path, size] of SIZES) {
      test(`has settings that fit, and axe finds nothing: ${where}`, async () => {
        const { page, witness } = await settings(path, scenario, size);
        assert.deepEqual(await cutOff(page), []);
        assert.deepEqual(await violations(page), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        assert.deepEqual(witness.complaints, []);
      });
    }

    test('is set by whatever can be chosen', async () => {
      const { page, witness } = await settings('/?lang=en', scenario, [1280, 880]);
      const { chosen, refused, ignored } = await page.evaluate(chooseAll);
      assert.ok(chosen > 40, `${chosen}`);
      assert.deepEqual({ refused, ignored }, { refused: [], ignored: [] });
      assert.deepEqual(witness.complaints, []);
    });
  });
}

test('a flaky service fails as it is told to, and keeps that when it fails more often', async () => {
  const { page, panel } = await settings('/?lang=en', scenarioWith({}), [1280, 880]);
  await page.locator('.settings .h-flaky').click();
  await panel.getByRole('combobox', { name: 'Fails as' }).selectOption('declined');
  const rate = panel.getByRole('spinbutton', { name: 'Failure rate, %' });
  await rate.fill('70');
  await rate.press('Enter');
  assert.equal(await panel.getByRole('combobox', { name: 'Fails as' }).inputValue(), 'declined');
  const { log } = await recordOf(page);
  const command = { setHealth: { node: 'a', health: { flaky: { probability: 0.7, kind: 'declined' } } } };
  assert.deepEqual(JSON.parse(log.at(-1)?.[2] ?? ''), command);
});
