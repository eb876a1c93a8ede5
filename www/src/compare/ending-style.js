// The end of a lesson in its card.
import { css } from 'lit';

export const endingStyles = css`
  .ending {
    display: grid;
    gap: 10px;
  }
  .ending h3 {
    color: var(--_ink);
    font-size: 15px;
    font-weight: 700;
  }
  .outcome {
    display: grid;
    gap: 5px;
  }
  .outcome .came {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr);
    gap: 6px;
    line-height: 1.45;
  }
  .outcome .came .icon {
    margin-top: 2px;
    color: var(--_green-ink);
    stroke-width: 3;
  }
  .outcome .quiet {
    line-height: 1.5;
  }
  .remember {
    padding: 9px 12px;
    border-inline-start: 4px solid var(--_green);
    border-radius: 4px 8px 8px 4px;
    background: var(--_tint-green);
    line-height: 1.5;
  }
  .remember > b {
    display: block;
    color: var(--_green-ink);
    font-size: 11.5px;
  }
  .contrast {
    display: grid;
    gap: 4px;
    margin: 0;
  }
  .contrast .button {
    max-width: 100%;
    justify-self: start;
    white-space: normal;
    text-align: start;
  }
  .contrast svg:not(.icon) {
    display: block;
    width: 100%;
    max-width: 420px;
    height: auto;
    overflow: visible;
  }
  .contrast .floor {
    fill: none;
    stroke: var(--_line);
  }
  .contrast text {
    fill: var(--_muted);
    font-size: 9.5px;
  }
  .contrast .line {
    fill: none;
    stroke-width: 2.4;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .contrast .line.own {
    stroke: var(--_blue);
  }
  .contrast .line.other {
    stroke: var(--_orange);
    stroke-dasharray: 6 3;
  }
  .keys {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
    font-size: 12px;
  }
  .keys li::before {
    display: inline-block;
    width: 18px;
    margin-inline-end: 5px;
    border-top: 3px solid var(--_blue);
    content: '';
    vertical-align: middle;
  }
  .keys .other::before {
    border-top: 3px dashed var(--_orange);
  }
`;
