// The parts of a lesson: words, question, goals, guide, claims.
import { html, nothing } from 'lit';
import { icons } from '../../ui/page-icons.js';
import { valueAt } from '../place.js';
import { FEW, RUNS } from '../trial/trial.js';
import { commandField, deedInWords } from './deed.js';
import {
  addEntry,
  begin,
  bothTexts,
  check,
  comparisons,
  folded,
  line,
  NO_TEXT,
  said,
  select,
  troubleAt,
} from './fields.js';
import { pointFields, pointInWords } from './point.js';
import { doItNow, stepFields, stepInWords } from './step.js';

/** @import { Beat, Text } from '../../core/types.js' */
/** @import { Place } from '../place.js' */
/** @import { ClaimVerdict, Verdict } from '../trial/trial.js' */
/** @import { FileStep } from './step.js' */
/** @import { DeskUi } from './fields.js' */

const GROUPS = /** @type {const} */ (['why', 'failing', 'guarantees', 'protect', 'scale']);
const PHASES = /** @type {const} */ (['look', 'predict', 'act', 'see', 'why']);
/** A claim with `contrasts` may hold by chance in one of so many runs of the contrast. */
const BY_CHANCE = 20;

/** @param {DeskUi} ui */
export function words(ui) {
  const { tr, editor } = ui;
  const { file } = editor;
  const groups = GROUPS.map((group) => /** @type {const} */ ([group, tr.t('lessons.group', { group })]));
  const lesson = ['lesson'];
  return html`${bothTexts(ui, ['title'], tr.t('teach.title'))} ${bothTexts(ui, ['task'], tr.t('teach.task'), { optional: true })}
    ${
      file.lesson
        ? html`${bothTexts(ui, ['lesson', 'idea'], tr.t('teach.idea'))}
            ${select(ui, ['lesson', 'group'], tr.t('teach.groupOf'), groups, String(valueAt(file, ['lesson', 'group'])), (group) => editor.put([...lesson, 'group'], group))}`
        : nothing
    }
    ${bothTexts(ui, ['text'], tr.t('teach.text'), { optional: true, rows: 5 })}
    <p class="quiet">${tr.t('teach.marks')}</p>
    ${orderWords(ui)} ${line(ui, ['seed'], tr.t('teach.seed'), { number: true })}
    ${line(ui, ['id'], tr.t('teach.id'), { code: true })}
    ${file.lesson ? nothing : begin(ui)}`;
}

/** What an order is called, and what one does to place it. @param {DeskUi} ui */
function orderWords(ui) {
  const { tr, editor } = ui;
  const order = ['order'];
  if (!editor.file.order) {
    const fresh = { one: NO_TEXT(), many: NO_TEXT(), verb: NO_TEXT() };
    return html`<button type="button" class="button small" @click=${() => editor.put(order, fresh)}>${icons.plus}<span>${tr.t('teach.order')}</span></button>`;
  }
  return html`<fieldset>
    <legend>${tr.t('teach.order')}</legend>
    ${bothTexts(ui, [...order, 'one'], tr.t('teach.order.one'), { rows: 1 })}
    ${bothTexts(ui, [...order, 'many'], tr.t('teach.order.many'), { rows: 1 })}
    ${bothTexts(ui, [...order, 'verb'], tr.t('teach.order.verb'), { rows: 1 })}
    ${check(ui, [...order, 'feminine'], tr.t('teach.order.feminine'))} ${troubleAt(ui, order)}
  </fieldset>`;
}

