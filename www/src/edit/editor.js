// The file that is edited: what is chosen of it, what the core says of it, and every way in which it changes.

import { Session } from '../core/session.js';
import { apart, PanicError, ProblemError } from '../core/wasm.js';
import { Translator } from '../i18n/index.js';
import { layoutStage } from '../stage/layout/index.js';
import { bandsOf, fitting, roomFor } from '../timeline/outage-bands.js';
import { arrowsFrom } from './allowed.js';
import { addBand, moveBand, removeBand } from './bands.js';
import {
  addDeadLetters,
  addNode,
  addTopic,
  connect,
  disconnect,
  duplicate,
  emptyFile,
  nameIn,
  nextNumber,
  remove,
  rename,
  untold,
} from './changes.js';
import { printed, same, written } from './document.js';
import { topicsOf } from './file.js';
import { History } from './history.js';
import { withValue } from './place.js';
import { entryOf, leftOut, thingOf } from './problems.js';
import { emptyStage, STAGE_HEIGHT, shapeOf } from './shape.js';

/** @import { Lang, Problem, Scenario, Text } from '../core/types.js' */
/** @import { Instance } from '../core/wasm.js' */
/** @import { Key } from '../i18n/index.js' */
/** @import { Values } from '../i18n/message.js' */
/** @import { Stage } from '../stage/layout/columns.js' */
/** @import { Band } from '../timeline/outage-bands.js' */
/** @import { Arrow, Thing } from './changes.js' */
/** @import { File } from './file.js' */
/** @import { Place } from './place.js' */

/** What can be put on the stage. `deadLetters`: a topic to which the broker tells of dead letters.
 * @typedef {'client' | 'service' | 'gateway' | 'broker' | 'topic' | 'deadLetters'} Part */
export const PARTS = /** @type {const} */ (['client', 'service', 'gateway', 'broker', 'topic', 'deadLetters']);

/** What is chosen: a part of the stage, an arrow, an outage; nothing for the scenario as a whole.
 * @typedef {{ of: 'thing', thing: Thing } | { of: 'arrow', arrow: Arrow } | { of: 'band', node: string, place: number } | undefined} Choice */

/** Where something is held: in pixels of the stage, or of the window. @typedef {{ x: number, y: number }} Point */

const LANGUAGES = /** @type {const} */ ({ en: new Translator('en'), 'pt-BR': new Translator('pt-BR') });

/** @param {Key} key @param {Values} [values] @returns {Text} */
export const inBoth = (key, values) => ({
  en: LANGUAGES.en.t(key, values),
  'pt-BR': LANGUAGES['pt-BR'].t(key, values),
});

/** @param {Thing} thing */
export const keyOf = ({ kind, id }) => `${kind}:${id}`;

/** @param {string | undefined} key @returns {Thing | undefined} */
export function thingAt(key) {
  const [kind, id] = key?.split(':') ?? [];
  return kind === 'node' || kind === 'topic' ? { kind, id } : undefined;
}

export class Editor {
  /** @type {Choice} */
  choice;
  /** Whether the settings of what is chosen are open, where they have no place of their own. */
  open = false;
  /** The card from which an arrow is being drawn. @type {Thing | undefined} */
  from;
  /** Where the arrow's end is held. @type {Point | undefined} */
  end;
  /** The part that is being dragged out, and where it is. @type {{ part: Part, at: Point } | undefined} */
  held;
  /** Which side of the file is edited. @type {'stage' | 'lesson'} */
  side = 'stage';
  /** What takes the part of the stage that is pressed next, instead of its being chosen. @type {((id: string) => void) | undefined} */
  picks;
  /** What the core has against the file. @type {Problem | undefined} */
  problem;
  /** A run of the file that nobody has begun, for what only the core knows of it. @type {Session | undefined} */
  session;
  /** What was opened. */
  #opened;
  /** Its text, in which changes are written; one without lines, as a link holds it, in lines. */
  #base;
  #text = '';
  /** @type {History<File>} */
  #history;
  #core;
  #changed;
  /** What the keyboard goes to once it is drawn. */
  #focus = '';
  /** The names that nobody has changed yet. @type {WeakSet<Text>} */
  #usual = new WeakSet();
  /** @type {{ file: File, shape: Scenario } | undefined} */
  #shape;
  /** @type {{ shape: Scenario, width: number, stage: Stage } | undefined} */
  #stage;

  /** @param {Instance} core an instance for this alone @param {string} json a file that the core has taken @param {() => void} changed draws @param {string} [draft] what was made of it before */
  constructor(core, json, changed, draft) {
    this.#core = core;
    this.#opened = json;
    this.#changed = changed;
    const file = /** @type {File} */ (JSON.parse(json));
    this.#base = json.includes('\n') ? json : printed(file);
    this.#history = new History(file);
    if (draft !== undefined) this.#history.change(JSON.parse(draft));
    this.#check();
  }

  get file() {
    return this.#history.now;
  }

