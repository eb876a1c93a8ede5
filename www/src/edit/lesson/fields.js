// Fields of a lesson: each writes into the file as one types, also what is not yet valid, and what the core has against it stands beside it.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { icons } from '../../ui/page-icons.js';
import { iconButton } from '../../ui/parts.js';
import { plainProse } from '../../ui/prose.js';
import { isWithin, pathOf, valueAt } from '../place.js';

/** @import { Problem, Text } from '../../core/types.js' */
/** @import { Place } from '../place.js' */
/** @import { EditUi } from '../view.js' */
/** @import { Desk } from './desk.js' */

/** What the views of a lesson may show. @typedef {EditUi & { desk: Desk }} DeskUi */
/** An input of some kind. @typedef {HTMLInputElement | HTMLTextAreaElement} Input */
/** @typedef {Event & { target: Input }} Typed */

export const LANGUAGES = /** @type {const} */ (['en', 'pt-BR']);
export const NO_TEXT = () => ({ en: '', 'pt-BR': '' });

/** What the core has against what stands at a place, once it is known that it is said there. @param {DeskUi} ui @param {Place} place @returns {Problem | undefined} */
export function problemAt({ editor, desk }, place) {
  const { problem } = editor;
  if (!problem || desk.told || !isWithin(problem.path, place)) return undefined;
  desk.told = true;
  return problem;
}

/** @param {DeskUi} ui @param {Problem | undefined} problem */
export function trouble({ tr }, problem) {
  if (!problem) return nothing;
  return html`<p class="field-problem" id="field-problem" role="status">
    ${icons.warning}<span><b>${tr.text(problem.message)}</b> ${tr.text(problem.remedy)}</span>
  </p>`;
}

/** What is wrong with a part that has fields of its own, where none of them says so. @param {DeskUi} ui @param {Place} place */
export const troubleAt = (ui, place) => trouble(ui, problemAt(ui, place));

/** @param {Problem | undefined} problem */
const marks = (problem) => ({ invalid: problem ? 'true' : nothing, by: problem ? 'field-problem' : nothing });

/**
 * A text in both languages, side by side.
 * @param {DeskUi} ui @param {Place} place @param {string} label @param {{ optional?: boolean, rows?: number }} [options] without a word in either language an optional one goes
 */
export function bothTexts(ui, place, label, { optional = false, rows = 2 } = {}) {
  const { tr, editor } = ui;
  /** @type {Text} */
  const text = valueAt(editor.file, place) ?? { en: '', 'pt-BR': '' };
  const problems = LANGUAGES.map((lang) => problemAt(ui, [...place, lang]));
  const whole = problemAt(ui, place);
  return html`<div class="both" role="group" aria-label=${label}>
    <span class="both-name" aria-hidden="true">${label}</span>
    ${LANGUAGES.map((lang, n) => {
      const { invalid, by } = marks(problems[n]);
      return html`<label lang=${lang}
        ><span class="lang">${tr.t('teach.lang', { lang })}</span
        ><textarea
          rows=${rows}
          autocomplete="off"
          aria-label=${tr.t('teach.in', { what: label, lang })}
          aria-invalid=${invalid}
          aria-describedby=${by}
          data-place=${pathOf([...place, lang])}
          .value=${live(text[lang] ?? '')}
          @input=${(/** @type {Typed} */ { target }) => {
            const next = { ...text, [lang]: target.value };
            const none = optional && LANGUAGES.every((one) => next[one] === '');
            editor.put(place, none ? undefined : next, pathOf([...place, lang]));
          }}
        ></textarea>
      </label>`;
    })}
    ${trouble(ui, problems.find(Boolean) ?? whole)}
  </div>`;
}

/**
 * One line of text.
 * @param {DeskUi} ui @param {Place} place @param {string} label
 * @param {{ optional?: boolean, code?: boolean, offers?: boolean, number?: boolean, tools?: unknown, hint?: string }} [options] `offers`: quantities while it is typed;
 * `tools` stand behind it
 */
