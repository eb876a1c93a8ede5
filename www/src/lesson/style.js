// The lesson: its name in the head, its card, the terms in its prose.
import { css } from 'lit';

export const lessonStyles = css`
  .picking {
    display: flex;
    flex: 0 1 420px;
    gap: 3px;
    min-width: 0;
  }
  .picker {
    flex: 1;
    justify-content: space-between;
    min-width: 0;
    padding: 0 12px;
    border-radius: 14px;
    background: var(--_soft);
  }
  .picker span,
  .onward span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .picker .icon {
    width: 12px;
    height: 12px;
  }
  .neighbour {
    flex: none;
    width: 28px;
    padding: 0;
    border-color: transparent;
    background: none;
  }
  .neighbour .icon {
    width: 13px;
    height: 13px;
  }
  .button:disabled {
    opacity: .4;
    cursor: default;
  }
  .task {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(200px, 320px);
    align-content: start;
    gap: 8px 28px;
  }
  .task > * {
    grid-column: 1;
  }
  .task > .doing-now {
    display: grid;
    grid-column: 2;
    grid-row: 1 / span 6;
    gap: 10px;
    align-content: start;
  }
  .aside .task {
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding: 16px 20px;
  }
  .aside .doing-now {
    display: contents;
  }
  .aside .task .goals {
    margin-top: auto;
    padding-top: 12px;
    border-top: 1px solid var(--_line);
  }
  .said {
    display: grid;
    gap: 6px;
  }
  .task h2 {
    font-size: 17px;
    line-height: 1.3;
  }
  .aside .task h2 {
    font-size: 18px;
  }
  .aside .task.led h2 {
    font-size: 22px;
    line-height: 1.22;
    text-wrap: pretty;
  }
  .has-panel .task.task h2 {
    font-size: 17px;
  }
  .task .prose {
    line-height: 1.6;
  }
  .beat-more {
    font-size: 14px;
    line-height: 1.5;
  }
  .task:not(.reading) .prose {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .task h3 {
    color: var(--_muted);
    font-size: 11.5px;
    font-weight: 600;
    line-height: 20px;
  }
  .idea {
    line-height: 20px;
  }
  .prediction {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 3px 8px;
    margin-top: 3px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .chip {
    position: relative;
    cursor: pointer;
  }
  .chip > span {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 24px;
    padding: 2px 11px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_card);
    font-size: 12px;
    line-height: 1.3;
  }
  .chip:hover > span {
    border-color: var(--_muted);
  }
  .chip :checked + span {
    border-color: var(--_press);
    background: var(--_press);
    color: #fff;
    font-weight: 600;
  }
  .chip :focus-visible + span {
    outline: 2px solid var(--_blue-ink);
    outline-offset: 2px;
  }
  .chip.answered {
    cursor: default;
  }
  .chip.answered > span {
    border-color: var(--_line);
    color: var(--_muted);
  }
  .chip.answered :checked + span {
    border-color: var(--_muted);
    background: var(--_tint-grey);
    color: var(--_ink);
  }
  .chip.holds > span,
  .chip.holds :checked + span {
    border-color: var(--_green);
    background: var(--_tint-green);
    color: var(--_ink);
    font-weight: 600;
  }
  .chip .icon {
    width: 11px;
    height: 11px;
    stroke-width: 3.4;
  }
  .answer {
    max-width: 120ch;
    margin-top: 4px;
    line-height: 1.5;
  }
  .answer.right b {
    color: var(--_green-ink);
  }
  .goals > .button:only-child {
    float: inline-end;
  }
  .goals-head {
    display: flex;
    align-items: baseline;
    gap: 8px;
    margin-bottom: 3px;
  }
  .goals-head .button {
    margin-inline-start: auto;
  }
  .onward {
    max-width: 100%;
    margin-top: 6px;
  }
  .onward .icon {
    width: 11px;
    height: 11px;
  }
  .term {
    display: inline;
    padding: 0;
    border: 0;
    border-bottom: 1.5px dotted var(--_blue);
    background: none;
    font: inherit;
    color: inherit;
    text-align: start;
    cursor: help;
  }
  .term:hover {
    color: var(--_blue-ink);
    border-bottom-style: solid;
  }
  code {
    padding: 0 3px;
    border-radius: 4px;
    background: var(--_soft);
    font: .92em var(--_mono);
  }
  .narrow .task {
    grid-template-columns: minmax(0, 1fr);
    gap: 7px;
  }
  .narrow .task > * {
    grid-column: 1 !important;
    grid-row: auto !important;
  }
  .narrow .task > .doing-now {
    display: contents;
  }
  .narrow .task h2 {
    font-size: 17px;
    line-height: 1.25;
  }
  .lying .task h2 {
    font-size: 15px;
  }
  .narrow .beat-more {
    font-size: 13px;
    line-height: 1.4;
  }
  .narrow .task:not(.reading) :is(.prose, .idea) {
    display: none;
  }
  .narrow .prediction {
    margin-top: 4px;
  }
  .narrow .chip > span {
    min-height: 32px;
    border-radius: 16px;
  }
  /* What neither held nor was expected makes room for the reason. */
  .narrow .task:not(.reading) .chip.answered:not(.holds, :has(:checked)) {
    display: none;
  }
  .narrow .goals {
    max-width: none;
  }
  .narrow .goals-head {
    align-items: center;
    margin: 0;
  }
  .narrow .picker,
  .narrow .neighbour {
    min-height: 34px;
  }
`;
