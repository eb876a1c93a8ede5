// The head of the page: the sign, the scenario picker, a file of one's own, language, theme, help.
import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import { catalogue } from '../catalogue.js';
import { icons, logo } from '../icons.js';
import { iconButton } from './ui.js';

/** @typedef {import('./ui.js').Ui} Ui */

const NEXT_THEME = /** @type {const} */ ({ auto: 'light', light: 'dark', dark: 'auto' });
const THEME_ICON = { auto: icons.auto, light: icons.sun, dark: icons.moon };

/** @param {Ui} ui */
function picker({ tr, view, session, act }) {
  return html`<select
    class="picker"
    aria-label=${tr.t('header.scenario')}
    .value=${live(view.picked)}
    @change=${(/** @type {Event & { target: HTMLSelectElement }} */ event) => act.pick(event.target.value)}
  >
    ${catalogue.map(
      ({ id, title }, index) =>
        html`<option value=${id} ?selected=${id === view.picked}>
          ${tr.t('header.numbered', { number: index + 1, title: tr.text(title) })}
        </option>`,
    )}
    ${
      view.picked === ''
        ? html`<option value="" selected>${tr.t('header.ownFile', { title: tr.text(session.scenario.title) })}</option>`
        : ''
    }
  </select>`;
}

/** @param {Ui} ui */
function fileButton({ tr, act }) {
  return html`<label class="button file" title=${tr.t('header.open.hint')}>
    ${icons.open}<span>${tr.t('header.open')}</span>
    <input
      class="unseen"
      type="file"
      accept=".json,application/json"
      @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => {
        const file = target.files?.[0];
        // The same file is opened again after it was mended.
        if (file) act.openFile(file);
        target.value = '';
      }}
    />
  </label>`;
}

/** @param {Ui} ui */
function languages({ tr, view, act }) {
  return html`<div class="segments languages" role="group" aria-label=${tr.t('header.language')}>
    ${
      /** @type {const} */ (['pt-BR', 'en']).map(
        (lang) =>
          html`<button
          type="button"
          lang=${lang}
          aria-label=${lang === 'en' ? 'EN English' : 'PT Português'}
          aria-pressed=${view.lang === lang}
          @click=${() => act.setLang(lang)}
        >
          ${lang === 'en' ? 'EN' : 'PT'}
        </button>`,
      )
    }
  </div>`;
}

/** @param {Ui} ui */
export function header(ui) {
  const { tr, view, act } = ui;
  return html`<header part="header" class="head">
    <h1 class="sign">${logo}<span class="name">Carteiro</span></h1>
    ${picker(ui)}
    <span class="space"></span>
    ${iconButton(icons.compare, tr.t(ui.comparison ? 'compare.stop' : 'compare.open'), () => act.compare(), {
      kind: 'compare',
      text: tr.t(ui.comparison ? 'compare.stop' : 'compare.open'),
      expanded: ui.comparison !== undefined,
    })}
    ${fileButton(ui)}
    ${iconButton(icons.share, tr.t('share.title'), act.share, {
      kind: 'share-button',
      text: tr.t('share.button'),
      disabled: ui.comparison !== undefined,
    })}
    ${languages(ui)}
    ${iconButton(THEME_ICON[view.theme], tr.t('header.theme', { theme: view.theme }), () => act.setTheme(NEXT_THEME[view.theme]))}
    ${iconButton(icons.help, tr.t('header.help'), () => act.show('help'), {
      expanded: view.sheet === 'help',
    })}
  </header>`;
}

/** The lesson: what to do, its text, and what it claims. @param {Ui} ui @param {(text: string) => unknown} prose */
export function task({ tr, session, view, act }, prose) {
  const { scenario } = session;
  const claims = view.reading && scenario.claims.length > 0;
  return html`<section part="task" class="card task ${view.reading ? 'reading' : ''}" aria-label=${tr.t('task.label')}>
    <div class="lesson">
      <h2>${prose(tr.text(scenario.try))}</h2>
      <p class="prose">${prose(tr.text(scenario.text))}</p>
      ${
        claims
          ? html`<h3>${tr.t('task.claims')}</h3>
            <ul class="claims">
              ${scenario.claims.map(({ expect, text }) => html`<li title=${expect}>${tr.text(text)}</li>`)}
            </ul>`
          : ''
      }
    </div>
    <button type="button" class="button small" aria-expanded=${view.reading} @click=${() => act.setReading(!view.reading)}>
      ${tr.t(view.reading ? 'task.less' : 'task.more')}
    </button>
  </section>`;
}
