// The page of the teacher's notes: what a lesson is for, and a sheet of it for students. Printed, the sheet comes first, and what gives
// the answers away on a page of its own.
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { isLesson, scenarioText } from '../core/lessons.js';
import { catalogue } from '../lesson/catalogue.js';
import { choice } from '../ui/fields.js';
import { plainProse } from '../ui/prose.js';
import { notesStyles } from './notes-style.js';
import { notesOf } from './notes-text.js';
import { ClassroomPage } from './page.js';

/** @import { Text } from '../core/types.js' */
/** @import { Key } from '../i18n/index.js' */
/** @import { CarteiroPlayground } from '../../types/index.js' */
/** @import { Notes } from './notes-text.js' */

/** @typedef {{ question: Text, options: { text: Text }[], because?: Text }} Prediction */
/** What the sheet takes from a lesson. @typedef {{ title: Text, task?: Text, lesson?: { idea?: Text, prediction?: Prediction } }} Lesson */

export class CarteiroNotes extends ClassroomPage {
  static styles = [...ClassroomPage.styles, notesStyles];

  #id = '';
  /** @type {Lesson | undefined} */
  #lesson;
  /** @type {Notes | undefined} */
  #notes;
  /** The lesson and language of the picture, and the picture. */
  #drawn = '';
  #picture = '';

  connectedCallback() {
    super.connectedCallback();
    const asked = new URLSearchParams(location.search).get('lesson') ?? '';
    this.#choose(isLesson(asked) ? asked : catalogue[0].id);
  }

  /** Keeps lesson and language in the address, so that it can be passed on. */
  updated() {
    this.#draw().catch((failure) => this.attempt(() => Promise.reject(failure)));
    const url = new URL(location.href);
    url.searchParams.set('lesson', this.#id);
    url.searchParams.set('lang', this.lang);
    if (url.href !== location.href) history.replaceState(null, '', url);
  }

  /** @param {string} id of a lesson */
  #choose(id) {
    this.#id = id;
    return this.attempt(async () => {
      const [lesson, notes] = await Promise.all([scenarioText(id), notesOf(id)]);
      // Another one may have been chosen meanwhile.
      if (this.#id === id) [this.#lesson, this.#notes] = [JSON.parse(lesson), notes];
    });
  }

  /** Draws the picture that is printed, once for each lesson and language: the figure itself would not fit on the page. */
  async #draw() {
    const wanted = `${this.#id} ${this.lang}`;
    const figure = /** @type {CarteiroPlayground | null} */ (this.renderRoot.querySelector('carteiro-playground'));
    if (!figure || this.#drawn === wanted) return;
    // Nobody prints the picture of another lesson.
    [this.#drawn, this.#picture] = [wanted, ''];
    this.requestUpdate();
    await figure.ready;
    const picture = `data:image/svg+xml,${encodeURIComponent(await figure.picture())}`;
    if (this.#drawn !== wanted) return;
    this.#picture = picture;
    this.requestUpdate();
  }

  /** @param {Text} text */
  #prose(text) {
    return plainProse(this.tr.text(text));
  }

  /** @param {number} lines to write on */
  #room(lines) {
    return Array.from({ length: lines }, () => html`<hr />`);
  }

  #chooser() {
    const { tr } = this;
    const lessons = catalogue.map(
      ({ id, title }, index) => /** @type {const} */ ([id, `${index + 1} · ${tr.text(title)}`]),
    );
    return html`<section class="box chooser">
      ${choice(tr.t('classroom.lesson'), this.#id, lessons, (id) => this.#choose(id))}
      <p class="buttons">
        <button type="button" class="button primary" @click=${() => print()}>${tr.t('classroom.notes.print')}</button>
        <a class="button" href="./index.html?scenario=${this.#id}&lang=${this.lang}">${tr.t('classroom.notes.open')}</a>
      </p>
    </section>`;
  }

