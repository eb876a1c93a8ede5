// A platform that speaks cmi5, for the end-to-end tests: it serves what `carteiro export --cmi5` wrote, launches a part of it in a frame, and
// its record store is at another address, as it may be. What the store takes: see test/lrs.js.
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { Lrs } from '../test/lrs.js';
import { TYPES } from './lms.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Wishes } from '../test/lrs.js' */
/** @import { Package } from './lms.js' */

const SHARED = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*, authorization',
  'access-control-allow-methods': 'GET, PUT, POST',
};

/** Listens at a free port. @param {(request: IncomingMessage, response: ServerResponse) => void} answer @returns {Promise<{ address: string, close: () => Promise<void> }>} */
async function listen(answer) {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve(undefined));
    });
  return { address: `http://127.0.0.1:${port}`, close: /** @type {() => Promise<void>} */ (close) };
}

export class Host {
  lrs = new Lrs();
  /** What the frame of the course shows. */
  #launched = '';
  /** @type {Awaited<ReturnType<typeof listen>>[]} */
  #servers = [];

  /** @param {Package} files */
  async open(files) {
    const content = await listen((request, response) => {
      const path = new URL(request.url ?? '', 'http://localhost').pathname.slice(1);
      const body = path === 'course' ? this.#course() : files[path];
      response.writeHead(body ? 200 : 404, { 'content-type': TYPES[extname(path)] ?? 'text/html' });
      response.end(body);
    });
    const store = await listen(async (request, response) => {
      let text = '';
      for await (const part of request) text += part;
      const { method = '', url, headers } = request;
      const asked = method !== 'OPTIONS';
      const { status, body } = asked ? this.lrs.answer(method, store.address + url, headers, text) : { status: 204 };
      response.writeHead(status, { ...SHARED, 'content-type': 'application/json' });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
    this.#servers = [content, store];
    return this;
  }

  /** The address of the course, which opens a part in a frame. @param {string} part @param {Wishes} [wishes] */
  launch(part, wishes) {
    this.#launched = this.address(part, wishes);
    return `${this.#servers[0].address}/course`;
  }

  /** The address by which a part is opened in a window of its own. @param {string} part @param {Wishes} [wishes] */
  address(part, wishes) {
    const [content, store] = this.#servers;
    return this.lrs.launch(`${content.address}/${part}.html`, store.address, wishes);
  }

  /** Where the platform's own page is. */
  get course() {
    return `${this.#servers[0].address}/course`;
  }

  #course() {
    const address = this.#launched.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Course</title><style>body{margin:0}iframe{width:100%;height:860px;border:0}</style>
<button type="button" id="leave">Leave</button><iframe src="${address}" title="Part"></iframe>
<script>document.querySelector('#leave').onclick = () => document.querySelector('iframe').remove();</script></html>`;
  }

  async close() {
    await Promise.all(this.#servers.map(({ close }) => close()));
  }
}
