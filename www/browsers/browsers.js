// The browsers that are visited, each driven by the WebDriver server of its maker. Where they are is in the environment,
// which tools/lib.sh sets.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Builder, Capabilities } from 'selenium-webdriver';
import * as chromium from 'selenium-webdriver/chromium.js';
import * as firefox from 'selenium-webdriver/firefox.js';
import { ARGUMENTS } from '../e2e/browser.js';

/** @import { WebDriver } from 'selenium-webdriver' */

/** Where the page is looked at. @typedef {{ name: string, width: number, height: number, touch: boolean, lang: import('./words.js').Lang }} Room */

/** @type {Room[]} */
export const ROOMS = [
  { name: 'desktop', width: 1280, height: 880, touch: false, lang: 'en' },
  { name: 'phone', width: 360, height: 740, touch: true, lang: 'pt-BR' },
];

/**
 * A browser: the variables that name its programs, how its server is started and what is asked of it.
 * @typedef {object} Browser
 * @property {string} title
 * @property {[program: string, driver: string]} variables
 * @property {(driver: string) => chromium.ServiceBuilder | firefox.ServiceBuilder} server
 * @property {(program: string, room: Room) => Record<string, unknown>} capabilities
 * @property {(driver: WebDriver, room: Room) => Promise<unknown>} fit gives the page in the current window the room's size
 * @property {boolean} fingers whether the driver has fingers; where it has none, the mouse presses in a room of touch, too
 */

/** How long a browser may take to end. */
const ENDS_MS = 10_000;

/** Asks what WebDriver's first protocol has no word for. @param {WebDriver} driver @param {string} method @param {object} params */
async function bidi(driver, method, params) {
  const connection = await driver.getBidi();
  const answer = /** @type {{ error?: string, message?: string }} */ (await connection.send({ method, params }));
  if (answer.error) throw new Error(`${method}: ${answer.error} ${answer.message}`);
}

/** @param {WebDriver} driver @param {Room} room */
const resize = (driver, { width, height }) => driver.manage().window().setRect({ x: 0, y: 0, width, height });

/** @type {Record<'chromium' | 'firefox' | 'webkit', Browser>} */
export const BROWSERS = {
  chromium: {
    title: 'Chromium',
    variables: ['CHROME', 'CHROMEDRIVER'],
    server: (driver) => new chromium.ServiceBuilder(driver),
    capabilities: (binary, { width, height, touch }) => ({
      browserName: 'chrome',
      'goog:chromeOptions': {
        binary,
        args: ARGUMENTS,
        ...(touch ? { mobileEmulation: { deviceMetrics: { width, height, pixelRatio: 1, touch } } } : {}),
      },
    }),
    fit: resize,
    fingers: true,
  },
  firefox: {
    title: 'Firefox',
    variables: ['FIREFOX', 'GECKODRIVER'],
    server: (driver) => new firefox.ServiceBuilder(driver),
    capabilities: (binary, { touch }) => ({
      browserName: 'firefox',
      webSocketUrl: true,
      'moz:firefoxOptions': {
        binary,
        args: ['-headless'],
        // A finger is coarse (1), it cannot hover; and scroll bars take no room.
        prefs: touch
          ? {
              'dom.w3c_touch_events.enabled': 1,
              'ui.primaryPointerCapabilities': 1,
              'ui.allPointerCapabilities': 1,
              'ui.useOverlayScrollbars': 1,
            }
          : {},
      },
    }),
    // A window of Firefox is never narrower than 500 px, what is seen in it may be.
    fit: async (driver, { width, height }) =>
      bidi(driver, 'browsingContext.setViewport', {
        context: await driver.getWindowHandle(),
        viewport: { width, height },
      }),
    fingers: true,
  },
  webkit: {
    title: 'WebKitGTK',
    variables: ['MINIBROWSER', 'WEBKITDRIVER'],
    server: (driver) => new chromium.ServiceBuilder(driver),
    capabilities: (binary) => ({
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary, args: ['--automation'] },
    }),
    fit: resize,
    fingers: false,
  },
};

/** The tool bar of WebKitGTK's browser is wider than a phone, unless its buttons take no room. */
const NO_TOOL_BAR = '* { min-width: 0; padding: 0; margin: 0; border: none; font-size: 1px; -gtk-icon-source: none; }';

/** A display without a screen, and a desktop without a style, for the browser that knows no other way. */
async function display() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp', '-terminate'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const settings = mkdtempSync(join(tmpdir(), 'carteiro-gtk-'));
  const close = () => {
    server.kill();
    rmSync(settings, { recursive: true, force: true });
  };
  const number = await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error('Xvfb ended before it had a display')));
    /** @type {import('node:stream').Readable} */ (server.stdio[3]).once('data', (bytes) =>
      resolve(String(bytes).trim()),
    );
  });
  mkdirSync(join(settings, 'gtk-3.0'));
  writeFileSync(join(settings, 'gtk-3.0', 'gtk.css'), NO_TOOL_BAR);
  return { variables: { DISPLAY: `:${number}`, GDK_BACKEND: 'x11', XDG_CONFIG_HOME: settings }, close };
}

/** The programs of a browser, or what is missing. @param {Browser} browser */
export function programs({ variables: [program, driver] }) {
  const { [program]: browser, [driver]: server } = process.env;
  return browser && server ? { browser, server } : undefined;
}

/** Starts a browser. @param {Browser} browser @param {Room} room */
export async function start(browser, room) {
  const found = programs(browser);
  if (!found)
    throw new Error(`${browser.title} is not here: ${browser.variables.join(' and ')} name it and its driver`);
  const screen = browser === BROWSERS.webkit ? await display() : undefined;
  const server = browser
    .server(found.server)
    .setEnvironment({ .../** @type {Record<string, string>} */ (process.env), ...screen?.variables })
    .build();
  /** @type {WebDriver | undefined} */
  let driver;
  // A browser that hangs answers nothing: it ends with its server.
  const quit = async () => {
    await Promise.race([driver?.quit(), setTimeout(ENDS_MS, undefined, { ref: false })]);
    await server.kill();
    screen?.close();
  };
  try {
    driver = await new Builder()
      .disableEnvironmentOverrides()
      .usingServer(await server.start())
      .withCapabilities(new Capabilities(browser.capabilities(found.browser, room)))
      .build();
    await browser.fit(driver, room);
    return { driver, quit };
  } catch (failure) {
    await quit();
    throw failure;
  }
}
