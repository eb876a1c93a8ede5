// The page on a phone.
import { css } from 'lit';

export const smallStyles = css`
  .column {
    display: grid;
    gap: 10px;
    padding: 10px 12px 14px;
  }
  .docking {
    display: flex;
    flex-direction: column;
  }
  /* What is said stays in sight over the bar, and the stage over it. */
  .dock {
    position: sticky;
    z-index: 3;
    order: 1;
    bottom: calc(62px + env(safe-area-inset-bottom));
  }
  .dock > .task {
    max-height: 46vh;
    padding: 4px 14px 24px;
    margin-bottom: -16px;
    overflow: auto;
    overscroll-behavior: contain;
    border-width: 1px 0 0;
    border-radius: 18px 18px 0 0;
    box-shadow: 0 -6px 20px var(--_shade);
  }
  /* Every answer is in sight. */
  .narrow:not(.lying) .dock > .task:not(.reading):has(.prediction) {
    max-height: 54vh;
  }
  .dock > .task.reading {
    max-height: 78vh;
  }
  /* At the end there is nothing left to do on the stage: what came of it is in sight, and the rest is read in the grown strip. */
  .narrow:not(.lying) .dock > .task:not(.reading):has(.ending) {
    max-height: 78vh;
  }
  .narrow .task:not(.reading):has(.ending) :is(.beat-more, .outcome > .quiet) {
    display: none;
  }
  /* What is focused, or scrolled to, is not under the strip and the bar. */
  .docking > :not(.dock) :is(button, input, select, label, .box, .books) {
    scroll-margin-bottom: calc(46vh + 62px);
  }
  .docking:has(.prediction) > :not(.dock) :is(button, input, select, label, .box, .books) {
    scroll-margin-bottom: calc(54vh + 62px);
  }
  .lying .docking > :not(.dock) :is(button, input, select, label, .box, .books) {
    scroll-margin-bottom: 62px;
  }
  .grip {
    display: grid;
    place-items: center;
    width: 100%;
    height: 20px;
    margin: 0 0 -2px;
    padding: 0;
    border: 0;
    background: none;
    cursor: pointer;
    touch-action: none;
  }
  .grip::before {
    width: 44px;
    height: 4px;
    border-radius: 2px;
    background: var(--_grey);
    content: '';
  }
  .bar-clock {
    display: grid;
    justify-items: center;
    gap: 1px;
    font-size: 11.5px;
  }
  .bar-clock .known,
  .bar-clock .button {
    display: none;
  }
  .bar-clock .clock {
    min-width: 0;
  }
  .lying .docking {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 252px;
  }
  .lying .dock {
    position: static;
  }
  .lying .dock > .task,
  .lying .dock > .task.reading {
    position: sticky;
    top: 0;
    max-height: calc(100vh - 88px);
    margin: 0;
    padding: 8px 12px;
    border-width: 0 0 0 1px;
    border-radius: 0;
    box-shadow: none;
  }
  .lying .grip {
    height: 12px;
  }
  .lying .bottom-bar {
    padding: 3px 10px calc(3px + env(safe-area-inset-bottom));
    border-radius: 0;
  }
  .lying .bottom-bar .button,
  .lying .bottom-bar select {
    min-height: 34px;
  }
  .lying .bar-clock {
    grid-auto-flow: column;
    align-items: center;
    gap: 6px;
  }
  .narrow .head {
    gap: 6px;
    min-height: 46px;
    padding: 5px 12px;
  }
  .narrow .sign {
    gap: 5px;
    margin: 0;
    font-size: 16px;
  }
  .narrow .logo {
    width: 30px;
    height: 23px;
  }
  .narrow .head .button {
    padding: 0 7px;
  }
  .narrow .head .picking {
    flex: 1 1 120px;
  }
  .narrow .head > .space {
    display: none;
  }
  .narrow .head > .button {
    position: relative;
    min-height: 34px;
    min-width: 36px;
    overflow: hidden;
  }
  .more .icon {
    stroke-width: 3.4;
  }
  .tools:popover-open {
    position: fixed;
    inset: 48px 10px auto auto;
    display: grid;
    gap: 6px;
    width: min(250px, calc(100vw - 20px));
    padding: 10px;
    border: 1px solid var(--_line);
    border-radius: 14px;
    background: var(--_card);
    color: inherit;
    box-shadow: 0 8px 28px var(--_shade);
  }
  .narrow .tools .button {
    justify-content: start;
    min-height: 42px;
    padding: 0 12px;
  }
  .tools .segments button {
    flex: 1;
    min-height: 40px;
  }
  .lying .tools:popover-open {
    grid-template-columns: 1fr 1fr;
    width: 420px;
  }
  /* The sign alone says it, where so many buttons stand beside it. */
  .narrow .head .name,
  .root:not(.aside) .head > :is(.share-button, .build, .compare[aria-expanded='false'], .file) span {
    position: absolute;
    clip-path: inset(50%);
  }
  .bottom-bar {
    position: sticky;
    z-index: 4;
    bottom: 0;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 5px;
    padding: 10px 10px calc(10px + env(safe-area-inset-bottom));
    border-top: 1px solid var(--_line);
    border-radius: 16px 16px 0 0;
    background: var(--_card);
    box-shadow: 0 -4px 14px var(--_shade);
  }
  .bottom-bar .button,
  .bottom-bar select {
    min-height: 42px;
  }
  .bottom-bar .play-buttons .button {
    width: 42px;
  }
  .bottom-bar > .button {
    flex-direction: column;
    gap: 0;
    min-width: 0;
    padding: 0 4px;
    font-size: 10px;
    line-height: 1.1;
    white-space: normal;
  }
  .bottom-bar .bar-clock .speed-select {
    width: 62px;
    min-height: 25px;
    padding: 0 2px;
    font-weight: 600;
  }
  .sheet {
    position: fixed;
    z-index: 3;
    inset: auto 0 0;
    max-height: 72vh;
    padding-bottom: 70px;
    overflow: auto;
    overscroll-behavior: contain;
    border-radius: 16px 16px 0 0;
    background: var(--_card);
    box-shadow: 0 -6px 24px var(--_shade), 0 0 0 1px var(--_line);
  }
  .sheet .card {
    border: 0;
    background: none;
  }
  .sheet .log {
    height: 50vh;
  }
  .sheet .lanes {
    --_names: 84px;
  }
  .sheet .timeline h2 {
    font-size: 14px;
  }
  .sheet .stride {
    width: 106px;
    padding: 0 2px;
  }
  .sheet .seed {
    order: 1;
    flex: 1 0 100%;
  }
  .sheet .seed input {
    width: 7ch;
  }
  .sheet .clock,
  .sheet .zoom {
    margin-inline-start: auto;
  }
  @media (prefers-reduced-motion: no-preference) {
    .sheet {
      animation: slide-up 0.18s ease-out;
    }
  }
  @keyframes slide-up {
    from {
      transform: translateY(30%);
      opacity: 0;
    }
  }
`;