/** @param {DeskUi} ui */
export function question(ui) {
  const { tr, editor, desk } = ui;
  const { file } = editor;
  if (!file.lesson) return begin(ui);
  const place = ['lesson', 'prediction'];
  /** @type {{ options: { text: Text }[] } | undefined} */
  const asked = valueAt(file, place);
  if (!asked) {
    const option = { text: NO_TEXT(), holds: ['lost == 0'] };
    const fresh = { question: NO_TEXT(), options: [option, { ...option, holds: ['lost >= 1'] }], because: NO_TEXT() };
    return html`<p>${tr.t('teach.question.none')}</p>
      <button type="button" class="button" @click=${() => editor.put(place, fresh)}>${icons.plus}<span>${tr.t('teach.question.add')}</span></button>`;
  }
  const { verdict } = desk;
  const options = [...place, 'options'];
  return html`${bothTexts(ui, [...place, 'question'], tr.t('teach.question'))}
    ${line(ui, [...place, 'at'], tr.t('teach.question.at'), { optional: true, code: true, hint: file.until })}
    ${asked.options.map((option, n) =>
      folded(ui, [...options, n], {
        what: tr.t('teach.option', { number: n + 1 }),
        says: said(ui, option.text),
        body: () =>
          html`${bothTexts(ui, [...options, n, 'text'], tr.t('teach.words'))}
            ${comparisons(ui, [...options, n, 'holds'], tr.t('teach.right'))}`,
      }),
    )}
    ${rightness(ui, verdict)} ${troubleAt(ui, options)}
    ${asked.options.length < 4 ? addEntry(ui, options, tr.t('teach.option.add'), { text: NO_TEXT(), holds: [''] }) : nothing}
    ${bothTexts(ui, [...place, 'because'], tr.t('teach.because'))}
    <button type="button" class="button small danger" @click=${() => editor.put(place, undefined)}>${icons.trash}<span>${tr.t('teach.question.remove')}</span></button>`;
}

/** Whether exactly one answer is right, and the same with every seed. @param {DeskUi} ui @param {Verdict | undefined} verdict */
function rightness({ tr }, verdict) {
  if (!verdict || verdict.runs === 0 || verdict.options.length === 0) return nothing;
  const { options, runs } = verdict;
  const right = options.map((count, n) => ({ count, n })).filter(({ count }) => count > 0);
  const good = right.length === 1 && right[0].count === runs;
  const sentence = good
    ? tr.t('teach.right.one', { number: right[0].n + 1, runs })
    : tr.t('teach.right.not', {
        counts: tr.list(options.map((count, n) => tr.t('teach.right.count', { number: n + 1, count }))),
        runs,
      });
  return html`<p class="verdict ${good ? 'is-good' : 'is-bad'}" role="status">${good ? icons.up : icons.warning}<span>${sentence}</span></p>`;
}

/** @param {DeskUi} ui */
export function goals(ui) {
  const { tr, editor, desk } = ui;
  const { file } = editor;
  if (!file.lesson) return begin(ui);
  const place = ['lesson', 'goals'];
  /** @type {{ text: Text, steps?: FileStep[], when?: string[] }[]} */
  const all = valueAt(file, place) ?? [];
  const { verdict } = desk;
  return html`<p class="quiet">${tr.t('teach.goals.hint')}</p>
    ${all.map((goal, n) => {
      const own = [...place, n];
      return html`${folded(ui, own, { what: tr.t('teach.goalNumber', { number: n + 1 }), says: said(ui, goal.text), body: () => goalFields(ui, own, goal) })}
      ${reached(ui, verdict, n)}`;
    })}
    ${troubleAt(ui, place)} ${addEntry(ui, place, tr.t('teach.goal.add'), { text: NO_TEXT(), steps: [] })}
    ${solution(ui)}`;
}

/** @param {DeskUi} ui @param {Place} place @param {{ steps?: FileStep[], when?: string[] }} goal */
function goalFields(ui, place, goal) {
  const { tr } = ui;
  const steps = [...place, 'steps'];
  return html`${bothTexts(ui, [...place, 'text'], tr.t('teach.words'))}
    ${
      goal.when && !goal.steps
        ? comparisons(ui, [...place, 'when'], tr.t('teach.when'))
        : html`${(goal.steps ?? []).map((step, n) =>
            folded(ui, [...steps, n], {
              what: tr.t('teach.stepNumber', { number: n + 1 }),
              says: stepInWords(ui, step),
              body: () => stepFields(ui, [...steps, n], false),
            }),
          )}
            <div class="buttons">
              ${addEntry(ui, steps, tr.t('teach.step.add'), { when: ['new:done >= 1'] })} ${doItNow(ui, steps, tr.t('teach.record.steps'))}
            </div>`
    }`;
}

