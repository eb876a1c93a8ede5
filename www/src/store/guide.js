// The guide: the lesson's beats, one after the other. The core says which one it is and stops the run; this says what goes on then.
import { parseDuration } from '../core/durations.js';
import { keepIn, parsed, textIn } from '../core/kept.js';

/** @import { Beat } from '../core/types.js' */
/** @import { Effects } from './requests.js' */
/** @import { Store } from './store.js' */

const KEY = 'carteiro.guide';

/** Where the guide was in a run, in this tab. */
const PLACE = 'carteiro.beat';

/** @typedef {{ run: string, index: number, begun: boolean }} Place */

/** What is kept of a run. @param {string} run @returns {Place | undefined} */
function keptPlace(run) {
  const kept = /** @type {Place | null | undefined} */ (parsed(textIn('sessionStorage', PLACE)));
  return kept?.run === run && Number.isInteger(kept.index) ? kept : undefined;
}

/** The order in which one learns. */
export const PHASES = /** @type {const} */ (['look', 'predict', 'act', 'see', 'why']);

export class Guide {
  /** Whether the learner wants to be led. */
  wanted = textIn('localStorage', KEY) !== 'off';
  /** Whether the page does the lesson's deeds by itself now. */
  showing = false;
  /** Whether this run can be led: one that was opened with a past cannot. */
  led = true;
  /** Whether it is the guide for which time stands still. */
  #held = false;
  /** The beat that was judged last, and whether a deed was due in it. */
  #was = { index: -1, begun: false, due: false };
  #store;
  #told;

  /** @param {Store} store @param {(beat: object) => void} [told] hears of each beat that begins or ends */
  constructor(store, told = () => {}) {
    this.#store = store;
    this.#told = told;
    store.subscribe((change) => {
      if (change.type !== 'request') return;
      const { type } = change.request;
      if ((type === 'play' || type === 'togglePlay') && store.state.playing) this.#goesOn();
    });
  }

