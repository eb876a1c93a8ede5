// The page of a task: with one in its address a learner does it and hands it in; without one a teacher makes one.
import { html, nothing } from 'lit';
import { fragmentOf, goalsIn, graderOf, judged, RUN, TASK, textOf } from '../core/grader.js';
import { isLesson } from '../core/lessons.js';
import { catalogue } from '../lesson/catalogue.js';
import { save } from '../ui/download.js';
import { Attempt } from './attempt.js';
import { Maker } from './maker.js';
import { ClassroomPage } from './page.js';
import { aims, drawnSeed } from './task-parts.js';
import { taskStyles } from './task-style.js';

/** @import { Line, Task } from '../core/grader.js' */
/** @import { RunRecord } from '../core/record.js' */
/** @import { CarteiroPlayground } from '../../types/index.js' */

/** @typedef {Awaited<ReturnType<typeof graderOf>>} Grader */

/** The run is judged again so long after something changed. */
const JUDGED_MS = 400;
/** As long as links may be. */
const MOST_LETTERS = 64 * 1024;

export class CarteiroTask extends ClassroomPage {
  static styles = [...ClassroomPage.styles, taskStyles];

  /** @type {Task | undefined} */
  #task;
  /** @type {Grader | undefined} */
  #grader;
  #attempt = new Attempt();
  #seed = '';
  /** What the run is worth so far. @type {Line | undefined} */
  #line;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #due;
  #student = '';
  /** The link to hand in; empty when it is too long. @type {string | undefined} */
  #link;
  /** @type {(RunRecord & { handIn: object }) | undefined} */
  #record;
  /** @type {Maker | undefined} */
  #maker;

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', () => location.reload());
    if (location.hash.includes(TASK)) this.attempt(() => this.#begin());
    else this.#maker = new Maker(this);
  }

  async #begin() {
    const text = await textOf(TASK, location.hash);
    this.#grader = await graderOf({ task: text });
    this.#task = /** @type {Task} */ (JSON.parse(text));
    this.#seed = this.#drawn();
    this.requestUpdate();
    await this.updateComplete;
    const playground = this.#playground;
    if (!playground) return;
    this.#attempt.follow(playground, () => this.#soon());
    playground.addEventListener('carteiro-theme', (event) => {
      this.dark = /** @type {CustomEvent<{ dark: boolean }>} */ (event).detail.dark;
    });
    playground.addEventListener('carteiro-lang', (event) => {
      this.lang = /** @type {CustomEvent<{ lang: import('../core/types.js').Lang }>} */ (event).detail.lang;
    });
    if (typeof this.#task.scenario !== 'string')
      await playground.open(JSON.stringify(this.#task.scenario), { seed: this.#seed || undefined });
    this.#soon();
  }

  /** The learner's own seed: drawn once, and kept in the address. */
  #drawn() {
    const { seeds } = this.#task ?? {};
    if (!seeds) return '';
    const url = new URL(location.href);
    const kept = Number(url.searchParams.get('seed') ?? Number.NaN);
    if (kept >= seeds.from && kept < seeds.from + seeds.count) return String(kept);
    const seed = drawnSeed(seeds);
    url.searchParams.set('seed', seed);
    history.replaceState(null, '', url);
    return seed;
  }

  /** @returns {CarteiroPlayground | null} */
  get #playground() {
    return this.renderRoot.querySelector('carteiro-playground');
  }

