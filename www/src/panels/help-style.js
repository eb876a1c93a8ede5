// The help: what the keys do.
import { css } from 'lit';

export const helpStyles = css`
  .keys {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 3px 10px;
    margin: 4px 0 8px;
    font-size: 12px;
  }
  .keys dd {
    margin: 0;
  }
  kbd {
    display: inline-block;
    min-width: 22px;
    padding: 0 5px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    background: var(--_soft);
    font: 11px/18px var(--_mono);
    text-align: center;
  }
  .help .card-head {
    justify-content: space-between;
  }
  .help p {
    margin-top: 8px;
    line-height: 1.6;
  }
`;
