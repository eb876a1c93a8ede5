// Serves csp.html under a strict policy. To try it: `make play` once, for what it builds; then `node examples/csp.mjs`.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';

const PAGE = new URL('csp.html', import.meta.url);
const SITE = new URL('../www/dist/', import.meta.url);
const TYPES = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** What a figure needs, and nothing else. The nonce is handed on to what the script imports. */
const policy = (nonce) =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');

async function answerTo(path) {
  if (path !== '/') return { type: TYPES[extname(path)], body: await readFile(new URL(`.${path}`, SITE)) };
  const nonce = randomBytes(16).toString('base64');
  const html = await readFile(PAGE, 'utf8');
  return { type: 'text/html', body: html.replaceAll('NONCE', nonce), csp: policy(nonce) };
}

const server = createServer(async ({ url }, answer) => {
  try {
    const { type, body, csp } = await answerTo(new URL(url, 'http://localhost').pathname);
    if (csp) answer.setHeader('Content-Security-Policy', csp);
    answer.setHeader('Content-Type', type ?? 'application/octet-stream').end(body);
  } catch {
    answer.writeHead(404).end();
  }
});
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () =>
  process.stdout.write(`http://127.0.0.1:${server.address().port}/\n`),
);