  /** The file as it would be saved. */
  get text() {
    return this.#text;
  }

  /** Whether this goes on with a run's file. @param {string} json what runs */
  isOf(json) {
    return this.is(json) || same(JSON.parse(json), JSON.parse(this.#opened));
  }

  /** Whether it says what runs. @param {string} json what runs */
  is(json) {
    return same(JSON.parse(json), this.file);
  }

  get canUndo() {
    return this.#history.canUndo;
  }

  get canRedo() {
    return this.#history.canRedo;
  }

  close() {
    this.session?.close();
    this.session = undefined;
  }

  /** Asks the core. */
  #check() {
    this.#text = written(this.#base, this.file);
    this.close();
    this.problem = undefined;
    try {
      this.session = new Session(this.#core, this.#text);
    } catch (failure) {
      if (failure instanceof ProblemError) this.problem = failure.problem;
      // What breaks the core down is told of the run that is begun with it; here only a fresh instance is needed.
      else if (failure instanceof PanicError) this.#core = apart(this.#core);
      else throw failure;
    }
  }

  /** The file is another. @param {File} file @param {string} [of] names what changes step by step */
  apply(file, of) {
    if (file === this.file) return;
    this.#history.change(file, of);
    this.#check();
    this.#changed();
  }

  /** Something stands at a place of the file; nothing takes it away. @param {Place} place @param {unknown} value @param {string} [of] names what changes step by step */
  put(place, value, of) {
    this.apply(withValue(this.file, place, value), of);
  }

  /** @param {'undo' | 'redo'} way */
  go(way) {
    this.#history[way]();
    this.choice = undefined;
    this.from = undefined;
    this.#check();
    this.#changed();
  }

  /** @param {Partial<Pick<Editor, 'choice' | 'open' | 'from' | 'end' | 'held' | 'side' | 'picks'>>} part */
  set(part) {
    Object.assign(this, part);
    this.#changed();
  }

  // --- what is drawn ----------------------------------------------------------------------------

  /** The file as it is, as the stage draws it. */
  get shape() {
    if (this.#shape?.file !== this.file) this.#shape = { file: this.file, shape: shapeOf(this.file) };
    return this.#shape.shape;
  }

  /** Where everything stands in a width. @param {number} width @returns {Stage} */
  stage(width) {
    const { shape } = this;
    if (this.#stage?.shape !== shape || this.#stage.width !== width) {
      const isEmpty = shape.topics.length === 0 && shape.nodes.every(({ kind }) => kind === 'broker');
      const options = { width, minHeight: STAGE_HEIGHT, figure: false };
      this.#stage = { shape, width, stage: isEmpty ? emptyStage(width) : layoutStage(shape, options) };
    }
    return this.#stage.stage;
  }

  /** Something has the focus once it is drawn. @param {string} selector */
  focusOn(selector) {
    this.#focus = selector;
  }

  /** A part of the stage is pressed that something waits for. @param {string} id */
  pick(id) {
    const { picks } = this;
    this.picks = undefined;
    picks?.(id);
  }

  /** What the keyboard is to go to: an attribute's selector; empty where it stays. */
  takeFocus() {
    const focus = this.#focus;
    this.#focus = '';
    return focus;
  }

  // --- parts ------------------------------------------------------------------------------------

  /** A name in every language. @param {Part} part @returns {Text} */
  #nameOf(part) {
    const name = inBoth(`edit.new.${part}`, { number: nextNumber(this.file, part) });
    this.#usual.add(name);
    return name;
  }

  /** @param {Part} part @returns {{ file: File, id: string }} */
  #with(part) {
    if (part === 'deadLetters') {
      const chosen = this.choice?.of === 'thing' ? this.choice.thing.id : '';
      return addDeadLetters(this.file, chosen, this.#nameOf(part));
    }
    if (part !== 'topic') return addNode(this.file, part, this.#nameOf(part));
    const broker = this.#brokerFor();
    return addTopic(broker.file, broker.id, this.#nameOf('topic'));
  }

  /** Whether a part has what it needs. @param {Part} part */
  canAdd(part) {
    return part !== 'deadLetters' || untold(this.file, '').length > 0;
  }

  /** A topic is held by a broker: by the one that is chosen, by the first, or by one that comes with it. */
  #brokerFor() {
    const brokers = this.file.nodes.filter(({ kind }) => kind === 'broker');
    const chosen = this.choice?.of === 'thing' ? this.choice.thing.id : '';
    const broker = brokers.find(({ id }) => id === chosen) ?? brokers[0];
    return broker ? { file: this.file, id: broker.id } : addNode(this.file, 'broker', this.#nameOf('broker'));
  }

  /** Puts a new part on the stage. On another part, with the arrow between them where there may be one. @param {Part} part @param {Thing} [onto] */
  add(part, onto) {
    if (onto && (part === 'topic' || part === 'deadLetters')) this.choice = { of: 'thing', thing: onto };
    if (!this.canAdd(part)) return;
    const added = this.#with(part);
    /** @type {Thing} */
    const thing = { kind: part === 'topic' || part === 'deadLetters' ? 'topic' : 'node', id: added.id };
    const shape = shapeOf(added.file);
    const arrow =
      part !== 'deadLetters' && onto && arrowsFrom(added.file, shape, onto).find(({ to }) => to === added.id);
    this.#choose(thing, 'name');
    this.apply(arrow ? connect(added.file, arrow) : added.file);
  }

  /** @param {Thing} thing @param {'name' | 'card'} focus */
  #choose(thing, focus) {
    this.choice = { of: 'thing', thing };
    this.from = undefined;
    this.#focus = `[data-key="${keyOf(thing)}"]${focus === 'name' ? ' .name' : ''}`;
  }

  /** @param {Thing} thing @param {Lang} lang @param {string} text @param {boolean} [alone] whether the other language keeps its own */
  rename(thing, lang, text, alone = false) {
    const name = this.nameOf(thing);
    if (!name || name[lang] === text || text.trim() === '') return this.#changed();
    const next = alone ? { ...name, [lang]: text } : nameIn(name, lang, text, this.#usual.has(name));
    return this.apply(rename(this.file, thing, next));
  }

  /** @param {Thing} thing */
  nameOf({ kind, id }) {
    return (kind === 'topic' ? topicsOf(this.file) : this.file.nodes).find((one) => one.id === id)?.name;
  }

  /** @param {string} id of a service */
  duplicate(id) {
    const copy = duplicate(this.file, id, this.#nameOf('service'));
    this.#choose({ kind: 'node', id: copy.id }, 'name');
    this.apply(copy.file);
  }

  /** Takes away what is chosen. */
  remove() {
    const { choice, file } = this;
    if (!choice) return;
    const band = choice.of === 'band' ? this.bandAt(choice.place) : undefined;
    this.choice = undefined;
    this.open = false;
    this.#focus = '.edit-stage';
    if (choice.of === 'thing') this.apply(remove(file, choice.thing));
    else if (choice.of === 'arrow') this.apply(disconnect(file, choice.arrow));
    else if (band) this.apply(removeBand(file, band));
  }

  /** Nothing is on the stage any more. */
  clear() {
    this.choice = undefined;
    this.apply(emptyFile(inBoth('edit.title.new'), inBoth('edit.task.new')));
  }

  /** Leads to what the file lacks. */
  showProblem() {
    const { problem } = this;
    if (!problem) return;
    const thing = thingOf(problem, this.file);
    if (thing) this.#choose(thing, 'card');
    else this.#focus = '.edit-problem';
    this.#changed();
  }

  /** Leaves out what the core's problem is about, where that is an entry by itself. */
  leaveOut() {
    const entry = this.problem && entryOf(this.problem);
    if (entry) this.apply(leftOut(this.file, entry));
  }

  // --- arrows -----------------------------------------------------------------------------------

  /** The arrows that may be drawn from where one is begun. */
  get targets() {
    return this.from ? arrowsFrom(this.file, this.shape, this.from) : [];
  }

  /** @param {Thing} from */
  begin(from) {
    const first = arrowsFrom(this.file, this.shape, from)[0];
    this.#focus = first ? '.target .drop' : '';
    this.set({ from, end: undefined });
  }

  /** @param {Arrow} arrow */
  connect(arrow) {
    this.from = undefined;
    this.end = undefined;
    this.choice = { of: 'arrow', arrow };
    this.#focus = `[data-arrow="${arrow.kind}:${arrow.from}:${arrow.to}"]`;
    this.apply(connect(this.file, arrow));
  }

  // --- outages ----------------------------------------------------------------------------------

  /** @param {number} place of the fault that begins it */
  bandAt(place) {
    return bandsOf(this.file).find(({ first }) => first === place);
  }

  /** @param {string} node @param {{ fromMs: number, toMs: number } | undefined} wished nothing for where there is room */
  addBand(node, wished) {
    const span = wished ? fitting(this.file, node, wished) : roomFor(this.file, node);
    if (!span) return;
    const file = addBand(this.file, node, span);
    this.#chooseBand(file, node, span.fromMs);
    this.apply(file);
  }

  /** @param {File} file @param {string} node @param {number} fromMs */
  #chooseBand(file, node, fromMs) {
    const band = bandsOf(file).find((one) => one.node === node && one.fromMs === fromMs);
    if (!band) return;
    this.choice = { of: 'band', node, place: band.first };
    this.#focus = `[data-band="${band.first}"]`;
  }

  /** @param {Band} band @param {{ fromMs: number, toMs: number }} wished @param {string} [of] names the hand that moves it */
  moveBand(band, wished, of) {
    const span = fitting(this.file, band.node, wished, band);
    if (!span) return;
    const same = span.fromMs === band.fromMs && span.toMs === band.toMs;
    if (!same) this.apply(moveBand(this.file, band, span), of);
  }
}
