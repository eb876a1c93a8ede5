// What is wrong with a page for those who do not see it, as axe finds it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** @import { Page } from 'playwright-core' */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A line for each rule that is broken, with the elements that break it. @param {Page} page */
export async function violations(page) {
  // The page's policy forbids scripts from outside, so the checker is run from the outside.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const axe =
      /** @type {{ run: () => Promise<{ violations: { id: string, nodes: { html: string, failureSummary?: string }[] }[] }> }} */ (
        Reflect.get(globalThis, 'axe')
      );
    const found = await axe.run();
    return found.violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`).join(' | ')}`,
    );
  });
}
