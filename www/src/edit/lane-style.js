// The lanes of outages, and the bands in them.
import { css } from 'lit';

export const laneStyles = css`
  .edit-lanes .card-head {
    flex-wrap: wrap;
    margin-bottom: 6px;
  }
  .edit-lane {
    display: grid;
    grid-template-columns: 96px 28px minmax(0, 1fr);
    align-items: center;
    gap: 8px;
    margin-bottom: 6px;
  }
  .edit-lane > b {
    overflow: hidden;
    font-size: 12.5px;
    line-height: 1.2;
    text-overflow: ellipsis;
  }
  .edit-lane > .button {
    width: 28px;
    padding: 0;
  }
  .edit-lane .track {
    position: relative;
    height: 38px;
    border: 1px solid var(--_line);
    border-radius: 7px;
    background: var(--_soft);
    cursor: crosshair;
    touch-action: pan-y;
  }
  .edit-lane .top {
    color: var(--_muted);
    font-size: 10px;
    line-height: 1.1;
    text-align: end;
  }
  .track.curve {
    display: flex;
    align-items: flex-end;
    gap: 1px;
    height: 48px;
    touch-action: none;
  }
  .curve .step {
    flex: 1;
    min-height: 2px;
    border-radius: 2px 2px 0 0;
    background: var(--_blue);
    pointer-events: none;
  }
  .band {
    position: absolute;
    inset-block: 0;
    border: 1.5px solid var(--_red);
    border-radius: 6px;
    background: repeating-linear-gradient(-45deg, transparent 0 6px, var(--_tint-red) 6px 12px) var(--_band-down);
    color: var(--_red-ink);
    cursor: grab;
    touch-action: none;
  }
  .band.mild {
    border-color: var(--_orange);
    background: var(--_band-slow);
    color: var(--_orange-ink);
  }
  .band.draft {
    border-style: dashed;
    pointer-events: none;
  }
  .band.chosen {
    z-index: 2;
    box-shadow: 0 0 0 2px var(--_blue);
  }
  .band .word {
    position: absolute;
    inset: 9px 14px auto;
    overflow: hidden;
    font-size: 11.5px;
    font-weight: 700;
    white-space: nowrap;
    pointer-events: none;
  }
  .band .end {
    position: absolute;
    z-index: 1;
    inset-block: 0;
    width: 18px;
    cursor: ew-resize;
    touch-action: none;
  }
  .band .end::after {
    content: '';
    position: absolute;
    inset: 9px 7px;
    border-radius: 2px;
    background: currentcolor;
  }
  .band .first {
    inset-inline-start: -9px;
  }
  .band .last {
    inset-inline-end: -9px;
  }
  .band-tools {
    position: absolute;
    z-index: 2;
    inset: 5px 0 auto;
    display: grid;
    justify-content: center;
    pointer-events: none;
  }
  .band-tools .button {
    pointer-events: auto;
  }
  .edit-axis {
    position: relative;
    height: 16px;
    margin-inline-start: 140px;
    color: var(--_muted);
    font-size: 11px;
  }
  .edit-axis span {
    position: absolute;
    transform: translateX(-50%);
    white-space: nowrap;
  }
  .narrow .edit-lane {
    grid-template-columns: 70px 28px minmax(0, 1fr);
  }
  .narrow .edit-lane > b {
    font-size: 11.5px;
    overflow-wrap: anywhere;
  }
  .narrow .edit-axis {
    margin-inline-start: 114px;
  }
  .edit-axis span:last-child:not(:first-child) {
    transform: translateX(-80%);
  }
`;
