// The head of the page: the sign, the lesson's name, a file of one's own, language, theme, help.
import { html, nothing } from 'lit';
import { labBuild } from '../lab/build.js';
import { picker } from '../lesson/picker.js';
import { icons, logo } from '../ui/page-icons.js';
import { iconButton } from '../ui/parts.js';

/** @import { Ui } from '../store/ui.js' */

const NEXT_THEME = /** @type {const} */ ({ auto: 'light', light: 'dark', dark: 'auto' });
const THEME_ICON = { auto: icons.auto, light: icons.sun, dark: icons.moon };

/** @param {Ui} ui */
function fileButton({ tr, dispatch }) {
  return html`<label class="button file" title=${tr.t('header.open.hint')}>
    ${icons.open}<span>${tr.t('header.open')}</span>
    <input
      class="unseen"
      type="file"
      accept=".json,application/json"
      @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => {
        const file = target.files?.[0];
        // The same file is opened again after it was mended.
        if (file) dispatch({ type: 'openFile', file });
        target.value = '';
      }}
    />
  </label>`;
}

/** @param {Ui} ui */
function languages({ tr, view, dispatch }) {
  return html`<div class="segments languages" role="group" aria-label=${tr.t('header.language')}>
    ${
      /** @type {const} */ (['pt-BR', 'en']).map(
        (lang) =>
          html`<button
          type="button"
          lang=${lang}
          aria-label=${lang === 'en' ? 'EN English' : 'PT Português'}
          aria-pressed=${view.lang === lang}
          @click=${() => dispatch({ type: 'setLang', lang })}
        >
          ${lang === 'en' ? 'EN' : 'PT'}
        </button>`,
      )
    }
  </div>`;
}

/** Into the lab, and out of it again. @param {Ui} ui */
function labButton({ tr, view, dispatch }) {
  const name = tr.t(view.experimenting ? 'header.lab.leave' : 'header.lab');
  return iconButton(icons.lab, name, () => dispatch({ type: 'lab' }), {
    kind: 'lab',
    text: name,
    expanded: view.experimenting ?? false,
    disabled: view.editing || view.comparing,
  });
}

/** What does something to the page as a whole, with its words where there is room. @param {Ui} ui */
function tools(ui) {
  const { tr, view, narrow, dispatch } = ui;
  const [theme, help] = [tr.t('header.theme', { theme: view.theme }), tr.t('header.help')];
  return html`${iconButton(icons.build, tr.t('header.build'), () => dispatch({ type: 'edit' }), {
    kind: 'build',
    text: tr.t('header.build'),
    expanded: view.editing ?? false,
    disabled: view.comparing || view.experimenting,
  })}
    ${labBuild && narrow ? labButton(ui) : nothing}
    ${fileButton(ui)}
    ${iconButton(icons.share, tr.t('share.title'), () => dispatch({ type: 'share' }), {
      kind: 'share-button',
      text: tr.t('share.button'),
      disabled: view.editing || view.experimenting,
    })}
    ${languages(ui)}
    ${iconButton(THEME_ICON[view.theme], theme, () => dispatch({ type: 'setTheme', theme: NEXT_THEME[view.theme] }), {
      text: narrow ? theme : undefined,
    })}
    ${iconButton(icons.help, help, () => dispatch({ type: 'show', sheet: 'help' }), {
      expanded: view.sheet === 'help',
      text: narrow ? help : undefined,
    })}`;
}

/** On a phone they are a tap away; what is chosen, or a tap beside it, closes it. @param {Ui} ui */
function more(ui) {
  const name = ui.tr.t('header.more');
  return html`<button type="button" class="button more" popovertarget="tools" title=${name} aria-label=${name}>
      ${icons.more}
    </button>
    <div
      class="tools"
      id="tools"
      popover
      role="group"
      aria-label=${name}
      @click=${(
        /** @type {Event & { currentTarget: HTMLElement, target: HTMLElement }} */ { currentTarget, target },
      ) => {
        if (target.closest('button, input')) currentTarget.hidePopover();
      }}
    >
      ${tools(ui)}
    </div>`;
}

/** @param {Ui} ui */
export function header(ui) {
  const { tr, view, narrow, dispatch } = ui;
  return html`<header part="header" class="head">
    <h1 class="sign">${logo}<span class="name">Carteiro</span></h1>
    ${picker(ui)}
    <span class="space"></span>
    ${iconButton(
      icons.compare,
      tr.t(view.comparing ? 'compare.stop' : 'compare.open'),
      () => dispatch({ type: 'compare' }),
      {
        kind: 'compare',
        text: tr.t(view.comparing ? 'compare.stop' : 'compare.open'),
        expanded: view.comparing,
        disabled: view.editing || view.experimenting,
      },
    )}
    ${labBuild && !narrow ? labButton(ui) : nothing}
    ${narrow ? more(ui) : tools(ui)}
  </header>`;
}
