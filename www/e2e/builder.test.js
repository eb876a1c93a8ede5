// The builder: what is chosen is seen at once, and the code that is copied makes the same figure in a page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person, report, titleOf } from './person.js';

/** @import { Page } from 'playwright-core' */

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

/** The code for a place. @param {Page} page @param {string} place */
async function codeFor(page, place) {
  await page.getByRole('button', { name: place, exact: true }).click();
  return page.getByRole('textbox', { name: 'Code to copy' }).inputValue();
}

/** A page of somebody's with that code in it. @param {string} code */
const pageWith = (code) =>
  person.open('/host.html', {
    prepare: (page) =>
      page.route('**/host.html', (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: `<!doctype html><meta charset="utf-8"><title>Course</title>${code}`,
        }),
      ),
  });

test('what is chosen is seen, and its code shows the same in a page and in a frame', async () => {
  const { page, witness } = await person.open('/builder.html?lang=en');
  await page.getByRole('combobox', { name: 'Lesson' }).selectOption('retry');
  await page.getByRole('textbox', { name: 'Seed' }).fill('7');
  await page.getByRole('textbox', { name: 'Caption' }).fill('Rides & "letters" <b>');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('pt-BR');
  await page.getByRole('combobox', { name: 'Starts' }).selectOption('paused');
  await page.getByRole('checkbox', { name: 'single step' }).uncheck();
  await page.getByRole('checkbox', { name: 'goals' }).check();
  const preview = page.getByRole('region', { name: 'Preview' });
  await preview.getByText(titleOf('retry')['pt-BR']).waitFor();
  await preview.getByRole('heading', { name: 'Objetivos' }).waitFor();
  for (const place of ['Web page', 'mdBook']) {
    const { page: course, witness: seen } = await pageWith(await codeFor(page, place));
    await course.getByText(titleOf('retry')['pt-BR']).waitFor();
    await course.getByText('Rides & "letters" <b>').waitFor();
    const { scenario, seed } = await report(course);
    assert.deepEqual({ scenario, seed }, { scenario: 'retry', seed: '7' });
    assert.equal(await course.getByRole('button', { name: /passo/ }).count(), 0);
    assert.deepEqual(seen.complaints, []);
  }
  for (const place of ['Frame', 'Moodle', 'Docusaurus']) {
    // MDX writes a style as an object; HTML reads the rest of the tag all the same.
    const { page: course } = await pageWith(await codeFor(page, place));
    const frame = course.frameLocator('iframe');
    await frame.getByText(titleOf('retry')['pt-BR']).first().waitFor();
    await frame.getByRole('heading', { name: 'Objetivos' }).waitFor();
    assert.equal(await frame.getByRole('button', { name: /passo/ }).count(), 0);
  }
  assert.match(await codeFor(page, 'VitePress'), /carteiro-playground\/define[\s\S]*scenario="retry"/);
  assert.match(await codeFor(page, 'Single file'), /src="\.\/carteiro\.html\?.*figure/);
  assert.deepEqual(witness.complaints, []);
});

for (const [name, viewport] of /** @type {const} */ ([
  ['a desk', { width: 1280, height: 900 }],
  ['a phone', { width: 360, height: 740 }],
])) {
  test(`nothing scrolls sideways on ${name}, in both languages`, async () => {
    const { page } = await person.open('/builder.html?lang=en', { viewport });
    for (const language of ['EN', 'PT']) {
      await page.getByRole('button', { name: language, exact: true }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= viewport.width);
    }
  });
}
