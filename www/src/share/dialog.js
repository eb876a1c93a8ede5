// The dialog to share a run: its link, its files, the code for a course page. Loaded when it is first asked for.
import { html, nothing } from 'lit';
import { inOneFile, siteUrl } from '../core/wasm.js';
import { save } from '../ui/download.js';
import { icons } from '../ui/page-icons.js';
import { iconButton } from '../ui/parts.js';
import { RecordError } from './checked.js';
import { fileOf } from './file.js';
import { linkOf } from './link.js';
import { pictureOf, pngOf } from './picture.js';
import { linkAddress, pageFrame, snippet } from './snippets.js';
import { traceOf } from './trace.js';

/** @import { RunRecord } from '../core/record.js' */
/** @import { Session } from '../core/session.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Compared } from './sharing.js' */

/** @typedef {'run' | 'scenario' | 'trace' | 'svg' | 'png'} Kind */

const ENDINGS = { run: 'carteiro.json', scenario: 'json', trace: 'trace.ndjson', svg: 'svg', png: 'png' };

export class ShareDialog {
  #it;
  #record;
  /** Empty when the run is too long for one; undefined until it is known. @type {string | undefined} */
  #link;
  /** What is said about what was just done. @type {(tr: Translator) => string} */
  #said = () => '';
  /** @type {HTMLDialogElement | null} */
  #element = null;

  /** @param {{ session: Session, picked: string, record: RunRecord, compared: Compared | undefined, address: string, full: string, root: () => ParentNode, changed: () => Promise<unknown> }} it */
  constructor(it) {
    this.#it = it;
    this.#record = it.record;
  }

  /** Shows it, until it is closed. @param {ParentNode} root */
  async show(root) {
    const dialog = /** @type {HTMLDialogElement | null} */ (root.querySelector('dialog.share'));
    this.#element = dialog;
    if (!dialog) return;
    dialog.showModal();
    this.#findLink();
    await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  }

  close() {
    this.#element?.close();
  }

