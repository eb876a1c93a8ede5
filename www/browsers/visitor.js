// A person who visits the page with some browser: presses what is seen, by its role and its name, and reads what is written.
import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { By, error, Key } from 'selenium-webdriver';
import { Command, Name } from 'selenium-webdriver/lib/command.js';
import { Select } from 'selenium-webdriver/lib/select.js';
import { BROWSERS, start } from './browsers.js';
import { wordsIn } from './words.js';

/** @import { WebElement } from 'selenium-webdriver' */
/** @import { Room } from './browsers.js' */

/** Only what hangs is stopped: how busy the machine is decides no test. */
const HANGS_MS = 30_000;
const LOOKS_EVERY_MS = 20;

const PICTURES = new URL('../test-results/browsers/', import.meta.url);

/** The elements that have a role. */
const ROLES = {
  button: 'button',
  combobox: 'select',
  dialog: '[role=dialog], dialog',
  link: 'a',
  output: 'output',
  radio: 'input[type=radio]',
  slider: '[role=slider]',
  textbox: 'input, textarea',
};
/** @typedef {keyof typeof ROLES} Role */
/** @typedef {{ x: number, y: number }} Point */

/**
 * The elements that may be called so, in the part of the playground of that label or in all of it. Runs in the page; the
 * browser itself then says what each is called.
 * @param {string} css @param {string} name @param {string | null} part @returns {Element[]}
 */
function candidates(css, name, part) {
  const root = document.querySelector('carteiro-playground')?.shadowRoot;
  const parts = [...(root?.querySelectorAll('section, dialog') ?? [])];
  const place = part === null ? root : parts.find((one) => one.getAttribute('aria-label') === part);
  return [...(place?.querySelectorAll(css) ?? [])].filter((element) => {
    const label =
      element.getAttribute('aria-label') ?? `${element.textContent} ${element.closest('label')?.textContent}`;
    return label.includes(name) && element.checkVisibility();
  });
}

/** What is written in the part of that label, or in all of the playground. Runs in the page. @param {string | null} part */
function written(part) {
  const root = document.querySelector('carteiro-playground')?.shadowRoot;
  const parts = /** @type {HTMLElement[]} */ ([...(root?.querySelectorAll('section, dialog') ?? [])]);
  if (part !== null) return parts.find((one) => one.getAttribute('aria-label') === part)?.innerText ?? '';
  return [...(root?.children ?? [])].map((child) => /** @type {HTMLElement} */ (child).innerText).join('\n');
}

/**
 * Where an element can be pressed, once it is in sight and stands still; or what lies over it. A radio is pressed at its label.
 * Runs in the page.
 * @param {Element} element @param {number} across @param {number} down shares of its width and height
 * @returns {Promise<Point | string>}
 */
async function reach(element, across, down) {
  const target = element.closest('label') ?? element;
  const rect = () => target.getBoundingClientRect();
  const frame = () => new Promise(requestAnimationFrame);
  const outside = (/** @type {DOMRect} */ { top, left, bottom, right }) =>
    top < 0 || left < 0 || bottom > innerHeight || right > innerWidth;
  const look = () => {
    const { left, top, width, height } = rect();
    const [x, y] = [left + width * across, top + height * down];
    const root = /** @type {ShadowRoot} */ (target.getRootNode());
    return { x, y, hit: root.elementFromPoint(x, y) };
  };
  let seen = look();
  if (outside(rect()) || !target.contains(seen.hit)) target.scrollIntoView({ block: 'center', behavior: 'instant' });
  for (;;) {
    const before = rect();
    await frame();
    await frame();
    const now = rect();
    if (now.left === before.left && now.top === before.top && now.width === before.width) break;
  }
  seen = look();
  const { x, y, hit } = seen;
  return target.contains(hit) ? { x, y } : `${hit?.tagName} ${hit?.className}`;
}

/** The element that has the focus, if it is in the part of that label. Runs in the page. @param {string | null} part */
function focused(part) {
  const element = document.activeElement?.shadowRoot?.activeElement;
  return part === null || element?.closest('section')?.getAttribute('aria-label') === part ? element : null;
}

/** Once what has changed is drawn. Runs in the page. */
async function drawn() {
  for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
}

/** Keeps in mind what the page was pressed with. Runs in the page. */
function watchPointer() {
  addEventListener('pointerdown', ({ pointerType }) => {
    document.documentElement.dataset.pressedWith = pointerType;
  });
}

