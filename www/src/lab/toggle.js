// The way into the lab and out of it again: its code is fetched when it is first asked for.
import { learn, withWords } from '../i18n/index.js';
import { labBuild } from './build.js';

/** @import { Effects } from '../store/requests.js' */
/** @import { Store } from '../store/store.js' */
/** @import { Lab } from './index.js' */

export class LabToggle {
  /** What is on the page instead of the run. @type {Lab | undefined} */
  open;
  #store;
  #isPage;
  #turned;
  /** What was left to look at one of its runs: it goes on where it was. @type {Lab | undefined} */
  #kept;
  #played = false;
  /** Whether what the page's address asks has been asked. */
  #begun = false;

  /** @param {Store} store @param {() => boolean} isPage whether the page's address is this playground's @param {() => unknown} turned draws it, or what was there before it */
  constructor(store, isPage, turned) {
    this.#store = store;
    this.#isPage = isPage;
    this.#turned = turned;
  }

  /** @returns {Effects} */
  get effects() {
    return {
      lab: async ({ ask }) => {
        if (this.open) this.#leave();
        else await this.#open(ask);
        await this.#turned();
      },
    };
  }

  /** @param {string} [ask] a question as a link holds it */
  async #open(ask) {
    const { run, state } = this.#store;
    const { core, session } = run;
    if (!labBuild) return;
    const part = Promise.all([labBuild.open(), learn(state.lang)]);
    const [{ Lab, labCode }] = await withWords(withWords(part), 'lab');
    const code = await labCode();
    // Something else may have been opened meanwhile.
    if (!core || !session || this.open || run.session !== session) return;
    run.try(() => {
      if (!this.#kept?.isOf(session)) {
        this.#kept?.close();
        this.#kept = new Lab(this.#store, core, code, session, this.#isPage(), ask);
      }
      this.open = this.#kept;
      this.open.begin();
      this.#played = state.playing;
      this.#store.changed({ playing: false, experimenting: true, selected: -1, sheet: 'none' });
    });
  }

  /** A scenario begins. Another one is asked of, too; a run of a study is looked at. */
  opened() {
    const { session } = this.#store.run;
    const stays = this.open && session && !this.open.isOf(session);
    this.#close();
    const ask = this.#begun || !labBuild || !this.#isPage() ? null : new URLSearchParams(location.search).get('lab');
    this.#begun = true;
    if (stays || ask !== null) this.#store.dispatch({ type: 'lab', ask: ask ?? undefined });
  }

  #leave() {
    this.#close();
    this.#store.changed({ playing: this.#played });
  }

  #close() {
    this.open?.end();
    this.open = undefined;
    this.#store.state.experimenting = false;
  }
}
