// What is said about a run that came by a link, a file or from storage; mildly, unless it was refused.
import { html, nothing } from 'lit';
import { icons } from '../ui/icons.js';

/** @import { Key, Translator } from '../i18n/index.js' */
/** @import { Note } from './sharing.js' */

/** @param {string} text @param {() => void} press */
const button = (text, press) => html`<button type="button" class="button small" @click=${press}>${text}</button>`;

/** @param {Translator} tr @param {Extract<Note, { kind: 'refused' }>} note */
function refusal(tr, { from, why, problem }) {
  if (problem)
    return html`<p>${tr.text(problem.message)} ${tr.text(problem.remedy)}</p>
      ${problem.path ? html`<p><code>${tr.t('problem.where', { path: problem.path })}</code></p>` : nothing}`;
  if (why === 'foreign') return html`<p>${tr.t('share.foreign')}</p>`;
  return html`<p>${tr.t(why === 'large' ? 'share.large' : 'share.damaged', { from })}</p>`;
}

/** @param {Note} note @param {Translator} tr @param {{ fresh: () => void, dismiss: () => void }} out */
export function shareNotice(note, tr, { fresh, dismiss }) {
  const close = button(tr.t('problem.dismiss'), dismiss);
  if (note.kind === 'refused')
    return html`<div part="problem" class="problem" role="alert">
      ${icons.warning}
      <div>
        <h2>${tr.t('share.refused', { from: note.from })}</h2>
        ${refusal(tr, note)}
        <p class="buttons">${close}</p>
      </div>
    </div>`;
  const text = { opening: 'share.opening', restored: 'share.restored', other: 'share.other' }[note.kind];
  return html`<div part="notice" class="problem mild" role="status">
    <p>${tr.t(/** @type {Key} */ (text))}</p>
    <p class="buttons">
      ${note.kind === 'other' ? nothing : button(tr.t('share.fresh'), fresh)} ${note.kind === 'opening' ? nothing : close}
    </p>
  </div>`;
}