/** @param {string | undefined} part */
const inPart = (part) => (part ? ` in “${part}”` : '');

/** Whether an element has that name. WebKit adds to the name of a field in a label what the field holds. @param {string} name @param {string} said @param {Role} role */
function isCalled(name, said, role) {
  return said === name || (['combobox', 'textbox'].includes(role) && said.startsWith(`${name} `));
}

export class Visitor {
  #browser;
  #room;
  /** @type {Awaited<ReturnType<typeof start>> | undefined} */
  #session;
  #pictures = 0;

  /** @param {keyof typeof BROWSERS} browser @param {Room} room */
  constructor(browser, room) {
    this.#browser = browser;
    this.#room = room;
    this.t = wordsIn(room.lang);
  }

  async arrive() {
    this.#session = await start(BROWSERS[this.#browser], this.#room);
  }

  async leave() {
    await this.#session?.quit();
  }

  get #driver() {
    if (!this.#session) throw new Error('nobody has arrived');
    return this.#session.driver;
  }

  /** Whether the page is as wide as a phone. */
  get narrow() {
    return this.#room.width < 600;
  }

  /** @param {string} address */
  async goTo(address) {
    await this.#driver.get(address);
    await this.#driver.executeScript(watchPointer);
  }

  /** What the page was pressed with. @returns {Promise<string>} */
  pointer() {
    return this.#driver.executeScript(() => document.documentElement.dataset.pressedWith);
  }

  /** What it is to be pressed with: a finger in a room of touch, if the driver has fingers. */
  get presses() {
    return this.#room.touch && BROWSERS[this.#browser].fingers ? 'touch' : 'mouse';
  }

  /**
   * Opens an address in a window of its own, and closes it when what is to be done there is done. Not in a tab: WebKitGTK
   * leaves a new one behind the first, where nothing is drawn.
   * @param {string} address @param {() => Promise<void>} there
   */
  async inNewWindow(address, there) {
    const here = await this.#driver.getWindowHandle();
    await this.#driver.switchTo().newWindow('window');
    await BROWSERS[this.#browser].fit(this.#driver, this.#room);
    await this.goTo(address);
    await there();
    await this.#driver.close();
    await this.#driver.switchTo().window(here);
  }

  /** Does something in the frame of the page. @param {() => Promise<void>} there */
  async inFrame(there) {
    await this.#driver.switchTo().frame(await this.#driver.findElement(By.css('iframe')));
    await there();
    await this.#driver.switchTo().defaultContent();
  }

  /**
   * Waits until there is what is looked for; an element that goes away meanwhile is looked for again.
   * @template T @param {() => string} what @param {() => Promise<T | undefined | null | false>} look @returns {Promise<T>}
   */
  async #until(what, look) {
    for (const end = performance.now() + HANGS_MS; performance.now() < end; await setTimeout(LOOKS_EVERY_MS)) {
      try {
        const found = await look();
        if (found) return found;
      } catch (failure) {
        if (!(failure instanceof error.StaleElementReferenceError)) throw failure;
      }
    }
    const page = (await this.text()).replaceAll(/\s+/g, ' ').slice(0, 2000);
    throw new Error(`${what()} never came; what is written: ${page}`);
  }

