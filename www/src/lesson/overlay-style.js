// The list of lessons, the glossary, the note beside a word. Adopted when the first of them is opened.
import { css } from 'lit';

export const overlayStyles = css`
  .overlay {
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_card);
    color: var(--_ink);
    box-shadow: 0 12px 40px var(--_shade);
  }
  dialog.list {
    flex-direction: column;
    width: min(560px, calc(100% - 24px));
    height: min(680px, calc(100% - 66px));
    margin: 52px auto auto 60px;
    padding: 0;
    overflow: hidden;
  }
  dialog.list[open] {
    display: flex;
  }
  dialog.list.glossary:not(.whole) {
    width: min(720px, calc(100% - 24px));
    margin-inline: auto;
  }
  dialog.list::backdrop {
    background: #0003;
  }
  .overlay-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 6px;
    padding: 10px 14px;
    border-bottom: 1px solid var(--_line);
  }
  .overlay-head h2 {
    font-size: 15px;
  }
  .overlay-head .button {
    width: 32px;
    min-height: 32px;
    padding: 0;
    border-color: transparent;
  }
  .overlay-head .find {
    position: relative;
    flex: 1 0 100%;
  }
  .find .icon {
    position: absolute;
    inset: 9px auto auto 9px;
    color: var(--_muted);
    pointer-events: none;
  }
  .overlay-head .find input[type='search'] {
    width: 100%;
    min-height: 34px;
    padding-inline-start: 32px;
    border-radius: 17px;
    background: var(--_soft);
    font-size: 14px;
  }
  .scroll {
    flex: 1;
    min-height: 0;
    padding: 4px 8px 12px;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }
  .scroll > .quiet {
    padding: 8px;
  }
  .for-teachers {
    margin: 0;
    padding: 7px 16px;
    border-top: 1px solid var(--_line);
    font-size: 12px;
  }
  .for-teachers a {
    color: var(--_muted);
  }
  .lessons h3 {
    padding: 10px 8px 3px;
    color: var(--_muted);
    font-size: 12px;
    font-weight: 600;
  }
  .lesson-row {
    display: grid;
    grid-template-columns: 27px minmax(0, 1fr) auto;
    gap: 12px;
    width: 100%;
    padding: 6px 8px;
    border: 0;
    border-radius: 8px;
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .lesson-row:hover {
    background: var(--_soft);
  }
  .lesson-row[aria-current='true'] {
    background: var(--_tint-blue);
  }
  .lesson-row:focus-visible {
    outline-offset: -2px;
  }
  /* The way through the lessons: a station for each, on one line. */
  .lesson-row {
    position: relative;
  }
  .lesson-row::before {
    position: absolute;
    top: -2px;
    bottom: -2px;
    left: 20.5px;
    border-inline-start: 3px solid var(--_line);
    content: '';
  }
  .lesson-row.is-done::before {
    border-color: var(--_green);
  }
  .lessons li:first-child > .lesson-row::before {
    top: 50%;
  }
  .lessons li:last-child > .lesson-row::before {
    bottom: 50%;
  }
  .lessons li:only-child > .lesson-row::before {
    content: none;
  }
  .number {
    position: relative;
    display: grid;
    place-items: center;
    align-self: center;
    width: 27px;
    height: 27px;
    border: 2.5px solid var(--_line);
    border-radius: 50%;
    background: var(--_card);
    color: var(--_muted);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }
  .is-begun .number {
    border-color: var(--_green);
    color: var(--_green-ink);
  }
  .is-done .number {
    border-color: var(--_up-fill);
    background: var(--_up-fill);
    color: #fff;
  }
  .lesson-row[aria-current='true'] .number {
    outline: 2.5px solid var(--_blue);
    outline-offset: 1.5px;
  }
  .lessons h3 .of {
    margin-inline-start: 6px;
    font-weight: 400;
  }
  .what {
    display: grid;
    gap: 1px;
  }
  .what > b {
    font-size: 13.5px;
    font-weight: 600;
  }
  .what > span {
    color: var(--_muted);
    font-size: 12px;
  }
  .mark {
    align-self: center;
    color: var(--_muted);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  .mark .reached {
    display: block;
    color: #fff;
    stroke-width: 2.6;
  }
  .glossary dl {
    margin: 0;
  }
  .entry {
    padding: 7px 8px;
    border-radius: 8px;
  }
  .entry[aria-current='true'] {
    background: var(--_tint-blue);
  }
  .entry dt {
    font-size: 13.5px;
    font-weight: 600;
  }
  .entry dd {
    margin: 0;
    line-height: 1.5;
  }
  .met {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
    margin-top: 3px;
  }
  .met .button {
    min-height: 24px;
    white-space: normal;
    text-align: start;
  }
  .note {
    position: fixed;
    inset: 0 auto auto 0;
    width: min(300px, calc(100% - 12px));
    margin: 0;
    padding: 10px 14px 12px;
    font-size: 13px;
    line-height: 1.45;
  }
  .note h3 {
    font-size: 13.5px;
  }
  .note .button {
    margin-top: 8px;
  }
  dialog.whole {
    width: 100%;
    max-width: none;
    height: calc(100% - 24px);
    max-height: none;
    margin: 24px 0 0;
    border-width: 1px 0 0;
    border-radius: 16px 16px 0 0;
  }
  .whole .lesson-row {
    padding-block: 9px;
  }
  .whole .overlay-head .find input[type='search'] {
    /* A phone does not zoom into a field whose letters are so large. */
    font-size: 16px;
  }
  @media (prefers-reduced-motion: no-preference) {
    dialog.whole[open] {
      animation: slide-up .18s ease-out;
    }
  }
`;
