// The page of a package for a course platform: one part, its playground, and the platform told of everything that counts.
import { html, nothing } from 'lit';
import { parseDuration } from '../../core/durations.js';
import { isLesson, scenarioText } from '../../core/lessons.js';
import { save } from '../../ui/download.js';
import { plainProse } from '../../ui/prose.js';
import { Attempt } from '../attempt.js';
import { ClassroomPage } from '../page.js';
import { aims, drawnSeed } from '../task-parts.js';
import { taskStyles } from '../task-style.js';
import { letterOf } from './editions.js';
import { lessonJudge, rubricJudge } from './judge.js';
import { dataOf, recordIn } from './kept.js';
import { confine } from './page-alone.js';
import { platformOf } from './platform.js';

/** @import { CarteiroPlayground } from '../../../types/index.js' */
/** @import { Task } from '../../core/grader.js' */
/** @import { RunRecord } from '../../core/record.js' */
/** @import { Lesson } from '../../core/types.js' */
/** @import { Judge, Verdict } from './judge.js' */
/** @import { HandedIn } from './kept.js' */
/** @import { Platform } from './platform.js' */

/** After most of what happens the run is judged so much later; after a command and a goal at once. */
const SOON_MS = 400;

export class CarteiroSco extends ClassroomPage {
  static styles = [...ClassroomPage.styles, taskStyles];

  /** @type {Platform | undefined} */
  #platform;
  #attempt = new Attempt();
  /** @type {Task | undefined} */
  #task;
  /** @type {{ id: string, title: import('../../core/types.js').Text, until: string, lesson?: Lesson } | undefined} */
  #scenario;
  /** @type {Judge | undefined} */
  #judge;
  /** @type {Verdict | undefined} */
  #verdict;
  /** @type {HandedIn | undefined} */
  #record;
  #seed = '';
  #student = '';
  /** Which answer holds, once the run has said it; -1 where it is not one alone. */
  #held = -1;
  #ms = 0;
  #playing = false;
  /** How many commands the platform has; undefined while it has everything. @type {number | undefined} */
  #fits;
  /** How many it had when everything fitted. */
  #kept = 0;
  /** @type {'kept' | 'refused' | 'alone' | 'closed' | 'looking' | 'lost' | ''} */
  #said = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #due;
  /** Settles when all is kept that is being kept now. @type {Promise<void> | undefined} */
  #keeping;
  #stale = false;

  connectedCallback() {
    super.connectedCallback();
    this.attempt(() => this.#begin());
  }

  async #begin() {
    const rubric = this.getAttribute('rubric') ?? '';
    const { task } = JSON.parse(rubric);
    const json = typeof task.scenario === 'string' ? await scenarioText(task.scenario) : JSON.stringify(task.scenario);
    const host = await platformOf(this.hasAttribute('cmi5'));
    const visit = await host?.start();
    if (visit) this.#platform = host;
    else this.#said = host?.refusal ?? 'alone';
    const kept = visit?.data ? await recordIn(visit.data) : undefined;
    if (visit?.data && !kept) this.#said = 'lost';
    this.#student = visit?.learner ?? '';
    if (visit?.lang) this.lang = visit.lang.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en';
    this.#scenario = JSON.parse(json);
    this.#seed = kept?.seed ?? (task.seeds ? drawnSeed(task.seeds) : '');
    this.#task = task;
    this.#judge = this.hasAttribute('lesson') ? lessonJudge(json) : await rubricJudge(rubric, () => this.lang);
    this.requestUpdate();
    await this.updateComplete;
    await this.#open(kept, visit?.ms ?? 0);
    this.#keepAtOnce();
  }

  /** Opens the part, or goes on where the learner was. @param {HandedIn | undefined} kept @param {number} ms where the playhead stood */
  async #open(kept, ms) {
    const playground = this.#playground;
    await playground.ready;
    confine(playground, () => {
      this.said = this.tr.t('classroom.sco.only');
    });
    if (kept && this.#task) {
      const { handIn, ...record } = kept;
      const { goals, prediction } = handIn;
      const state = {
        version: 1,
        record: { ...record, scenario: this.#task.scenario },
        lesson: { goals, choice: prediction?.option ?? -1 },
      };
      await playground.load(JSON.stringify(state));
      // The record stands at the last thing that was done; time went on since.
      if (ms > record.nowMs) await playground.seek(ms);
      this.#attempt.resume(handIn, record);
    }
    this.#follow(playground);
  }

