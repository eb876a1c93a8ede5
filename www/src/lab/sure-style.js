// Bars of shares, in the lesson's card and in the lab.
import { css } from 'lit';

export const sureStyles = css`
  .bars {
    display: grid;
    gap: 6px;
    margin: 0;
    padding: 0;
    font-size: 14px;
    list-style: none;
  }
  .bars li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(60px, 200px) 190px;
    align-items: center;
    gap: 4px 12px;
  }
  :is(.narrow, .aside, .lead) .bars li {
    grid-template-columns: minmax(60px, 1fr) auto;
  }
  :is(.narrow, .aside, .lead) .bars li > :first-child {
    grid-column: 1 / -1;
  }
  .sure-of {
    display: grid;
    grid-template-columns: minmax(40px, 160px) max-content;
    justify-content: start;
    align-items: center;
    gap: 8px;
    margin-top: 2px;
  }
  .sure-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }
  .sure-head progress {
    width: 120px;
    accent-color: var(--_blue);
  }
  .share-bar {
    position: relative;
    height: 12px;
    border: 1px solid var(--_muted);
    border-radius: 3px;
    overflow: hidden;
  }
  .share-bar i {
    display: block;
    height: 100%;
    background: var(--_blue);
  }
  /* Between what the true share lies. */
  .share-bar b {
    position: absolute;
    top: 4px;
    min-width: 2px;
    height: 2px;
    background: var(--_ink);
    box-shadow: 0 0 0 1px var(--_card);
  }
  .answers-sure {
    margin-top: 8px;
  }
`;
