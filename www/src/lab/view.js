// The lab put together: the question, whose words are its controls; the answer; the results; the hunt.
import { html, nothing } from 'lit';
import { icons } from '../ui/page-icons.js';
import { answerCard } from './answer.js';
import { decidedCard } from './decided-view.js';
import { huntCard } from './hunt-view.js';
import { fullName, measureName, ownerName, settingName, valueName } from './names.js';
import { measureNamed } from './question.js';
import { results } from './results.js';
import { sureCard } from './sure-card.js';

/** @import { LabSetting } from '../../pkg/lab/lab.js' */
/** @import { StageUi } from '../stage/ui.js' */
/** @import { Lab, Word } from './index.js' */

/** @typedef {StageUi & { lab: Lab }} LabUi */

/** Stands for a word in a sentence until the word's control is put there. */
const MARK = '\u0001';

/** @param {Word} a @param {Word} b */
const isSame = (a, b) => (typeof a === 'object' && typeof b === 'object' ? a.path === b.path : a === b);

/** A word of the question: pressed, it shows what else it may be. @param {LabUi} ui @param {Word} word @param {unknown} text @param {string} [kind] */
function chip({ lab }, word, text, kind = '') {
  const open = isSame(lab.word, word);
  return html`<button
    type="button"
    class="asked ${kind}"
    aria-expanded=${open}
    aria-controls=${open ? 'lab-word' : nothing}
    @click=${() => lab.set({ word: open ? undefined : word, typed: '' })}
  >${text}</button>`;
}

/** The values of a setting, as they are asked for. @param {LabUi['tr']} tr @param {string} values */
function valuesInWords(tr, values) {
  const [from, rest] = values.split(/\.\.|…/);
  if (rest) {
    const [to, points = '6'] = rest.split(':');
    return tr.t('lab.range', { from: valueName(tr, from.trim()), to: valueName(tr, to.trim()), points: points.trim() });
  }
  return values
    .split(',')
    .map((value) => valueName(tr, value.trim()))
    .join(', ');
}

/** What is good, in words. @param {LabUi} ui */
function goodInWords({ tr, lab }) {
  const { good, bound, measure } = lab.question;
  if (good.trim() === '') return tr.t('lab.good.none');
  const millis = measureNamed(lab.catalogue.measures, measure)?.millis;
  const value = millis && Number.isFinite(Number(good)) ? tr.duration(Number(good)) : good.trim();
  return tr.t('lab.good', { bound, value });
}

/** @param {LabUi} ui */
function runsInWords({ tr, lab: { question } }) {
  if (question.precision.trim()) return tr.t('lab.precision', { share: question.precision.trim() });
  return tr.t('lab.runs', { count: Number(question.runs) || 0 });
}

/** The question as a sentence. @param {LabUi} ui */
function sentence(ui) {
  const { tr, lab, session, dispatch } = ui;
  const { question, scenario, catalogue } = lab;
  const measure = measureNamed(catalogue.measures, question.measure);
  /** @type {unknown[]} */
  const chips = [];
  const mark = (/** @type {unknown} */ control) => `${MARK}${chips.push(control) - 1}${MARK}`;
  const title = tr.text(session.scenario.title);
  const lesson = mark(
    html`<button type="button" class="asked" @click=${() => dispatch({ type: 'showLessons' })}>${title}</button>`,
  );
  const settings = question.settings.map(({ path, values }) => {
    const setting = lab.setting(path);
    const name = setting ? fullName(tr, scenario, setting) : settingName(tr, { name: path });
    return mark(chip(ui, { path }, html`${name}: <b>${valuesInWords(tr, values)}</b>`));
  });
  const text = tr.t('lab.question', {
    lesson,
    settings: settings.length > 0 ? tr.list(settings, 'conjunction') : mark(html`<span>${tr.t('lab.nothing')}</span>`),
    add: mark(chip(ui, 'add', html`${icons.plus}${tr.t('lab.add')}`, 'new')),
    measure: mark(chip(ui, 'measure', html`<b>${measure ? measureName(tr, scenario, measure) : question.measure}</b>`)),
    kind: measure?.counts ? 'count' : 'value',
    good: mark(chip(ui, 'good', goodInWords(ui))),
    runs: mark(chip(ui, 'runs', runsInWords(ui))),
  });
  return html`<p class="question">${text.split(MARK).map((part, n) => (n % 2 === 1 ? chips[Number(part)] : part))}</p>`;
}

/** A text that is typed. @param {string} label @param {string} value @param {(value: string) => void} change @param {{ words?: readonly string[], size?: number }} [options] */
function typed(label, value, change, { words = [], size = 24 } = {}) {
  return html`<label class="typed"><span>${label}</span>
    <input type="text" autocomplete="off" spellcheck="false" size=${size} .value=${value} list=${words.length > 0 ? 'lab-words' : nothing}
      @input=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => change(target.value)} />
    ${words.length > 0 ? html`<datalist id="lab-words">${words.map((word) => html`<option value=${word}></option>`)}</datalist>` : nothing}
  </label>`;
}

/** @param {LabUi} ui @param {string} path */
function settingWord({ tr, lab }, path) {
  const chosen = lab.question.settings.find((one) => one.path === path);
  const setting = lab.setting(path);
  if (!chosen) return nothing;
  return html`${typed(tr.t('lab.values'), chosen.values, (values) => lab.choose(path, values), { words: setting?.words })}
    <button type="button" class="button" @click=${() => lab.remove(path)}>${icons.trash}<span>${tr.t('lab.remove')}</span></button>
    <p class="quiet">${tr.t('lab.values.hint')} ${setting ? tr.t('lab.values.now', { value: valueName(tr, String(setting.value)) }) : nothing} <code>${path}</code></p>`;
}

