// The lesson on the page in the head: its name, which opens the list of all, and the ways to the one before and the one after.
import { html } from 'lit';
import { icons } from '../ui/page-icons.js';
import { iconButton } from '../ui/parts.js';
import { catalogue, neighbour } from './catalogue.js';

/** @import { Ui } from '../store/ui.js' */

/** @param {Ui} ui @param {1 | -1} by */
function beside({ tr, view, dispatch }, by) {
  const entry = neighbour(view.picked, by);
  const direction = by < 0 ? 'back' : 'on';
  const name = entry
    ? tr.t('lessons.beside', { direction, title: tr.text(entry.title) })
    : tr.t('lessons.none', { direction });
  return iconButton(
    by < 0 ? icons.previous : icons.next,
    name,
    () => entry && dispatch({ type: 'open', scenario: entry.id }),
    {
      kind: 'neighbour',
      disabled: !entry,
    },
  );
}

/** @param {Ui} ui */
export function picker(ui) {
  const { tr, view, session, dispatch } = ui;
  const title = tr.text(session.scenario.title);
  const number = catalogue.findIndex(({ id }) => id === view.picked) + 1;
  const name = number > 0 ? tr.t('header.numbered', { number, title }) : tr.t('header.ownFile', { title });
  return html`<nav class="picking" aria-label=${tr.t('lessons.title')}>
    ${beside(ui, -1)}
    <button
      type="button"
      class="button picker"
      aria-haspopup="dialog"
      aria-expanded=${view.overlay === 'lessons'}
      title=${name}
      @click=${() => dispatch({ type: 'showLessons' })}
    >
      <span>${name}</span>${icons.unfold}
    </button>
    ${beside(ui, 1)}
  </nav>`;
}
