// The panels beside the stage that are there at first: log and books.
import { css } from 'lit';

export const panelStyles = css`
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
  .float {
    position: absolute;
    z-index: 5;
    inset: 62px 16px auto auto;
    width: min(430px, calc(100% - 32px));
    box-shadow: 0 8px 30px var(--_shade);
    border-radius: 10px;
  }
`;
