// The editor on the page: opened over the run, which stands still meanwhile, and left with a run of what was built. Loaded when it is asked for.
import { apart } from '../core/wasm.js';
import { adopt } from '../ui/adopt.js';
import { save } from '../ui/download.js';
import { CurveHand } from './curve-lane.js';
import { draftOf, keepDraft } from './drafts.js';
import { Editor } from './editor.js';
import { Hands } from './hands.js';
import { LaneHand } from './lanes.js';
import { editStyles } from './style.js';
import { editView } from './view.js';

/** @import { Instance } from '../core/wasm.js' */
/** @import { Session } from '../core/session.js' */
/** @import { StageUi } from '../stage/ui.js' */
/** @import { Store } from '../store/store.js' */

export class Editing {
  #editor;
  #hands;
  #lanes;
  #curves;
  #store;
  #leave;
  #keeps;
  /** What ran when it was opened last. */
  #beside;
  /** How wide the stage is. */
  #width = 0;

  /** @param {Store} store @param {Instance} core @param {Session} session what runs @param {boolean} keeps whether drafts outlive the page @param {() => void} leave back to the run */
  constructor(store, core, session, keeps, leave) {
    const changed = () => store.set({});
    this.#store = store;
    this.#leave = leave;
    this.#keeps = keeps;
    this.#beside = session.json;
    this.#editor = new Editor(apart(core), session.json, changed, keeps ? draftOf(session.json) : undefined);
    if (keeps) addEventListener('pagehide', this.keep);
    this.#hands = new Hands(this.#editor);
    this.#lanes = new LaneHand(this.#editor, changed);
    this.#curves = new CurveHand(this.#editor);
  }

  /** Whether it goes on with what runs. @param {Session} session */
  isOf({ json }) {
    return this.#editor.isOf(json);
  }

  /** What is built here goes on elsewhere. */
  close() {
    removeEventListener('pagehide', this.keep);
    this.#editor.close();
  }

  /** It is on the page, in place of a run. @param {Session} session */
  begin({ json }) {
    this.#beside = json;
  }

  /** Keeps what was built beside what ran. */
  keep = () => {
    if (this.#keeps) keepDraft(this.#beside, this.#editor.text);
  };

  /** @param {'undo' | 'redo'} way */
  go(way) {
    this.#editor.go(way);
  }

  /** Runs what was built. What the core does not take leaves the run as it was, and says what it lacks. */
  #run = () => {
    const { run } = this.#store;
    const { text } = this.#editor;
    if (this.#editor.problem) return this.#editor.showProblem();
    if (run.session && this.#editor.is(run.session.json)) return this.#leave();
    // What runs is no draft any more.
    if (this.#keeps) keepDraft(this.#beside, this.#beside);
    this.#beside = text;
    if (run.open(text)) this.#store.changed({ playing: true });
  };

  #save = () => save(`${this.#editor.file.id}.json`, new Blob([this.#editor.text], { type: 'application/json' }));

  /** The templates are on the page. @param {ParentNode & Node} root */
  updated(root) {
    adopt(root, editStyles);
    const stage = root.querySelector('.edit-stage');
    if (stage && stage.clientWidth !== this.#width) {
      this.#width = stage.clientWidth;
      this.#store.set({});
    }
    const focus = this.#editor.takeFocus();
    const found = focus ? /** @type {HTMLElement | null} */ (root.querySelector(focus)) : null;
    // What is chosen by a press is in sight; the stage as a whole is wherever it is.
    found?.focus({ preventScroll: found.matches('.edit-stage') });
    if (found instanceof HTMLInputElement) found.select();
  }

  /** @param {StageUi} ui @param {unknown} header */
  view(ui, header) {
    const acts = { run: this.#run, save: this.#save, leave: this.#leave };
    // Until its place is measured it is as wide as the stage of the run.
    this.#width ||= Math.floor(ui.stage.width * ui.stage.scale);
    const own = {
      editor: this.#editor,
      width: this.#width,
      hands: this.#hands,
      lanes: this.#lanes,
      curves: this.#curves,
      acts,
    };
    return editView({ ...ui, ...own }, header);
  }
}
