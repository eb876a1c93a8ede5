// What went wrong, in the reader's language and with a way out; never an empty box.
import { html, nothing } from 'lit';
import { icons } from '../ui/icons.js';

/** @import { Translator } from '../i18n/index.js' */
/** @import { Trouble } from '../store/run.js' */

/** @typedef {{ dismiss: () => void, restart: () => void, reload: () => void, recover: (() => void) | undefined }} WaysOut */

/** @param {string} text @param {() => void} press @param {string} [kind] */
const button = (text, press, kind = '') =>
  html`<button type="button" class="button ${kind}" @click=${press}>${text}</button>`;

/** @param {string} title @param {unknown} body @param {unknown} buttons */
function box(title, body, buttons) {
  return html`<div part="problem" class="problem" role="alert">
    ${icons.warning}
    <div>
      <h2>${title}</h2>
      ${body}
      <p class="buttons">${buttons}</p>
    </div>
  </div>`;
}

/** @param {Trouble} trouble @param {Translator} tr @param {WaysOut} out */
export function notice(trouble, tr, out) {
  switch (trouble.kind) {
    case 'problem': {
      const { message, path, remedy } = trouble.problem;
      return box(
        tr.t('problem.title'),
        html`<p>${tr.text(message)}</p>
          ${path ? html`<p><code>${tr.t('problem.where', { path })}</code></p>` : nothing}
          <p>${tr.text(remedy)}</p>`,
        trouble.ends
          ? button(tr.t('problem.restart'), out.restart, 'primary')
          : button(tr.t('problem.dismiss'), out.dismiss),
      );
    }
    case 'panic':
      return trouble.again
        ? box(
            tr.t('problem.panic.title'),
            html`<p>${tr.t('problem.panicTwice.text')}</p>`,
            button(tr.t('problem.reload'), out.reload, 'primary'),
          )
        : box(
            tr.t('problem.panic.title'),
            html`<p>${tr.t('problem.panic.text')}</p>`,
            html`${button(tr.t('problem.restart'), out.restart, 'primary')}
            ${out.recover ? button(tr.t('share.recover'), out.recover) : nothing}`,
          );
    case 'load':
      return box(
        tr.t('problem.load.title'),
        html`<p>${tr.t('problem.load.text')}</p>`,
        html`${button(tr.t('problem.again'), out.restart, 'primary')} ${button(tr.t('problem.reload'), out.reload)}`,
      );
    case 'file':
      return box(
        tr.t('problem.file.title'),
        html`<p>${tr.t('problem.file.text', { name: trouble.name })}</p>`,
        button(tr.t('problem.dismiss'), out.dismiss),
      );
    case 'unknown':
      return box(
        tr.t('problem.title'),
        html`<p>${tr.t('problem.unknown.text', { name: trouble.name })}</p>`,
        button(tr.t('problem.dismiss'), out.dismiss),
      );
  }
}
