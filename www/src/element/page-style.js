// The page around the stage: head, lesson, columns, timeline.
import { css } from 'lit';

export const pageStyles = css`
  .card-head {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 28px;
  }
  .card h2 {
    font-size: 15px;
    line-height: 22px;
  }
  .space {
    flex: 1;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 50px;
    padding: 7px 16px;
    border-bottom: 1px solid var(--_line);
    background: var(--_card);
  }
  h1.sign {
    margin: 0;
    line-height: 1.2;
  }
  .sign {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-inline-end: 6px;
    font-size: 19px;
    font-weight: 700;
  }
  .desk {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px 12px;
    max-width: 1920px;
    margin: 0 auto;
    padding: 8px 16px;
  }
  .middle {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px 12px;
  }
  .aside .middle {
    grid-template-columns: minmax(0, 1fr) 312px;
  }
  .learn {
    grid-template-areas: 'lesson' 'stage' 'side' 'timeline';
  }
  .lead,
  .run {
    display: contents;
  }
  .learn .task {
    grid-area: lesson;
  }
  .learn .stage {
    display: flex;
    grid-area: stage;
    align-items: flex-start;
  }
  .learn .timeline {
    grid-area: timeline;
  }
  .side {
    display: grid;
    grid-template: minmax(220px, auto) / minmax(0, 1fr) minmax(0, 1fr);
    gap: 10px;
    min-width: 0;
  }
  .learn .side {
    grid-area: side;
  }
  /* The lesson and the books stand beside the run. */
  .aside .learn {
    grid-template: auto / 312px minmax(0, 1fr);
  }
  .aside .lead,
  .aside .run {
    display: grid;
    grid-template: auto 1fr / minmax(0, 1fr);
    gap: 10px;
  }
  .aside .run {
    grid-template-rows: auto 1fr;
  }
  .aside :is(.lead, .run) > * {
    grid-area: auto;
  }
  .aside .side {
    grid-template: auto minmax(170px, 1fr) / minmax(0, 1fr);
  }
  .aside .side > .books {
    order: -1;
  }
  .aside .has-panel .side {
    grid-template: minmax(360px, 1fr) auto / minmax(0, 1fr);
  }
  .aside .has-panel .side > .books {
    order: 1;
  }
  /* What is set or asked is to be seen together with what is said. */
  .aside:not(.wide-page) .has-panel .task :is(.goals, .expected, .idea, .prose) {
    display: none;
  }
  .aside.wide-page .learn {
    grid-template: 'lesson stage side' auto 'timeline timeline timeline' 1fr / 312px minmax(0, 1fr) 312px;
  }
  /* What a tall screen has left is the timeline's. */
  :host([page]) .aside .learn {
    min-height: calc(100vh / var(--_zoom) - 51px);
  }
  .aside .timeline {
    display: flex;
    flex-direction: column;
    align-self: start;
    min-height: min(100%, 104px + var(--_n) * 80px);
  }
  .aside .lanes {
    flex: 1 0 var(--_lanes);
    height: auto;
  }
  .aside.wide-page :is(.lead, .run) {
    display: contents;
  }
  .aside.wide-page .task {
    grid-area: lesson;
  }
  .aside.wide-page .stage {
    grid-area: stage;
  }
  .aside.wide-page .side {
    grid-area: side;
  }
  .aside.wide-page .timeline {
    grid-area: timeline;
  }
  .timeline {
    padding-bottom: 6px;
  }
  /* On a low screen its head, with all that moves time, stays in reach. */
  .desk .timeline {
    position: sticky;
    z-index: 3;
    bottom: calc(-12px - var(--_lanes));
  }
  .timeline .card-head {
    flex-wrap: wrap;
  }
  .timeline h2 {
    margin-inline-end: 6px;
  }
  .speed-word {
    margin-inline-start: 12px;
  }
  /* All that moves time in one row: what says its own name needs none beside it. */
  .aside:not(.wide-page) .timeline :is(h2, .speed-word, .seed label > span) {
    position: absolute;
    clip-path: inset(50%);
  }
  .aside:not(.wide-page) .timeline .card-head {
    gap: 6px;
  }
  .aside:not(.wide-page) .seed input {
    width: 7ch;
  }
  .aside:not(.wide-page) .timeline .card-head:has(.known) .waits-word {
    display: none;
  }
  .aside:not(.wide-page) .stride {
    width: 108px;
    padding-inline: 8px 2px;
  }
  .seed {
    display: flex;
    white-space: nowrap;
    align-items: center;
    gap: 6px;
    font-family: var(--_mono);
    font-size: 12px;
  }
  .seed label {
    color: var(--_muted);
  }
  .seed input {
    width: 9ch;
    color: var(--_ink);
    font-family: var(--_mono);
  }
  .seed .button {
    width: 30px;
    padding: 0;
  }
  .stride {
    min-height: 28px;
    font-size: 12px;
  }
  .branches {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 5px 8px;
    margin-top: 5px;
    font-size: 12px;
  }
  .branches > .quiet {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .branch {
    display: inline-flex;
    align-items: center;
  }
  .branch .bare {
    padding: 0 3px;
    border-color: transparent;
    background: none;
  }
  .branch-name {
    border-width: 2px;
    border-color: var(--_ink);
    font-weight: 600;
  }
  .zoom {
    display: flex;
    gap: 3px;
  }
  .zoom .button {
    width: 28px;
    padding: 0;
  }
  .lanes {
    --_names: 112px;
    position: relative;
    height: var(--_lanes);
    margin-top: 6px;
  }
  .zoom [aria-pressed='true'] {
    border-color: var(--_ink);
    background: var(--_ink);
    color: var(--_card);
  }
  .lanes canvas {
    cursor: grab;
    touch-action: pan-y;
    position: absolute;
    inset: 0 -8px 0 calc(var(--_names) + 4px);
    width: calc(100% + 4px - var(--_names));
    height: 100%;
  }
  /* As the lanes are drawn: under the flags, over the axis, with a gap between. */
  .lane {
    --_each: calc((100% - 42px - (var(--_n) - 1) * 8px) / var(--_n));
    position: absolute;
    top: calc(16px + var(--_i) * (var(--_each) + 8px));
    height: var(--_each);
    display: flex;
    align-items: center;
    width: var(--_names);
    font-size: 12px;
    font-weight: 600;
    line-height: 13px;
  }
  /* A long name keeps to its lane. */
  .lane b {
    display: -webkit-box;
    overflow: hidden;
    font: inherit;
    overflow-wrap: anywhere;
    hyphens: auto;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
  }
  /* On a lying phone the head is one row, and covers nothing else. */
  @media (max-height: 520px) {
    .timeline .card-head {
      flex-wrap: nowrap;
    }
    .timeline :is(h2, .speed-word, .seed label, .seed .button) {
      display: none;
    }
    .lane b {
      -webkit-line-clamp: 2;
    }
  }
  .dropping {
    outline: 3px dashed var(--_blue);
    outline-offset: -6px;
  }
`;
