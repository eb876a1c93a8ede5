// Two runs side by side: what differs, two stages, two books, the retries of both on one scale, and one time for both.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { booksInLine, verdict } from '../panels/books-in-line.js';
import { edgesOf, histogramOf } from '../retries/histogram.js';
import { edgeName, herd } from '../retries/view.js';
import { healthCommand, healthsOf } from '../stage/service/controls.js';
import { stage } from '../stage/view.js';
import { speeds } from '../timeline/head.js';
import { playButtons, speedSelect } from '../timeline/transport.js';
import { choice } from '../ui/fields.js';
import { legendProse } from '../ui/legend.js';
import { difference } from './difference.js';

/** @import { Command } from '../core/types.js' */
/** @import { Ui } from '../store/ui.js' */
/** @import { Comparison } from './index.js' */

const LETTERS = ['A', 'B'];
const CRASHES = /** @type {const} */ (['now', 'beforeEffect', 'afterEffect', 'afterAck']);

/** The controls of the page, for both runs at once. @param {Ui} ui @param {Comparison} comparison @returns {Ui} */
function forBoth(ui, comparison) {
  return {
    ...ui,
    session: comparison.pair.sessions[0],
    view: { ...ui.view, figure: true, selected: -1 },
    dispatch: comparison.forBoth(ui.dispatch),
  };
}

/** What can be done to a node, by a word. @param {Ui['tr']} tr @param {string} kind @param {boolean} consumes @returns {[string, string][]} */
function faults(tr, kind, consumes) {
  const healths = healthsOf(kind);
  return [
    ...healths.map((health) => /** @type {[string, string]} */ ([health, tr.t(`health.${health}`)])),
    ...(kind === 'service' ? CRASHES : []).map((point) => {
      const when = tr.t(`crash.${point}`);
      return /** @type {[string, string]} */ ([point, tr.t('compare.crash', { when })]);
    }),
    ...(consumes ? [/** @type {[string, string]} */ (['redrive', tr.t('dead.redrive')])] : []),
  ];
}

/** Takes a node down, or up, or crashes it, on both sides. @param {Ui} ui @param {Comparison} comparison */
function doToBoth({ tr, dispatch }, comparison) {
  const { scenario } = comparison.pair.sessions[0];
  const nodes = scenario.nodes.filter(({ kind }) => kind !== 'client');
  const node = nodes.find(({ id }) => id === comparison.node) ?? nodes[0];
  if (!node) return nothing;
  const subscriptions = scenario.subscriptions.filter(({ consumers }) => consumers.includes(node.id));
  const known = faults(tr, node.kind, subscriptions.length > 0);
  const fault = known.some(([word]) => word === comparison.fault) ? comparison.fault : 'down';
  const press = () => {
    const point = CRASHES.find((word) => word === fault);
    const health = healthsOf(node.kind).find((word) => word === fault);
    if (point) dispatch({ type: 'command', command: { crash: { node: node.id, point } } });
    else if (health) dispatch({ type: 'command', command: /** @type {Command} */ (healthCommand(node.id, health)) });
    else
      for (const { id } of subscriptions) dispatch({ type: 'command', command: { redriveAll: { subscription: id } } });
  };
  const names = nodes.map(({ id, name }) => /** @type {[string, string]} */ ([id, tr.text(name)]));
  return html`<div class="both" role="group" aria-label=${tr.t('compare.both')}>
    <span class="quiet" aria-hidden="true">${tr.t('compare.both')}</span>
    ${choice(tr.t('compare.node'), node.id, names, (id) => comparison.attempt(() => Object.assign(comparison, { node: id })))}
    ${choice(tr.t('compare.fault'), fault, known, (word) => comparison.attempt(() => Object.assign(comparison, { fault: word })))}
    <button type="button" class="button" @click=${press}>${tr.t('compare.do')}</button>
  </div>`;
}

/** In what they differ. @param {Ui['tr']} tr @param {Comparison} comparison */
export function whatDiffers(tr, comparison) {
  const [a, b] = comparison.names(tr);
  if (comparison.branches.length > 0) return tr.t('compare.onlyCommands', { a, b });
  const count = comparison.pair.halves.reduce((sum, { skipped }) => sum + skipped, 0);
  const key = comparison.ofLesson ? 'compare.idea' : count > 0 ? 'compare.notOnly' : 'compare.only';
  return tr.t(key, { a, b, count });
}

