// The settings of a service: their fields, the schedule of retries, the letters that are dead.
import { css } from 'lit';
import { herdStyles } from '../retries/style.js';
import { fieldStyles } from '../ui/fields-style.js';

export const settingsStyles = css`
  ${fieldStyles}
  ${herdStyles}
  .settings .scroll {
    flex: 1;
    min-height: 0;
    margin: 4px -10px 0;
    padding: 4px 10px 8px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .settings .vary {
    padding-top: 6px;
    border-top: 1px solid var(--_line);
  }
  .settings .card-head {
    justify-content: space-between;
  }
  .settings .healths {
    position: relative;
    margin-bottom: 6px;
  }
  .settings .healths[data-sign] {
    margin-bottom: 32px;
  }
  .settings .asked {
    position: sticky;
    z-index: 3;
    top: 0;
    background: var(--_card);
    padding: 4px 10px;
    border-inline-start: 4px solid var(--_orange);
    font-weight: 600;
  }
  .settings [data-turn] {
    scroll-margin: 40px;
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
    min-inline-size: 0;
    margin-top: 10px;
    padding-top: 6px;
    border-top: 1px solid var(--_line);
  }
  .settings legend {
    padding: 0 6px 0 0;
    font-weight: 700;
  }
  summary {
    padding: 6px 0;
    color: var(--_muted);
    font-size: 12px;
    cursor: pointer;
  }
  .fold {
    border-top: 1px solid var(--_line);
  }
  .fold > summary b {
    color: var(--_ink);
  }
  .fold > summary .quiet {
    display: block;
    padding-inline-start: 14px;
  }
  .fold[open] > summary .quiet {
    display: none;
  }
  .settings .of-broker {
    margin: 10px 0 0;
    font-size: 12px;
  }
  /* What is set of a thing stands under it. */
  .under {
    margin-block-end: 6px;
    padding-inline-start: 8px;
    border-inline-start: 2px solid var(--_line);
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
`;
