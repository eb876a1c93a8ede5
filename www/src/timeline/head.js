// The head of the timeline, and the bar on a phone: how far a step goes, all speeds, the seed.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { icons } from '../ui/page-icons.js';
import { iconButton } from '../ui/parts.js';
import { clock, playButtons, SPEEDS, speedName, speedSelect } from './transport.js';

/** @import { Guide } from '../store/guide.js' */
/** @import { Ui } from '../store/ui.js' */

/** @param {Ui} ui */
export function speeds(ui) {
  const { tr, view, dispatch } = ui;
  return html`<div class="segments speeds" role="group" aria-label=${tr.t('time.speed')}>
    ${SPEEDS.map(
      (speed) =>
        html`<button type="button" aria-pressed=${view.speed === speed} @click=${() => dispatch({ type: 'setSpeed', speed })}>
          ${speedName(ui, speed)}
        </button>`,
    )}
  </div>`;
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

/** @param {Ui} ui */
export function seedAndClock(ui) {
  const { tr, session, dispatch } = ui;
  return html`<div class="seed">
    <label
      ><span>${tr.t('time.seed')}</span>
      <input
        inputmode="numeric"
        autocomplete="off"
        spellcheck="false"
        title=${tr.t('time.seed')}
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

/** Why time stands still, where it is not for a pause. @param {Ui & { guide?: Guide }} ui */
const waits = ({ tr, guide }) =>
  guide?.waits && !guide.over ? html`<span class="waits-word">${tr.t('guide.waits')}</span>` : nothing;

/** The head of the timeline, with everything that moves time. @param {Ui & { guide?: Guide }} ui */
export function transport(ui) {
  const { tr } = ui;
  return html`${playButtons(ui)}${waits(ui)}${strides(ui)}<span class="quiet speed-word" aria-hidden="true">${tr.t('time.speed')}</span>${speeds(ui)}<span
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
        kind: `open-${sheet}`,
        text: tr.t(sheet === 'log' ? 'log.short' : 'timeline.short'),
      },
    );
  return html`<nav part="bottom-bar" class="bottom-bar" aria-label=${tr.t('time.controls')}>
    ${playButtons(ui)}
    <span class="bar-clock">${clock(ui)} ${speedSelect(ui)}</span>
    ${toggle('timeline')} ${toggle('log')}
  </nav>`;
}
