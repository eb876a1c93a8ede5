// Play, pause, single step, speed, reset and the clock: what moves simulated time wherever there is a stage.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { icons } from '../ui/icons.js';
import { iconButton } from '../ui/parts.js';

/** @import { Ui } from '../store/ui.js' */

export const SPEEDS = [0.25, 1, 4, 16, 64];
const FRACTIONS = new Map([[0.25, '¼']]);

/** A speed in words. @param {Ui} ui @param {number} speed */
export const speedName = ({ tr }, speed) => tr.t('time.times', { speed: FRACTIONS.get(speed) ?? speed });

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
export function speedSelect(ui) {
  const { tr, view, dispatch } = ui;
  return html`<select
    class="speed-select"
    aria-label=${tr.t('time.speed')}
    .value=${live(String(view.speed))}
    @change=${(/** @type {Event & { target: HTMLSelectElement }} */ { target }) => dispatch({ type: 'setSpeed', speed: Number(target.value) })}
  >
    ${SPEEDS.map(
      (speed) => html`<option value=${speed} ?selected=${speed === view.speed}>${speedName(ui, speed)}</option>`,
    )}
  </select>`;
}

/** The instant; in the past also how far the run is known, and the way there. @param {Ui} ui */
export function clock({ tr, session, dispatch }) {
  const { now, head, past } = session;
  return html`<output class="clock" aria-label=${tr.t('time.now')}>${tr.watch(now)}</output>
    ${
      past
        ? html`<span class="known" title=${tr.t('time.past')}>/ ${tr.watch(head)}</span>
          ${iconButton(icons.end, tr.t('time.end'), () => dispatch({ type: 'seek', ms: head }), { kind: 'small' })}`
        : nothing
    }`;
}