/** The settings that may be added. @param {LabUi} ui */
function addWord({ tr, lab }) {
  const name = (/** @type {LabSetting} */ setting) => fullName(tr, lab.scenario, setting);
  const found = lab.found(name);
  return html`<label class="typed"><span>${tr.t('lab.find')}</span>
      <input type="search" autocomplete="off" spellcheck="false" size="28" .value=${lab.typed}
        @input=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => lab.set({ typed: target.value })} />
    </label>
    <ul class="found" aria-label=${tr.t('lab.settings')}>
      ${found.map(
        (setting) => html`<li><button type="button" @click=${() => lab.add(setting)}>
          <span><b>${settingName(tr, setting)}</b> ${ownerName(tr, lab.scenario, setting.of)}</span>
          <span class="quiet">${valueName(tr, String(setting.value))}</span>
        </button></li>`,
      )}
    </ul>
    ${found.length === 0 ? html`<p class="quiet">${tr.t('lab.find.none')}</p>` : nothing}`;
}

/** The measures, those of a part of the scenario together. @param {LabUi} ui */
function measureWord({ tr, lab }) {
  const { measures } = lab.catalogue;
  const owners = [...new Set(measures.map(({ of }) => of))];
  const options = (/** @type {string} */ owner) =>
    measures
      .filter(({ of }) => of === owner)
      .map(
        ({ name, head }) =>
          html`<option value=${name} ?selected=${name === lab.question.measure}>${tr.text(head)}</option>`,
      );
  return html`<label class="typed"><span>${tr.t('lab.measure')}</span>
    <select @change=${(/** @type {Event & { target: HTMLSelectElement }} */ { target }) => lab.ask({ measure: target.value })}>
      ${owners.map((of) => html`<optgroup label=${ownerName(tr, lab.scenario, of) || tr.t('lab.measure.run')}>${options(of)}</optgroup>`)}
    </select></label>`;
}

/** @param {LabUi} ui */
function goodWord({ tr, lab }) {
  const { bound, good } = lab.question;
  return html`<label class="typed"><span>${tr.t('lab.good.label')}</span>
      <select @change=${(/** @type {Event & { target: HTMLSelectElement }} */ { target }) => lab.ask({ bound: target.value === 'least' ? 'least' : 'most' })}>
        ${['most', 'least'].map((one) => html`<option value=${one} ?selected=${one === bound}>${tr.t('lab.bound', { bound: one })}</option>`)}
      </select></label>
    ${typed(tr.t('lab.good.value'), good, (value) => lab.ask({ good: value }), { size: 8 })}
    <p class="quiet">${tr.t('lab.good.hint')}</p>`;
}

/** @param {LabUi} ui */
function runsWord({ tr, lab }) {
  const { runs, precision } = lab.question;
  return html`${typed(tr.t('lab.runs.label'), runs, (value) => lab.ask({ runs: value, precision: '' }), { size: 8 })}
    ${typed(tr.t('lab.precision.label'), precision, (value) => lab.ask({ precision: value }), { size: 8 })}
    <p class="quiet">${tr.t('lab.precision.hint')}</p>`;
}

/** What else the word may be that is open. @param {LabUi} ui */
function openWord(ui) {
  const { word } = ui.lab;
  if (!word) return nothing;
  const words = { add: addWord, measure: measureWord, good: goodWord, runs: runsWord };
  return html`<div class="change" id="lab-word">${typeof word === 'object' ? settingWord(ui, word.path) : words[word](ui)}</div>`;
}

/** @param {LabUi} ui */
function problem({ tr, lab }) {
  if (!lab.problem) return nothing;
  const { message, remedy } = lab.problem;
  return html`<p class="wrong" role="alert"><b>${tr.text(message)}</b> ${tr.text(remedy)}</p>`;
}

/** @param {LabUi} ui */
function ask(ui) {
  const { tr, lab } = ui;
  const { study } = lab;
  const under = study && !study.done;
  const { rows = 0, expected = 0 } = study?.progress ?? {};
  return html`<section class="card ask" aria-label=${tr.t('lab.title')}>
    <h2>${tr.t('lab.title')}</h2>
    ${sentence(ui)} ${openWord(ui)} ${problem(ui)}
    <div class="acts">
      <button type="button" class="button primary run-study" @click=${() => lab.run()}>${icons.play}<span>${tr.t(study ? 'lab.again' : 'lab.run')}</span></button>
      ${
        under
          ? html`<progress max=${Math.max(expected, 1)} value=${rows} aria-label=${tr.t('lab.progress')}></progress>
            <span class="quiet">${tr.t('lab.progress.rows', { rows, expected })}</span>
            <button type="button" class="button" @click=${() => lab.stop()}>${tr.t('lab.stop')}</button>`
          : nothing
      }
      ${lab.isOther ? html`<span class="quiet">${tr.t('lab.other')}</span>` : nothing}
    </div>
  </section>`;
}

/** @param {LabUi} ui @param {unknown} header */
export function labView(ui, header) {
  return html`${header}
    <main class="experiment ${ui.narrow ? 'column' : 'desk'}">
      ${decidedCard(ui)} ${ask(ui)} ${ui.lab.study ? html`${answerCard(ui)} ${results(ui)}` : nothing} ${huntCard(ui)} ${sureCard(ui)}
    </main>`;
}
