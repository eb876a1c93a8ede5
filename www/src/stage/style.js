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
    font-size: calc(1em * var(--_f, 1));
    /* Small letters stand closer. */
    letter-spacing: calc((var(--_f, 1) - 1) * 1.5px);
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
  /* What lies in a box says what it is for; of an empty one the name is there when one looks for it. */
  .label.idle {
    visibility: hidden;
  }
  .box:is(:hover, :focus-within) .label.idle {
    visibility: visible;
  }
  .is-down,
  .is-crashed {
    border: 1.5px dashed var(--_red);
    background: repeating-linear-gradient(-45deg, transparent 0 6px, var(--_band-down) 6px 7px) var(--_card);
  }
  .is-hung {
    border: 1.5px double var(--_hung-fill);
    background: repeating-linear-gradient(90deg, transparent 0 9px, var(--_band-hung) 9px 12px) var(--_card);
  }
  @media (prefers-reduced-motion: no-preference) {
    .jolts {
      animation: jolt 0.5s ease-out;
    }
    .badge.twice {
      animation: shock-odd 0.7s cubic-bezier(0.2, 1.6, 0.4, 1);
    }
    .badge.twice.even {
      animation-name: shock-even;
    }
  }
  @keyframes jolt {
    0% {
      box-shadow: 0 0 0 0 var(--_red);
    }
    15% {
      transform: translate(-5px, 2px) rotate(-0.8deg);
      box-shadow: 0 0 0 7px var(--_red);
    }
    35% {
      transform: translate(4px, -1px) rotate(0.6deg);
    }
    55% {
      transform: translate(-2px, 1px);
    }
    100% {
      box-shadow: 0 0 0 16px transparent;
    }
  }
  /* Two of one kind: each change of the count begins the other. */
  @keyframes shock-odd {
    from {
      transform: scale(3);
    }
  }
  @keyframes shock-even {
    from {
      transform: scale(3);
    }
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
