// What the teacher's pages share: their language, their head, and how they say what is wrong.
import { html, LitElement, nothing } from 'lit';
import { LoadError } from '../core/loading.js';
import { ProblemError } from '../core/wasm.js';
import { learn, nearest, Translator, withWords } from '../i18n/index.js';
import { controls } from '../ui/controls.js';
import { drawingStyles } from '../ui/drawing-style.js';
import { logo } from '../ui/page-icons.js';
import { tokens } from '../ui/tokens.js';
import { classroomStyles } from './style.js';

/** @import { Lang } from '../core/types.js' */
/** @import { Key } from '../i18n/index.js' */

/** The teacher's pages, by their titles. @satisfies {Partial<Record<Key, string>>} */
const PAGES = {
  'classroom.notes': 'notes.html',
  'builder.title': 'builder.html',
  'classroom.make': 'task.html',
  'classroom.grade': 'grade.html',
};

export class ClassroomPage extends LitElement {
  static styles = [tokens, controls, drawingStyles, classroomStyles];

  static properties = {
    lang: { type: String },
    said: { state: true },
    failure: { state: true },
    dark: { state: true },
  };

  tr = new Translator('en');
  #own = document.createElement('slot');

  constructor() {
    super();
    this.lang = /** @type {Lang} */ (nearest(new URLSearchParams(location.search).get('lang') ?? navigator.language));
    document.documentElement.lang = this.lang;
    this.said = '';
    this.dark = matchMedia('(prefers-color-scheme: dark)').matches;
    /** What went wrong last. @type {unknown} */
    this.failure = undefined;
  }

  /** Until there are words, what the page has written inside stays in sight. */
  createRenderRoot() {
    const root = super.createRenderRoot();
    root.append(this.#own);
    return root;
  }

  firstUpdated() {
    this.#own.remove();
  }

  async scheduleUpdate() {
    await withWords(withWords(learn(/** @type {Lang} */ (this.lang))), 'classroom');
    super.scheduleUpdate();
  }

  willUpdate() {
    document.documentElement.classList.toggle('dark', this.dark);
    if (this.tr.lang !== this.lang) this.tr = new Translator(/** @type {Lang} */ (this.lang));
  }

  /** Does something, and says why it failed. @param {() => Promise<unknown> | unknown} action */
  async attempt(action) {
    try {
      await action();
      this.failure = undefined;
    } catch (failure) {
      this.failure = failure;
      if (!(failure instanceof ProblemError || failure instanceof LoadError)) reportError(failure);
    }
    this.requestUpdate();
  }

  /** The classes of the page's root. */
  get look() {
    return this.dark ? 'root dark' : 'root';
  }

  /** @param {string} text @param {HTMLElement | null} [field] from where the reader can copy it */
  async copy(text, field) {
    try {
      await navigator.clipboard.writeText(text);
      this.said = this.tr.t('share.copied');
    } catch {
      // No permission, or no secure address: the reader's own keys are left.
      if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
        field.focus();
        field.select();
      }
      this.said = this.tr.t('share.denied');
    }
  }

  wrong() {
    const { failure, tr } = this;
    if (!failure) return nothing;
    if (failure instanceof ProblemError) {
      const { path, message, remedy } = failure.problem;
      return html`<p class="wrong" role="alert">${path ? html`<code>${path}</code>: ` : nothing}${tr.text(message)} ${tr.text(remedy)}</p>`;
    }
    const key = failure instanceof LoadError ? 'classroom.lost' : 'classroom.broken';
    return html`<p class="wrong" role="alert">${tr.t(key)}</p>`;
  }

  /** The ways to the other pages. @param {Key} title of this one */
  #others(title) {
    return Object.entries(PAGES)
      .filter(([key]) => key !== title)
      .map(([key, page]) => html`<a href="./${page}?lang=${this.lang}">${this.tr.t(/** @type {Key} */ (key))}</a>`);
  }

  /** @param {Key} title */
  head(title) {
    const languages = /** @type {const} */ (['pt-BR', 'en']).map(
      (lang) =>
        html`<button type="button" lang=${lang} aria-pressed=${this.lang === lang} @click=${() => {
          this.lang = lang;
          document.documentElement.lang = lang;
        }}>${lang === 'en' ? 'EN' : 'PT'}</button>`,
    );
    return html`<header class="head">
      <a class="sign" href="./index.html">${logo}<span class="name">Carteiro</span></a>
      <h1>${this.tr.t(title)}</h1>
      <span class="space"></span>
      <nav class="pages" aria-label=${this.tr.t('classroom.pages')}>${this.#others(title)}</nav>
      <div class="segments languages" role="group" aria-label=${this.tr.t('classroom.language')}>${languages}</div>
    </header>`;
  }
}
