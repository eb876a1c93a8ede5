// The list of all lessons, by groups: to be searched, with what was reached in each. Loaded when it is first opened.
import { html, nothing } from 'lit';
import { siteUrl } from '../core/wasm.js';
import { reachedIn } from '../store/progress.js';
import { icons } from '../ui/icons.js';
import { plainProse } from '../ui/prose.js';
import { matches } from '../ui/search.js';
import { catalogue } from './catalogue.js';
import { overlayDialog } from './dialog.js';

/** @import { Entry } from './catalogue.js' */
/** @import { Text } from '../core/types.js' */
/** @import { Ui } from '../store/ui.js' */

export { dress, lay } from './overlay.js';

/** @typedef {Entry & { number: number, idea: Text }} Numbered */

/** @type {Record<string, Text[]>} */
const INDEX = import.meta.glob('../../../lessons/index.json', {
  query: '?later',
  import: 'default',
  eager: true,
});
/** In the order of the catalogue. */
const [IDEAS] = Object.values(INDEX);

const GROUPS = ['why', 'failing', 'guarantees', 'protect', 'scale'];

/** The lessons whose title or idea has everything that is typed in it, in either language. @param {string} typed @returns {Numbered[]} */
export function lessonsWith(typed) {
  return catalogue
    .map((entry, index) => ({ ...entry, number: index + 1, idea: IDEAS[index] }))
    .filter(({ title, idea }) =>
      matches(typed, [...Object.values(title), ...Object.values(idea).map((text) => plainProse(text))]),
    );
}

/** How far one came. @param {Ui} ui @param {string} id */
function mark({ tr }, id) {
  const { goals, of } = reachedIn(id);
  if (goals.length === 0) return nothing;
  const name = tr.t('lessons.reached', { count: goals.length, of });
  const drawing = goals.length < of ? tr.t('lessons.share', { count: goals.length, of }) : icons.reached;
  return html`<span class="mark" title=${name}><span aria-hidden="true">${drawing}</span><span class="unseen">${name}</span></span>`;
}

/** @param {Ui} ui @param {Numbered} entry */
function lesson(ui, { id, number, title, idea }) {
  const { tr, view, dispatch } = ui;
  const pick = () => {
    dispatch({ type: 'closeOverlay' });
    dispatch({ type: 'open', scenario: id });
  };
  const { goals, of } = reachedIn(id);
  const state = goals.length === 0 ? '' : goals.length < of ? 'is-begun' : 'is-done';
  return html`<li>
    <button type="button" class="lesson-row ${state}" aria-current=${id === view.picked} @click=${pick}>
      <span class="number">${number}</span>
      <span class="what"><b>${tr.text(title)}</b><span>${plainProse(tr.text(idea))}</span></span>
      ${mark(ui, id)}
    </button>
  </li>`;
}

/** How many lessons of a group are done, once one is. @param {Ui} ui @param {string} group */
function walked({ tr }, group) {
  const all = catalogue.filter((entry) => entry.group === group);
  const done = all.filter(({ id }) => {
    const { goals, of } = reachedIn(id);
    return goals.length > 0 && goals.length >= of;
  });
  return done.length > 0
    ? html`<span class="of">${tr.t('lessons.done', { count: done.length, of: all.length })}</span>`
    : nothing;
}

/** @param {Ui} ui */
export function lessons(ui) {
  const { tr, view } = ui;
  const found = lessonsWith(view.typed);
  const groups = GROUPS.map((group) => ({ group, entries: found.filter((entry) => entry.group === group) }));
  const body = groups
    .filter(({ entries }) => entries.length > 0)
    .map(
      ({ group, entries }) => html`<section aria-label=${tr.t('lessons.group', { group })}>
        <h3>${tr.t('lessons.group', { group })}${walked(ui, group)}</h3>
        <ol>${entries.map((entry) => lesson(ui, entry))}</ol>
      </section>`,
    );
  return overlayDialog(ui, {
    overlay: 'lessons',
    title: tr.t('lessons.title'),
    label: tr.t('lessons.find'),
    found: tr.t('lessons.found', { count: found.length }),
    body,
    foot: siteUrl ? forTeachers(ui) : nothing,
  });
}

/** A quiet way to the notes for who teaches, where the site has that page. @param {Ui} ui */
function forTeachers({ tr, view }) {
  const wishes = new URLSearchParams({ lang: tr.lang });
  if (catalogue.some(({ id }) => id === view.picked)) wishes.set('lesson', view.picked);
  return html`<p class="for-teachers">
    <a href="${siteUrl}notes.html?${wishes}" target="_blank">${tr.t('lessons.teachers')}</a>
  </p>`;
}
