// The builder: a teacher chooses what a figure shows, sees it live, and copies the code for the place where it is to be.
import { html, nothing } from 'lit';
import { ClassroomPage } from '../classroom/page.js';
import { siteUrl } from '../core/wasm.js';
import { USUAL, WORDS } from '../element/figure-controls.js';
import { nearest } from '../i18n/index.js';
import { catalogue } from '../lesson/catalogue.js';
import { PLACES, snippet } from '../share/snippets.js';
import { SPEEDS } from '../timeline/transport.js';
import { choice } from '../ui/fields.js';
import { builderStyles } from './style.js';

/** @import { Key } from '../i18n/index.js' */
/** @import { Figure, Place } from '../share/snippets.js' */

/** The colours that are offered; docs/embed.md lists all. */
const COLOURS = /** @type {const} */ (['ground', 'card', 'ink', 'press']);
const STARTS = /** @type {const} */ (['visible', 'paused', 'now']);
const WIDTHS = /** @type {const} */ (['', '360', '480', '640', '800']);

export class CarteiroBuilder extends ClassroomPage {
  static styles = [...ClassroomPage.styles, builderStyles];

  static properties = { ...ClassroomPage.properties, place: { state: true } };

  /** What the figure is to be, by the names of attributes. @type {Record<string, string | boolean>} */
  #attributes = { figure: true, scenario: catalogue[0].id };
  /** @type {Record<string, string>} */
  #colours = {};
  #caption = '';
  #width = '';
  /** As high as the figure is that one sees. */
  #height = 0;

  constructor() {
    super();
    /** @type {Place} */
    this.place = 'element';
  }