export function line(
  ui,
  place,
  label,
  { optional = false, code = false, offers = false, number = false, tools = nothing, hint } = {},
) {
  const { editor, desk } = ui;
  const problem = problemAt(ui, place);
  const { invalid, by } = marks(problem);
  const path = pathOf(place);
  const typed = (/** @type {Typed} */ { target }) => {
    desk.typed = target.value;
    const value = number && target.value !== '' ? Number(target.value) : target.value;
    editor.put(place, optional && value === '' ? undefined : value, path);
  };
  return html`<div class="line-field">
    <label class="field ${code ? 'code' : ''}"
      ><span>${label}</span
      ><input
        type=${number ? 'number' : 'text'}
        autocomplete="off"
        spellcheck=${code ? 'false' : 'true'}
        placeholder=${hint ?? nothing}
        list=${offers ? 'quantities' : nothing}
        aria-invalid=${invalid}
        aria-describedby=${by}
        data-place=${path}
        .value=${live(String(valueAt(editor.file, place) ?? ''))}
        @focus=${offers ? (/** @type {FocusEvent & { target: Input }} */ { target }) => desk.types(target.value) : nothing}
        @input=${typed}
    /></label>
    ${tools} ${trouble(ui, problem)}
  </div>`;
}

/** Comparisons that hold together. @param {DeskUi} ui @param {Place} place of their list @param {string} label */
export function comparisons(ui, place, label) {
  const { tr, editor } = ui;
  /** @type {string[]} */
  const list = valueAt(editor.file, place) ?? [];
  const add = () => {
    editor.focusOn(`[data-place="${pathOf([...place, list.length])}"]`);
    editor.put(place, [...list, '']);
  };
  return html`<div class="comparisons" role="group" aria-label=${label}>
    ${list.map((_, n) => {
      const own = [...place, n];
      const name = n === 0 ? label : tr.t('teach.and');
      const remove = () => editor.put(place, list.length > 1 ? list.toSpliced(n, 1) : undefined);
      const tools = iconButton(icons.close, tr.t('teach.remove', { what: name, number: n + 1 }), remove, {
        kind: 'small',
      });
      return line(ui, own, name, { code: true, offers: true, tools, hint: 'lost == 0' });
    })}
    ${troubleAt(ui, place)}
    <button type="button" class="button small" @click=${add}>${icons.plus}<span>${list.length > 0 ? tr.t('teach.and.more') : label}</span></button>
  </div>`;
}

/**
 * A value as JSON. What is typed stays while it is none.
 * @param {DeskUi} ui @param {Place} place @param {string} label @param {unknown} value @param {(value: unknown) => void} change @param {{ text: string, rows?: number, empty?: boolean }} options
 * `text`: as it is written; `empty`: without a word there is no value
 */
export function json(ui, place, label, value, change, { text, rows = 1, empty = false }) {
  const { tr, desk } = ui;
  const key = `${pathOf(place)} ${label}`;
  const draft = desk.draftOf(key, value);
  const problem = problemAt(ui, place);
  const wrong = draft?.wrong ?? false;
  const typed = (/** @type {Typed} */ { target }) => {
    const written = target.value.trim();
    let parsed;
    try {
      parsed = empty && written === '' ? undefined : JSON.parse(written);
    } catch {
      desk.draft(key, { text: target.value, value, wrong: true });
      return;
    }
    desk.draft(key, { text: target.value, value: parsed, wrong: false });
    change(parsed);
  };
  return html`<div class="line-field">
    <label class="field code json"
      ><span>${label}</span
      ><textarea
        rows=${rows}
        autocomplete="off"
        spellcheck="false"
        aria-invalid=${wrong || problem ? 'true' : nothing}
        data-place=${pathOf(place)}
        .value=${live(draft?.text ?? text)}
        @input=${typed}
        @change=${() => !wrong && desk.draft(key, undefined)}
      ></textarea>
    </label>
    ${wrong ? html`<p class="field-problem" role="status">${icons.warning}<b>${tr.t('teach.noJson')}</b></p>` : trouble(ui, problem)}
  </div>`;
}

