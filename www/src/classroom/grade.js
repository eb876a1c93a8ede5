// The teacher's page: what a class handed in is dropped on it, replayed here, and shown as a table. Nothing is sent anywhere.
import { html, nothing } from 'lit';
import { fragmentOf, graderOf, LoadError, lessonOf, linesOf, RUN, TASK, textOf } from '../core/grader.js';
import { catalogue } from '../lesson/catalogue.js';
import { save } from '../ui/download.js';
import { choice } from '../ui/fields.js';
import { notesTextOf } from './notes-text.js';
import { ClassroomPage } from './page.js';

/** @import { Line } from '../core/grader.js' */
/** @import { Key } from '../i18n/index.js' */

/** @typedef {Awaited<ReturnType<typeof graderOf>>} Grader */

const OWN = '';

export class CarteiroGrade extends ClassroomPage {
  /** @type {Grader | undefined} */
  #grader;
  /** The built-in lesson that is graded; empty for a rubric or a task of one's own. */
  #lesson = catalogue[0].id;
  #rubricName = '';
  /** What was handed in, so that another rubric can grade it again. @type {{ name: string, text: string }[]} */
  #files = [];
  #over = false;

  /** @param {Parameters<typeof graderOf>[0]} by */
  async #take(by) {
    const grader = await graderOf(by);
    const lesson = by.lesson ?? lessonOf(by.rubric ?? by.task ?? '');
    if (lesson) await note(grader, lesson);
    this.#grader?.free();
    this.#grader = grader;
    for (const { name, text } of this.#files) grader.add(name, text);
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(() => this.#take({ lesson: this.#lesson }));
  }

  /** @param {string} id */
  #choose(id) {
    this.#lesson = id;
    this.#rubricName = '';
    if (id) this.attempt(() => this.#take({ lesson: id }));
  }

  /** A rubric, or a task that the usual points are for. @param {string} name @param {string} text */
  async #rubric(name, text) {
    await this.#take(kindOf(text) === 'rubric' ? { rubric: text } : { task: text });
    this.#lesson = OWN;
    this.#rubricName = name;
  }

