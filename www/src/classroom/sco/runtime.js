// The course platform around the page, as far as it speaks SCORM: it gives an object in a frame above, or in the window that opened this one.
import { SCORM_1_2, SCORM_2004 } from './editions.js';

/** @import { Edition, Interaction, Score, Values } from './editions.js' */
/** @import { Platform } from './platform.js' */

/** The object of a platform: functions that take and give texts. @typedef {Record<string, (...texts: string[]) => unknown>} Api */

/** As far up as one looks: some platforms have frames in frames. */
const MOST_FRAMES = 50;

/** What a frame has under a name; a frame of another origin says nothing. @param {Window} frame @param {string} name @returns {Api | undefined} */
function offered(frame, name) {
  try {
    return Reflect.get(frame, name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The object in this frame or one above. @param {Window | null} from @param {string} name @returns {Api | undefined} */
function above(from, name) {
  let frame = from;
  for (let count = 0; frame && count < MOST_FRAMES; count += 1) {
    const found = offered(frame, name);
    if (found) return found;
    if (frame.parent === frame) return undefined;
    frame = frame.parent;
  }
  return undefined;
}

/** The platform, or nothing where the page stands alone. The newer edition goes first. @param {Window} [here] @returns {Runtime | undefined} */
export function platform(here = window) {
  for (const edition of [SCORM_2004, SCORM_1_2]) {
    const api = above(here, edition.api) ?? above(here.opener, edition.api);
    if (api) return new Runtime(api, edition);
  }
  return undefined;
}

/** @implements {Platform} */
export class Runtime {
  /** @type {'alone'} */
  refusal = 'alone';
  looking = false;
  returnTo = '';
  #api;
  #edition;
  #open = false;
  /** What the platform has, so that nothing is told twice. @type {Map<string, string>} */
  #told = new Map();
  /** The places of the interactions that were told in this visit. @type {Map<string, number>} */
  #interactions = new Map();
  #done = { completed: false, passed: false };
  #best = -1;

  /** @param {Api} api @param {Edition} edition */
  constructor(api, edition) {
    this.#api = api;
    this.#edition = edition;
  }

  /** The most letters that it keeps. */
  get most() {
    return this.#edition.most;
  }

  /** Begins the visit. @returns what it kept of the one before, and who learns; nothing where it does not begin */
  start() {
    const { start, error } = this.#edition.calls;
    // Some platforms have begun it already, and say so by an error: 101 in SCORM 1.2, 103 in SCORM 2004.
    if (!isTrue(this.#call(start, '')) && !['101', '103'].includes(String(this.#call(error)))) return undefined;
    this.#open = true;
    const { statusOf, statusIn, location, learner, lang } = this.#edition;
    this.#done = statusIn(this.#get(statusOf));
    this.#set([[this.#edition.exit, 'suspend']]);
    return {
      data: this.#get('cmi.suspend_data'),
      ms: Number(this.#get(location)) || 0,
      learner: this.#get(learner),
      lang: this.#get(lang),
    };
  }

  /** Tells what the run is worth. Neither a score nor what was done goes down again: to try once more costs nothing. @param {Score} score @param {{ completed: boolean, passed: boolean }} done */
  score(score, { completed, passed }) {
    const share = score.of > 0 ? score.points / score.of : 0;
    this.#done = { completed: completed || this.#done.completed, passed: passed || this.#done.passed };
    this.#set(this.#edition.status(this.#done));
    if (score.of > 0 && share > this.#best && share >= this.#before(score.of)) {
      this.#best = share;
      this.#set(this.#edition.score(score));
    }
  }

  /** The share that an earlier visit told. @param {number} of */
  #before(of) {
    if (this.#best >= 0) return this.#best;
    const raw = Number.parseFloat(this.#get(this.#edition.raw));
    return Number.isNaN(raw) ? 0 : raw / (this.#edition === SCORM_1_2 ? 100 : of);
  }

  /** Has it keep the record. @param {string} data */
  keep(data) {
    this.#set([['cmi.suspend_data', data]]);
  }

  /** Tells of an answer or a goal; again when more is known of it. @param {Interaction} one */
  interaction(one) {
    let place = this.#interactions.get(one.id);
    if (place === undefined) {
      place = Number.parseInt(this.#get('cmi.interactions._count'), 10) || 0;
      this.#interactions.set(one.id, place);
    }
    const values = this.#edition.interaction(one);
    this.#set(values.map(([name, value]) => [`cmi.interactions.${place}.${name}`, value]));
  }

  /** Has the platform write down what it was told. @returns {boolean} whether it says that it did */
  commit() {
    return this.#open && isTrue(this.#call(this.#edition.calls.commit, ''));
  }

  /** Ends the visit. @param {number} ms where the playhead stands @param {number} spentMs in this visit */
  end(ms, spentMs) {
    if (!this.#open) return;
    const { location, time, duration, calls } = this.#edition;
    this.#set([
      [location, String(Math.round(ms))],
      [time, duration(spentMs)],
    ]);
    this.#call(calls.commit, '');
    this.#call(calls.end, '');
    this.#open = false;
  }

  /** @param {string} name @param {...string} texts */
  #call(name, ...texts) {
    try {
      return this.#api[name](...texts);
    } catch {
      // What a platform throws is its own failure: it says no.
      return 'false';
    }
  }

  /** @param {string} element */
  #get(element) {
    const value = this.#call(this.#edition.calls.get, element);
    return value === undefined || value === null || value === 'false' ? '' : String(value);
  }

  /** @param {Values} values */
  #set(values) {
    if (!this.#open) return;
    for (const [element, value] of values) {
      if (this.#told.get(element) === value) continue;
      if (isTrue(this.#call(this.#edition.calls.set, element, value))) this.#told.set(element, value);
    }
  }
}

/** Platforms answer by a text, or by a truth value. @param {unknown} answer */
const isTrue = (answer) => String(answer) === 'true';