/** What a trial says of a goal. @param {DeskUi} ui @param {Verdict | undefined} verdict @param {number} n */
function reached({ tr }, verdict, n) {
  if (!verdict) return nothing;
  if (verdict.alone[n])
    return html`<p class="verdict is-bad" role="status">${icons.warning}<span>${tr.t('teach.goal.alone')}</span></p>`;
  if (!verdict.solved) return nothing;
  const good = verdict.solved[n];
  return html`<p class="verdict ${good ? 'is-good' : 'is-bad'}" role="status">
    ${good ? icons.up : icons.warning}<span>${tr.t(good ? 'teach.goal.solved' : 'teach.goal.missed')}</span>
  </p>`;
}

/** The commands by which *Show me* reaches every goal. @param {DeskUi} ui */
function solution(ui) {
  const { tr, editor, desk } = ui;
  const place = ['lesson', 'solution'];
  /** @type {{ at: string, do: object }[]} */
  const all = valueAt(editor.file, place) ?? [];
  const refused = desk.verdict?.refused;
  return html`<h2>${tr.t('teach.solution')}</h2>
    <p class="quiet">${tr.t('teach.solution.hint')}</p>
    ${all.map(({ at, do: command }, n) => {
      const own = [...place, n];
      return folded(ui, own, {
        what: at,
        says: deedInWords(ui, command),
        body: () =>
          html`${line(ui, [...own, 'at'], tr.t('teach.at'), { code: true })} ${commandField(ui, [...own, 'do'])}`,
      });
    })}
    ${refused === undefined ? nothing : html`<p class="verdict is-bad" role="status">${icons.warning}<span>${tr.t('teach.solution.refused', { number: refused + 1 })}</span></p>`}
    ${troubleAt(ui, place)}
    <div class="buttons">
      ${addEntry(ui, place, tr.t('teach.solution.add'), { at: '1s', do: { placeOrder: { client: firstClient(ui) } } })} ${doItNow(ui, place, tr.t('teach.record'))}
    </div>`;
}

/** @param {DeskUi} ui */
const firstClient = ({ editor }) => editor.file.nodes.find(({ kind }) => kind === 'client')?.id ?? '';

/** @param {DeskUi} ui */
export function guide(ui) {
  const { tr, editor } = ui;
  const { file } = editor;
  if (!file.lesson) return begin(ui);
  const place = ['lesson', 'beats'];
  /** @type {Beat[]} */
  const all = valueAt(file, place) ?? [];
  return html`<p class="quiet">${tr.t('teach.guide.hint')}</p>
    ${all.map((beat, n) => {
      const own = [...place, n];
      return folded(ui, own, {
        what: `${n + 1} · ${tr.t('guide.phase', { phase: beat.phase })}`,
        says: said(ui, beat.say),
        body: () => beatFields(ui, own, beat),
      });
    })}
    ${troubleAt(ui, place)} ${addEntry(ui, place, tr.t('teach.beat.add'), { phase: all.length === 0 ? 'look' : 'see', say: NO_TEXT() })}`;
}

/** @param {DeskUi} ui @param {Place} place @param {Beat} beat */
function beatFields(ui, place, beat) {
  const { tr, editor } = ui;
  const phases = PHASES.map((phase) => /** @type {const} */ ([phase, tr.t('guide.phase', { phase })]));
  const begins = beat.at !== undefined ? 'at' : beat.when ? 'when' : 'once';
  const ways = /** @type {const} */ (['once', 'at', 'when']).map(
    (way) => /** @type {const} */ ([way, tr.t('teach.begins.way', { way })]),
  );
  /** @param {string} way */
  const begin = (way) => {
    const { at, when, ...rest } = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (beat));
    const { phase, ...others } = rest;
    editor.put(place, {
      phase,
      ...(way === 'at' ? { at: '5s' } : way === 'when' ? { when: ['done >= 1'] } : {}),
      ...others,
    });
  };
  const points = pointInWords(ui, beat.point);
  return html`${bothTexts(ui, [...place, 'say'], tr.t('teach.say'), { rows: 1 })}
    ${bothTexts(ui, [...place, 'more'], tr.t('teach.more'), { optional: true })}
    <div class="columns">
      <div>
        ${select(ui, [...place, 'phase'], tr.t('teach.phase'), phases, beat.phase, (phase) => editor.put([...place, 'phase'], phase))}
        ${select(ui, [...place, 'begins'], tr.t('teach.begins'), ways, begins, begin)}
        ${begins === 'at' ? line(ui, [...place, 'at'], tr.t('teach.at'), { code: true }) : nothing}
        ${begins === 'when' ? comparisons(ui, [...place, 'when'], tr.t('teach.when')) : nothing}
      </div>
      <div aria-label=${points || nothing}>${pointFields(ui, [...place, 'point'])}</div>
    </div>
    ${stepFields(ui, [...place, 'until'], true)}`;
}

