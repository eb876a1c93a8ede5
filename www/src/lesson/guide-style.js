// What leads through a lesson: where one is, the way on, whose turn it is on the stage, and the finger that shows how.
import { css } from 'lit';

export const guideStyles = css`
  .phases {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 7px;
    margin: 0;
    padding: 0;
    color: var(--_muted);
    font-size: 12px;
    line-height: 1.4;
    list-style: none;
  }
  .phases li {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .phases li::before {
    box-sizing: border-box;
    width: 10px;
    height: 10px;
    border: 1.8px solid var(--_grey);
    border-radius: 50%;
    content: '';
  }
  .phases .is-past::before {
    border-color: var(--_green);
    background: var(--_green);
  }
  .phases [aria-current] {
    color: var(--_blue-ink);
    font-weight: 700;
  }
  .phases [aria-current]::before {
    border-color: var(--_blue);
    background: var(--_blue);
  }
  .expected {
    padding: 9px 14px;
    border: 1.5px solid var(--_blue);
    border-radius: 10px;
    background: var(--_tint-blue);
    line-height: 1.4;
  }
  .turn {
    display: flex;
    align-items: center;
    gap: 7px;
    padding: 8px 12px;
    border: 2px solid var(--_orange);
    border-radius: 10px;
    color: var(--_orange-ink);
  }
  .turn-count {
    margin-inline-start: auto;
    color: var(--_ink);
    font-weight: 700;
  }
  .go-on {
    display: grid;
    gap: 6px;
  }
  .button.go {
    min-height: 44px;
    border-radius: 11px;
    font-size: 15px;
    font-weight: 700;
    white-space: normal;
  }
  .go kbd {
    font: inherit;
    opacity: .85;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 2px 12px;
  }
  .link {
    min-height: 24px;
    padding: 0 2px;
    border: 0;
    background: none;
    color: var(--_blue-ink);
    cursor: pointer;
  }
  .link:hover {
    text-decoration: underline;
  }
  .so-far {
    white-space: nowrap;
  }
  .goals .is-shown .icon.reached .disc {
    fill: var(--_grey-ink);
  }
  .waits-word {
    margin-inline-start: 4px;
    color: var(--_orange-ink);
    font-weight: 600;
  }
  /* Whose turn it is. What is not in turn loses its colour and keeps its contrast. */
  .box[data-dim]:not(.is-down) {
    filter: grayscale(1);
    background-color: var(--_ground);
  }
  [data-turn] {
    outline: 4px solid var(--_orange) !important;
    outline-offset: 3px !important;
  }
  [data-turn='look'] {
    outline-width: 2.5px !important;
  }
  label.health[data-turn] {
    border-radius: 7px;
  }
  .field[data-turn] {
    border-radius: 6px;
    background: var(--_tint-orange);
  }
  [data-sign]::after {
    position: absolute;
    z-index: 2;
    top: calc(100% + 7px);
    left: 50%;
    padding: 0 7px;
    border-radius: 9px;
    background: var(--_card);
    color: var(--_orange-ink);
    font-size: 12px;
    font-weight: 700;
    line-height: 18px;
    white-space: nowrap;
    content: '▲ ' attr(data-sign);
    translate: -50% 0;
    pointer-events: none;
  }
  /* Between two cards there is less room than it takes: it stands on the edge of its own. */
  .box[data-sign]::after {
    top: calc(100% - 9px);
  }
  .field[data-sign]::after {
    position: static;
    grid-column: 1 / -1;
    justify-self: start;
    background: none;
    translate: none;
  }
  .finger {
    position: fixed;
    z-index: 9;
    margin: -2px 0 0 -11px;
    pointer-events: none;
  }
  .finger path {
    fill: var(--_card);
    stroke: var(--_ink);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .finger.presses path {
    fill: var(--_orange);
  }
  .finger .says {
    position: absolute;
    top: 38px;
    left: 0;
    width: max-content;
    max-width: 220px;
    padding: 5px 11px;
    border-radius: 9px;
    background: var(--_ink);
    color: var(--_card);
    font-size: 13px;
    font-weight: 600;
    translate: -40% 0;
  }
  .finger[data-low] .says {
    top: auto;
    bottom: 42px;
  }
  .finger .says:empty {
    display: none;
  }
  @media (prefers-reduced-motion: no-preference) {
    .finger {
      transition: left .7s cubic-bezier(.4, 0, .2, 1), top .7s cubic-bezier(.4, 0, .2, 1);
    }
    .finger svg {
      transition: scale .15s;
      transform-origin: 11px 2px;
    }
    .finger.presses svg {
      scale: .84;
    }
    [data-turn='act'] {
      animation: your-turn 1.3s ease-in-out infinite;
    }
    .box[data-sign]::after {
      animation: your-sign 1.3s ease-in-out infinite;
    }
  }
  @keyframes your-turn {
    50% {
      outline-offset: 6px;
    }
  }
  @keyframes your-sign {
    50% {
      margin-top: 4px;
    }
  }
  .where:empty {
    display: none;
  }
  .narrow .where:not(:empty) {
    display: flex;
    gap: 10px;
    min-height: 20px;
  }
  .narrow .phases {
    flex-wrap: nowrap;
    gap: 7px;
  }
  /* The dots say how far it is; only where one is has a name. */
  .narrow .phases li:not([aria-current]) {
    width: 10px;
    overflow: hidden;
    white-space: nowrap;
  }
  .narrow .phases li::before {
    flex: none;
  }
  .narrow .turn {
    gap: 5px;
    margin-inline-start: auto;
    padding: 0;
    border: 0;
    white-space: nowrap;
  }
  .lying .turn b {
    position: absolute;
    clip-path: inset(50%);
  }
  .narrow .turn .icon {
    width: 13px;
    height: 13px;
  }
  .narrow .go-on {
    grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
  }
  .narrow .go-on > :only-child {
    grid-column: 1 / -1;
  }
  .narrow .go-on > .go {
    grid-column: 2;
    grid-row: 1;
    min-height: 42px;
    font-size: 14px;
  }
  /* Two other ways stand side by side, under the one. */
  .narrow .go-on:has(.ways > :nth-child(2)) {
    grid-template-columns: minmax(0, 1fr);
  }
  .narrow .go-on:has(.ways > :nth-child(2)) > .go {
    grid-column: 1;
  }
  .narrow .ways:has(> :nth-child(2)) {
    grid-template-columns: repeat(2, minmax(0, 1fr));
  }
  .narrow .ending .go-on > .go:not(.primary) {
    grid-column: 1;
  }
  .narrow .go kbd {
    display: none;
  }
  .narrow .ways {
    display: grid;
    gap: 6px;
  }
  .narrow .ways .button {
    min-height: 42px;
    white-space: normal;
  }
  /* Whatever is to be read, the way on is in sight. */
  .narrow .task:not(.reading) .go-on {
    position: sticky;
    z-index: 1;
    bottom: -24px;
    margin-bottom: -24px;
    padding: 2px 0 24px;
    background: var(--_card);
  }
  .lying .task:not(.reading) .go-on {
    bottom: -8px;
    margin-bottom: -8px;
    padding-bottom: 8px;
  }
  /* There is little height: the ways on stand in one row. */
  .lying .task:not(.reading) .go-on:has(.ways > :nth-child(2)) {
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
  }
  .lying .task:not(.reading) .go-on > .go {
    grid-column: 2;
    padding: 0 4px;
    font-size: 13px;
  }
  .lying .task:not(.reading) .go-on > .go:only-child {
    grid-column: 1 / -1;
  }
  .lying .task:not(.reading) .ways .button {
    padding: 2px 4px;
    font-size: 11.5px;
    line-height: 1.15;
  }
  .narrow .expected {
    padding: 5px 10px;
    font-size: 12.5px;
  }
`;
