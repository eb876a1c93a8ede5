// Serves the built site as a web server would: compressed, over one connection a request, and as slowly as one wishes.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

/** @import { AddressInfo } from 'node:net' */
/** @import { Page } from 'playwright-core' */

const SITE = new URL('../dist/', import.meta.url).pathname;
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** 1.6 Mbit/s with 150 ms to the server and back: a phone on a slow network. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };

/** @param {Record<string, string>} [pages] pages beside those of the site, by their paths */
export async function serveCompressed(pages = {}) {
  /** @type {Map<string, Buffer>} */
  const compressed = new Map();
  const server = createServer(({ url = '/' }, answer) => {
    const { pathname } = new URL(url, 'http://localhost');
    const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    try {
      const body = compressed.get(path) ?? brotliCompressSync(pages[path] ?? readFileSync(join(SITE, path)));
      compressed.set(path, body);
      answer.setHeader('Content-Type', TYPES[/** @type {keyof typeof TYPES} */ (extname(path))] ?? 'text/plain');
      answer.setHeader('Content-Encoding', 'br');
      answer.setHeader('Content-Length', body.length);
      answer.end(body);
    } catch {
      answer.statusCode = 404;
      answer.end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {AddressInfo} */ (server.address());
  return { address: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** Makes a page's network slow. @param {Page} page */
export async function slowDown(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW);
}