  /** @param {Role} role @param {string} name @param {string} [part] the label of the part of the page that it is in */
  async #look(role, name, part) {
    /** @type {WebElement[]} */
    const found = await this.#driver.executeScript(candidates, ROLES[role], name, part ?? null);
    for (const element of found) if (isCalled(name, await element.getAccessibleName(), role)) return element;
    return undefined;
  }

  /** Waits for an element. @param {Role} role @param {string} name @param {string} [part] */
  find(role, name, part) {
    return this.#until(
      () => `${role} “${name}”${inPart(part)}`,
      () => this.#look(role, name, part),
    );
  }

  /** Waits until an element is no more. @param {Role} role @param {string} name */
  gone(role, name) {
    return this.#until(
      () => `the end of ${role} “${name}”`,
      async () => !(await this.#look(role, name)),
    );
  }

  /** Presses something, with a finger where there is touch. @param {Role} role @param {string} name @param {string} [part] */
  async press(role, name, part) {
    await this.#point(await this.#reach(role, name, part, [[0.5, 0.5]]));
  }

  /** Draws something from one place of it to another. @param {Role} role @param {string} name @param {[across: number, down: number][]} places shares of its size */
  async drag(role, name, places) {
    await this.#point(await this.#reach(role, name, undefined, places));
  }

  /** @param {Role} role @param {string} name @param {string | undefined} part @param {[across: number, down: number][]} places */
  async #reach(role, name, part, places) {
    /** @type {Point[]} */
    const points = [];
    let over = '';
    await this.#until(
      () => `${role} “${name}” that can be pressed${over && `: ${over} lies over it`}`,
      async () => {
        const element = await this.#look(role, name, part);
        if (!element) return false;
        points.length = 0;
        for (const [across, down] of places) {
          /** @type {Point | string} */
          const point = await this.#driver.executeScript(reach, element, across, down);
          if (typeof point === 'string') {
            over = point;
            return false;
          }
          points.push(point);
        }
        return true;
      },
    );
    return points;
  }

  /** Down at the first place, up at the last. @param {Point[]} points */
  #point([first, ...rest]) {
    const move = (/** @type {Point} */ { x, y }, duration = 0) => ({
      type: 'pointerMove',
      origin: 'viewport',
      x: Math.round(x),
      y: Math.round(y),
      duration,
    });
    const [id, pointerType] = this.#room.touch ? ['finger', 'touch'] : ['mouse', 'mouse'];
    const actions = [
      move(first),
      { type: 'pointerDown', button: 0 },
      ...rest.map((point) => move(point, 100)),
      { type: 'pointerUp', button: 0 },
    ];
    const pointer = { type: 'pointer', id, parameters: { pointerType }, actions };
    return this.#driver.execute(new Command(Name.ACTIONS).setParameter('actions', [pointer]));
  }

  /** Chooses from a list. @param {string} name @param {string} option @param {string} [part] */
  async choose(name, option, part) {
    await this.#reach('combobox', name, part, [[0.5, 0.5]]);
    await new Select(await this.find('combobox', name, part)).selectByVisibleText(option);
  }

  /** Writes a number into a field, in place of what it holds. @param {string} name @param {string} number @param {string} [part] */
  async write(name, number, part) {
    await this.#reach('textbox', name, part, [[0.5, 0.5]]);
    const field = await this.find('textbox', name, part);
    await field.clear();
    await field.sendKeys(number, Key.ENTER, Key.TAB);
  }

  /** Types keys wherever the focus is. @param {string[]} keys */
  type(...keys) {
    return this.#driver
      .actions()
      .sendKeys(...keys)
      .perform();
  }

  /** Goes on with Tab until something of that name has the focus. @param {string} name @param {string} part the label of the part it is in */
  async tabTo(name, part) {
    for (let i = 0; i < 100; i += 1) {
      await this.type(Key.TAB);
      /** @type {WebElement | null} */
      const element = await this.#driver.executeScript(focused, part);
      if ((await element?.getAccessibleName()) === name) return;
    }
    throw new Error(`Tab never came to “${name}”`);
  }

  /** What is written on the page, or in a part of it. @param {string} [part] its label @returns {Promise<string>} */
  text(part) {
    return this.#driver.executeScript(written, part ?? null);
  }

  /** Waits until it is written. @param {string} words @param {string} [part] */
  reads(words, part) {
    return this.#until(
      () => `“${words}”${inPart(part)}`,
      async () => (await this.text(part)).includes(words),
    );
  }

  /** What a field holds, once it holds something. @param {string} name @param {string} part */
  holds(name, part) {
    return this.#until(
      () => `a text in “${name}”`,
      async () => (await this.#look('textbox', name, part))?.getAttribute('value'),
    );
  }

  /** What is written on an element: what its driver says of that is not always whole in WebKitGTK. @param {Role} role @param {string} name @returns {Promise<string>} */
  read(role, name) {
    return this.#until(
      () => `the text of ${role} “${name}”`,
      async () =>
        this.#driver.executeScript(
          (/** @type {HTMLElement | undefined} */ element) => element?.innerText,
          await this.#look(role, name),
        ),
    );
  }

  /** Whether all of the page's width is seen. @returns {Promise<boolean>} */
  fits() {
    return this.#driver.executeScript(() => document.documentElement.scrollWidth <= innerWidth);
  }

  /** Keeps a picture of the page for looking at. @param {string} name */
  async look(name) {
    await this.#driver.executeScript(drawn);
    this.#pictures += 1;
    mkdirSync(PICTURES, { recursive: true });
    const file = `${this.#browser}-${this.#room.name}-${this.#pictures}-${name}.png`;
    writeFileSync(new URL(file, PICTURES), Buffer.from(await this.#driver.takeScreenshot(), 'base64'));
  }
}
