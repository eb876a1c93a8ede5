// What a figure and the full page have in common around the stage.
import { css } from 'lit';

export const commonStyles = css`
  .card {
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_card);
    padding: 10px 16px;
  }
  .play-buttons {
    display: flex;
    gap: 4px;
  }
  .play-buttons .button {
    width: 34px;
    padding: 0;
  }
  .clock {
    min-width: 8ch;
    text-align: end;
  }
  .known {
    color: var(--_muted);
  }
  .waiting {
    padding: 60px 16px;
    color: var(--_muted);
    text-align: center;
  }
  .verdict {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 10px;
    margin-top: 6px;
  }
  .verdict.good b {
    color: var(--_green-ink);
  }
  .verdict.bad b {
    color: var(--_red-ink);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .problem {
    display: flex;
    gap: 12px;
    margin: 12px 16px;
    padding: 12px 16px;
    border: 1.5px solid var(--_red);
    border-radius: 10px;
    background: var(--_tint-red);
    overflow-wrap: anywhere;
  }
  .problem > .icon {
    width: 22px;
    height: 22px;
    color: var(--_red-ink);
  }
  .problem p {
    margin-top: 4px;
  }
  .problem code {
    font-family: var(--_mono);
  }
  .goals {
    max-width: 410px;
  }
  .goals ul {
    display: grid;
    gap: 3px;
  }
  .goals li,
  .claims li {
    display: grid;
    grid-template-columns: 15px minmax(0, 1fr);
    gap: 7px;
    line-height: 17px;
  }
  .goals li .icon,
  .claims li .icon {
    width: 14px;
    height: 14px;
    margin-top: 1.5px;
    color: var(--_grey);
    stroke-width: 1.8;
  }
  .goals .icon.reached {
    color: #fff;
    stroke-width: 2.6;
  }
  .icon .disc {
    fill: var(--_up-fill);
    stroke: none;
  }
`;
