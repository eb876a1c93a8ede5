// The figure in a course page.
import { css } from 'lit';

export const figureStyles = css`
  .frame {
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_soft);
  }
  .frame .stage.card {
    border: 0;
    border-radius: 0;
    background: none;
  }
  .frame .stage.stack {
    padding-block: 10px;
  }
  .figure-bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
    min-height: 72px;
    padding: 10px 14px;
    border-top: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_card);
  }
  .figure-bar .play-buttons .button {
    width: 38px;
    height: 38px;
  }
  .figure-books {
    flex: 1 1 300px;
    min-width: 0;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    gap: 0 4px;
    font-size: 12px;
    font-weight: 600;
  }
  .line span:not(:last-child)::after {
    content: ' ·';
  }
  .figure-last {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 10px;
  }
  .figure-last .verdict {
    margin-top: 2px;
  }
  .figure-last a {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    color: var(--_blue-ink);
    white-space: nowrap;
  }
  .figure-last a .icon {
    width: 12px;
    height: 12px;
  }
`;
