// The comparison: two halves, the sentence above them, time beneath. Adopted when a comparison is opened.
import { css } from 'lit';
import { herdStyles } from '../retries/style.js';
import { fieldStyles } from '../ui/fields-style.js';

export const compareStyles = css`
  ${fieldStyles}
  ${herdStyles}
  .contrast .card-head,
  .both {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
  }
  .versus .field {
    min-height: 28px;
  }
  .versus .field select {
    max-width: min(46vw, 300px);
    padding: 0 8px;
    font-size: 13px;
  }
  .both .field > span {
    position: absolute;
    clip-path: inset(50%);
  }
  .both .field select {
    max-width: 180px;
  }
  .column .both {
    padding: 6px 0 10px;
  }
  .difference {
    min-height: 38px;
    margin-top: 4px;
    font-size: 14px;
    line-height: 19px;
    font-variant-numeric: tabular-nums;
  }
  .pair {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  /* A phone has room for one: the other is a swipe away, at the same instant. */
  .column .pair {
    grid-auto-columns: calc(100% - 22px);
    grid-auto-flow: column;
    grid-template-columns: none;
    margin-inline: -12px;
    padding-inline: 12px;
    overflow: auto hidden;
    overscroll-behavior-x: contain;
    scroll-padding-inline: 12px;
    scroll-snap-type: x mandatory;
    scrollbar-width: none;
  }
  .column .twin {
    scroll-snap-align: start;
  }
  .column .twin:last-child {
    scroll-snap-align: end;
  }
  /* While two are compared the way out of it has words, and the lesson's name keeps its room. */
  .narrow .head:has(.compare[aria-expanded='true']) .neighbour {
    display: none;
  }
  .sides.segments {
    position: sticky;
    z-index: 3;
    top: 0;
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    margin-bottom: 2px;
    background: var(--_card);
  }
  .sides.segments button {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 7px;
    min-height: 38px;
    padding: 4px 8px;
    line-height: 1.15;
    white-space: normal;
  }
  .sides .letter {
    flex: none;
    width: 20px;
    height: 20px;
    font-size: 11px;
  }
  .sides button:last-child .letter {
    border-radius: 5px;
  }
  .sides [aria-pressed='true'] .letter {
    background: var(--_card);
    color: var(--_ink);
  }
  @media (prefers-reduced-motion: no-preference) {
    .column .pair {
      scroll-behavior: smooth;
    }
  }
  .pair.beside {
    grid-template-columns: repeat(2, minmax(0, 1fr));
  }
  .twin {
    display: grid;
    align-content: start;
    gap: 6px;
    min-width: 0;
  }
  .pair.beside .twin {
    grid-template-rows: auto 1fr auto auto;
  }
  .twin select {
    min-width: 0;
    font-weight: 600;
  }
  .letter {
    display: inline-grid;
    place-items: center;
    width: 24px;
    height: 24px;
    border-radius: 50%;
    background: var(--_ink);
    color: var(--_card);
    font-size: 13px;
    font-weight: 700;
  }
  .twin:nth-child(2) .letter {
    border-radius: 6px;
  }
  .herd {
    padding: 6px 12px;
  }
  .time-bar {
    position: sticky;
    z-index: 3;
    bottom: 0;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 12px;
    padding-block: 8px;
  }
  .versus input[type='range'],
  .bottom-bar input[type='range'] {
    flex: 1;
    min-width: 40px;
    padding: 0;
    border: 0;
    background: none;
    accent-color: var(--_press);
  }
  .bottom-bar:has(> input) {
    flex-wrap: wrap;
  }
  .bottom-bar > .speed-select {
    width: 56px;
    padding-inline: 6px 2px;
  }
  .bottom-bar > input[type='range'] {
    flex: 1 0 100%;
    order: -1;
    height: 22px;
  }
  .bottom-bar .clock {
    min-width: 0;
    font: 11px var(--_mono);
    white-space: nowrap;
  }
`;
