// The way into the lab and out of it again, and what it says beside the run: its code is fetched when it is first asked for.
import { learn, withWords } from '../i18n/index.js';
import { labBuild } from './build.js';

/** @import { Effects, LabAsk } from '../store/requests.js' */
/** @import { Store } from '../store/store.js' */
/** @import { Many } from '../store/ui.js' */
/** @import { Lab } from './index.js' */
/** @import { Sures } from './sure.js' */

export class LabToggle {
  /** What is on the page instead of the run. @type {Lab | undefined} */
  open;
  #store;
  #isPage;
  #turned;
  #root;
  /** What was left to look at one of its runs: it goes on where it was. @type {Lab | undefined} */
  #kept;
  /** @type {Sures | undefined} */
  #sures;
  #played = false;
  /** Whether what the page's address asks has been asked. */
  #begun = false;

  /** @param {Store} store @param {() => boolean} isPage whether the page's address is this playground's @param {() => unknown} turned draws it, or what was there before it @param {() => Node} root where it is drawn */
  constructor(store, isPage, turned, root) {
    this.#store = store;
    this.#isPage = isPage;
    this.#turned = turned;
    this.#root = root;
  }

  /** What many runs say beside the run; nothing where there is no lab. @returns {Many | undefined} */
  get many() {
    return labBuild && { sure: this.#sures?.views };
  }

  /** @returns {Effects} */
  get effects() {
    return {
      lab: async ({ type: _, ...asks }) => {
        if (this.open) this.#leave();
        else await this.#open(asks);
        await this.#turned();
        this.open?.arrived(asks);
      },
      sure: async () => (await this.#sure())?.begin(),
    };
  }

  /** What counts how sure the scenario is that runs. */
  async #sure() {
    if (!labBuild) return undefined;
    const { sures } = await withWords(withWords(labBuild.sure()), 'lab');
    this.#sures ??= sures(this.#store, this.#root());
    return this.#sures.now();
  }

  /** @param {LabAsk} asks */
  async #open(asks) {
    const { run, state } = this.#store;
    const { core, session } = run;
    if (!labBuild || !session) return;
    const part = Promise.all([labBuild.open(), learn(state.lang)]);
    const [{ Lab, labCode }] = await withWords(withWords(part), 'lab');
    const [code, sure] = await Promise.all([labCode(), this.#sure()]);
    // Something else may have been opened meanwhile.
    if (!core || this.open || run.session !== session) return;
    run.try(() => {
      if (!this.#kept?.isOf(session) && sure) {
        this.#kept?.close();
        this.#kept = new Lab(this.#store, code, session, sure, this.#isPage());
      }
      this.open = this.#kept;
      this.open?.begin(asks);
      this.#played = state.playing;
      this.#store.changed({ playing: false, experimenting: true, selected: -1, sheet: 'none' });
    });
  }

  /** A scenario begins. Another one is asked of, too; a run of a study is looked at. */
  opened() {
    const { session } = this.#store.run;
    const stays = this.open && session && !this.open.isOf(session);
    this.#close();
    this.#sures?.opened(session && this.#kept?.isOf(session));
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
