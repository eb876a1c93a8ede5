// Pages without a framework, beside the built site: the element, a frame, a frame without an origin, a strict policy.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { BUILT, Reader, seesFigure, serveFolder, startServer } from './host.js';

const reader = new Reader();
const SITE = join(BUILT, 'site');

/** @type {Record<string, import('./host.js').Wanted>} */
const PAGES = {
  embed: {},
  iframe: { framed: true, lang: 'pt-BR' },
  // In Portuguese, although the browser is English: what its tag says is what holds.
  srcdoc: { framed: true, lang: 'pt-BR' },
};

describe('a page', () => {
  for (const [name, wanted] of Object.entries(PAGES)) {
    test(`shows the figure: ${name}`, async (t) => {
      const address = await serveFolder(t, SITE);
      const { page, complaints } = await reader.open(`${address}${name}.html`);
      await seesFigure(page, { ...wanted, picture: name });
      assert.deepEqual(complaints, []);
      if (wanted.framed) {
        const inside = page.frameLocator('iframe').locator('html');
        const needed = await inside.evaluate((root) => root.scrollHeight);
        const given = await page.locator('iframe').evaluate((frame) => frame.clientHeight);
        assert.ok(Math.abs(given - needed) <= 1, `the frame is ${given} px high, and what is in it ${needed} px`);
      }
    });
  }

  test('shows the figure under a strict policy with a nonce, and with trusted types', async (t) => {
    const address = await startServer(t, SITE, process.execPath, [join(import.meta.dirname, '../../examples/csp.mjs')]);
    /** @type {(string | undefined)[]} */
    const nonces = [];
    for (const picture of ['csp', undefined]) {
      const { page, answer, complaints } = await reader.open(address);
      const policy = answer?.headers()['content-security-policy'] ?? '';
      nonces.push(/'nonce-([^']+)'/.exec(policy)?.[1]);
      await seesFigure(page, { picture });
      assert.deepEqual(complaints, []);
    }
    assert.ok(nonces[0] && nonces[0] !== nonces[1], 'each answer has a nonce of its own');
  });
});
