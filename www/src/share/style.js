// The dialog to share a run, and what is said of one that came.
import { css } from 'lit';

export const shareStyles = css`
  dialog.share {
    width: min(560px, calc(100% - 24px));
    max-height: calc(100% - 24px);
    padding: 0;
    overflow: auto;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_card);
    color: var(--_ink);
    box-shadow: 0 12px 40px var(--_shade);
  }
  dialog.share::backdrop {
    background: #0006;
  }
  .share .inside {
    display: grid;
    gap: 8px;
    padding: 12px 16px 14px;
  }
  .share h2 {
    font-size: 15px;
  }
  .share h3 {
    margin-top: 6px;
    font-size: 12.5px;
  }
  .share .row {
    display: flex;
    gap: 8px;
    align-items: start;
  }
  .share .row input {
    height: 30px;
  }
  .share .row.several {
    flex-wrap: wrap;
  }
  .share .row.several > :first-child {
    flex-basis: 100%;
  }
  .share blockquote {
    margin: 0;
    padding-inline-start: 10px;
    border-inline-start: 3px solid var(--_blue);
  }
  .share .row > :first-child {
    flex: 1;
    min-width: 0;
    border: 1px solid var(--_line);
    border-radius: 6px;
    background: var(--_soft);
    color: var(--_ink);
    font: 12px/1.5 var(--_mono);
  }
  .share textarea {
    padding: 4px 6px;
    resize: vertical;
  }
  .share .said {
    min-height: 18px;
    color: var(--_green-ink);
    font-weight: 600;
  }
  .share .button {
    min-height: 32px;
  }
  .share .card-head .button {
    width: 32px;
    padding: 0;
  }
  .narrow .share .button {
    min-height: 40px;
  }
  .narrow .share .row {
    flex-wrap: wrap;
  }
  .narrow .share .row > :first-child {
    flex-basis: 100%;
  }
  .problem h2 {
    font-size: 15px;
  }
  .problem.mild {
    align-items: center;
    justify-content: space-between;
    flex-wrap: wrap;
    margin: 8px 16px;
    padding: 6px 12px;
    border: 1px solid var(--_blue);
    background: var(--_tint-blue);
  }
  .problem.mild p {
    margin: 0;
  }
`;
