// The comparison on the page: which two runs, in which setting they differ, and what is drawn of each. Loaded when it is asked for.
import { recordOf } from '../core/record.js';
import { ProblemError } from '../core/wasm.js';
import { Translator } from '../i18n/index.js';
import { busiest, retriesIn, windowAt } from '../retries/histogram.js';
import { StagePainter } from '../stage/painter.js';
import { branchName } from '../timeline/branches.js';
import { adopt } from '../ui/adopt.js';
import { contrastsOf, variantOf } from './contrasts.js';
import { difference, differenceAloud, isBusiness, partingsOf } from './difference.js';
import { contrastsOfLesson, isLesson, withoutIdea } from './lesson.js';
import { aloneWith, Pair } from './pair.js';
import { runOf } from './run.js';
import { compareStyles } from './style.js';
import { compare, whatDiffers } from './view.js';

/** @import { KeptBranches, RunRecord } from '../core/record.js' */
/** @import { Session } from '../core/session.js' */
/** @import { Command, LogEntry } from '../core/types.js' */
/** @import { Instance } from '../core/wasm.js' */
/** @import { Way } from '../store/requests.js' */
/** @import { Ui } from '../store/ui.js' */
/** @import { Contrast, TopicName } from './contrasts.js' */

/** From this width on the two stand side by side. */
const BESIDE_FROM = 1180;
const MARGIN = { desk: 32, narrow: 24 };
const GAP = 12;
/** On a phone so much of the other side is in sight. */
const PEEK = 22;
/** The frame around a stage; on a phone there is none. */
const FRAME = 2;
/** The frame of the card in which retries are drawn. */
const INSIDE = 26;
/** So much simulated time is looked through for a contrast that makes a difference. */
const LOOK_MS = 30_000;

/** Two branches, as an address names what differs. */
const BRANCHES = 'branches';

/** What the sides are called where their settings have no short names. */
export const LETTERS = ['A', 'B'];

/** A service's name as the name of a topic for it, in every language. @type {TopicName} */
const topicName = (service) => ({
  en: new Translator('en').t('compare.topic', { name: service.en }),
  'pt-BR': new Translator('pt-BR').t('compare.topic', { name: service['pt-BR'] }),
});

export class Comparison {
  /** @type {Contrast[]} */
  contrasts = [];
  /** @type {Contrast | undefined} */
  contrast;
  /** The value of each side; empty for the run as it is. @type {string[]} */
  values = ['', ''];
  painters = [new StagePainter(), new StagePainter()];
  /** The edge whose retries are shown, when one was chosen. */
  edge = '';
  /** What is about to be done to both. */
  node = '';
  fault = 'down';
  beside = true;
  /** The side that is in sight, where there is room for one. */
  side = 0;
  /** The width of one side. */
  width = 0;
  #busiest = '';
  /** @type {Way[]} */
  branches;
  #instance;
  #run;
  #asIs;
  #seed;
  #headMs;
  #lesson;
  #session;