/** @param {DeskUi} ui */
export function claims(ui) {
  const { tr, editor, desk } = ui;
  const { file } = editor;
  const place = ['claims'];
  const all = /** @type {{ expect: string, text: Text, contrasts?: boolean }[]} */ (file.claims ?? []);
  const { verdict } = desk;
  return html`<p class="quiet">${tr.t('teach.claims.hint', { runs: RUNS })}</p>
    ${all.map((claim, n) => {
      const own = [...place, n];
      return html`${folded(ui, own, {
        what: claim.expect || tr.t('teach.claim'),
        says: said(ui, claim.text),
        body: () =>
          html`${line(ui, [...own, 'expect'], tr.t('teach.expect'), { code: true, offers: true, hint: 'lost == 0' })}
            ${bothTexts(ui, [...own, 'text'], tr.t('teach.words'))}
            ${check(ui, [...own, 'contrasts'], tr.t('teach.contrasts'))}`,
      })}
      ${outcome(ui, verdict, n, claim.contrasts === true)}`;
    })}
    ${troubleAt(ui, place)} ${addEntry(ui, place, tr.t('teach.claim.add'), { expect: '', text: NO_TEXT() })} ${progress(ui, verdict)}`;
}

/** What came out for a claim: how often it holds, and the way to the first run in which it does not. @param {DeskUi} ui @param {Verdict | undefined} verdict @param {number} n @param {boolean} contrasts */
function outcome(ui, verdict, n, contrasts) {
  const { tr, acts } = ui;
  /** @type {ClaimVerdict | undefined} */
  const claim = verdict?.claims[n];
  if (!verdict || !claim) return nothing;
  const { runs, contrastRuns } = verdict;
  const { held, falls, contrast } = claim;
  const good = falls === undefined;
  const seed = `${falls ?? ''}`;
  const inContrast = contrasts && contrastRuns === FEW && (contrast ?? 0) * BY_CHANCE > FEW;
  return html`<p class="verdict ${good ? 'is-good' : 'is-bad'}" role="status">
      ${good ? icons.up : icons.warning}
      <span>${good ? tr.t('teach.holds', { runs }) : tr.t('teach.falls', { fallen: runs - held, runs })}</span>
      ${good ? nothing : html`<button type="button" class="button small" @click=${() => acts.look(seed)}>${tr.t('teach.look', { seed })}</button>`}
    </p>
    ${inContrast ? html`<p class="verdict is-bad" role="status">${icons.warning}<span>${tr.t('teach.inContrast', { held: contrast ?? 0, runs: contrastRuns })}</span></p>` : nothing}`;
}

/** How far a trial is. @param {DeskUi} ui @param {Verdict | undefined} verdict */
export function progress({ tr, desk }, verdict) {
  if (!verdict) return nothing;
  if (verdict.problem)
    return html`<p class="verdict is-bad" role="status">${icons.warning}<span>${tr.text(verdict.problem.message)} ${tr.text(verdict.problem.remedy)}</span></p>`;
  if (desk.trials.done) return nothing;
  return html`<p class="quiet trying"><progress max=${RUNS} .value=${verdict.runs} aria-label=${tr.t('teach.trying', { runs: verdict.runs, of: RUNS })}></progress>${tr.t('teach.trying', { runs: verdict.runs, of: RUNS })}</p>`;
}
