// The icons of a figure: small inline drawings that take the colour of the text around them.
import { svg } from 'lit';

/** @import { TemplateResult } from 'lit' */

/** The envelope, 28 by 20 around its middle: body and flap in one path. */
export const ENVELOPE_PATH =
  'M-11.5-10h23a2.5 2.5 0 0 1 2.5 2.5v15a2.5 2.5 0 0 1-2.5 2.5h-23a2.5 2.5 0 0 1-2.5-2.5v-15a2.5 2.5 0 0 1 2.5-2.5zM-13.4-9.2L0-.8L13.4-9.2';

/** @typedef {TemplateResult<1> | TemplateResult<2>} Drawing */

/** @param {Drawing} content @param {string} [kind] */
export const icon = (content, kind = '') =>
  svg`<svg class="icon ${kind}" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" focusable="false">${content}</svg>`;

/** @param {string} d */
export const stroked = (d) => icon(svg`<path d=${d} />`, 'stroked');
/** @param {string} d */
export const filled = (d) => icon(svg`<path d=${d} />`, 'filled');

export const icons = {
  play: filled('M6 3.5v17l15-8.5z'),
  pause: filled('M5 4h5v16H5zM14 4h5v16h-5z'),
  step: filled('M4 4v16l11-8zM17 4h3v16h-3z'),
  back: filled('M20 4v16L9 12zM4 4h3v16H4z'),
  end: filled('M3 4v16l8-8zM11 4v16l8-8zM19 4h2.5v16H19z'),
  reset: filled('M21 4v16l-8-8zM13 4v16l-8-8zM2.5 4H5v16H2.5z'),
  goal: icon(svg`<circle cx="12" cy="12" r="9" />`, 'stroked'),
  reached: icon(
    svg`<circle class="disc" cx="12" cy="12" r="11" /><path d="M6.5 12.5l4 4l7.5-8.5" />`,
    'stroked reached',
  ),
  external: stroked('M9 5H5v14h14v-4M13 4h7v7M20 4l-9 9'),
  warning: stroked('M12 3.5L22 20.5H2zM12 10v5M12 17.5v.5'),
  check: stroked('M4.5 12.5l5 5l10-11'),
  shield: stroked('M12 2.5l8 3v6c0 5-3.4 8.4-8 10c-4.6-1.6-8-5-8-10v-6zM12 8v4.5M9.5 12.5h5v4h-5z'),
  up: stroked('M5 12.5l4.5 4.5L19.5 6.5'),
  slow: icon(svg`<circle cx="12" cy="12" r="8.5" /><path d="M12 6.5V12l4 2.5" />`, 'stroked'),
  flaky: stroked('M13 2.5L5.5 13.5h6L10.5 21.5L18.5 10h-6.5z'),
  down: stroked('M6 6l12 12M18 6L6 18'),
  draining: stroked('M5 4v7a7 7 0 0 0 14 0V4M12 18v3'),
  hung: stroked('M6 3h12M6 21h12M7.5 3c0 5 9 7 9 18M16.5 3c0 5-9 7-9 18'),
};
