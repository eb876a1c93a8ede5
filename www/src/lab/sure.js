// How sure a lesson is: how often each of its claims, and each answer to its question, holds with a thousand seeds.
import { html, nothing } from 'lit';
import { RUNS } from '../edit/trial/trial.js';
import { Trials } from '../edit/trial/trials.js';
import { shareInWords } from './answer.js';

/** @import { Instance } from '../core/wasm.js' */
/** @import { Text } from '../core/types.js' */
/** @import { LabInterval } from '../../pkg/lab/lab.js' */
/** @import { LabCode } from './core.js' */
/** @import { LabUi } from './view.js' */

const CONFIDENCE = 0.95;

export class Sure {
  #trials;
  #code;
  #json;

  /** @param {Instance} core @param {LabCode} code @param {string} json the lesson @param {() => void} told more is known */
  constructor(core, code, json, told) {
    this.#trials = new Trials(core, told);
    this.#code = code;
    this.#json = json;
  }

  begin() {
    this.#trials.ask({ json: this.#json });
  }

  stop() {
    this.#trials.stop();
  }

  /** What has come out so far; nothing before it was asked. */
  get verdict() {
    return this.#trials.of(this.#json);
  }

  get done() {
    return this.#trials.done;
  }

  /** In which share of the runs so far something held. @param {number} held */
  share(held) {
    const share = this.#code.core.shareOf(held, this.verdict?.runs ?? 0, CONFIDENCE);
    return share && /** @type {LabInterval} */ ([...share]);
  }
}

/** A sentence of the lesson, and a bar as long as the share of the runs in which it holds. @param {LabUi} ui @param {Text} text @param {number} held */
function bar({ tr, lab }, text, held) {
  const share = lab.sure.share(held);
  return html`<li>
    <span>${tr.text(text)}</span>
    <span class="bar" aria-hidden="true"><i .style=${`width:${(share?.[0] ?? 0) * 100}%`}></i></span>
    <span class="quiet">${share ? shareInWords(tr, share) : tr.t('lab.none')}</span>
  </li>`;
}

/** @param {LabUi} ui */
export function sureCard(ui) {
  const { tr, lab } = ui;
  const { sure, lesson } = lab;
  const { claims } = lab.scenario;
  const { prediction } = lesson ?? {};
  if (claims.length === 0 && !prediction) return nothing;
  const { verdict } = sure;
  const started = verdict !== undefined;
  return html`<section class="card sure" aria-label=${tr.t('lab.sure.title')}>
    <h2>${tr.t('lab.sure.title')}</h2>
    <p class="quiet">${tr.t('lab.sure.text', { runs: RUNS })}</p>
    <div class="acts">
      ${
        started && !sure.done
          ? html`<progress max=${RUNS} value=${verdict.runs} aria-label=${tr.t('lab.progress')}></progress>
            <span class="quiet">${tr.t('lab.progress.rows', { rows: verdict.runs, expected: RUNS })}</span>`
          : html`<button type="button" class="button" ?disabled=${started} @click=${() => sure.begin()}>${tr.t('lab.sure.begin')}</button>`
      }
    </div>
    ${
      started && verdict.runs > 0
        ? html`<h3>${tr.t('lab.sure.claims')}</h3>
          <ul class="bars">${claims.map(({ text }, n) => bar(ui, text, verdict.claims[n]?.held ?? 0))}</ul>
          ${
            prediction
              ? html`<h3>${tr.text(prediction.question)}</h3>
                <ul class="bars">${prediction.options.map(({ text }, n) => bar(ui, text, verdict.options[n] ?? 0))}</ul>`
              : nothing
          }`
        : nothing
    }
  </section>`;
}
