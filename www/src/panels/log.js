// What happened, fact by fact, newest first.
import { html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { alongLines, instant } from '../ui/list.js';
import { pointer } from '../ui/pointer.js';

/** @import { Session } from '../core/session.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Ui } from '../store/ui.js' */

/** Rows that are drawn; the narrator keeps more. */
const ROWS = 60;

/** What is on the button of the first client. @param {Translator} tr @param {Session} session */
const firstVerb = (tr, { scenario }) => tr.noun(scenario.nodes.find(({ kind }) => kind === 'client')?.order).verb;

/** @param {Ui} ui */
export function log({ tr, narrator, session, view, dispatch }) {
  const rows = (narrator?.sentences ?? []).filter(({ telling }) => view.everyStep || telling).slice(-ROWS);
  return html`<section part="log" class="card log" aria-label=${tr.t('log.title')}>
    <div class="card-head">
      <h2>${tr.t('log.title')}</h2>
      <label class="check"
        ><input
          type="checkbox"
          .checked=${view.everyStep}
          @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => dispatch({ type: 'setEveryStep', everyStep: target.checked })}
        />${tr.t('log.every')}</label
      >
    </div>
    ${
      rows.length === 0
        ? html`<p class="quiet">${tr.t('log.empty', { verb: firstVerb(tr, session), pointer: pointer() })}</p>`
        : html`<ol aria-label=${tr.t('log.title')} @keydown=${alongLines}>
          ${repeat(
            rows.reverse(),
            ({ index }) => index,
            ({ index, at, tone, text, subject }, place) =>
              html`<li class="tone-${tone}">
                <button
                  type="button"
                  class="line"
                  title=${tr.t(subject ? 'why.title' : 'why.go')}
                  tabindex=${place === 0 ? 0 : -1}
                  @click=${() => (subject ? dispatch({ type: 'ask', subject }) : dispatch({ type: 'goTo', fact: index }))}
                >
                  ${instant(tr, at)}<span>${text}</span>
                </button>
              </li>`,
          )}
        </ol>`
    }
  </section>`;
}
