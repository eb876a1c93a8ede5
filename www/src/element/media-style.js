// On paper, and in the colours that a reader's system forces on every page.
import { css, unsafeCSS } from 'lit';

/** @param {string[]} names @param {string} colour */
const all = (names, colour) => unsafeCSS(names.map((name) => `--_${name}:${colour};`).join(''));

/** What carries others is as the page behind it; what is drawn on it as its text. The colours of states stay: they have shapes, too. */
const GROUNDS =
  'ground card soft tint-blue tint-sky tint-orange tint-green tint-red tint-grey band-down band-slow band-hung'.split(
    ' ',
  );
const INKS = 'line ink muted grey grey-ink blue-ink orange-ink sky-ink green-ink red-ink purple-ink'.split(' ');

export const mediaStyles = css`
  @media print {
    .root,
    .root.figure {
      max-width: 660px;
      margin-inline: auto;
    }
    .frame,
    .column > * {
      break-inside: avoid;
    }
    .stage,
    .bar {
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }
    .figure-controls,
    .figure-bar a,
    .buy,
    .hint,
    .gear,
    .redrive,
    .plug,
    .rewind,
    .client .auto,
    .client .amount,
    header,
    .bottom-bar,
    .sheet,
    .waiting,
    [part='problem'],
    [part='notice'],
    .goals .button {
      display: none !important;
    }
    .figure-head,
    .figure-bar {
      min-height: 0 !important;
    }
    .frame .figure-bar {
      position: static;
      display: grid;
      grid-template: 'books full' auto 'verdict full' auto / 1fr auto;
    }
  }
  @media (forced-colors: active) {
    .root,
    .root.dark {
      ${all(GROUNDS, 'Canvas')}
      ${all(INKS, 'CanvasText')}
    }
    .root :is(button, .button, .health > span) {
      border: 1px solid ButtonBorder;
    }
    .root button:disabled {
      border-color: GrayText;
    }
    :checked + span,
    [aria-pressed='true'],
    [aria-expanded='true'] {
      forced-color-adjust: none;
      background: Highlight !important;
      color: HighlightText !important;
    }
    .bar,
    .log li::before {
      forced-color-adjust: none;
    }
    .is-hung,
    .is-down {
      border-color: LinkText;
    }
  }
`;
