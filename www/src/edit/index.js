// The editor on the page: opened over the run, which stands still meanwhile, and left with a run of what was built. Loaded when it is asked for.
import { parseDuration } from '../core/durations.js';
import { apart } from '../core/wasm.js';
import { withWords } from '../i18n/index.js';
import { adopt } from '../ui/adopt.js';
import { save } from '../ui/download.js';
import { CurveHand } from './curve-lane.js';
import { draftOf, keepDraft } from './drafts.js';
import { Editor, inBoth } from './editor.js';
import { Hands } from './hands.js';
import { LaneHand } from './lanes.js';
import { withDone } from './recorded.js';
import { recordingBanner } from './recording.js';
import { editStyles } from './style.js';
import { editView } from './view.js';

/** @import { Instance } from '../core/wasm.js' */
/** @import { Session } from '../core/session.js' */
/** @import { StageUi } from '../stage/ui.js' */
/** @import { LedUi } from '../store/ui.js' */
/** @import { Store } from '../store/store.js' */
/** @import { Place } from './place.js' */
/** @import { LessonSide } from './view.js' */

export class Editing {
  #core;
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
  /** The lesson's side, once it was asked for. @type {LessonSide | undefined} */
  #lesson;
  /** @type {import('lit').CSSResult | undefined} */
  #lessonStyles;
  /** Where what is done now is to stand, the run in which it is done, and what ran before. @type {{ place: Place, session: Session, before: { json: string, seed: string, picked: string } } | undefined} */
  #recording;

  /** @param {Store} store @param {Instance} core @param {Session} session what runs @param {boolean} keeps whether drafts outlive the page @param {() => void} leave back to the run */
  constructor(store, core, session, keeps, leave) {
    const changed = () => store.set({});
    this.#core = core;
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
    return json === this.#beside || this.#editor.isOf(json);
  }

  /** What is built here goes on elsewhere. */
  close() {
    this.#lesson?.desk.close();
    removeEventListener('pagehide', this.keep);
    this.#editor.close();
  }

  /** It is on the page, in place of a run. @param {Session} session */
  begin({ json }) {
    this.#beside = json;
  }

  /** Keeps what was built beside what ran. */
  keep = () => {
    this.#lesson?.desk.close();
    if (this.#keeps) keepDraft(this.#beside, this.#editor.text);
  };

  /** @param {'undo' | 'redo'} way */
  go(way) {
    this.#editor.go(way);
  }

  /** Runs the file: what runs is no draft any more. @param {string} [seed] @returns {Session | undefined} unless the core does not take it */
  #open(seed) {
    const { run } = this.#store;
    const { text } = this.#editor;
    if (this.#keeps) keepDraft(this.#beside, this.#beside);
    this.#beside = text;
    return run.open(text, seed) ? run.session : undefined;
  }

  /** Leads to what is wrong, if anything is. */
  #isWrong() {
    const { problem, side } = this.#editor;
    if (problem && side === 'lesson' && this.#lesson?.partOf(problem)) this.#lesson.desk.lead(problem);
    else this.#editor.showProblem();
    return problem !== undefined;
  }

  /** Runs what was built. What the core does not take leaves the run as it was, and says what it lacks. */
  #run = () => {
    const { run } = this.#store;
    if (this.#isWrong()) return;
    if (run.session && this.#editor.is(run.session.json)) return this.#leave();
    if (this.#open()) this.#store.changed({ playing: true });
  };

  /** The run with a seed, at its end. @param {string} seed */
  #look = async (seed) => {
    const { run } = this.#store;
    const session = this.#isWrong() ? undefined : this.#open(seed);
    if (!session) return;
    this.#store.changed({ playing: false });
    await run.goTo(parseDuration(session.until));
    this.#store.changed();
  };

  /** To the stage's side, or to the lesson's, whose code comes only then. @param {'stage' | 'lesson'} side */
  #turn = async (side) => {
    try {
      if (side === 'lesson' && !this.#lesson) {
        const { Desk, lessonPanel, lessonStyles, partOf, preview } = await withWords(import('./lesson/panel.js'));
        this.#lesson = { desk: new Desk(this.#editor, apart(this.#core)), view: lessonPanel, preview, partOf };
        this.#lessonStyles = lessonStyles;
      }
      this.#editor.set({ side, choice: undefined, from: undefined, picks: undefined, open: false });
      if (side === 'stage') this.#lesson?.desk.close();
    } catch (failure) {
      this.#store.run.fail(failure, { retry: () => this.#turn(side) });
    }
  };

  /** Lets something be done in a run of the world; then it stands at a place of it. @param {Place} place */
  #record = (place) => {
    const { run } = this.#store;
    const { session: before, picked } = run;
    const { problem, file } = this.#editor;
    if (!before || (problem && !this.#lesson?.partOf(problem))) return this.#editor.showProblem();
    // What is said of the world may not be whole yet, and is not to lead whoever shows it.
    const { lesson, claims, text, ...world } = file;
    const bare = { ...world, task: inBoth('record.text') };
    const opened = { json: before.json, seed: before.seed, picked };
    if (!run.open(JSON.stringify(bare)) || !run.session) return;
    this.#recording = { place, session: run.session, before: opened };
    this.#store.changed({ playing: false });
  };

  /** Back from a run in which something was done, with it or without. @param {boolean} takes */
  async #recorded(takes) {
    if (!this.#recording) return;
    const { place, session, before } = this.#recording;
    this.#recording = undefined;
    const file = takes ? withDone(this.#editor.file, place, session) : this.#editor.file;
    // What ran before begins again.
    this.#store.run.open(before.json, before.seed, before.picked);
    await this.#store.dispatch({ type: 'edit' });
    if (takes) this.#lesson?.desk.openAt(place);
    this.#editor.apply(file);
    this.#store.set({});
  }

  /** What stands over a run in which something is done for the lesson. @param {StageUi} ui */
  banner(ui) {
    if (!this.#recording || this.#recording.session !== this.#store.run.session || this.#store.state.editing)
      return undefined;
    return recordingBanner(ui, { done: () => this.#recorded(true), cancel: () => this.#recorded(false) });
  }

  #save = () => save(`${this.#editor.file.id}.json`, new Blob([this.#editor.text], { type: 'application/json' }));

  /** The templates are on the page. @param {ParentNode & Node} root */
  updated(root) {
    adopt(root, editStyles);
    if (this.#lessonStyles) adopt(root, this.#lessonStyles);
    if (this.#editor.side === 'lesson') this.#lesson?.desk.drawn();
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

  /** @param {StageUi} ui @param {unknown} header @param {(ui: LedUi) => unknown} card of a lesson, as learners see it */
  view(ui, header, card) {
    const acts = {
      run: this.#run,
      save: this.#save,
      leave: this.#leave,
      turn: this.#turn,
      look: this.#look,
      record: this.#record,
    };
    // Until its place is measured it is as wide as the stage of the run.
    this.#width ||= Math.floor(ui.stage.width * ui.stage.scale);
    const own = {
      editor: this.#editor,
      width: this.#width,
      shrink: 1,
      hands: this.#hands,
      lanes: this.#lanes,
      curves: this.#curves,
      acts,
      card,
    };
    return editView({ ...ui, ...own }, header, this.#lesson);
  }
}
