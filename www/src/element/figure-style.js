// The figure in a course page: a head, the stage in a band of its own, a bar, goals, a caption.
import { css } from 'lit';

export const figureStyles = css`
  .root.figure {
    display: flex;
    flex-direction: column;
    /* What the page keeps free for the figure is filled. */
    min-height: inherit;
    background: none;
  }
  .frame {
    display: flex;
    flex: 1;
    flex-direction: column;
    overflow: clip;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_card);
  }
  .figure-head {
    display: flex;
    flex-direction: column;
    justify-content: center;
    box-sizing: border-box;
    padding: 11px 16px 12px;
  }
  .figure-title {
    font-size: 15px;
    font-weight: 700;
    line-height: 20px;
  }
  .figure-question {
    margin-top: 1px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
    text-wrap: pretty;
  }
  .figure-stage {
    display: flex;
    flex: 1;
    flex-direction: column;
    justify-content: center;
    background: var(--_soft);
  }
  .figure-head + .figure-stage {
    border-top: 1px solid var(--_line);
  }
  .figure-stage .stage.card {
    border: 0;
    border-radius: 0;
    background: none;
  }
  .frame .stage.stack {
    padding-block: 10px;
  }
  .frame .stage.stack .arrow .disc {
    fill: var(--_soft);
  }
  .frame .stage.stack .mark .word {
    stroke: var(--_soft);
  }
  .figure-stage ::slotted([slot='poster']) {
    display: block;
    max-width: 100%;
    height: auto;
    margin: 0 auto;
  }
  .figure-bar {
    box-sizing: border-box;
    display: grid;
    grid-template: 'buttons books books' auto 'buttons verdict full' auto / auto 1fr auto;
    align-content: center;
    align-items: center;
    gap: 1px 16px;
    padding: 10px 16px;
    border-top: 1px solid var(--_line);
  }
  .figure-controls {
    display: flex;
    grid-area: buttons;
    align-items: center;
    gap: 8px;
  }
  .figure-controls:empty {
    display: none;
  }
  .figure-bar .play-buttons .button {
    width: 38px;
    height: 38px;
  }
  .figure-clock {
    display: flex;
    align-items: center;
    gap: 4px;
    font-variant-numeric: tabular-nums;
  }
  .figure-bar .line {
    grid-area: books;
  }
  .figure-bar .verdict {
    grid-area: verdict;
    margin: 0;
  }
  .figure-bar a {
    display: inline-flex;
    grid-area: full;
    align-items: center;
    gap: 4px;
    color: var(--_blue-ink);
    font-size: 12px;
  }
  .figure-bar a .icon {
    width: 12px;
    height: 12px;
  }
  .figure.small .figure-bar {
    display: flex;
    flex-wrap: wrap;
    align-content: start;
    gap: 6px 10px;
    padding-inline: 12px;
  }
  .figure.small .figure-bar a {
    order: 1;
    margin-inline-start: auto;
  }
  .figure.small .figure-bar :is(.line, .verdict) {
    order: 2;
    flex: 1 0 100%;
  }
  .figure.small .figure-head {
    padding-inline: 12px;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    gap: 0 4px;
    font-size: 12px;
    font-weight: 600;
    line-height: 16px;
  }
  .line span:not(:last-child)::after {
    content: ' ·';
  }
  .goals.figure-goals {
    max-width: none;
    padding: 9px 16px 11px;
    border-top: 1px solid var(--_line);
  }
  .figure-goals h3 {
    margin-bottom: 4px;
    font-size: 13px;
  }
  .figure-goals .icon.reached {
    color: #fff;
    stroke-width: 2.6;
  }
  figcaption {
    color: var(--_muted);
    font-size: 12.5px;
    line-height: 1.45;
  }
  figcaption ::slotted([slot='caption']) {
    display: block;
    padding: 8px 16px 9px;
    border-top: 1px solid var(--_line);
  }
  .figure.small figcaption ::slotted([slot='caption']) {
    padding-inline: 12px;
  }
  /* In a frame of little height the buttons stay in reach while one scrolls. */
  @media (max-height: 520px) {
    .figure-bar {
      position: sticky;
      z-index: 2;
      bottom: 0;
      background: var(--_card);
    }
    /* Its first row; the books follow when one scrolls on. */
    .figure.small .figure-bar {
      bottom: min(0px, 56px - var(--_bar));
      box-shadow: 0 -4px 14px var(--_shade);
    }
  }
`;
