// The way into the editor and out of it again: its code is fetched when it is first asked for.
import { learn, withWords } from '../i18n/index.js';

/** @import { StageUi } from '../stage/ui.js' */
/** @import { Effects, Request } from '../store/requests.js' */
/** @import { Store } from '../store/store.js' */
/** @import { Editing } from './index.js' */

export class EditToggle {
  /** What is on the page instead of the run. @type {Editing | undefined} */
  open;
  #store;
  #isPage;
  #opened;
  /** What was left without being run: it goes on where it was. @type {Editing | undefined} */
  #kept;
  /** Whether time passed before. */
  #played = false;

  /** @param {Store} store @param {() => boolean} isPage whether the tab's storage is this playground's @param {() => unknown} opened draws it, or what was there before it */
  constructor(store, isPage, opened) {
    this.#store = store;
    this.#isPage = isPage;
    this.#opened = opened;
  }

  /** @returns {Effects} */
  get effects() {
    return {
      edit: async () => {
        if (this.open) this.#leave();
        else await this.#open();
        await this.#opened();
      },
    };
  }

  async #open() {
    const { run, state } = this.#store;
    const { core, session } = run;
    // A new part has a name in every language.
    const [{ Editing }] = await withWords(Promise.all([import('./index.js'), learn('en'), learn('pt-BR')]));
    // Something else may have been opened meanwhile.
    if (!core || !session || this.open || run.session !== session) return;
    run.try(() => {
      if (!this.#kept?.isOf(session)) {
        this.#kept?.close();
        this.#kept = new Editing(this.#store, core, session, this.#isPage(), () => {
          this.#leave();
          this.#opened();
        });
      }
      this.#kept.begin(session);
      this.open = this.#kept;
      this.#played = state.playing;
      this.#store.changed({ playing: false, editing: true, selected: -1, sheet: 'none' });
    });
  }

  /** Back to the run as it was. */
  #leave() {
    if (!this.open) return;
    this.close();
    this.#store.changed({ playing: this.#played });
  }

  /** What a key asks for while a scenario is built: time stands still, and what is undone is what was built. @param {Request} request */
  key(request) {
    if (request.type === 'undo' || request.type === 'redo') this.open?.go(request.type);
    else if (request.type === 'show' && request.sheet === 'help') this.#store.dispatch(request);
  }

  /** What stands over a run in which something is done for the lesson that is edited. @param {StageUi} ui */
  banner(ui) {
    return this.#kept?.banner(ui);
  }

  /** Another run is on the page. */
  close() {
    this.open?.keep();
    this.open = undefined;
    this.#store.state.editing = false;
  }
}