  /** What the students get: nothing on it gives an answer away. @param {Lesson} lesson @param {Notes} notes */
  #sheet({ title, task, lesson }, { questions }) {
    const { tr } = this;
    const prediction = lesson?.prediction;
    return html`<article class="box sheet" aria-label=${tr.t('classroom.notes.sheet')}>
      <p class="names"><span>${tr.t('classroom.notes.name')}</span><span>${tr.t('classroom.notes.date')}</span></p>
      <h2>${tr.text(title)}</h2>
      ${keyed(
        `${this.#id} ${this.lang}`,
        html`<carteiro-playground figure controls="none" start="paused" theme="light" .lang=${this.lang} .scenario=${this.#id}></carteiro-playground>`,
      )}
      ${this.#picture ? html`<img class="picture" alt=${tr.text(title)} src=${this.#picture} />` : nothing}
      ${
        prediction
          ? html`<h3>${this.#prose(prediction.question)}</h3>
            <ul class="options">${prediction.options.map(({ text }) => html`<li>${this.#prose(text)}</li>`)}</ul>
            <p>${tr.t('classroom.notes.why')}</p>${this.#room(2)}`
          : nothing
      }
      ${task ? html`<h3>${this.#prose(task)}</h3>${this.#room(2)}` : nothing}
      ${questions.map(({ ask }) => html`<h3>${tr.text(ask)}</h3>${this.#room(2)}`)}
    </article>`;
  }

  /** @param {Key} title @param {unknown} content */
  #part(title, content) {
    return html`<h3>${this.tr.t(title)}</h3>${content}`;
  }

  /** What the answer is, and what those believe who choose another. @param {Prediction} prediction @param {Notes} notes */
  #answers({ question, options, because }, { misconceptions }) {
    const { tr } = this;
    const wrong = new Map(misconceptions.map(({ option, believes }) => [option, believes]));
    return html`<p>${this.#prose(question)}</p>
      <ul class="answers">${options.map(({ text }, index) => {
        const believes = wrong.get(index);
        return believes
          ? html`<li>${this.#prose(text)}<br /><span class="quiet">${tr.t('classroom.notes.believes', { belief: tr.text(believes) })}</span></li>`
          : html`<li class="right"><strong>${tr.t('classroom.notes.right', { option: this.#prose(text) })}</strong></li>`;
      })}</ul>
      ${because ? html`<p>${this.#prose(because)}</p>` : nothing}`;
  }

  /** @param {Lesson} lesson @param {Notes} notes */
  #forTeacher({ title, lesson }, notes) {
    const { tr } = this;
    const { idea, prediction } = lesson ?? {};
    const next = catalogue.find(({ id }) => id === notes.next.lesson);
    return html`<article class="box notes" aria-label=${tr.t('classroom.notes')}>
      <h2>${tr.t('classroom.notes.of', { lesson: tr.text(title) })}</h2>
      <p class="quiet">${tr.t('classroom.notes.place', { unit: notes.unit, minutes: notes.minutes })}</p>
      <p>${tr.text(notes.for)}</p>
      ${idea ? this.#part('classroom.notes.idea', html`<p>${this.#prose(idea)}</p>`) : nothing}
      ${prediction ? this.#part('classroom.notes.answers', this.#answers(prediction, notes)) : nothing}
      ${this.#part(
        'classroom.notes.questions',
        html`<dl>${notes.questions.map(({ ask, expect }) => html`<dt>${tr.text(ask)}</dt><dd>${tr.text(expect)}</dd>`)}</dl>`,
      )}
      ${this.#part(
        'classroom.notes.next',
        html`<p><a href="?lesson=${notes.next.lesson}&lang=${this.lang}">${next ? tr.text(next.title) : notes.next.lesson}</a>: ${tr.text(notes.next.why)}</p>`,
      )}
    </article>`;
  }

  render() {
    const [lesson, notes] = [this.#lesson, this.#notes];
    return html`<div class=${this.look} lang=${this.lang}>
      ${this.head('classroom.notes')}
      <main>
        ${this.#chooser()} ${this.wrong()}
        ${lesson && notes ? html`<div class="columns">${this.#sheet(lesson, notes)} ${this.#forTeacher(lesson, notes)}</div>` : nothing}
      </main>
    </div>`;
  }
}
