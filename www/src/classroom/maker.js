// Makes a task: what is chosen becomes a link, once the core takes it.
import { html, nothing } from 'lit';
import { fragmentOf, graderOf, TASK } from '../core/grader.js';
import { scenarioText } from '../core/lessons.js';
import { catalogue } from '../lesson/catalogue.js';
import { save } from '../ui/download.js';
import { choice } from '../ui/fields.js';

/** @import { Task } from '../core/grader.js' */
/** @import { Text } from '../core/types.js' */
/** @import { Key } from '../i18n/index.js' */
/** @import { ClassroomPage } from './page.js' */

const OWN = '';
/** So many seeds there are for a class. */
const SEEDS = 1000;

export class Maker {
  #page;
  /** @type {Task} */
  #task = { version: 1, id: 'task', scenario: catalogue[0].id };
  /** The goals of the scenario. @type {{ text: Text }[]} */
  #goals = [];
  #ownName = '';
  #aim = { expect: '', en: '', pt: '' };
  /** Empty until the core takes the task. */
  #link = '';

  /** @param {ClassroomPage} page */
  constructor(page) {
    this.#page = page;
    this.#choose(catalogue[0].id);
  }

  /** @param {string} id of a lesson */
  #choose(id) {
    if (!id) return;
    this.#page.attempt(async () => {
      this.#open(id, await scenarioText(id));
      this.#ownName = '';
      await this.#make();
    });
  }

  /** @param {string | object} scenario @param {string} json */
  #open(scenario, json) {
    this.#goals = JSON.parse(json).lesson?.goals ?? [];
    this.#task = { ...this.#task, scenario, goals: undefined };
  }

  /** @param {File} file */
  async #file(file) {
    const text = await file.text();
    try {
      this.#open(JSON.parse(text), text);
    } catch {
      // The core says what is wrong with it.
      this.#goals = [];
    }
    this.#ownName = file.name;
    await this.#make();
  }

  /** @param {Partial<Task>} part */
  #set(part) {
    this.#task = { ...this.#task, ...part };
    this.#page.said = '';
    this.#page.attempt(() => this.#make());
  }

  async #make() {
    this.#link = '';
    const task = this.#whole;
    const grader = await graderOf({ task: JSON.stringify(task) });
    grader.free();
    const address = new URL('./task.html', location.href);
    address.search = `?lang=${this.#page.lang}`;
    address.hash = await fragmentOf(TASK, task);
    this.#link = address.href;
  }

  /** The task with what is to hold. @returns {Task} */
  get #whole() {
    const { expect, en, pt } = this.#aim;
    if (!expect) return this.#task;
    return { ...this.#task, reach: [{ expect, text: { en: en || pt || expect, 'pt-BR': pt || en || expect } }] };
  }

  /** @param {Key} label @param {string} value @param {(text: string) => void} change @param {{ type?: string, example?: string }} [more] */
  #field(label, value, change, { type = 'text', example = '' } = {}) {
    return html`<label class="field"><span>${this.#page.tr.t(label)}</span><input type=${type} min="0" autocomplete="off" placeholder=${example} .value=${value}
      @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => change(target.value.trim())} /></label>`;
  }

  /** @param {'title' | 'text'} name @param {'en' | 'pt-BR'} lang @param {string} text */
  #say(name, lang, text) {
    const words = { en: '', 'pt-BR': '', ...this.#task[name], [lang]: text };
    // What is said in one language alone is said so in the other.
    const other = lang === 'en' ? 'pt-BR' : 'en';
    if (!words[other]) words[other] = text;
    this.#set({ [name]: words.en || words['pt-BR'] ? words : undefined });
  }

  /** @param {string} text */
  #number(text) {
    return text === '' ? undefined : Number(text);
  }

  #what() {
    const { tr } = this.#page;
    const { scenario } = this.#task;
    const lessons = catalogue.map(
      ({ id, title }, index) => /** @type {const} */ ([id, `${index + 1} · ${tr.text(title)}`]),
    );
    const own = this.#ownName ? [/** @type {const} */ ([OWN, this.#ownName])] : [];
    const chosen = new Set(this.#task.goals ?? this.#goals.keys());
    return html`<section class="box">
      <h2>${tr.t('classroom.what')}</h2>
      ${choice(tr.t('classroom.lesson'), typeof scenario === 'string' ? scenario : OWN, [...own, ...lessons], (id) => this.#choose(id))}
      <label class="field"><span>${tr.t('classroom.ownFile')}</span><input type="file" accept=".json"
        @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => target.files?.[0] && this.#page.attempt(() => this.#file(/** @type {File} */ (target.files?.[0])))} /></label>
      ${this.#goals.map(
        ({ text }, goal) =>
          html`<label class="check"><input type="checkbox" .checked=${chosen.has(goal)} @change=${() => {
            if (!chosen.delete(goal)) chosen.add(goal);
            this.#set({ goals: chosen.size === this.#goals.length ? undefined : [...chosen].sort((a, b) => a - b) });
          }} /><span>${tr.text(text)}</span></label>`,
      )}
      ${this.#field('classroom.reach', this.#aim.expect, (text) => this.#aimAt({ expect: text }), { example: 'lost == 0' })}
      ${this.#aim.expect ? [this.#field('classroom.reach.en', this.#aim.en, (text) => this.#aimAt({ en: text })), this.#field('classroom.reach.pt', this.#aim.pt, (text) => this.#aimAt({ pt: text }))] : nothing}
    </section>`;
  }

  /** @param {Partial<{ expect: string, en: string, pt: string }>} part */
  #aimAt(part) {
    Object.assign(this.#aim, part);
    this.#set({});
  }

  #how() {
    const { tr } = this.#page;
    const { id = '', title, text, allowed = {}, until = '', par, seeds } = this.#task;
    /** @param {Partial<NonNullable<Task['allowed']>>} part */
    const allow = (part) => {
      const all = { ...allowed, ...part };
      this.#set({ allowed: Object.values(all).some((one) => one !== undefined) ? all : undefined });
    };
    return html`<section class="box">
      <h2>${tr.t('classroom.how')}</h2>
      ${this.#field('classroom.id', id, (word) => this.#set({ id: word || undefined }))}
      ${this.#field('classroom.title.en', title?.en ?? '', (word) => this.#say('title', 'en', word))}
      ${this.#field('classroom.title.pt', title?.['pt-BR'] ?? '', (word) => this.#say('title', 'pt-BR', word))}
      ${this.#field('classroom.text.en', text?.en ?? '', (word) => this.#say('text', 'en', word))}
      ${this.#field('classroom.text.pt', text?.['pt-BR'] ?? '', (word) => this.#say('text', 'pt-BR', word))}
      ${this.#field('classroom.commands', String(allowed.commands ?? ''), (word) => allow({ commands: this.#number(word) }), { type: 'number' })}
      ${this.#field('classroom.settings', String(allowed.settings ?? ''), (word) => allow({ settings: this.#number(word) }), { type: 'number' })}
      ${this.#field('classroom.until', until, (word) => this.#set({ until: word || undefined }), { example: '45s' })}
      ${this.#field('classroom.par', String(par ?? ''), (word) => this.#set({ par: this.#number(word) }), { type: 'number' })}
      <label class="check"><input type="checkbox" .checked=${seeds !== undefined} @change=${() => this.#set({ seeds: seeds ? undefined : { from: 1, count: SEEDS } })} /><span>${tr.t('classroom.seeds')}</span></label>
    </section>`;
  }

  #give() {
    const { tr, said } = this.#page;
    const task = () => JSON.stringify(this.#whole, null, 2);
    const rubric = () =>
      JSON.stringify({ version: 1, task: this.#whole, points: { prediction: 1, goal: 1, reach: 1, par: 0 } }, null, 2);
    /** @param {string} name @param {() => string} content */
    const file = (name, content) => save(name, new Blob([content()], { type: 'application/json' }));
    return html`<section class="box">
      <h2>${tr.t('classroom.give')}</h2>
      <p class="quiet">${tr.t('classroom.give.hint')}</p>
      ${this.#page.wrong()}
      <input class="mono" readonly aria-label=${tr.t('classroom.taskLink')} .value=${this.#link} />
      <p class="buttons">
        <button type="button" class="button primary" ?disabled=${!this.#link} @click=${() => this.#page.copy(this.#link, this.#page.renderRoot.querySelector('input[readonly]'))}>${tr.t('share.copyLink')}</button>
        ${this.#link ? html`<a class="button" href=${this.#link} target="_blank">${tr.t('classroom.try')}</a>` : nothing}
        <button type="button" class="button" ?disabled=${!this.#link} @click=${() => file('task.json', task)}>${tr.t('classroom.taskFile')}</button>
        <button type="button" class="button" ?disabled=${!this.#link} @click=${() => file('rubric.json', rubric)}>${tr.t('classroom.rubricFile')}</button>
        <a class="button" href="./grade.html?lang=${this.#page.lang}">${tr.t('classroom.grade')}</a>
      </p>
      <p class="said" role="status">${said}</p>
    </section>`;
  }

  view() {
    return html`<div class=${this.#page.look} lang=${this.#page.lang}>
      ${this.#page.head('classroom.make')}
      <main><div class="columns">${this.#what()} ${this.#how()}</div><div class="above">${this.#give()}</div></main>
    </div>`;
  }
}
