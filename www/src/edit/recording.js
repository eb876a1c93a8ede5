// Over the run while a deed is done that is to stand in the lesson.
import { html } from 'lit';
import { icons } from '../ui/page-icons.js';

/** @import { StageUi } from '../stage/ui.js' */

/** @param {StageUi} ui @param {{ done: () => void, cancel: () => void }} acts */
export function recordingBanner({ tr, session }, { done, cancel }) {
  const count = session.commandLog().length;
  return html`<div class="recording" role="region" aria-label=${tr.t('record.title')}>
    <p>${icons.turn}<b>${tr.t('record.title')}</b> <span role="status">${tr.t('record.count', { count })}</span></p>
    <button type="button" class="button primary" ?disabled=${count === 0} @click=${done}>${tr.t('record.done')}</button>
    <button type="button" class="button" @click=${cancel}>${tr.t('record.cancel')}</button>
  </div>`;
}
