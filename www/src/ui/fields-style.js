// Fields with their names beside them.
import { css } from 'lit';

export const fieldStyles = css`
  .field {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 2px 8px;
    min-height: 32px;
    font-size: 12px;
  }
  .field.check {
    flex-wrap: nowrap;
  }
  .field > span {
    min-width: 0;
    color: var(--_muted);
  }
  .field input:not([type='checkbox']) {
    width: 86px;
  }
  .field select {
    max-width: 100%;
    padding: 0 4px;
    /* In WebKit words that are cut off would still widen what is around the list. */
    contain: paint;
  }
  .field .buttons {
    flex: 1 0 100%;
  }
`;
