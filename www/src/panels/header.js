// The head of the page: the sign, the lesson's name, a file of one's own, language, theme, help.
import { html } from 'lit';
import { picker } from '../lesson/picker.js';
import { iconButton } from '../store/ui.js';
import { icons, logo } from '../ui/icons.js';

/** @import { Ui } from '../store/ui.js' */

const NEXT_THEME = /** @type {const} */ ({ auto: 'light', light: 'dark', dark: 'auto' });
const THEME_ICON = { auto: icons.auto, light: icons.sun, dark: icons.moon };

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
