// The lesson's side of the editor: which part of it is open, what is folded, what is typed and is no value yet, and what a trial has found.
import { ProblemError } from '../../core/wasm.js';
import { isWithin, movedEntry, pathOf, withEntry, withoutEntry } from '../place.js';
import { Trials } from '../trial/trials.js';
import { withMovedGoal, withoutGoal } from './goal-numbers.js';

/** @import { Problem } from '../../core/types.js' */
/** @import { Instance } from '../../core/wasm.js' */
/** @import { Editor } from '../editor.js' */
/** @import { Place } from '../place.js' */
/** @import { Verdict } from '../trial/trial.js' */

/** The parts of the side, with the places in the file that belong to each. */
export const PARTS = /** @type {const} */ ({
  words: [['title'], ['text'], ['task'], ['order'], ['lesson', 'idea'], ['lesson', 'group'], ['seed'], ['id']],
  question: [['lesson', 'prediction']],
  goals: [
    ['lesson', 'goals'],
    ['lesson', 'solution'],
  ],
  guide: [['lesson', 'beats']],
  claims: [['claims']],
  contrast: [
    ['lesson', 'contrast'],
    ['lesson', 'meet'],
  ],
});

/** @typedef {keyof typeof PARTS} Part */

/** A text that is typed where a value belongs. @typedef {{ text: string, value: unknown, wrong: boolean }} Draft */

/** The part that a problem is about, if it is about one. @param {Problem} problem @returns {Part | undefined} */
export function partOf({ path }) {
  const parts = /** @type {[Part, readonly Place[]][]} */ (Object.entries(PARTS));
  return parts.find(([, places]) => places.some((place) => isWithin(path, place)))?.[0];
}

export class Desk {
  /** @type {Part} */
  part = 'words';
  /** What is typed into the comparison that has the focus. */
  typed = '';
  /** Whether the core's problem is said already where it belongs, in this drawing. */
  told = false;
  trials;
  /** What is wrong with the contrast, which the core reads only when it is asked for. @type {Problem | undefined} */
  contrastProblem;
  /** The text that was looked at last. */
  #drawn = '';
  #editor;
  #core;
  /** The entries that are open, by their paths. @type {Set<string>} */
  #open = new Set();
  /** @type {Map<string, Draft>} */
  #drafts = new Map();

  /** @param {Editor} editor @param {Instance} core */
  constructor(editor, core) {
    this.#editor = editor;
    this.#core = core;
    this.trials = new Trials(core, () => editor.set({}));
  }

  /** What a trial of the file has found so far. @returns {Verdict | undefined} */
  get verdict() {
    return this.trials.of(this.#editor.text);
  }

  /** The file is as it is: what can be tried of it is tried. */
  drawn() {
    const { problem, session, text, file } = this.#editor;
    if (text === this.#drawn) return;
    this.#drawn = text;
    if (problem || !session || !(file.claims || file.lesson)) {
      this.contrastProblem = undefined;
      this.trials.stop();
      return;
    }
    this.trials.ask({ json: text, contrast: this.#contrast(text, file.lesson) });
  }

  /** The same file without its idea. @param {string} text @param {unknown} lesson */
  #contrast(text, lesson) {
    const was = this.contrastProblem;
    this.contrastProblem = undefined;
    try {
      if (!(/** @type {{ contrast?: object } | undefined} */ (lesson)?.contrast)) return undefined;
      const json = this.#core.contrastOf(text);
      this.#core.open(json).free();
      return json;
    } catch (failure) {
      if (!(failure instanceof ProblemError)) throw failure;
      this.contrastProblem = failure.problem;
      return undefined;
    } finally {
      if (was?.path !== this.contrastProblem?.path) this.#editor.set({});
    }
  }

  /** Nobody looks any more. */
  close() {
    this.#drawn = '';
    this.trials.stop();
  }

  /** @param {Part} part */
  show(part) {
    this.part = part;
    this.#editor.set({});
  }

  /** Leads to the field that the core's problem is about. @param {Problem} problem */
  lead(problem) {
    this.part = partOf(problem) ?? this.part;
    this.#editor.focusOn('.lesson-panel [aria-invalid], .lesson-panel .field-problem');
    this.#editor.set({});
  }

  /** @param {string} typed */
  types(typed) {
    this.typed = typed;
    this.#editor.set({});
  }

  // --- entries ----------------------------------------------------------------------------------

  /** @param {string} path */
  isOpen(path) {
    return this.#open.has(path);
  }

  /** Opens an entry, or folds it. @param {string} path */
  fold(path) {
    if (!this.#open.delete(path)) this.#open.add(path);
    this.#editor.set({});
  }

  /** Opens the entries around a place. @param {Place} place */
  openAt(place) {
    place.forEach((step, n) => {
      if (typeof step === 'number') this.#open.add(pathOf(place.slice(0, n + 1)));
    });
    this.#editor.focusOn(`[data-place^="${pathOf(place)}"], [data-entry^="${pathOf(place)}"]`);
  }

  /** @param {Place} list @param {unknown} entry */
  add(list, entry) {
    const file = withEntry(this.#editor.file, list, entry);
    const at = /** @type {unknown[]} */ (list.reduce((/** @type {any} */ inner, step) => inner[step], file)).length - 1;
    const path = pathOf([...list, at]);
    this.#open.add(path);
    this.#editor.focusOn(`.lesson-panel [data-place^="${path}."]`);
    this.#editor.apply(file);
  }

  /** @param {Place} entry */
  remove(entry) {
    this.#forget(entry);
    this.#editor.focusOn('.lesson-panel .add-entry');
    this.#editor.apply(withoutGoal(withoutEntry(this.#editor.file, entry), entry));
  }

  /** @param {Place} entry @param {1 | -1} by */
  move(entry, by) {
    const list = entry.slice(0, -1);
    const at = /** @type {number} */ (entry.at(-1));
    const [here, there] = [pathOf(entry), pathOf([...list, at + by])];
    const [was, will] = [this.isOpen(here), this.isOpen(there)];
    this.#forget(entry);
    if (was) this.#open.add(there);
    if (will) this.#open.add(here);
    this.#editor.focusOn(`[data-entry="${there}"]`);
    this.#editor.apply(withMovedGoal(movedEntry(this.#editor.file, entry, by), entry, by));
  }

  /** What was known of the entries of a list by their numbers is another's now. @param {Place} entry */
  #forget(entry) {
    const list = pathOf(entry.slice(0, -1));
    for (const path of this.#open) if (path.startsWith(list)) this.#open.delete(path);
    for (const key of this.#drafts.keys()) if (key.startsWith(list)) this.#drafts.delete(key);
  }

  // --- drafts -----------------------------------------------------------------------------------

  /** What is typed for a value, unless the value is another by now. @param {string} key @param {unknown} value */
  draftOf(key, value) {
    const draft = this.#drafts.get(key);
    return draft && JSON.stringify(draft.value) === JSON.stringify(value) ? draft : undefined;
  }

  /** @param {string} key @param {Draft | undefined} draft */
  draft(key, draft) {
    if (draft) this.#drafts.set(key, draft);
    else this.#drafts.delete(key);
    this.#editor.set({});
  }
}
