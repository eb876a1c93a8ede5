// The icons of the full page: those of a figure, and more.
import { svg } from 'lit';
import { ENVELOPE_PATH, icons as figureIcons, icon, stroked } from './icons.js';

export const icons = {
  ...figureIcons,
  branch: stroked('M6 4v16M6 14c0-5 11-2 11-9M14.5 6.5L17 4l2.5 2.5'),
  follow: stroked('M3 12h13M11 7l5 5-5 5M20 4v16'),
  undo: stroked('M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11H8'),
  redo: stroked('M16 5l4 4-4 4M20 9H10a5.5 5.5 0 0 0 0 11h6'),
  settings: stroked(
    'M12 8.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7zM12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M5.3 18.7l2.1-2.1M16.6 7.4l2.1-2.1',
  ),
  close: stroked('M5 5l14 14M19 5L5 19'),
  previous: stroked('M14.5 5l-7 7l7 7'),
  next: stroked('M9.5 5l7 7l-7 7'),
  unfold: stroked('M5 9l7 7l7-7'),
  search: stroked('M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM15.5 15.5L21 21'),
  book: stroked('M12 6.5C9.5 4.5 6.5 4 3 4.5v14c3.5-.5 6.5 0 9 2c2.5-2 5.5-2.5 9-2v-14c-3.5-.5-6.5 0-9 2zM12 6.5v14'),
  open: stroked('M3 19V5h6l2 3h10v11zM12 11v6M9.5 13.5L12 11l2.5 2.5'),
  compare: stroked('M4 4.5h6.5v15H4zM13.5 4.5H20v15h-6.5z'),
  lab: stroked('M9.5 3.5h5M10.5 3.5v6L5 19a1.6 1.6 0 0 0 1.4 2.4h11.2A1.6 1.6 0 0 0 19 19l-5.5-9.5v-6M7.6 15h8.8'),
  build: stroked('M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4'),
  arrow: stroked('M4 12h15M13 6l6 6l-6 6'),
  share: stroked('M12 15V3M7.5 7L12 2.5L16.5 7M7 10.5H4.5v10h15v-10H17'),
  help: stroked('M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.3M12 18v.8'),
  sun: stroked(
    'M12 7.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9zM12 1.5v2.5M12 20v2.5M1.5 12h2.5M20 12h2.5M4.6 4.6l1.7 1.7M17.7 17.7l1.7 1.7M4.6 19.4l1.7-1.7M17.7 6.3l1.7-1.7',
  ),
  moon: stroked('M20 14.5A8.5 8.5 0 1 1 9.5 4A7 7 0 0 0 20 14.5z'),
  auto: icon(svg`<circle cx="12" cy="12" r="8.5" /><path class="half" d="M12 3.5a8.5 8.5 0 0 1 0 17z" />`, 'stroked'),
  dice: icon(
    svg`<rect x="3.5" y="3.5" width="17" height="17" rx="3" /><circle class="dot" cx="8.5" cy="8.5" r="1.5" /><circle class="dot" cx="15.5" cy="15.5" r="1.5" /><circle class="dot" cx="12" cy="12" r="1.5" />`,
    'stroked',
  ),
  turn: stroked('M12 20V5M5.5 11.5L12 5l6.5 6.5'),
  more: stroked('M5 12h.01M12 12h.01M19 12h.01'),
  timeline: stroked('M3 6h9M7 12h11M11 18h10'),
  log: stroked('M8 6h13M8 12h13M8 18h13M3.5 6h.5M3.5 12h.5M3.5 18h.5'),
  plus: stroked('M12 5v14M5 12h14'),
  minus: stroked('M5 12h14'),
  trash: stroked('M4 6.5h16M9.5 6V3.5h5V6M6 6.5l1 14h10l1-14M10 10.5v6M14 10.5v6'),
};

/** The word's envelope, for prose and for the legend. @param {string} kind */
export function envelopeIcon(kind) {
  return svg`<svg class="icon envelope" viewBox="-16 -13 ${kind === 'retry' || kind === 'working' ? 50 : 32} 26"
    width=${kind === 'retry' || kind === 'working' ? 32 : 21} height="17" aria-hidden="true" focusable="false">
    <path class="body" d=${ENVELOPE_PATH} />
    ${kind === 'dead' ? svg`<path class="cross" d="M-5-6L5 6M5-6L-5 6" />` : ''}
    ${kind === 'done' ? svg`<path class="cross" d="M-6 0l4 4l8-8" />` : ''}
    ${kind === 'suppressed' ? svg`<path class="cross" d="M-13 9L13-9" />` : ''}
    ${kind === 'retry' || kind === 'working' ? svg`<circle class="dial" cx="25" r="7.5" /><path class="slice" d="M25 0v-7.5a7.5 7.5 0 0 1 0 15z" />` : ''}
  </svg>`;
}

/** The sign of Carteiro. */
export const logo = svg`<svg class="logo" viewBox="-16 -12 32 24" width="36" height="27" aria-hidden="true" focusable="false">
  <path d=${ENVELOPE_PATH} /></svg>`;