  /** @returns {Effects} */
  get effects() {
    const { dispatch } = this.#store;
    return {
      goOn: () => {
        if (!this.#store.state.playing) dispatch({ type: 'play' });
      },
      setGuide: ({ on }) => {
        this.wanted = on;
        if (this.#own) keepIn('localStorage', KEY, on ? undefined : 'off');
        if (on && !this.led) return dispatch({ type: 'restart' });
        this.apply();
        this.#store.changed(on ? {} : { playing: true });
        return undefined;
      },
    };
  }

  /** @returns {Beat[]} */
  get beats() {
    return this.#store.lesson.text?.beats ?? [];
  }

  /** Whether there is something by which to lead, and somebody to be led. */
  get on() {
    return this.beats.length > 0 && this.wanted && this.led && !this.showing && !this.#store.state.figure;
  }

  /** Where the lesson is: a beat that was not yet begun is still to come. */
  get #at() {
    return this.#store.lesson.judgement?.beat ?? { index: this.beats.length, begun: false, count: 0 };
  }

  /** What is said: the beat that has begun, or the one before. @returns {Beat | undefined} */
  get beat() {
    const { index, begun } = this.#at;
    return this.on ? this.beats[Math.min(begun ? index : Math.max(index - 1, 0), this.beats.length - 1)] : undefined;
  }

  /** The number of the beat that is said. */
  get index() {
    const { beat } = this;
    return beat ? this.beats.indexOf(beat) : -1;
  }

  /** Whether the beat that is said still waits for what ends it. */
  get open() {
    return this.on && this.#at.begun;
  }

  /** Whether it is the learner's turn: time stands still for the beat. */
  get waits() {
    return this.open && !this.#store.state.playing;
  }

  /** Whether the last beat is reached. */
  get last() {
    return this.on && this.#at.begun && this.#at.index === this.beats.length - 1;
  }

  /** How often the deed was done that the beat waits for, or the next one of its goal, and how often it is to be done. */
  get count() {
    const { until, phase } = (this.open && this.beat) || {};
    if (!until) return undefined;
    if ('do' in until) return { count: this.#at.count, times: until.times ?? 1 };
    const progress =
      phase === 'act' && 'goal' in until ? this.#store.lesson.judgement?.progress[until.goal] : undefined;
    return progress?.times ? { count: progress.count ?? 0, times: progress.times } : undefined;
  }

  /** The deed, or one of several, that is the learner's to do now. @returns {unknown} */
  get deed() {
    const { until } = this.beat ?? {};
    if (!until || !this.count) return undefined;
    if ('do' in until) return until.do;
    const { goals, judgement } = this.#store.lesson;
    if (!('goal' in until)) return undefined;
    const goal = goals[until.goal];
    const step = goal && 'steps' in goal ? goal.steps[judgement?.progress[until.goal]?.step ?? 0] : undefined;
    return step && 'do' in step ? step.do : undefined;
  }

  /** A lesson is over when all it asks for was done and its last beat is reached, or when its run is. */
  get over() {
    const { lesson, run } = this.#store;
    const { session } = run;
    if (!session || !lesson.text || this.showing) return false;
    return (lesson.seen && (this.last || !this.on)) || session.now >= parseDuration(session.until);
  }

  /** A run begins, or the learner wants it otherwise. */
  apply() {
    const { run } = this.#store;
    this.#was = { index: -1, begun: false, due: false };
    if (this.beats.length > 0) run.try(() => run.session?.guide(this.on));
  }

  /** A run begins. */
  opened() {
    const { state, run } = this.#store;
    this.showing = false;
    const kept = this.#own ? keptPlace(this.#run) : undefined;
    this.led = (run.session?.head ?? 0) === 0 || kept !== undefined;
    this.apply();
    if (this.led && kept && run.session && run.session.head > 0) run.try(() => this.#goTo(kept));
    // What the guide held does not keep a lesson without one waiting.
    if (this.#held && !this.on) state.playing = true;
    this.#held = false;
  }

  /** Something that was worked out meanwhile is to be shown. */
  redraw() {
    this.#store.set({});
  }

  /** Whether what is kept belongs to the learner at this device. */
  get #own() {
    return this.#store.lesson.progress === 'own';
  }

  /** What tells one run from another. */
  get #run() {
    const { session, picked } = this.#store.run;
    return `${picked}:${session?.seed}`;
  }

  /** Goes on to where the guide was before the page was left. @param {Place} place */
  #goTo({ index, begun }) {
    const { session } = this.#store.run;
    for (let tries = 0; session && tries < 2 * this.beats.length; tries += 1) {
      const { beat } = session.judge();
      if (!beat || beat.index > index || (beat.index === index && (beat.begun || !begun))) return;
      session.nextBeat();
    }
  }

  /** The lesson was judged: a beat that begins holds time, and the deed that it asks for lets it pass. */
  judged() {
    const { session } = this.#store.run;
    if (session && this.over) this.#store.lesson.reveal(session);
    if (!this.on) return;
    const { index, begun } = this.#at;
    const due = this.count !== undefined;
    const was = this.#was;
    this.#was = { index, begun, due };
    if (index === was.index && begun === was.begun) {
      if (was.due && !due) this.#letPass();
      return;
    }
    this.#tell();
    if (this.#own) keepIn('sessionStorage', PLACE, JSON.stringify({ run: this.#run, index, begun }));
    if (begun) {
      this.#held = true;
      this.#store.set({ playing: false });
    } else if (this.#isDeed(was.begun ? was.index : -1)) this.#letPass();
  }

  /** What time stood still for is done. */
  #letPass() {
    this.#held = false;
    this.#store.set({ playing: true });
  }

  /** Tells of the beat that has begun, or was the last to. */
  #tell() {
    const { beat, index, beats } = this;
    const { session } = this.#store.run;
    if (beat && session) {
      this.#told({ beat: index, of: beats.length, phase: beat.phase, begun: this.open, ms: session.now });
    }
  }

  /** Whether a deed ends a beat. @param {number} index */
  #isDeed(index) {
    const { until } = this.beats[index] ?? {};
    return until !== undefined && 'do' in until;
  }

  /** Time passes again by the learner's will: a beat that waits for nothing else is over. */
  #goesOn() {
    this.#held = false;
    const { beat, open } = this;
    const { run } = this.#store;
    if (!open || !beat || beat.until || this.last) return;
    run.try(() => run.session?.nextBeat());
    this.#store.changed();
  }
}
