// What went wrong, in the reader's language and with a way out; never an empty box.
import { html, nothing } from 'lit';
import { icons } from '../ui/icons.js';

/** @import { Translator } from '../i18n/index.js' */
/** @import { Trouble } from '../store/run.js' */

/** `dismiss` is there when something runs to go on with, `first` where another scenario may take the place of the one asked for.
 * @typedef {object} WaysOut
 * @property {(() => void) | undefined} dismiss
 * @property {(() => void) | undefined} first
 * @property {() => void} again
 * @property {() => void} restart
 * @property {() => void} reload
 * @property {(() => void) | undefined} recover
 */

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

/** @param {Extract<Trouble, { kind: 'problem' }>} trouble @param {Translator} tr @param {WaysOut} out */
function refusal({ problem, ends }, tr, out) {
  const { message, path, remedy } = problem;
  // In a figure that shows nothing it is not the reader who can mend it; the page around hears what is wrong.
  if (!out.dismiss && !out.first) return box(tr.t('problem.here.title'), nothing, onward(tr, out));
  return box(
    tr.t('problem.title'),
    html`<p>${tr.text(message)}</p>
      ${path ? html`<p><code>${tr.t('problem.where', { path })}</code></p>` : nothing}
      <p>${tr.text(remedy)}</p>`,
    ends ? button(tr.t('problem.restart'), out.restart, 'primary') : onward(tr, out),
  );
}

/** Back to what runs; where nothing does, on to something that will. @param {Translator} tr @param {WaysOut} out */
const onward = (tr, { dismiss, first, again }) =>
  dismiss
    ? button(tr.t('problem.dismiss'), dismiss)
    : html`${button(tr.t('worst.again'), again, 'primary')} ${first ? button(tr.t('problem.first'), first) : nothing}`;

/** @param {Extract<Trouble, { kind: 'panic' }>} trouble @param {Translator} tr @param {WaysOut} out */
function breakdown({ again }, tr, { reload, restart, recover }) {
  const title = tr.t('problem.panic.title');
  if (again)
    return box(title, html`<p>${tr.t('problem.panicTwice.text')}</p>`, button(tr.t('worst.reload'), reload, 'primary'));
  return box(
    title,
    html`<p>${tr.t('problem.panic.text')}</p>`,
    html`${button(tr.t('problem.restart'), restart, 'primary')}
    ${recover ? button(tr.t('share.recover'), recover) : nothing}`,
  );
}

/** A file did not come: some browsers ask for code only once, so that in the end a new page alone helps.
 * @param {Pick<Extract<Trouble, { kind: 'load' }>, 'what' | 'why' | 'word' | 'again'>} trouble @param {Translator} tr @param {Pick<WaysOut, 'dismiss' | 'again' | 'reload'>} out */
export function loss({ what, why, word, again }, tr, out) {
  const reason = why === 'policy' ? 'worst.policy' : `load.${why}`;
  // Where no words have come there is one sentence for all of it.
  return box(
    tr.has('load.title') ? tr.t('load.title', { what }) : tr.t('worst.title'),
    html`<p>${tr.has(reason) ? tr.t(reason, { word }) : tr.t('worst.lost')}</p>`,
    html`${button(tr.t('worst.again'), out.again, 'primary')}
    ${again || why === 'missing' || !out.dismiss ? button(tr.t('worst.reload'), out.reload) : nothing}
    ${out.dismiss ? button(tr.t('problem.dismiss'), out.dismiss) : nothing}`,
  );
}

/** @param {Trouble} trouble @param {Translator} tr @param {WaysOut} out */
export function notice(trouble, tr, out) {
  switch (trouble.kind) {
    case 'problem':
      return refusal(trouble, tr, out);
    case 'panic':
      return breakdown(trouble, tr, out);
    case 'load':
      return loss(trouble, tr, out);
    case 'file':
      return box(
        tr.t('problem.file.title'),
        html`<p>${tr.t('problem.file.text', { name: trouble.name })}</p>`,
        onward(tr, out),
      );
    case 'unknown':
      return box(
        tr.t('problem.title'),
        html`<p>${tr.t('problem.unknown.text', { name: trouble.name })}</p>`,
        onward(tr, out),
      );
    case 'wish':
      return box(
        tr.t('problem.title'),
        html`<p>${tr.t('problem.wish.text', { name: trouble.name, value: trouble.value })}</p>`,
        onward(tr, out),
      );
  }
}
