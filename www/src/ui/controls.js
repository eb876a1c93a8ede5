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
  .toggle.h-up {
    background: var(--_up-fill);
  }
  .toggle.h-slow {
    background: var(--_slow-fill);
    color: #1f2937;
  }
  .toggle.h-flaky {
    background: var(--_orange);
    color: #1f2937;
  }
  .toggle.h-draining,
  .toggle.h-hung {
    background: var(--_hung-fill);
  }
  .toggle.h-down {
    background: var(--_down-fill);
  }
`;
