// The stage: its layers, the frame of its cards, the pile of what is lost.
import { css } from 'lit';

export const stageStyles = css`
  .stage.card {
    position: relative;
    overflow: hidden;
    padding: 0;
  }
  .stage.stack.card {
    border: 0;
    border-radius: 0;
    background: none;
    overflow: visible;
  }
  .stage .canvas {
    position: relative;
    margin: 0 auto;
  }
  .stage .arrows,
  .stage .envelopes {
    position: absolute;
    inset: 0;
    overflow: visible;
    pointer-events: none;
  }
  .stage .envelopes {
    contain: layout style;
    will-change: transform;
  }
  .box {
    position: absolute;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_card);
  }
  .box > * {
    position: absolute;
  }
  /* A card is as high as its name needs: see layout/words.js. */
  .box .title {
    display: flex;
    align-items: center;
    height: calc(20px + var(--_n, 0px));
    font-size: 15.5px;
    line-height: 17px;
  }
  .title span {
    display: -webkit-box;
    max-height: 100%;
    overflow: hidden;
    overflow-wrap: anywhere;
    hyphens: auto;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 4;
  }
  .label {
    color: var(--_muted);
    font-size: 10.5px;
    line-height: 11px;
  }
  .is-down {
    border: 1.5px dashed var(--_red);
    background: repeating-linear-gradient(-45deg, transparent 0 6px, var(--_band-down) 6px 7px) var(--_card);
  }
  .selected {
    box-shadow: 0 0 0 2px var(--_blue);
  }
  .pile {
    position: absolute;
  }
  .pile svg {
    display: block;
    overflow: visible;
  }
  .pile .floor {
    fill: none;
    stroke: var(--_line);
    stroke-width: 1.5;
    stroke-linecap: round;
  }
  .pile.some .floor {
    stroke: var(--_red);
  }
  .pile .letter {
    fill: var(--_card);
    stroke: var(--_red);
    stroke-width: 1.8;
  }
  .pile .count {
    display: block;
    color: var(--_muted);
    font-size: 10.5px;
    line-height: 16px;
    text-align: center;
    white-space: nowrap;
  }
  .pile.some .count {
    color: var(--_red-ink);
    font-weight: 700;
  }
`;
