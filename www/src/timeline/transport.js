// Play, pause, single step, speed, reset, seed and the clock: everything that moves simulated time.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { icons } from '../ui/icons.js';
import { iconButton } from '../ui/parts.js';

/** @import { Ui } from '../store/ui.js' */

export const SPEEDS = [0.25, 1, 4, 16, 64];
const FRACTIONS = new Map([[0.25, '¼']]);

/** Minutes, seconds and hundredths, as on a stop-watch. @param {number} ms */
export function watch(ms) {
  const hundredths = Math.floor(ms / 10);
  /** @param {number} value */
  const two = (value) => String(value).padStart(2, '0');
  return `${two(Math.floor(hundredths / 6000))}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}

/** @param {Ui} ui @param {Set<string>} [shown] which of them a figure shows; the page shows all */
export function playButtons({ tr, view, dispatch }, shown) {
  /** @param {string} word */
  const has = (word) => !shown || shown.has(word);
  if (shown && !['reset', 'play', 'step'].some(has)) return nothing;
  return html`<div class="play-buttons" role="group" aria-label=${tr.t('time.controls')}>
    ${has('reset') ? iconButton(icons.reset, tr.t('time.reset'), () => dispatch({ type: 'reset' })) : nothing}
    ${shown ? nothing : iconButton(icons.back, tr.t('time.back'), () => dispatch({ type: 'step', back: true }))}
    ${has('play') ? iconButton(view.playing ? icons.pause : icons.play, tr.t(view.playing ? 'time.pause' : 'time.play'), () => dispatch({ type: 'togglePlay' }), { kind: 'primary play' }) : nothing}
    ${has('step') ? iconButton(icons.step, tr.t('time.step'), () => dispatch({ type: 'step' })) : nothing}
  </div>`;
}

/** @param {Ui} ui */
export function speeds({ tr, view, dispatch }) {
  return html`<div class="segments speeds" role="group" aria-label=${tr.t('time.speed')}>
    ${SPEEDS.map(
      (speed) =>
        html`<button type="button" aria-pressed=${view.speed === speed} @click=${() => dispatch({ type: 'setSpeed', speed })}>
          ${tr.t('time.times', { speed: FRACTIONS.get(speed) ?? String(speed) })}
        </button>`,
    )}
  </div>`;
}

/** @param {Ui} ui */
export function speedSelect({ tr, view, dispatch }) {
  return html`<select
    class="speed-select"
    aria-label=${tr.t('time.speed')}
    .value=${live(String(view.speed))}
    @change=${(/** @type {Event & { target: HTMLSelectElement }} */ { target }) => dispatch({ type: 'setSpeed', speed: Number(target.value) })}
  >
    ${SPEEDS.map(
      (speed) =>
        html`<option value=${speed} ?selected=${speed === view.speed}>${tr.t('time.times', { speed: FRACTIONS.get(speed) ?? String(speed) })}</option>`,
    )}
  </select>`;
}

const STRIDES = /** @type {const} */ (['event', 'attempt', 'message']);

/** How far a step goes. @param {Ui} ui */
export function strides({ tr, view, dispatch }) {
  return html`<select
    class="stride"
    aria-label=${tr.t('time.stride')}
    title=${tr.t('time.stride')}
    .value=${live(view.stride)}
    @change=${(/** @type {Event & { target: HTMLSelectElement }} */ { target }) => {
      const stride = STRIDES.find((one) => one === target.value);
      if (stride) dispatch({ type: 'setStride', stride });
    }}
  >
    ${STRIDES.map((stride) => html`<option value=${stride} ?selected=${stride === view.stride}>${tr.t(`stride.${stride}`)}</option>`)}
  </select>`;
}

/** The instant; in the past also how far the run is known, and the way there. @param {Ui} ui */
export function clock({ tr, session, dispatch }) {
  const { now, head, past } = session;
  return html`<output class="clock" aria-label=${tr.t('time.now')}>${watch(now)}</output>
    ${
      past
        ? html`<span class="known" title=${tr.t('time.past')}>/ ${watch(head)}</span>
          ${iconButton(icons.end, tr.t('time.end'), () => dispatch({ type: 'seek', ms: head }), { kind: 'small' })}`
        : nothing
    }`;
}

/** @param {Ui} ui */
export function seedAndClock(ui) {
  const { tr, session, dispatch } = ui;
  return html`<div class="seed">
    <label
      >${tr.t('time.seed')}
      <input
        inputmode="numeric"
        autocomplete="off"
        spellcheck="false"
        .value=${session.seed}
        @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => {
          dispatch({ type: 'setSeed', seed: target.value.trim() });
          // A seed that was refused gives way to the one in force.
          target.value = session.seed;
        }}
    /></label>
    ${iconButton(icons.dice, tr.t('time.newSeed'), () => dispatch({ type: 'newSeed' }))}
    ${clock(ui)}
  </div>`;
}

/** The head of the timeline, with everything that moves time. @param {Ui} ui */
export function transport(ui) {
  const { tr } = ui;
  return html`${playButtons(ui)}${strides(ui)}<span class="quiet speed-word" aria-hidden="true">${tr.t('time.speed')}</span>${speeds(ui)}<span
      class="space"
    ></span
    >${seedAndClock(ui)}`;
}

/** The bar within the thumb's reach. @param {Ui} ui */
export function bottomBar(ui) {
  const { tr, view, dispatch } = ui;
  /** @param {'timeline' | 'log'} sheet */
  const toggle = (sheet) =>
    iconButton(
      icons[sheet],
      tr.t(sheet === 'log' ? 'log.title' : 'timeline.title'),
      () => dispatch({ type: 'show', sheet }),
      {
        expanded: view.sheet === sheet,
        text: tr.t(sheet === 'log' ? 'log.short' : 'timeline.short'),
      },
    );
  return html`<nav part="bottom-bar" class="bottom-bar" aria-label=${tr.t('time.controls')}>
    ${playButtons(ui)} ${speedSelect(ui)} ${toggle('timeline')} ${toggle('log')}
  </nav>`;
}