  /** @param {CarteiroPlayground} playground */
  #follow(playground) {
    this.#attempt.follow(playground, () => this.#keepSoon());
    /** @param {string} name @param {(detail: any) => void} hear */
    const on = (name, hear) =>
      playground.addEventListener(`carteiro-${name}`, (event) => hear(/** @type {CustomEvent} */ (event).detail));
    on('theme', ({ dark }) => {
      this.dark = dark;
    });
    on('lang', ({ lang }) => {
      this.lang = lang;
    });
    // Who has done something may leave at once.
    for (const name of ['command', 'goal', 'done']) on(name, () => this.#keepAtOnce());
    on('answer', ({ held }) => {
      this.#held = held;
    });
    on('time', ({ ms, playing }) => {
      this.#ms = ms;
      if (this.#playing && !playing) this.#keepSoon();
      this.#playing = playing;
    });
    // When the page goes there is no time for what takes time: the record is there already, and the rest is said at once.
    addEventListener('pagehide', () => this.#platform?.end(this.#ms, this.#attempt.visitMs));
    // A page that comes back has ended its visit.
    addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
  }

  /** @returns {CarteiroPlayground} */
  get #playground() {
    return /** @type {CarteiroPlayground} */ (this.renderRoot.querySelector('carteiro-playground'));
  }

  #keepSoon() {
    clearTimeout(this.#due);
    this.#due = setTimeout(() => this.#keepAtOnce(), SOON_MS);
  }

  #keepAtOnce() {
    clearTimeout(this.#due);
    this.attempt(() => this.#keepAll());
  }

  /** Keeps the run as it is, and once more where it has changed meanwhile. @returns {Promise<void>} when all is kept */
  #keepAll() {
    this.#stale = true;
    this.#keeping ??= this.#keepWhileStale().finally(() => {
      this.#keeping = undefined;
    });
    return this.#keeping;
  }

  async #keepWhileStale() {
    while (this.#stale) {
      this.#stale = false;
      await this.#keep();
    }
  }

  async #keep() {
    const judge = /** @type {Judge} */ (this.#judge);
    const { record } = /** @type {{ record: RunRecord }} */ (JSON.parse(await this.#playground.state()));
    const said = {
      student: this.#student,
      task: this.#task?.id ?? '',
      scenarioHash: this.getAttribute('scenario-hash') ?? '',
    };
    const verdict = await judge(record, (goals) => this.#attempt.handIn(record, { ...said, goals }));
    const handIn = this.#attempt.handIn(record, { ...said, goals: verdict.goals });
    this.#verdict = verdict;
    this.#record = { ...record, handIn };
    await this.#tell(this.#record, verdict);
  }

  /** @param {HandedIn} record @param {Verdict} verdict */
  async #tell(record, verdict) {
    const to = this.#platform;
    if (!to) return;
    const data = await dataOf(record, this.#scenario?.id ?? '', to.most);
    this.#fits = data ? undefined : this.#kept;
    if (data) {
      to.keep(data);
      this.#kept = record.log.length;
    }
    to.score(verdict, {
      ...verdict.done,
      over: record.headMs >= parseDuration(this.#task?.until ?? this.#scenario?.until ?? ''),
    });
    this.#tellInteractions(record);
    const kept = await to.commit();
    this.#said = to.looking ? 'looking' : kept ? 'kept' : 'refused';
  }

  /** @param {HandedIn} record */
  #tellInteractions({ handIn }) {
    const { prediction: asked, goals = [] } = this.#scenario?.lesson ?? {};
    const { tr } = this;
    if (asked && handIn.prediction && this.#attempt.isNew('prediction')) {
      const latencyMs = this.#attempt.latencyOf('prediction');
      const { option, right } = handIn.prediction;
      const correct = this.#held >= 0 ? letterOf(this.#held) : undefined;
      this.#platform?.interaction({
        ...{ id: 'prediction', type: 'choice', response: letterOf(option), correct, right, latencyMs },
        text: plainProse(tr.text(asked.question)),
        asked: asked.question,
        options: asked.options.map(({ text }) => text),
      });
    }
    for (const goal of [...handIn.goals, ...handIn.shown]) {
      if (!this.#attempt.isNew(`goal-${goal}`)) continue;
      const shown = handIn.shown.includes(goal);
      this.#platform?.interaction({
        ...{ id: `goal-${goal + 1}`, type: 'performance', response: shown ? 'shown' : 'reached', right: !shown },
        latencyMs: this.#attempt.latencyOf(`goal-${goal}`),
        text: plainProse(tr.text(goals[goal].text)),
        asked: goals[goal].text,
      });
    }
  }

  #save() {
    const name = `${this.#scenario?.id ?? 'run'}.carteiro.json`;
    save(name, new Blob([JSON.stringify(this.#record, null, 1)], { type: 'application/json' }));
    this.said = this.tr.t('share.saved', { name });
  }

  /** Goes back to the course, once it has everything. @param {string} to */
  async #return(to) {
    clearTimeout(this.#due);
    // What cannot be kept holds nobody back.
    await this.#keepAll().catch(reportError);
    await this.#platform?.end(this.#ms, this.#attempt.visitMs);
    location.assign(to);
  }

  /** What the learner should know of the platform. */
  #state() {
    const { tr } = this;
    if (this.#fits !== undefined)
      return tr.t('classroom.sco.long', { most: tr.number(this.#platform?.most ?? 0), kept: tr.number(this.#fits) });
    return this.#said ? tr.t(`classroom.sco.${this.#said}`) : '';
  }

  /** How far the part is done, in one line where there is room. */
  #standing() {
    const { tr } = this;
    const [task, verdict] = [this.#task, this.#verdict];
    const line = verdict?.line;
    const most = task?.allowed?.commands;
    const good = this.#said === 'kept' && this.#fits === undefined;
    return html`<ul class="allowed">
      ${verdict ? html`<li>${tr.t('classroom.sco.points', { points: tr.number(verdict.points), of: tr.number(verdict.of) })}</li>` : nothing}
      ${line && most !== undefined ? html`<li>${tr.t('classroom.allowed.commands', { used: tr.number(line.commands), most: tr.number(most) })}</li>` : nothing}
      <li role="status">${good ? this.#state() : ''}</li>
      <li role="status">${this.said}</li>
    </ul>
    ${good || !this.#said ? nothing : html`<p class="wrong" role="status">${this.#state()}</p>`}
    ${line && !line.withinAllowed ? html`<p class="wrong" role="status">${tr.t('classroom.over')}</p>` : nothing}`;
  }

  #bar() {
    const { tr } = this;
    const task = this.#task;
    const title = task?.title ?? this.#scenario?.title;
    const back = this.#platform?.returnTo;
    return html`<section class="task ${back ? 'leaving' : ''}" aria-label=${tr.t('classroom.task')}>
      <div class="words">
        <h1>${title ? tr.text(title) : nothing}</h1>
        ${task?.text ? html`<p>${tr.text(task.text)}</p>` : nothing}
        ${task ? aims(tr, task, this.#verdict?.line) : nothing}
        ${this.#standing()}
      </div>
      <div class="ways">
        <button type="button" class="button" ?disabled=${!this.#record} @click=${() => this.#save()}>${tr.t('classroom.file')}</button>
        ${back ? html`<button type="button" class="button" @click=${() => this.attempt(() => this.#return(back))}>${tr.t('classroom.sco.back')}</button>` : nothing}
      </div>
    </section>`;
  }

  render() {
    const task = this.#task;
    if (!task) return html`<div class=${this.look} lang=${this.lang}><main>${this.wrong()}</main></div>`;
    const { scenario } = task;
    const builtIn = typeof scenario === 'string' && isLesson(scenario);
    return html`<div class="${this.look} doing" lang=${this.lang}>
      ${this.#bar()} ${this.wrong()}
      <carteiro-playground .lang=${this.lang} .scenario=${builtIn ? scenario : ''} .src=${builtIn ? '' : (this.getAttribute('src') ?? '')} .seed=${this.#seed} start="paused"></carteiro-playground>
    </div>`;
  }
}