/** What can be compared, in what they differ, and what came of it. @param {Ui} ui @param {Comparison} comparison */
function contrastCard(ui, comparison) {
  const { tr } = ui;
  const { contrasts, contrast, branches, pair } = comparison;
  const hint = comparison.hint(tr);
  const options = contrasts.map(({ id }) => /** @type {[string, string]} */ ([id, tr.t('compare.contrast', { id })]));
  return html`<section class="card contrast" aria-label=${tr.t('compare.title')}>
    <div class="card-head">
      <h2>${tr.t('compare.title')}</h2>
      ${contrast ? choice(tr.t('compare.setting'), contrast.id, options, (id) => comparison.attempt(() => comparison.choose(id))) : nothing}
      <span class="space"></span>
      ${ui.narrow ? nothing : doToBoth(ui, comparison)}
    </div>
    ${
      contrast || branches.length > 0
        ? html`<p class="difference"><b>${whatDiffers(tr, comparison)}</b> <span>${difference(tr, pair, comparison.labels(tr))}</span></p>
            ${hint ? html`<p>${legendProse(hint)}</p>` : nothing}`
        : html`<p class="difference">${tr.t('compare.nothing')}</p>`
    }
  </section>`;
}

/** The setting of one side, to be chosen. @param {Ui} ui @param {Comparison} comparison @param {number} side */
function heading({ tr }, comparison, side) {
  const { contrast, values, branches } = comparison;
  const letter = LETTERS[side];
  const name = comparison.names(tr)[side];
  if (!contrast)
    return html`<h2><span class="letter" aria-hidden="true">${letter}</span> ${branches[side] ? name : ''}</h2>`;
  const options = ['', ...contrast.values];
  return html`<h2 class="unseen">${tr.t('compare.side', { letter, name })}</h2>
    <span class="letter" aria-hidden="true">${letter}</span>
    <select
      aria-label=${tr.t('compare.value.label', { letter })}
      @change=${(/** @type {Event & { target: HTMLSelectElement }} */ { target }) => comparison.attempt(() => comparison.set(side, target.value))}
    >
      ${options.map(
        (value) =>
          html`<option value=${value} .selected=${live(value === values[side])}>
            ${value === '' && contrast.asIs && !comparison.ofLesson ? tr.t('compare.asIs', { value: comparison.nameOf(tr, value) }) : comparison.nameOf(tr, value)}
          </option>`,
      )}
    </select>`;
}

/** @param {Ui} ui @param {Comparison} comparison @param {number} side @param {unknown} drawing of its retries */
function half(ui, comparison, side, drawing) {
  const { tr } = ui;
  const { session, skipped } = comparison.pair.halves[side];
  const { stage: layout } = comparison.painters[side];
  if (!layout) return nothing;
  // There is room for what a figure has.
  const own = { ...ui, session, stage: layout, subjectAt: () => undefined, controls: undefined };
  return html`<section class="twin" aria-label=${tr.t('compare.side', { letter: LETTERS[side], name: comparison.names(tr)[side] })}>
    <div class="card-head">${heading(ui, comparison, side)}</div>
    ${stage(own)}
    <div class="card books brief">
      ${booksInLine(own)} ${verdict(own)}
      ${skipped > 0 ? html`<p class="quiet">${tr.t('compare.skipped', { count: skipped })}</p>` : nothing}
    </div>
    ${drawing}
  </section>`;
}

/** On a phone one side is in sight, and a swipe or a tap brings the other. @param {Ui} ui @param {Comparison} comparison */
function sides({ tr }, comparison) {
  const names = comparison.names(tr);
  /** @param {Event & { currentTarget: Element }} event @param {number} side */
  const bring = ({ currentTarget }, side) => {
    const pair = currentTarget.closest('.versus')?.querySelector('.pair');
    pair?.children[side]?.scrollIntoView({ block: 'nearest', inline: side === 0 ? 'start' : 'end' });
  };
  return html`<div class="sides segments" role="group" aria-label=${tr.t('compare.sides')}>
    ${LETTERS.map(
      (letter, side) => html`<button
        type="button"
        aria-label=${tr.t('compare.side', { letter, name: names[side] })}
        aria-pressed=${comparison.side === side}
        @click=${(/** @type {Event & { currentTarget: Element }} */ event) => bring(event, side)}
      ><span class="letter">${letter}</span> <span class="side-name">${names[side]}</span></button>`,
    )}
  </div>`;
}

