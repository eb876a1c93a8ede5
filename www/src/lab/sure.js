// How sure a lesson is: how often each of its claims, and each answer to its question, holds with a thousand seeds. Counted by all cores
// but one when it is asked for, for the lesson's card and for the lab; loaded then.
import { html, nothing } from 'lit';
import { ProblemError } from '../core/wasm.js';
import { adopt } from '../ui/adopt.js';
import { asked, labCode } from './core.js';
import { crewOf, newWorker } from './crew.js';
import { sureStyles } from './sure-style.js';

/** @import { LabInterval } from '../../pkg/lab/lab.js' */
/** @import { Problem, Text } from '../core/types.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Store } from '../store/store.js' */
/** @import { LedUi } from '../store/ui.js' */
/** @import { LabCode } from './core.js' */
/** @import { Told } from './worker.js' */

const CONFIDENCE = 0.95;
/** Seeds that a worker counts before it tells. */
const SEEDS_AT_ONCE = 20;

/** A share with the ends of its interval. @param {Translator} tr @param {LabInterval} share */
export const shareInWords = (tr, [value, low, high]) =>
  tr.t('lab.share', { value: tr.percent(value), low: tr.percent(low), high: tr.percent(high) });

export class Sure {
  /** Runs that were counted. */
  runs = 0;
  /** Of each claim, and then of each answer, how many of them. @type {number[]} */
  counts = [];
  /** Why it could not be counted. @type {Problem | undefined} */
  problem;
  /** How many there will be. */
  expected;
  /** The scenario's JSON. */
  json;
  #code;
  #told;
  #failed;
  /** The next seed that nobody counts yet. */
  #next = 0;
  /** @type {Worker[]} */
  #workers = [];

  /** @param {LabCode} code @param {string} json the scenario @param {() => void} told more is known @param {(failure: Error) => void} failed */
  constructor(code, json, told, failed) {
    this.#code = code;
    this.json = json;
    this.#told = told;
    this.#failed = failed;
    this.expected = code.core.sureRuns();
  }

  /** Whether it was asked for. */
  get started() {
    return this.#next > 0;
  }

  get done() {
    return this.runs === this.expected;
  }

  /** Counts, unless that was done or is being done. */
  begin() {
    if (this.started) return;
    const { module } = this.#code;
    for (let n = crewOf(navigator.hardwareConcurrency ?? 1); n > 0; n -= 1) {
      const worker = newWorker((told) => this.#hear(worker, told), this.#fail);
      this.#workers.push(worker);
      worker.postMessage({ module, sure: this.json });
      this.#handOut(worker);
    }
    this.#told();
  }

  /** Nothing more is counted; what is known stays. */
  stop() {
    for (const worker of this.#workers) worker.terminate();
    this.#workers = [];
  }

  /** @param {Error} failure */
  #fail = (failure) => {
    this.stop();
    if (failure instanceof ProblemError) {
      this.problem = failure.problem;
      this.#told();
    } else this.#failed(failure);
  };

  /** @param {Worker} worker */
  #handOut(worker) {
    if (this.#next >= this.expected) return;
    const from = this.#next;
    this.#next = Math.min(from + SEEDS_AT_ONCE, this.expected);
    worker.postMessage({ seeds: [from, this.#next] });
  }

  /** @param {Worker} worker @param {Told} told */
  #hear(worker, told) {
    if (!('counts' in told)) return;
    this.#handOut(worker);
    this.runs += told.runs;
    told.counts.forEach((count, n) => {
      this.counts[n] = (this.counts[n] ?? 0) + count;
    });
    if (this.done) this.stop();
    this.#told();
  }

  /** In which share of the runs so far something held, by its place among the claims and then the answers. @param {number} place */
  share(place) {
    const share = asked(() => this.#code.core.shareOf(this.counts[place] ?? 0, this.runs, CONFIDENCE));
    return share && /** @type {LabInterval} */ ([...share]);
  }
}

/** A bar as long as the share of the runs in which something holds, with its interval as a line across its end, and in words. @param {Translator} tr @param {Sure} sure @param {number} place */
function bar(tr, sure, place) {
  const share = sure.share(place);
  if (!share) return nothing;
  const [value, low, high] = share.map((one) => `${one * 100}%`);
  return html`<span class="share-bar" aria-hidden="true"><i .style=${`width:${value}`}></i><b .style=${`left:${low};right:calc(100% - ${high})`}></b></span>
    <span class="quiet">${shareInWords(tr, share)}</span>`;
}

/** Texts with their bars, from a place on. @param {Translator} tr @param {Sure} sure @param {Text[]} texts @param {number} from */
export const bars = (tr, sure, texts, from) => html`<ul class="bars">
  ${texts.map((text, n) => html`<li><span>${tr.text(text)}</span>${bar(tr, sure, from + n)}</li>`)}
</ul>`;

/** How far it is, and once it is done from how many runs; what is wrong, if it could not be. @param {Translator} tr @param {Sure} sure */
export function progress(tr, { problem, runs, expected, done }) {
  if (problem) return html`<p class="quiet" role="alert">${tr.text(problem.message)} ${tr.text(problem.remedy)}</p>`;
  return html`<p class="quiet sure-head" role="status">
    ${done ? nothing : html`<progress max=${expected} value=${runs} aria-label=${tr.t('lab.progress')}></progress>`}
    ${tr.t(done ? 'lab.sure.done' : 'lab.progress.rows', { rows: runs, expected, confidence: tr.percent(CONFIDENCE) })}
  </p>`;
}

/** The same beside what the lesson's card says. @param {Sure} sure */
const viewsOf = (sure) => ({
  /** @param {LedUi} ui */
  head: ({ tr }) => progress(tr, sure),
  /** @param {LedUi} ui @param {number} claim */
  claim: ({ tr }, claim) => html`<span class="sure-of">${bar(tr, sure, claim)}</span>`,
  /** @param {LedUi} ui */
  answers: ({ tr, session, lesson }) => {
    const { options = [] } = lesson.text?.prediction ?? {};
    const texts = options.map(({ text }) => text);
    return sure.runs > 0 ? bars(tr, sure, texts, session.scenario.claims.length) : nothing;
  },
});

/** What counts for the scenario that runs, made when it is first asked for. @param {Store} store @param {Node} root where it is drawn */
export function sures(store, root) {
  const { run } = store;
  /** @type {Sure | undefined} */
  let sure;
  adopt(root, sureStyles);
  return {
    /** What counts for the scenario that runs. */
    async now() {
      const code = await labCode();
      const { session } = run;
      if (session && sure?.json !== session.json) {
        const failed = (/** @type {Error} */ failure) => run.fail(failure);
        sure = new Sure(code, session.json, () => store.set({}), failed);
      }
      return sure;
    },
    /** A scenario begins; another one is no longer counted, unless it `stays`: of a run of a study the lab goes on to say how sure the lesson is. @param {boolean | undefined} stays */
    opened(stays) {
      if (sure?.json === run.session?.json) return;
      if (!stays) sure?.stop();
      sure = undefined;
    },
    /** What stands beside the run, once it was asked for. */
    get views() {
      return sure?.started ? viewsOf(sure) : undefined;
    },
  };
}

/** @typedef {ReturnType<typeof sures>} Sures */
