// What is shown in place once it is asked for, and whose code comes only then: a lesson's text, a service's settings, the help.
import { withWords } from '../i18n/index.js';
import { adopt } from '../ui/adopt.js';

/** @import { CSSResult } from 'lit' */
/** @import { Locate } from '../lesson/point.js' */
/** @import { Effects } from '../store/requests.js' */
/** @import { Store } from '../store/store.js' */
/** @import { LedUi, Sheet } from '../store/ui.js' */

const PARTS = {
  more: async () => {
    const { more: view, styles } = await import('../lesson/text.js');
    return { view, styles };
  },
  settings: async () => {
    const { settings: view, styles, settingIn, buttonIn } = await import('../settings/view.js');
    return { view, styles, others: { locate: { settingIn, buttonIn } } };
  },
  ending: async () => {
    const { ending: view, styles } = await import('../compare/ending.js');
    return { view, styles };
  },
  help: async () => {
    const { help: view, styles } = await import('../panels/help.js');
    return { view, styles };
  },
};

/** @import { Marks } from '../stage/ui.js' */

/** @typedef {keyof typeof PARTS} Part */
/** @typedef {{ view: (ui: LedUi) => unknown, styles: CSSResult, others?: { locate: Locate } }} Code */

/** What the page around has to do when a panel is opened or closed.
 * @typedef {object} Panels
 * @property {() => boolean} narrow
 * @property {() => void} closeOthers
 * @property {(into: boolean) => void} moveFocus
 * @property {() => Node} root where they are drawn
 */

export class LazyParts {
  /** What is here. @type {{ [P in Part]?: (ui: LedUi) => unknown } & { locate?: Locate, marks?: Marks }} */
  views = {};
  #endingComes = false;
  #store;
  #panels;

  /** @param {Store} store @param {Panels} panels */
  constructor(store, panels) {
    this.#store = store;
    this.#panels = panels;
  }

  /** @returns {Effects} */
  get effects() {
    const store = this.#store;
    return {
      select: ({ node }) => this.#select(node),
      show: ({ sheet }) => this.#show(sheet),
      setReading: async ({ reading }) => {
        if (reading) await this.#load('more');
        store.set({ reading });
      },
    };
  }

  /** Fetches the settings while there is nothing else to do. Where they do not come, they are asked for again when a service is chosen. */
  expect() {
    const wait = globalThis.requestIdleCallback ?? setTimeout;
    wait(() => withWords(PARTS.settings()).catch(() => {}));
    if (!this.views.marks) this.#fetchMarks();
  }

  /** The stage shows what waits, and where, without them, too. */
  async #fetchMarks() {
    try {
      const { marks } = await withWords(import('../stage/marks/queues.js'));
      this.views.marks = marks;
      this.#store.set({});
    } catch {
      // They are asked for again with the next run.
    }
  }

  /** The end of the lesson is reached: what came of it is shown once its code is here; until then, and where it does not come, the card stays as it is. */
  async expectEnding() {
    if (this.#endingComes) return;
    this.#endingComes = true;
    try {
      await this.#load('ending');
      this.#store.set({});
    } catch {
      this.#endingComes = false;
    }
  }

  /** @param {Part} part */
  async #load(part) {
    if (this.views[part]) return;
    const { view, styles, others } = await withWords(/** @type {Promise<Code>} */ (PARTS[part]()));
    adopt(this.#panels.root(), styles);
    Object.assign(this.views, { [part]: view }, others);
  }

  /** @param {number} node */
  async #select(node) {
    const { run } = this.#store;
    const { session } = run;
    if (node >= 0) await this.#load('settings');
    // Another run may have been opened meanwhile.
    if (run.session !== session) return;
    this.#panels.closeOthers();
    this.#store.set({ selected: node, sheet: node < 0 || !this.#panels.narrow() ? 'none' : 'settings' });
    this.#panels.moveFocus(node >= 0);
  }

  /** Opens a sheet; one that is open is closed. @param {Sheet} asked */
  async #show(asked) {
    if (asked === 'help') await this.#load('help');
    const { state } = this.#store;
    const sheet = asked === state.sheet ? 'none' : asked;
    this.#panels.closeOthers();
    const selected = sheet === 'none' || this.#panels.narrow() ? -1 : state.selected;
    this.#store.set({ sheet, selected });
    this.#panels.moveFocus(sheet !== 'none');
  }
}