  /** Begins with what an address says. @param {Record<string, string>} asked */
  begin({ run = '', scenario = '', seed = '', lang = '' }) {
    const known = catalogue.some(({ id }) => id === scenario);
    Object.assign(this.#attributes, {
      scenario: known ? scenario : catalogue[0].id,
      run,
      seed,
      lang: lang ? nearest(lang) : this.lang,
    });
    this.requestUpdate();
  }

  /** @param {Record<string, string | boolean>} part */
  #set(part) {
    Object.assign(this.#attributes, part);
    this.said = '';
    this.requestUpdate();
  }

  /** @returns {Figure} */
  get #figure() {
    const { run, scenario, seed, ...rest } = this.#attributes;
    const entry = catalogue.find(({ id }) => id === scenario);
    return {
      site: siteUrl || './',
      // A shared run says which scenario it is.
      attributes: run ? { ...rest, run } : { ...rest, scenario, seed },
      title: entry && !run ? `Carteiro: ${this.tr.text(entry.title)}` : 'Carteiro',
      caption: this.#caption,
      colours: this.#colours,
      width: Number(this.#width) || undefined,
      height: this.#height || undefined,
    };
  }

  // --- the form ---------------------------------------------------------------------------------

  #what() {
    const tr = this.tr;
    const { scenario, run, seed } = this.#attributes;
    const lessons = catalogue.map(
      ({ id, title }, index) => /** @type {const} */ ([id, `${index + 1} · ${tr.text(title)}`]),
    );
    return html`<fieldset>
      <legend>${tr.t('builder.what')}</legend>
      ${
        run
          ? html`<p class="own">${tr.t('builder.run')}
              <button type="button" class="button small" @click=${() => this.#set({ run: '' })}>${tr.t('builder.run.leave')}</button></p>`
          : [
              choice(tr.t('builder.lesson'), String(scenario), lessons, (id) => this.#set({ scenario: id })),
              this.#text('builder.seed', String(seed ?? ''), (text) => this.#set({ seed: text })),
            ]
      }
      ${this.#text('builder.caption', this.#caption, (text) => {
        this.#caption = text;
        this.#set({});
      })}
    </fieldset>`;
  }

  #how() {
    const tr = this.tr;
    const { lang, theme = 'auto', start = 'visible', speed = '1', at = '' } = this.#attributes;
    /** @param {readonly string[]} words @param {string} of */
    const named = (words, of) =>
      words.map((word) => /** @type {const} */ ([word, tr.t(/** @type {Key} */ (`builder.${of}.${word || 'any'}`))]));
    return html`<fieldset>
      <legend>${tr.t('builder.how')}</legend>
      ${choice(
        tr.t('classroom.language'),
        String(lang),
        /** @type {const} */ ([
          ['en', 'English'],
          ['pt-BR', 'Português'],
        ]),
        (word) => this.#set({ lang: word }),
      )}
      ${choice(tr.t('builder.theme'), String(theme), named(['auto', 'light', 'dark'], 'theme'), (word) => this.#set({ theme: word === 'auto' ? '' : word }))}
      ${choice(tr.t('builder.start'), String(start || 'visible'), named(STARTS, 'start'), (word) => this.#set({ start: word === 'visible' ? '' : word }))}
      ${choice(
        tr.t('builder.speed'),
        String(speed || '1'),
        SPEEDS.map((one) => /** @type {const} */ ([String(one), tr.t('time.times', { speed: one })])),
        (word) => this.#set({ speed: word === '1' ? '' : word }),
      )}
      ${this.#text('builder.at', String(at), (text) => this.#set({ at: text }), '12s')}
      ${choice(
        tr.t('builder.width'),
        this.#width,
        WIDTHS.map((one) => /** @type {const} */ ([one, one ? `${one} px` : tr.t('builder.width.any')])),
        (word) => {
          this.#width = word;
          this.#set({});
        },
      )}
    </fieldset>`;
  }

  #shown() {
    const tr = this.tr;
    const { controls: words, goals = false } = this.#attributes;
    const shown = new Set(typeof words === 'string' && words ? words.split(' ') : USUAL);
    shown.delete('none');
    /** @param {string} word */
    const toggle = (word) => {
      if (!shown.delete(word)) shown.add(word);
      const all = WORDS.filter((one) => shown.has(one));
      const usual = all.length === USUAL.length && USUAL.every((one) => shown.has(one));
      this.#set({ controls: usual ? '' : all.join(' ') || 'none' });
    };
    return html`<fieldset>
      <legend>${tr.t('builder.controls')}</legend>
      <div class="checks">
        ${WORDS.map((word) => this.#check(`builder.control.${word}`, shown.has(word), () => toggle(word)))}
        ${this.#check('builder.control.goals', goals === true, () => this.#set({ goals: !goals }))}
      </div>
    </fieldset>`;
  }

  #paint() {
    const tr = this.tr;
    return html`<fieldset>
      <legend>${tr.t('builder.colours')}</legend>
      <div class="checks">
        ${COLOURS.map((name) => {
          const property = `--carteiro-${name}`;
          return html`<label class="colour">
            <input
              type="color"
              .value=${this.#colours[property] ?? this.#ownColour(name)}
              @input=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => {
                this.#colours = { ...this.#colours, [property]: target.value };
                this.#set({});
              }}
            /><span>${tr.t(/** @type {Key} */ (`builder.colour.${name}`))}</span>
          </label>`;
        })}
        ${
          Object.keys(this.#colours).length > 0
            ? html`<button type="button" class="button small" @click=${() => {
                this.#colours = {};
                this.#set({});
              }}>${tr.t('builder.colours.reset')}</button>`
            : nothing
        }
      </div>
    </fieldset>`;
  }

  /** @param {string} name */
  #ownColour(name) {
    return (
      getComputedStyle(this.renderRoot.querySelector('.root') ?? this)
        .getPropertyValue(`--_${name}`)
        .trim() || '#000000'
    );
  }

  /** @param {Key} label @param {string} value @param {(text: string) => void} change @param {string} [example] */
  #text(label, value, change, example = '') {
    return html`<label class="field"><span>${this.tr.t(label)}</span><input
        type="text"
        autocomplete="off"
        placeholder=${example}
        .value=${value}
        @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => change(target.value.trim())}
      /></label>`;
  }

  /** @param {string} label @param {boolean} checked @param {() => void} change */
  #check(label, checked, change) {
    return html`<label class="check"><input type="checkbox" .checked=${checked} @change=${change} /><span>${this.tr.t(/** @type {Key} */ (label))}</span></label>`;
  }

  // --- what one sees ------------------------------------------------------------------------------

  #preview() {
    const { attributes, caption } = this.#figure;
    /** @param {string} name */
    const value = (name) => String(attributes[name] ?? '');
    const width = this.#width ? `max-width:${this.#width}px` : '';
    const colours = Object.entries(this.#colours).map(([name, colour]) => `${name}:${colour}`);
    return html`<section class="preview" aria-label=${this.tr.t('builder.preview')}>
      <carteiro-playground
        figure
        .style=${[width, ...colours].join(';')}
        .scenario=${value('scenario')} .run=${value('run')} .seed=${value('seed')}
        .lang=${value('lang')} .theme=${value('theme')} .controls=${value('controls')}
        .start=${value('start')} .at=${value('at')} .speed=${value('speed')} .goals=${attributes.goals === true}
        @carteiro-resize=${(/** @type {CustomEvent<{ height: number }>} */ { detail }) => {
          this.#height = detail.height;
          this.requestUpdate();
        }}
        >${caption ? html`<span slot="caption">${caption}</span>` : nothing}</carteiro-playground>
    </section>`;
  }

  #code() {
    const tr = this.tr;
    const { place } = this;
    const code = snippet(place, this.#figure);
    return html`<section class="code">
      <div class="segments places" role="group" aria-label=${tr.t('builder.place')}>
        ${PLACES.map(
          (one) =>
            html`<button type="button" aria-pressed=${one === place} @click=${() => {
              Object.assign(this, { place: one, said: '' });
            }}>${tr.t(`builder.place.${one}`)}</button>`,
        )}
      </div>
      <p>${tr.t(`builder.hint.${place}`)}${
        place === 'file' && siteUrl ? html` <a href="${siteUrl}carteiro.html" download>carteiro.html</a>` : nothing
      }</p>
      <div class="row">
        <textarea readonly rows="6" spellcheck="false" aria-label=${tr.t('builder.code')} .value=${code}></textarea>
        <button type="button" class="button primary" @click=${() => this.copy(code, this.renderRoot.querySelector('textarea'))}>${tr.t('share.copyCode')}</button>
      </div>
      <p class="said" role="status">${this.said}</p>
    </section>`;
  }

  render() {
    return html`<div class=${this.look} lang=${this.lang}>
      ${this.head('builder.title')}
      <main>
        <form @submit=${(/** @type {Event} */ event) => event.preventDefault()}>${this.#what()} ${this.#how()} ${this.#shown()} ${this.#paint()}</form>
        <div class="result">${this.#preview()} ${this.#code()}</div>
      </main>
    </div>`;
  }
}
