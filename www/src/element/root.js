// The root of everything that is drawn, and the ruler beside it that measures how wide the page lets it be.
import { html, nothing } from 'lit';
import { SMALL_BELOW } from './reserve.js';

/** @import { FileDrop } from './controllers/drop.js' */
/** @import { Viewport } from './controllers/viewport.js' */

/**
 * @param {object} look
 * @param {string} look.lang
 * @param {boolean} look.dark
 * @param {Viewport} look.viewport
 * @param {FileDrop | undefined} look.drop
 * @param {(event: KeyboardEvent) => void} look.onKey
 * @param {() => void} look.onTouch somebody attends to a figure
 * @param {unknown} content
 */
export function rootView({ lang, dark, viewport, drop, onKey, onTouch }, content) {
  const { figure } = viewport;
  const listener = (!figure && drop) || nothing;
  const touched = figure ? onTouch : nothing;
  const looks = [
    dark ? 'dark' : '',
    figure ? 'figure' : '',
    figure && viewport.width < SMALL_BELOW ? 'small' : '',
    viewport.narrow ? 'narrow' : '',
    viewport.lying ? 'lying' : '',
    viewport.aside ? 'aside' : '',
    viewport.wide ? 'wide-page' : '',
    drop?.over ? 'dropping' : '',
  ];
  // Without a space beside them: where the page keeps spaces, one would have a line of its own.
  return html`<div class="ruler"></div><div
      part="root"
      class="root ${looks.join(' ')}"
      .style=${`zoom:${viewport.zoom};--_zoom:${viewport.zoom}`}
      lang=${lang}
      dir="ltr"
      @keydown=${onKey}
      @pointerdown=${touched}
      @focusin=${touched}
      @dragover=${listener}
      @dragleave=${listener}
      @drop=${listener}
    >
      ${content}
    </div>`;
}