/** Which side is in sight, once a finger has brought it. @param {Comparison} comparison @returns {(event: Event) => void} */
const swiped = (comparison) => (event) => {
  const { scrollLeft, scrollWidth, clientWidth } = /** @type {HTMLElement} */ (event.currentTarget);
  const side = scrollLeft * 2 > scrollWidth - clientWidth ? 1 : 0;
  if (side !== comparison.side) comparison.attempt(() => Object.assign(comparison, { side }));
};

/** Which retries are counted, and the drawings of both on one scale. @param {Ui} ui @param {Comparison} comparison */
function retries({ tr, narrow }, comparison) {
  const { sessions, now } = comparison.pair;
  const { window, found, edge } = comparison.retries();
  /** @type {Map<string, string>} */
  const edges = new Map();
  for (const session of sessions) {
    for (const one of edgesOf(session.scenario)) edges.set(one.key, edgeName(tr, session.scenario, one));
  }
  const known = edges.has(edge) ? edge : ([...edges.keys()][0] ?? '');
  const counted = found.map((retries) => histogramOf(retries, known, window));
  const most = Math.max(...counted.map(({ most: one }) => one));
  // On a phone there is no room for what is empty.
  if (narrow && most === 0) return { drawings: [], choose: nothing };
  const drawings = counted.map((histogram, side) => {
    const has = edgesOf(sessions[side].scenario).some(({ key }) => key === known);
    if (!has) return html`<p class="card herd quiet">${tr.t('compare.noEdge', { name: edges.get(known) ?? '' })}</p>`;
    return html`<div class="card herd">${herd(tr, histogram, { scale: window.scale, most, now, id: LETTERS[side], name: edges.get(known) ?? '' })}</div>`;
  });
  const choose = choice(tr.t('compare.edge'), known, [...edges], (key) =>
    comparison.attempt(() => Object.assign(comparison, { edge: key })),
  );
  return { drawings, choose: edges.size > 1 ? choose : nothing };
}

/** What moves time, for both. @param {Ui} ui @param {Comparison} comparison @param {unknown} choose */
function time(ui, comparison, choose) {
  const { tr, narrow } = ui;
  const { pair } = comparison;
  const { now, head } = pair;
  return html`<nav part="bottom-bar" class="${narrow ? 'bottom-bar' : 'card time-bar'}" aria-label=${tr.t('time.controls')}>
    ${playButtons(ui)} ${narrow ? speedSelect(ui) : speeds(ui)}
    <input
      type="range"
      min="0"
      max=${Math.max(head, 1)}
      step="100"
      aria-label=${tr.t('compare.seek')}
      aria-valuetext=${tr.watch(now)}
      .value=${live(String(now))}
      @input=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => comparison.attempt(() => pair.seek(target.valueAsNumber))}
    />
    <output class="clock" aria-label=${tr.t('time.now')}>${tr.watch(now)}</output>
    ${narrow ? nothing : choose}
  </nav>`;
}

/** @param {Ui} whole @param {Comparison} comparison @param {unknown} header */
export function compare(whole, comparison, header) {
  const ui = forBoth(whole, comparison);
  const { drawings, choose } = retries(ui, comparison);
  return html`${header}
    <main class="${ui.narrow ? 'column' : 'desk'} versus">
      ${contrastCard(ui, comparison)}
      ${ui.narrow ? sides(ui, comparison) : nothing}
      <div class="pair ${comparison.beside ? 'beside' : ''}" @scroll=${swiped(comparison)}>${[0, 1].map((side) => half(ui, comparison, side, drawings[side]))}</div>
      ${ui.narrow ? html`${choose} ${doToBoth(ui, comparison)}` : time(ui, comparison, choose)}
    </main>
    ${ui.narrow ? time(ui, comparison, nothing) : nothing}`;
}
