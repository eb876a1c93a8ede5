import { join } from 'node:path';
import { test } from 'node:test';
import { BUILT, framework, Reader, serveFolder } from './host.js';

framework('react', 'dist', ['vite', '--host', '127.0.0.1']);

const reader = new Reader();

test('a method is called by a ref', async (t) => {
  const { page } = await reader.open(await serveFolder(t, join(BUILT, 'react/dist')));
  await page.getByRole('button', { name: 'To second 5' }).click();
  await page.waitForFunction(
    async () => (await document.querySelector('carteiro-playground')?.report())?.nowMs === 5_000,
  );
});
