// Buttons, lists, fields, switches: what is pressed and typed into.
import { css } from 'lit';

export const controls = css`
  button,
  select,
  input {
    font: inherit;
    color: inherit;
  }
  .button,
  select,
  .segments {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 28px;
    padding: 0 9px;
    border: 1px solid var(--_line);
    border-radius: 8px;
    background: var(--_card);
    cursor: pointer;
    white-space: nowrap;
  }
  .button:hover,
  select:hover {
    border-color: var(--_muted);
  }
  .button.primary {
    border-color: var(--_press);
    background: var(--_press);
    color: #fff;
  }
  .button.small {
    min-height: 26px;
    padding: 0 8px;
    font-size: 12px;
  }
  .button[aria-expanded='true'] {
    border-color: var(--_blue);
    background: var(--_tint-blue);
  }
  .file:focus-within {
    outline: 2px solid var(--_blue-ink);
    outline-offset: 2px;
  }
  .segments {
    gap: 0;
    padding: 0;
    overflow: clip;
  }
  .segments button {
    min-width: 34px;
    min-height: 26px;
    padding: 0 8px;
    border: 0;
    background: none;
    font-size: 12px;
    cursor: pointer;
  }
  .segments button + button {
    border-inline-start: 1px solid var(--_line);
  }
  .segments button[aria-pressed='true'] {
    background: var(--_ink);
    color: var(--_card);
    font-weight: 600;
  }
  .segments button:focus-visible {
    outline-offset: -3px;
  }
  .segments button[aria-pressed='true']:focus-visible {
    outline-color: var(--_card);
  }
  input:not([type='checkbox'], [type='radio'], [type='file']) {
    min-height: 26px;
    padding: 0 6px;
    border: 1px solid var(--_line);
    border-radius: 6px;
    background: var(--_card);
  }
  input[type='checkbox'] {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--_press);
  }
  .icon {
    flex: none;
    width: 16px;
    height: 16px;
    overflow: visible;
  }
  .icon.stroked {
    fill: none;
    stroke: currentcolor;
    stroke-width: 2.2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .icon.filled,
  .icon .half,
  .icon .dot {
    fill: currentcolor;
    stroke: none;
  }
  .healths {
    display: flex;
    gap: 2px;
  }
  [role='radiogroup'] > form:not([class]) {
    display: contents;
  }
  .health {
    position: relative;
    display: block;
    cursor: pointer;
  }
  .health > span {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 4px;
    min-width: 44px;
    min-height: 24px;
    padding: 0 7px;
    border: 1px solid var(--_line);
    border-radius: 7px;
    background: var(--_card);
    color: var(--_muted);
    font-size: 11px;
  }
  .health b {
    font-weight: 400;
  }
  .health .icon {
    display: none;
    width: 11px;
    height: 11px;
    stroke-width: 3.4;
  }
  .health:hover > span {
    border-color: var(--_muted);
  }
  .health :checked + span {
    border-color: transparent;
    color: #fff;
  }
  .health :checked + span .icon {
    display: block;
  }
  .health :checked + span b {
    font-weight: 700;
  }
  .health :focus-visible + span {
    outline: 2px solid var(--_blue-ink);
    outline-offset: 2px;
  }
  .h-up :checked + span,
  .toggle.h-up {
    background: var(--_up-fill);
  }
  .h-slow :checked + span,
  .toggle.h-slow {
    background: var(--_slow-fill);
    color: #1f2937;
  }
  .h-flaky :checked + span,
  .toggle.h-flaky {
    background: var(--_orange);
    color: #1f2937;
  }
  .h-down :checked + span,
  .toggle.h-down {
    background: var(--_down-fill);
  }
`;