  /**
   * @param {Instance} instance @param {Session} session the run as it is
   * @param {(action: () => unknown) => void} attempt does what the core may refuse, and draws
   * @param {Way[]} [branches] two ways it went; without them it is compared with itself under another setting
   */
  constructor(instance, session, attempt, branches = []) {
    this.attempt = attempt;
    this.#instance = instance;
    this.#session = session;
    this.#seed = session.seed;
    this.#asIs = { json: session.json, log: session.commandLog() };
    this.#headMs = Math.max(session.head, ...branches.map(({ headMs }) => headMs));
    this.branches = branches;
    this.#run = runOf(instance, session.json, session.commandLog());
    this.#lesson = session.lesson;
    if (branches.length === 0)
      this.contrasts = [...contrastsOfLesson(session), ...contrastsOf(instance, this.#run, topicName)];
    // What the lesson is about is shown first; without a lesson, what makes a difference.
    this.contrast = this.contrasts.find((one) => isLesson(one) || this.#tells(one)) ?? this.contrasts[0];
    this.values = [...(this.contrast?.sides ?? this.values)];
    this.pair = this.#open(this.contrast, this.values);
    // Two ways that are known are looked at from where both end: what came of them is what one asks.
    if (branches.length > 0) this.pair.seek(Math.min(...branches.map(({ headMs }) => headMs)));
  }

  /** Whether a contrast makes a difference to the orders, and nothing else does: such a one is shown first. @param {Contrast} contrast */
  #tells(contrast) {
    /** @type {Pair | undefined} */
    let pair;
    try {
      pair = this.#open(contrast, contrast.sides, LOOK_MS);
      pair.seek(LOOK_MS);
      return pair.halves.every(({ skipped }) => skipped === 0) && partingsOf(pair.sessions).some(isBusiness);
    } catch (failure) {
      // One that is too much for the core is not shown first.
      if (failure instanceof ProblemError) return false;
      throw failure;
    } finally {
      pair?.close();
    }
  }

  /** @param {Contrast | undefined} contrast @param {string[]} values @param {number} [headMs] how far to know both sides */
  #open(contrast, values, headMs = this.#headMs) {
    const sides = values.map((value, index) => {
      if (this.branches[index]) return { json: this.#asIs.json, log: this.branches[index].log };
      if (isLesson(contrast)) return value ? withoutIdea(this.#instance, this.#asIs) : this.#asIs;
      const variant = contrast && value && variantOf(this.#instance, this.#run, contrast.id, value, topicName);
      return variant || this.#asIs;
    });
    const known = sides.map((side) => ({ ...side, log: side.log.filter(([atMs]) => atMs <= headMs) }));
    return new Pair(this.#instance, known, this.#seed, headMs);
  }

  /** Shows another pair; the one there is stays when the core refuses it. @param {Contrast | undefined} contrast @param {string[]} values */
  #show(contrast, values) {
    const pair = this.#open(contrast, values);
    this.pair.close();
    Object.assign(this, { pair, contrast, values });
    this.forget();
  }

  /** @param {string} id */
  choose(id) {
    const contrast = this.contrasts.find((one) => one.id === id) ?? this.contrast;
    this.#show(contrast, [...(contrast?.sides ?? this.values)]);
  }

  /** Another value for one side; when the other has it, they change places. @param {number} side @param {string} value */
  set(side, value) {
    const other = this.values[1 - side] === value ? this.values[side] : this.values[1 - side];
    this.#show(this.contrast, side === 0 ? [value, other] : [other, value]);
  }

  /** Where in the page's address it stands: what differs, and the value of each side. */
  get place() {
    const [a, b] = this.branches;
    const parts = a && b ? [BRANCHES, a.number, b.number] : [this.contrast?.id ?? '', ...this.values];
    return parts.join('.');
  }

  /** Shows what an address says; what is not there is left as it is. @param {string} place */
  goTo(place) {
    const [id, a, b, ms] = place.split('.');
    const contrast = this.contrasts.find((one) => one.id === id);
    const known = ['', ...(contrast?.values ?? [])];
    if (contrast && a !== b && known.includes(a) && known.includes(b)) this.#show(contrast, [a, b]);
    if (Number(ms) >= 0) this.pair.seek(Number(ms));
  }

  /**
   * The run that is compared, with all that was done to both sides, as it can be played again.
   * @param {string} picked the built-in scenario's id @param {KeptBranches | undefined} branches those that there were
   * @returns {RunRecord}
   */
  record(picked, branches) {
    if (this.branches.length > 0 && branches) {
      const list = branches.list.map((branch) => {
        const side = this.branches.findIndex(({ number }) => number === branch.number);
        if (side < 0) return branch;
        const session = this.pair.sessions[side];
        return { ...branch, log: session.commandLog(), head: session.headPosition };
      });
      const present = this.branches.findIndex(({ number }) => number === branches.list[branches.present].number);
      return { ...recordOf(this.pair.sessions[present] ?? this.#session, picked), branches: { ...branches, list } };
    }
    const alone = aloneWith(this.#instance, this.#asIs, this.#seed);
    try {
      alone.seek(Math.max(this.#headMs, alone.now));
      alone.seek(this.pair.now);
      return recordOf(alone, picked);
    } finally {
      alone.close();
    }
  }

  /** Does something to both, which stays done when another contrast is chosen. @param {Command} command */
  #give(command) {
    const { now } = this.pair;
    const { json, log } = this.#asIs;
    this.pair.command(command);
    const later = log.findIndex(([atMs]) => atMs > now);
    /** @type {LogEntry} */
    const entry = [now, 0, JSON.stringify(command)];
    this.#asIs = { json, log: log.toSpliced(later < 0 ? log.length : later, 0, entry) };
    this.#run = runOf(this.#instance, json, this.#asIs.log);
  }

  /** @param {number} ms of simulated time */
  pass(ms) {
    this.pair.seek(this.pair.now + ms);
  }

  /** Requests as they are meant while two runs are compared: done to both. @param {Ui['dispatch']} dispatch @returns {Ui['dispatch']} */
  forBoth(dispatch) {
    const { pair } = this;
    return (request) => {
      switch (request.type) {
        case 'command':
          return this.attempt(() => this.#give(request.command));
        case 'step':
          dispatch({ type: 'pause' });
          return this.attempt(() => (request.back ? pair.back() : pair.step()));
        case 'reset':
          return this.attempt(() => pair.seek(0));
        case 'seek':
          return this.attempt(() => pair.seek(request.ms));
        case 'seekBy':
          return this.attempt(() => pair.seek(Math.max(0, pair.now + request.ms)));
        case 'undo':
        case 'redo':
          return undefined;
        default:
          return dispatch(request);
      }
    };
  }

  /** The language has changed, or what is drawn. */
  forget() {
    for (const painter of this.painters) painter.forget();
  }

  /** @param {number} width of the page @param {boolean} narrow */
  layOut(width, narrow) {
    this.beside = width >= BESIDE_FROM;
    const whole = width - (narrow ? MARGIN.narrow : MARGIN.desk);
    const each = this.beside ? (whole - GAP) / 2 : whole;
    this.width = Math.floor(narrow ? each - PEEK : each - FRAME);
    this.painters.forEach((painter, side) => {
      painter.layOut(this.pair.sessions[side], this.width, true);
    });
  }

  /** Takes hold of what the templates have put on the page. @param {ParentNode & Node} root @param {Translator} tr */
  attach(root, tr) {
    adopt(root, compareStyles);
    root.querySelectorAll('.twin').forEach((half, side) => {
      this.painters[side].attach(half, this.pair.sessions[side], tr);
      // The same names stand on both sides: as groups of a side they are no second landmarks.
      for (const part of half.querySelectorAll('section:not([role])')) part.setAttribute('role', 'group');
    });
  }

  /** @param {boolean} still */
  paint(still) {
    for (const painter of this.painters) painter.paint(still);
  }

  /** The retries of both sides, and the edge of which they are shown. */
  retries() {
    const window = windowAt(this.pair.now, Math.max(this.width - INSIDE, 1));
    const found = this.pair.sessions.map((session) => retriesIn(session, window.fromMs, window.toMs));
    this.#busiest = busiest(
      found.map(({ instants }) => instants),
      this.#busiest,
    );
    return { window, found, edge: this.edge || this.#busiest };
  }

  /** What each side is called. @param {Translator} tr */
  names(tr) {
    return this.values.map((value, side) =>
      this.branches[side] ? branchName(tr, this.branches[side]) : this.nameOf(tr, value),
    );
  }

  /** A value in words. @param {Translator} tr @param {string} value */
  nameOf(tr, value) {
    const { id = '', asIs = '' } = this.contrast ?? {};
    if (this.ofLesson) return value ? tr.text(this.#lesson?.contrast?.name) : tr.t('compare.asInLesson');
    return tr.t('compare.value', { contrast: id, value: value || asIs || 'asIs' });
  }

  /** Whether the runs differ in what the lesson is about. */
  get ofLesson() {
    return isLesson(this.contrast);
  }

  /** What to look for, as the lesson says it. @param {Translator} tr */
  hint(tr) {
    return this.ofLesson ? tr.text(this.#lesson?.contrast?.text) : '';
  }

  /** The sides in a sentence. @param {Translator} tr */
  labels(tr) {
    return this.ofLesson ? LETTERS : this.names(tr);
  }

  /** What has to be said aloud. @param {Translator} tr */
  speech(tr) {
    return differenceAloud(tr, this.pair, this.labels(tr));
  }

  /** What differs, and what came of it, in sentences. @param {Translator} tr */
  sentence(tr) {
    return `${whatDiffers(tr, this)} ${difference(tr, this.pair, this.labels(tr))}`;
  }

  /** @param {Ui} ui @param {unknown} header */
  view(ui, header) {
    return compare(ui, this, header);
  }

  close() {
    this.pair.close();
  }
}
