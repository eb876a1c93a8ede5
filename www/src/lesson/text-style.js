// What there is to read in a lesson's card once it is opened.
import { css } from 'lit';

export const textStyles = css`
  .more {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    gap: 10px 28px;
    margin-top: 6px;
    padding-top: 8px;
    border-top: 1px solid var(--_line);
  }
  .whole-text {
    display: grid;
    align-content: start;
    gap: 8px;
    max-width: 84ch;
  }
  .doing {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .doing .button {
    /* What a contrast is called may be a line and a half on a phone. */
    max-width: 100%;
    white-space: normal;
    text-align: start;
  }
  .facts {
    display: grid;
    align-content: start;
    gap: 8px;
  }
  .claims {
    display: grid;
    gap: 4px;
    margin-top: 3px;
  }
  .meet {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 3px 10px;
    margin: 0;
    line-height: 17px;
  }
  .meet dt {
    font-weight: 600;
  }
  .meet dd {
    margin: 0;
  }
  :is(.narrow, .aside) .more {
    grid-template-columns: minmax(0, 1fr);
  }
`;