  async #findLink() {
    try {
      const { address, compared } = this.#it;
      const place = compared && `${compared.place}.${Math.round(compared.now)}`;
      this.#link = linkAddress(address, await linkOf(this.#record), place);
    } catch (failure) {
      if (!(failure instanceof RecordError)) throw failure;
      this.#link = '';
    }
    this.#it.changed();
  }

  /** @param {(tr: Translator) => string} said */
  #say(said) {
    this.#said = said;
    this.#it.changed();
  }

  /** @param {Event & { currentTarget: HTMLElement }} event of a button in a row with the field that holds the text */
  #copy = async ({ currentTarget }) => {
    const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (
      currentTarget.parentElement?.firstElementChild
    );
    await this.#copyText(field.value, field);
  };

  /** @param {string} text @param {HTMLInputElement | HTMLTextAreaElement | null} [field] from where the reader can copy it */
  async #copyText(text, field = this.#element?.querySelector('input') ?? null) {
    try {
      await navigator.clipboard.writeText(text);
      this.#say((tr) => tr.t('share.copied'));
    } catch {
      // No permission, or no secure address: the reader's own keys are left.
      field?.focus();
      field?.select();
      this.#say((tr) => tr.t('share.denied'));
    }
  }

  /** @param {Kind} kind @param {Translator} tr */
  async #save(kind, tr) {
    const { session } = this.#it;
    const name = `${session.scenario.id}.${ENDINGS[kind]}`;
    try {
      save(name, await this.#content(kind, tr));
      this.#say((now) => now.t('share.saved', { name }));
    } catch (failure) {
      const long = failure instanceof RecordError;
      this.#say((now) => now.t(long ? 'share.tooLong' : 'share.failed', { name }));
    }
  }

  /** @param {Kind} kind @param {Translator} tr @returns {Promise<Blob> | Blob} */
  #content(kind, tr) {
    const { session, root } = this.#it;
    if (kind === 'run') return new Blob([fileOf(this.#record)], { type: 'application/json' });
    if (kind === 'scenario') return new Blob([session.json], { type: 'application/json' });
    if (kind === 'trace') return traceOf(session);
    const stage = /** @type {HTMLElement} */ (root().querySelector('.stage'));
    const title = tr.text(session.scenario.title);
    const text = tr.t('share.caption', { seed: session.seed, at: tr.watch(session.now) });
    const picture = pictureOf(stage, title, text);
    return kind === 'png' ? pngOf(picture) : new Blob([picture.text], { type: 'image/svg+xml' });
  }

  /** A figure of what one sees: of the lesson as it goes by itself, or of this run with its commands. @param {Translator} tr @returns {Record<string, string>} */
  #wishes(tr) {
    const { session, picked } = this.#it;
    const run = this.#link?.split('#run=')[1] ?? '';
    const own = this.#record.log.length > 0 || !picked;
    return own ? { run, lang: tr.lang } : { scenario: picked, seed: session.seed, lang: tr.lang };
  }

  /** The code for a page; empty where there is none, because the run is too long for a link. @param {Translator} tr */
  #embedCode(tr) {
    const wishes = this.#wishes(tr);
    const title = `Carteiro: ${tr.text(this.#it.session.scenario.title)}`;
    if ('run' in wishes && !wishes.run) return '';
    if (inOneFile) return this.#link ? pageFrame(this.#link, title) : '';
    const site = siteUrl || new URL('./', this.#it.full).href;
    return snippet('element', { site, attributes: { figure: true, ...wishes }, title });
  }

  /** What a run can be besides a link: a file, a figure in a page. @param {Translator} tr */
  #elsewhere(tr) {
    const code = this.#embedCode(tr);
    /** @param {Kind} kind @param {string} text @param {string} [hint] */
    const file = (kind, text, hint) =>
      html`<button type="button" class="button" title=${hint ?? nothing} @click=${() => this.#save(kind, tr)}>${text}</button>`;
    return html`<h3>${tr.t('share.files')}</h3>
      <div class="buttons">
        ${file('run', tr.t('share.run'), tr.t('share.run.hint'))} ${file('scenario', tr.t('share.scenario'), tr.t('share.scenario.hint'))}
        ${file('trace', tr.t('share.trace'), tr.t('share.trace.hint'))} ${file('svg', tr.t('share.svg'))}
        ${file('png', tr.t('share.png'))}
      </div>
      <h3>${tr.t('share.embed')}</h3>
      ${
        code
          ? html`<div class="row">
            <textarea readonly rows="5" spellcheck="false" aria-label=${tr.t('share.embed')} .value=${code}></textarea>
            <button type="button" class="button" @click=${this.#copy}>${tr.t('share.copyCode')}</button>
          </div>`
          : html`<p class="too-long">${tr.t('share.tooLongForLink')}</p>`
      }
      ${
        code && siteUrl
          ? html`<p><a href="${siteUrl}builder.html?${new URLSearchParams(this.#wishes(tr))}" target="_blank">${tr.t('share.builder')}</a></p>`
          : nothing
      }`;
  }

  /** @param {Translator} tr */
  view(tr) {
    const link = this.#link;
    const sentence = this.#it.compared?.sentence(tr);
    return html`<dialog
      class="share"
      part="share"
      aria-label=${tr.t('share.title')}
      @keydown=${(/** @type {Event} */ event) => event.stopPropagation()}
      @click=${(/** @type {Event & { currentTarget: HTMLDialogElement }} */ event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <div class="inside">
        <div class="card-head">
          <h2>${tr.t('share.title')}</h2>
          <span class="space"></span>
          ${iconButton(icons.close, tr.t('share.close'), () => this.close())}
        </div>
        <p>${tr.t(sentence === undefined ? 'share.text' : 'share.textBoth', { commands: this.#record.log.length })}</p>
        ${sentence === undefined ? nothing : html`<blockquote>${sentence}</blockquote>`}
        ${
          link === ''
            ? html`<p class="too-long">${tr.t('share.tooLongForLink')}</p>`
            : html`<div class="row ${sentence === undefined ? '' : 'several'}">
              <input readonly aria-label=${tr.t('share.link')} .value=${link ?? ''} />
              <button type="button" autofocus class="button primary" @click=${this.#copy}>${tr.t('share.copyLink')}</button>
              ${sentence === undefined ? nothing : html`<button type="button" class="button" @click=${() => this.#copyText(`${sentence} ${link}`)}>${tr.t('share.copyBoth')}</button>`}
            </div>`
        }
        ${sentence === undefined ? this.#elsewhere(tr) : nothing}
        <p class="said" role="status">${this.#said(tr)}</p>
      </div>
    </dialog>`;
  }
}
