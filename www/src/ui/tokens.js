// Colours and measures: every one can be set from outside by a custom property of the same name without the underscore.
import { css, unsafeCSS } from 'lit';

/** Okabe and Ito's palette; a word in a colour takes its `-ink`, which is dark (or light) enough to read. */
export const LIGHT = {
  ground: '#faf6ee',
  card: '#ffffff',
  soft: '#fbf8f0',
  line: '#d9d3c5',
  ink: '#1f2937',
  muted: '#525b68',
  blue: '#0072b2',
  'blue-ink': '#00629b',
  orange: '#e69f00',
  'orange-ink': '#855600',
  sky: '#56b4e9',
  'sky-ink': '#1a6a9c',
  green: '#009e73',
  'green-ink': '#00704f',
  red: '#d55e00',
  'red-ink': '#ad4a00',
  purple: '#cc79a7',
  'purple-ink': '#96346b',
  grey: '#8a9099',
  'grey-ink': '#5b626c',
  press: '#0072b2',
  'up-fill': '#007a5a',
  'slow-fill': '#f0e442',
  'down-fill': '#b84f00',
  'hung-fill': '#5a5f9e',
  'tint-blue': '#e4f0f8',
  'tint-sky': '#e6f3fc',
  'tint-orange': '#fcf0d6',
  'tint-green': '#dff3ec',
  'tint-red': '#fbe7da',
  'tint-grey': '#ecedee',
  'band-down': '#f6e2d8',
  'band-slow': '#faf0d8',
  'band-hung': '#e2e3f1',
  shade: '#1f293714',
};

export const DARK = {
  ground: '#15181d',
  card: '#1e2228',
  soft: '#191c22',
  line: '#3b424c',
  ink: '#e9ecef',
  muted: '#a8b0bb',
  blue: '#4fb0ea',
  'blue-ink': '#7cc4f1',
  orange: '#edb12f',
  'orange-ink': '#f3c25c',
  sky: '#7fcaf5',
  'sky-ink': '#9ed7f8',
  green: '#2bbf93',
  'green-ink': '#54d3ac',
  red: '#ff8642',
  'red-ink': '#ff9d66',
  purple: '#e09cc3',
  'purple-ink': '#ebb4d3',
  grey: '#8b929c',
  'grey-ink': '#b1b8c1',
  press: '#0a6ea8',
  'up-fill': '#007a5a',
  'slow-fill': '#e2d640',
  'down-fill': '#b84f00',
  'hung-fill': '#5a5f9e',
  'tint-blue': '#17334a',
  'tint-sky': '#1b3546',
  'tint-orange': '#3d3013',
  'tint-green': '#12382d',
  'tint-red': '#44260f',
  'tint-grey': '#2b3037',
  'band-down': '#3d271c',
  'band-slow': '#383018',
  'band-hung': '#2f3150',
  shade: '#00000059',
};

/** What a figure is drawn for, in CSS pixels. */
const FIGURE_WIDTH = unsafeCSS('680');

/** @param {Record<string, string>} colours */
const declare = (colours) =>
  unsafeCSS(
    Object.entries(colours)
      .map(([name, value]) => `--_${name}: var(--carteiro-${name}, ${value});`)
      .join(''),
  );

export const tokens = css`
  /* Of the page's rules for the element those for its box hold; these would turn or scale what is drawn. */
  :host {
    display: block;
    writing-mode: horizontal-tb !important;
    zoom: 1 !important;
    transition: none !important;
  }
  :host([hidden]) {
    display: none;
  }
  :host::before,
  :host::after {
    content: none !important;
  }
  /* A page may make the element inline, or float it: then it is as wide as what is in it would like to be. */
  .ruler {
    all: initial;
    display: block;
    height: 0;
    overflow: hidden;
    font-size: 0;
    word-spacing: ${FIGURE_WIDTH}px;
  }
  .ruler::before {
    content: '. .';
  }
  /* Nothing is inherited from the page, except whether it is to be seen and touched. */
  .root {
    all: initial;
    visibility: inherit;
    pointer-events: inherit;
    display: block;
    contain: inline-size;
    position: relative;
    box-sizing: border-box;
    overflow-wrap: break-word;
    color: var(--_ink);
    background: var(--_ground);
    font-family: var(--carteiro-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif);
    font-size: 13px;
    line-height: 1.35;
    text-size-adjust: 100%;
    -webkit-text-size-adjust: 100%;
    color-scheme: light;
    ${declare(LIGHT)}
    --_mono: var(--carteiro-mono, ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace);
  }
  @media not print {
    .root.dark {
      ${declare(DARK)}
      color-scheme: dark;
    }
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul,
  ol,
  figure,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    list-style: none;
  }
  :focus-visible {
    outline: 2px solid var(--_blue-ink);
    outline-offset: 2px;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    appearance: none;
  }
  .quiet {
    color: var(--_muted);
    font-size: 11px;
  }
`;