  #soon() {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => this.attempt(() => this.#judge()), JUDGED_MS);
  }

  async #judge() {
    const playground = this.#playground;
    if (!this.#grader || !playground) return;
    this.#line = judged(this.#grader, await this.#handedIn(), this.lang);
  }

  /** The record as it would be handed in now. @returns {Promise<RunRecord & { handIn: object }>} */
  async #handedIn() {
    const grader = /** @type {Grader} */ (this.#grader);
    const playground = /** @type {CarteiroPlayground} */ (this.#playground);
    const { record } = /** @type {{ record: RunRecord }} */ (JSON.parse(await playground.state()));
    const { goals } = judged(grader, record, this.lang);
    const said = {
      student: this.#student.trim(),
      task: this.#task?.id ?? '',
      scenarioHash: grader.scenarioHash,
      goals: goalsIn(goals),
    };
    return { ...record, handIn: this.#attempt.handIn(record, said) };
  }

  /** @returns {HTMLDialogElement | null} */
  get #dialog() {
    return this.renderRoot.querySelector('dialog');
  }

  async #open() {
    await this.#playground?.pause();
    this.said = '';
    await this.#make();
    this.requestUpdate();
    await this.updateComplete;
    this.#dialog?.showModal();
  }

  /** Makes the record and its link anew: with another name they are others. */
  async #make() {
    const record = await this.#handedIn();
    let fragment = await fragmentOf(RUN, record);
    // Rather the run without its other branches than none.
    if (fragment.length > MOST_LETTERS) fragment = await fragmentOf(RUN, { ...record, branches: undefined });
    const address = new URL('./index.html', location.href);
    address.hash = fragment;
    this.#record = record;
    this.#link = fragment.length > MOST_LETTERS ? '' : address.href;
    this.#line = judged(/** @type {Grader} */ (this.#grader), record, this.lang);
  }

  /** What is allowed, and how much of it is used. @param {Task} task */
  #allowed({ allowed = {}, par }) {
    const { tr } = this;
    const line = this.#line;
    const { commands, settings, kinds } = allowed;
    return html`${
      commands === undefined
        ? nothing
        : html`<li>${tr.t('classroom.allowed.commands', { used: line?.commands ?? 0, most: commands })}</li>`
    }${
      settings === undefined
        ? nothing
        : html`<li>${tr.t('classroom.allowed.settings', { used: line?.settings ?? 0, most: settings })}</li>`
    }${kinds ? html`<li>${tr.t('classroom.allowed.kinds', { kinds: tr.list(kinds) })}</li>` : nothing}${
      par === undefined ? nothing : html`<li>${tr.t('classroom.par.is', { par })}</li>`
    }`;
  }

  /** @param {Task} task */
  #bar(task) {
    const { tr } = this;
    const line = this.#line;
    const lesson = catalogue.find(({ id }) => id === task.scenario);
    const title = task.title ?? lesson?.title;
    return html`<section class="task" aria-label=${tr.t('classroom.task')}>
      <div class="words">
        <h1>${title ? tr.text(title) : tr.t('classroom.task')}</h1>
        ${task.text ? html`<p>${tr.text(task.text)}</p>` : nothing}
        ${aims(tr, task, line)}
        <ul class="allowed">
          ${line && line.goalsOf > 0 ? html`<li>${tr.t('classroom.goals.of', { reached: line.goalsReached, of: line.goalsOf })}</li>` : nothing}
          ${this.#allowed(task)}
        </ul>
        ${line && !line.withinAllowed ? html`<p class="wrong" role="status">${tr.t('classroom.over')}</p>` : nothing}
      </div>
      <button type="button" class="button primary" ?disabled=${!line} @click=${() => this.attempt(() => this.#open())}>${tr.t('classroom.handIn')}</button>
    </section>`;
  }

  /** @param {Event & { target: HTMLInputElement }} event */
  #name = ({ target }) => {
    this.#student = target.value;
    this.attempt(() => this.#make());
  };

  #handInDialog() {
    const { tr } = this;
    const line = this.#line;
    return html`<dialog aria-label=${tr.t('classroom.handIn')} @keydown=${(/** @type {Event} */ event) => event.stopPropagation()}>
      <div class="box bare">
        <h2>${tr.t('classroom.handIn')}</h2>
        ${line ? html`<p>${tr.t('classroom.found', { reached: line.goalsReached, of: line.goalsOf, commands: line.commands })}</p>` : nothing}
        <label class="field"><span>${tr.t('classroom.name')}</span><input type="text" maxlength="80" autocomplete="name" .value=${this.#student} @input=${this.#name} /></label>
        <p class="quiet">${tr.t('classroom.name.hint')}</p>
        ${
          this.#link
            ? html`<input class="mono" readonly aria-label=${tr.t('share.link')} .value=${this.#link} />`
            : html`<p class="quiet">${tr.t('share.tooLongForLink')}</p>`
        }
        <p class="buttons">
          ${this.#link ? html`<button type="button" class="button primary" @click=${() => this.copy(this.#link ?? '', this.renderRoot.querySelector('dialog input.mono'))}>${tr.t('share.copyLink')}</button>` : nothing}
          <button type="button" class="button" @click=${() => this.#save()}>${tr.t('classroom.file')}</button>
          <button type="button" class="button" @click=${() => this.#dialog?.close()}>${tr.t('share.close')}</button>
        </p>
        <p class="said" role="status">${this.said}</p>
      </div>
    </dialog>`;
  }

  #save() {
    const name = `${(this.#student.trim() || 'run').replaceAll(/[^\p{L}\p{N} _-]/gu, '')}.carteiro.json`;
    save(name, new Blob([JSON.stringify(this.#record, null, 1)], { type: 'application/json' }));
    this.said = this.tr.t('share.saved', { name });
  }

  render() {
    const task = this.#task;
    if (this.#maker) return this.#maker.view();
    if (!task)
      return html`<div class=${this.look} lang=${this.lang}>${this.head('classroom.task')}<main>${this.wrong()}</main></div>`;
    const scenario = typeof task.scenario === 'string' && isLesson(task.scenario) ? task.scenario : '';
    return html`<div class="${this.look} doing" lang=${this.lang}>
      ${this.#bar(task)} ${this.wrong()}
      <carteiro-playground .lang=${this.lang} .scenario=${scenario} .seed=${this.#seed} start="paused"></carteiro-playground>
      ${this.#handInDialog()}
    </div>`;
  }
}