/** What can be done with an entry of a list: it goes up, down, or away. @param {DeskUi} ui @param {Place} entry @param {string} what */
export function entryTools({ tr, desk, editor }, entry, what) {
  const at = /** @type {number} */ (entry.at(-1));
  const last = valueAt(editor.file, entry.slice(0, -1)).length - 1;
  return html`<span class="entry-tools">
    ${iconButton(icons.unfold, tr.t('teach.up', { what }), () => desk.move(entry, -1), { kind: 'small', disabled: at === 0 })}
    ${iconButton(icons.unfold, tr.t('teach.down', { what }), () => desk.move(entry, 1), { kind: 'small', disabled: at === last })}
    ${iconButton(icons.trash, tr.t('teach.take', { what }), () => desk.remove(entry), { kind: 'small' })}
  </span>`;
}

/** An entry of a list that is folded but for its name. @param {DeskUi} ui @param {Place} entry @param {{ what: string, says: string, body: () => unknown }} it */
export function folded(ui, entry, { what, says, body }) {
  const { desk, editor } = ui;
  const path = pathOf(entry);
  const wrong = editor.problem !== undefined && isWithin(editor.problem.path, entry);
  const open = desk.isOpen(path) || wrong;
  return html`<section class="entry ${wrong ? 'is-wrong' : ''}" aria-label=${what}>
    <div class="entry-head">
      <button type="button" class="entry-name" aria-expanded=${open} data-entry=${path} @click=${() => desk.fold(path)}>
        <b>${what}</b><span>${says}</span>${wrong ? icons.warning : nothing}
      </button>
      ${entryTools(ui, entry, what)}
    </div>
    ${open ? html`<div class="entry-body">${body()} ${troubleAt(ui, entry)}</div>` : nothing}
  </section>`;
}

/** A button that puts one more at the end. @param {DeskUi} ui @param {Place} list @param {string} label @param {unknown} entry */
export const addEntry = ({ desk }, list, label, entry) =>
  html`<button type="button" class="button small add-entry" @click=${() => desk.add(list, entry)}>${icons.plus}<span>${label}</span></button>`;

/** A value of few, as a list. @param {DeskUi} ui @param {Place} place @param {string} label @param {readonly (readonly [string, string])[]} options @param {string} value @param {(value: string) => void} change */
export function select(ui, place, label, options, value, change) {
  const problem = problemAt(ui, place);
  const { invalid, by } = marks(problem);
  return html`<div class="line-field">
    <label class="field"
      ><span>${label}</span
      ><select
        aria-invalid=${invalid}
        aria-describedby=${by}
        data-place=${pathOf(place)}
        @change=${(/** @type {Event & { target: HTMLSelectElement }} */ { target }) => change(target.value)}
      >
        ${options.map(([name, text]) => html`<option value=${name} .selected=${live(name === value)}>${text}</option>`)}
      </select></label
    >
    ${trouble(ui, problem)}
  </div>`;
}

/** Something on or off. @param {DeskUi} ui @param {Place} place @param {string} label */
export const check = ({ editor }, place, label) => html`<label class="field check"
  ><span>${label}</span
  ><input
    type="checkbox"
    .checked=${live(valueAt(editor.file, place) === true)}
    @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => editor.put(place, target.checked ? true : undefined)}
/></label>`;

/** A text in the page's language, without its marks. @param {DeskUi} ui @param {Text | undefined} text */
export const said = ({ tr }, text) => plainProse(tr.text(text));

/** What makes a lesson of a file that is none yet. @param {DeskUi} ui */
export function begin({ tr, editor }) {
  const make = () => {
    editor.focusOn('[data-place="lesson.idea.en"]');
    editor.put(['lesson'], { group: 'why', idea: NO_TEXT() });
  };
  return html`<p>${tr.t('teach.none')}</p>
    <button type="button" class="button primary" @click=${make}>${icons.plus}<span>${tr.t('teach.begin')}</span></button>`;
}