  /** @param {Iterable<File>} files */
  async #add(files) {
    for (const file of files) {
      // What is no text is refused by the core, with a sentence.
      const text = await file.text();
      const name = file.webkitRelativePath.split('/').slice(1).join('/') || file.name;
      if (kindOf(text) !== 'run') await this.#rubric(name, text);
      else this.#addText(name, text);
    }
  }

  /** @param {string} name @param {string} text */
  #addText(name, text) {
    this.#files.push({ name, text });
    this.#grader?.add(name, text);
  }

  /** @param {DragEvent} event */
  #drop = (event) => {
    event.preventDefault();
    this.#over = false;
    const entries = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const files = [...(event.dataTransfer?.files ?? [])];
    const text = event.dataTransfer?.getData('text') ?? '';
    this.attempt(async () => {
      if (entries.some((entry) => entry?.isDirectory)) for (const entry of entries) await this.#enter(entry, '');
      else if (files.length > 0) await this.#add(files);
      else if (text) this.#addText('links.txt', text);
    });
  };

  /** Everything in a dropped folder. @param {FileSystemEntry | null | undefined} entry @param {string} path @returns {Promise<void>} */
  async #enter(entry, path) {
    if (!entry || entry.name.startsWith('.')) return;
    if (entry.isDirectory) {
      const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
      for (;;) {
        // A reader gives a hundred at a time.
        const found = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
        if (found.length === 0) return;
        for (const one of found) await this.#enter(one, path ? `${path}/${one.name}` : one.name);
      }
    }
    const file = await new Promise((resolve, reject) =>
      /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject),
    );
    this.#addText(path || entry.name, await file.text());
  }

  /** @param {number} line */
  async #watch(line) {
    const { handIn: _, ...run } = JSON.parse(this.#grader?.run(line) ?? '{}');
    const address = new URL(`./index.html?lang=${this.lang}`, location.href);
    address.hash = await fragmentOf(RUN, run);
    window.open(address.href, '_blank', 'noopener');
  }

  #what() {
    const { tr } = this;
    const lessons = catalogue.map(
      ({ id, title }, index) => /** @type {const} */ ([id, `${index + 1} · ${tr.text(title)}`]),
    );
    const own = this.#rubricName ? [/** @type {const} */ ([OWN, this.#rubricName])] : [];
    return html`<section class="box">
      <h2>${tr.t('classroom.rubric')}</h2>
      ${choice(tr.t('classroom.lesson'), this.#lesson, [...own, ...lessons], (id) => this.#choose(id))}
      <p class="quiet">${tr.t('classroom.rubric.hint')}</p>
      <label class="field"><span>${tr.t('classroom.taskLink')}</span><input class="mono" type="text" autocomplete="off" spellcheck="false"
        @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) =>
          this.attempt(async () =>
            this.#rubric(tr.t('classroom.task'), await textOf(TASK, target.value.trim())),
          )} /></label>
      <label class="field"><span>${tr.t('classroom.rubricFile')}</span><input type="file" accept=".json"
        @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => this.attempt(() => this.#add(target.files ?? []))} /></label>
    </section>`;
  }

  #handedIn() {
    const { tr } = this;
    return html`<section class="box">
      <h2>${tr.t('classroom.handedIn')}</h2>
      <div class="drop ${this.#over ? 'over' : ''}"
        @dragover=${(/** @type {DragEvent} */ event) => {
          event.preventDefault();
          if (!this.#over) this.requestUpdate();
          this.#over = true;
        }}
        @dragleave=${() => {
          this.#over = false;
          this.requestUpdate();
        }}
        @drop=${this.#drop}>
        <p>${tr.t('classroom.drop')}</p>
        <p class="buttons centre"><label class="button"><input type="file" multiple hidden
          @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => this.attempt(() => this.#add(target.files ?? []))} />${tr.t('classroom.choose')}</label></p>
      </div>
      <label>${tr.t('classroom.links')}<textarea class="mono" rows="2" spellcheck="false"
        @change=${(/** @type {Event & { target: HTMLTextAreaElement }} */ { target }) => {
          if (target.value.trim()) this.attempt(() => this.#addText('links.txt', target.value));
          target.value = '';
        }}></textarea></label>
      <p class="quiet">${tr.t('classroom.private')}</p>
    </section>`;
  }

  /** @param {Line} line @param {number} index */
  #row(line, index) {
    const { tr } = this;
    /** @param {Key} label @param {unknown} content @param {string} [kind] */
    const cell = (label, content, kind = '') => html`<td class=${kind} data-label=${tr.t(label)}>${content}</td>`;
    const played = line.seed !== null;
    const predicted = line.predicted
      ? html`${tr.t(line.predictedRight ? 'classroom.right' : 'classroom.wrong', { option: line.predicted })}${
          line.misconception ? html`<span class="why">${line.misconception}</span>` : nothing
        }`
      : '–';
    const stuck = line.stuckGoal
      ? html`${tr.t(line.stuckReached ? 'classroom.stuck.reached' : 'classroom.stuck.never', {
          goal: line.stuckGoal,
          time: tr.duration((line.stuckSpentS ?? line.stuckRunS ?? 0) * 1000),
        })}<span class="why">${line.stuckText}</span>`
      : '–';
    const same = line.copyOf || line.sameRun;
    return html`<tr>
      ${cell('classroom.student', html`<span><strong>${line.student}</strong><span class="why">${line.place}</span></span>`)}
      ${cell(
        'classroom.standing',
        html`<span><span class="standing ${line.standing}">${tr.t(`classroom.standing.${line.standing}`)}</span>${
          line.why ? html`<span class="why">${line.why}</span>` : nothing
        }${same ? html`<span class="why">${tr.t(line.copyOf ? 'classroom.copy' : 'classroom.same', { place: same })}</span>` : nothing}</span>`,
      )}
      ${cell('classroom.points', `${tr.number(line.points)} / ${tr.number(line.of)}`, 'number')}
      ${cell('classroom.predicted', played ? html`<span>${predicted}</span>` : '–')}
      ${cell('classroom.goals', played ? `${line.goalsReached} / ${line.goalsOf}` : '–', 'number')}
      ${cell('classroom.first', line.first ? html`<code>${line.first}</code>` : '–')}
      ${cell('classroom.stuck', played ? html`<span>${stuck}</span>` : '–')}
      ${cell('classroom.spent', line.spentS === null ? '–' : tr.duration(line.spentS * 1000), 'number')}
      ${cell('classroom.watch', played ? html`<button type="button" class="button small" @click=${() => this.attempt(() => this.#watch(index))}>${tr.t('classroom.watch')}</button>` : '')}
    </tr>`;
  }

  #table() {
    const { tr } = this;
    const grader = this.#grader;
    if (!grader || this.#files.length === 0) return nothing;
    const lines = linesOf(grader, this.lang);
    /** @type {Key[]} */
    const heads = [
      'classroom.student',
      'classroom.standing',
      'classroom.points',
      'classroom.predicted',
      'classroom.goals',
      'classroom.first',
      'classroom.stuck',
      'classroom.spent',
      'classroom.watch',
    ];
    /** @param {Line['standing']} standing */
    const count = (standing) => lines.filter((line) => line.standing === standing).length;
    return html`<p class="buttons above">
        <strong role="status">${tr.t('classroom.sum', { count: lines.length, accepted: count('accepted'), rescored: count('rescored'), refused: count('refused') })}</strong>
        <span class="space"></span>
        <button type="button" class="button primary" @click=${() => {
          const csv = grader.csv(this.lang === 'pt-BR');
          // A spreadsheet takes the letters for UTF-8 by this mark alone.
          save('grades.csv', new Blob(['\ufeff', csv], { type: 'text/csv' }));
        }}>${tr.t('classroom.csv')}</button>
        <button type="button" class="button" @click=${() => {
          this.#files = [];
          grader.clear();
          this.requestUpdate();
        }}>${tr.t('classroom.clear')}</button>
      </p>
      <div class="wide"><table>
        <thead><tr>${heads.map((head) => html`<th scope="col">${tr.t(head)}</th>`)}</tr></thead>
        <tbody>${lines.map((line, index) => this.#row(line, index))}</tbody>
      </table></div>`;
  }

  render() {
    return html`<div class=${this.look} lang=${this.lang}>
      ${this.head('classroom.grade')}
      <main>
        <div class="columns">${this.#what()} ${this.#handedIn()}</div>
        ${this.wrong()} ${this.#table()}
      </main>
    </div>`;
  }
}

/** Has a grader say what a wrong prediction shows. @param {Grader} grader @param {string} lesson */
async function note(grader, lesson) {
  try {
    grader.note(await notesTextOf(lesson));
  } catch (failure) {
    // Without the notes the table still says which answer was chosen.
    if (!(failure instanceof LoadError)) throw failure;
  }
}

/** What a text is meant as; the core says what is wrong with it. @param {string} text @returns {'rubric' | 'task' | 'run'} */
function kindOf(text) {
  try {
    const value = JSON.parse(text);
    if (typeof value !== 'object' || value === null || 'log' in value) return 'run';
    if ('task' in value) return 'rubric';
    return 'scenario' in value ? 'task' : 'run';
  } catch {
    return 'run';
  }
}
