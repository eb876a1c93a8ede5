// A run leaves the page as a file, as a trace and as pictures, and comes back from its file, on the command line too.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { atSpeed, buy, byHand, Person, setHealth, until } from './person.js';
import { play, saved, state } from './sharer.js';

/** The command line, where it is built. */
const CLI = [process.env.CARTEIRO_CLI, ...['debug', 'release'].map((kind) => `../../target/${kind}/carteiro`)]
  .flatMap((path) => (path ? [new URL(path, import.meta.url).pathname] : []))
  .find(existsSync);

const person = new Person();
before(() => person.arrive());
after(() => person.leave());

describe('files', () => {
  test('a saved run is opened again, and a file that holds none is told apart', async () => {
    const { page } = await person.open('/?scenario=service-down&lang=en');
    const mine = await play(page);
    const { name, path } = await saved(page, 'Run');
    assert.equal(name, 'service-down.carteiro.json');
    const { page: other } = await person.open('/?scenario=sync-chain&lang=en');
    await until(other, 'nowMs', (now) => now > 0);
    await other.locator('input[type=file]').setInputFiles(path);
    await until(other, 'headMs', (head) => head === mine.head);
    assert.deepEqual(await state(other), mine);
    const buffer = Buffer.from('{"version":1,"log":7}');
    await other.locator('input[type=file]').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer });
    await other.getByRole('alert').getByText('This run could not be opened').waitFor();
    assert.deepEqual(await state(other), mine);
  });

  test('the trace has every fact up to the playhead, one a line', async () => {
    const { page } = await person.open('/?scenario=flaky-retries&lang=en');
    await atSpeed(page, '64×');
    await until(page, 'facts', (facts) => facts > 300);
    await page.getByRole('button', { name: 'Pause' }).click();
    const { name, text } = await saved(page, 'Trace');
    assert.equal(name, 'flaky-retries.trace.ndjson');
    const lines = text.trimEnd().split('\n');
    assert.equal(lines.length, (await state(page)).facts);
    lines.forEach((line, index) => {
      const fact = JSON.parse(line);
      assert.equal(fact.index, index);
      assert.ok(typeof fact.atMs === 'number' && typeof fact.what === 'string');
      assert.ok(fact.cause === undefined || fact.cause < index);
    });
  });

  test('the command line plays a saved run again, with the same trace', {
    skip: CLI ? false : 'it is not built',
  }, async () => {
    // One that no kept scenario stands in for: the command line has the lessons as they are.
    const { page } = await person.open('/?scenario=purchase-fan-out&lang=en&seed=11');
    await play(page);
    const [run, trace] = [await saved(page, 'Run'), await saved(page, 'Trace')];
    const native = `${trace.path}.native`;
    const words = execFileSync(CLI ?? '', ['--lang', 'en', 'replay', run.path, '--trace', native], {
      encoding: 'utf8',
    });
    assert.match(words, /This is the recorded run, to the last fact/);
    const [mine, its] = [trace.text, readFileSync(native, 'utf8')].map((text) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
    assert.deepEqual(mine, its);
  });

  for (const [theme, size] of /** @type {const} */ ([
    ['light', [1280, 880]],
    ['dark', [360, 740]],
  ])) {
    test(`the stage as SVG and PNG, ${theme}, ${size[0]} px wide`, async () => {
      const { page, witness } = await person.open(`/?scenario=service-down&lang=en&theme=${theme}`, {
        viewport: { width: size[0], height: size[1] },
      });
      await byHand(page);
      await setHealth(page, 'Logistics', 'Down');
      for (let i = 0; i < 3; i += 1) await buy(page);
      await until(page, 'nowMs', (now) => now > 2500);
      const { name, text } = await saved(page, 'Picture (SVG)');
      assert.equal(name, 'service-down.svg');
      for (const word of ['Shop', 'purchase-approved', 'Logistics', 'Down'])
        assert.ok(text.includes(`>${word}<`), word);
      assert.ok(!/foreignObject|class=|<script|<!--/.test(text));
      // Every envelope that is seen is drawn.
      const seen = await page.evaluate(() => {
        const root = document.querySelector('carteiro-playground')?.shadowRoot;
        const all = [...(root?.querySelectorAll('.envelopes .number') ?? [])];
        return all.filter((one) => one.getBoundingClientRect().width > 0 && one.textContent).length;
      });
      assert.ok(seen >= 3);
      const png = await saved(page, 'Picture (PNG)');
      const bytes = readFileSync(png.path).toString('base64');
      const found = await page.evaluate(async (data) => {
        const image = new Image();
        image.src = `data:image/png;base64,${data}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d');
        context?.drawImage(image, 0, 0);
        const pixels = new Uint32Array(context?.getImageData(0, 0, image.width, image.height).data.buffer ?? []);
        const stage = document.querySelector('carteiro-playground')?.shadowRoot?.querySelector('.stage');
        return {
          colours: new Set(pixels).size,
          scale: image.width / (stage?.getBoundingClientRect().width ?? 1),
          corner: pixels[pixels.length >> 1] & 0xff,
        };
      }, bytes);
      assert.ok(found.colours > 200, `${found.colours} colours`);
      assert.ok(Math.abs(found.scale - 2) < 0.02, `${found.scale}`);
      assert.equal(found.corner > 128, theme === 'light');
      assert.deepEqual(witness.complaints, []);
    });
  }
});
