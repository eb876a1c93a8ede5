// The help: what the signs mean, what can be done, and the keys. Loaded when it is first asked for.
import { html } from 'lit';
import { SHORTCUTS } from '../store/shortcuts.js';
import { legendProse } from '../ui/legend.js';
import { icons } from '../ui/page-icons.js';
import { iconButton } from '../ui/parts.js';

export { helpStyles as styles } from './help-style.js';

/** @import { Ui } from '../store/ui.js' */

/** @param {Ui} ui */
export function help({ tr, dispatch, session }) {
  return html`<section part="help" class="card help" role="dialog" aria-label=${tr.t('help.title')}>
    <div class="card-head">
      <h2>${tr.t('help.title')}</h2>
      ${iconButton(icons.close, tr.t('help.close'), () => dispatch({ type: 'show', sheet: 'none' }))}
    </div>
    <p class="signs">${legendProse(tr.t('help.signs'))}</p>
    <p>${tr.t('help.text', { order: tr.noun(session.scenario.order) })}</p>
    <h3>${tr.t('keys.title')}</h3>
    <dl class="keys">
      ${SHORTCUTS.map(({ label, text }) => html`<dt><kbd>${label}</kbd></dt><dd>${tr.t(text)}</dd>`)}
    </dl>
    <p>${tr.t('help.keys')}</p>
    <button type="button" class="button" aria-haspopup="dialog" @click=${() => dispatch({ type: 'showGlossary' })}>
      ${icons.book}<span>${tr.t('glossary.title')}</span>
    </button>
  </section>`;
}
