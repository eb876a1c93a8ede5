// The panels beside the stage: log, books, settings, help, and what went wrong.
import { css } from 'lit';
import { herdStyles } from '../retries/style.js';

export const panelStyles = css`
  ${herdStyles}
  .log,
  .side .settings {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 0;
    contain: size;
  }
  .log .card-head {
    justify-content: space-between;
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    color: var(--_muted);
    font-size: 11px;
  }
  .log ol {
    flex: 1;
    min-height: 0;
    margin: 4px -8px 0;
    padding: 0 8px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .log li {
    position: relative;
    padding: 3px 0 3px 17px;
    font-size: 12px;
  }
  .log li::before {
    content: '';
    position: absolute;
    z-index: 1;
    inset: 7px auto auto 0;
    width: 9px;
    height: 9px;
    border-radius: 50%;
    background: var(--_blue);
  }
  .log li:not(:last-child)::after {
    content: '';
    position: absolute;
    inset: 12px auto -12px 4px;
    width: 1px;
    background: var(--_line);
  }
  .log .tone-good::before {
    background: var(--_green);
  }
  .log .tone-wait::before {
    border: 2px solid var(--_sky);
    background: var(--_card);
  }
  .log .tone-bad::before {
    border-radius: 0;
    background: var(--_red);
    transform: rotate(45deg) scale(.85);
  }
  .log .line span {
    min-width: 0;
  }
  .log time {
    color: var(--_muted);
    font: 11px/1.5 var(--_mono);
  }
  .keys {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 3px 10px;
    margin: 4px 0 8px;
    font-size: 12px;
  }
  .keys dd {
    margin: 0;
  }
  kbd {
    display: inline-block;
    min-width: 22px;
    padding: 0 5px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_soft);
    font: 11px/18px var(--_mono);
    text-align: center;
  }
  .books .card-head {
    justify-content: space-between;
  }
  .books li {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 8px;
    margin-top: 4px;
    font-size: 12px;
    line-height: 18px;
  }
  .books .bar {
    display: flex;
    flex: 0 0 100%;
    gap: 1px;
    height: 9px;
    overflow: hidden;
    border-radius: 3px;
    background: var(--_tint-grey);
  }
  .bar > span {
    /* One lost order among thousands must be seen. */
    min-width: 3px;
    flex-basis: 0;
  }
  .b-done {
    background: var(--_green);
  }
  .b-late {
    background: repeating-linear-gradient(90deg, var(--_green) 0 5px, var(--_tint-green) 5px 7px);
  }
  .b-twice {
    background: var(--_purple);
  }
  .b-waiting {
    background: repeating-linear-gradient(-45deg, var(--_sky) 0 2px, var(--_card) 2px 5px);
  }
  .b-dead {
    background: repeating-linear-gradient(45deg, var(--_red) 0 5px, var(--_card) 5px 7px);
  }
  .b-lost {
    background: var(--_red);
  }
  .books.brief {
    padding-block: 8px;
  }
  .sum {
    display: flex;
    gap: 8px;
    font-variant-numeric: tabular-nums;
  }
  .sum .rest {
    font-size: 11px;
    line-height: 18px;
  }
  .r-late {
    color: var(--_green-ink);
  }
  .r-twice {
    color: var(--_purple-ink);
  }
  .r-waiting {
    color: var(--_sky-ink);
  }
  .r-dead,
  .r-lost {
    color: var(--_red-ink);
    font-weight: 600;
  }
  .settings .scroll {
    flex: 1;
    min-height: 0;
    margin: 4px -10px 0;
    padding: 4px 10px 8px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .settings .card-head {
    justify-content: space-between;
  }
  .settings .healths {
    margin-bottom: 6px;
  }
  .settings .health {
    flex: 1;
  }
  .settings .health > span {
    min-width: 0;
    padding: 0 3px;
  }
  .settings .health .icon {
    display: none;
  }
  .settings fieldset {
    margin-top: 10px;
    padding-top: 6px;
    border-top: 1px solid var(--_line);
  }
  .settings legend {
    padding: 0 6px 0 0;
    font-weight: 700;
  }
  .field {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 2px 8px;
    min-height: 32px;
    font-size: 12px;
  }
  .field.check {
    flex-wrap: nowrap;
  }
  .field > span {
    color: var(--_muted);
  }
  .field input:not([type='checkbox']) {
    width: 86px;
  }
  .field select {
    max-width: 146px;
    padding: 0 4px;
    /* In WebKit words that are cut off would still widen what is around the list. */
    contain: paint;
  }
  summary {
    padding: 6px 0;
    color: var(--_muted);
    font-size: 12px;
    cursor: pointer;
  }
  .field .buttons {
    flex: 1 0 100%;
  }
  .letters {
    flex: 1 0 100%;
  }
  .letters li {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 30px;
  }
  .letters b {
    flex: 1;
    font-weight: 500;
  }
  .schedule {
    padding: 4px 0;
  }
  .schedule svg {
    display: block;
    width: 100%;
    height: auto;
  }
  .schedule text {
    fill: var(--_muted);
    font-size: 10px;
  }
  .schedule .sure {
    fill: var(--_sky);
  }
  .schedule .spread {
    fill: var(--_sky);
    fill-opacity: 0.35;
    stroke: var(--_sky);
    stroke-dasharray: 2 2;
  }
  .float {
    position: absolute;
    z-index: 5;
    inset: 62px 16px auto auto;
    width: min(430px, calc(100% - 32px));
    box-shadow: 0 8px 30px var(--_shade);
    border-radius: 10px;
  }
  .help .card-head {
    justify-content: space-between;
  }
  .help p {
    margin-top: 8px;
    line-height: 1.6;
  }
`;
