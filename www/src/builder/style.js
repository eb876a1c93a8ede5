// Of the page of the builder alone: choices on the left, the figure and its code on the right; on a phone one below the other.
import { css } from 'lit';

export const builderStyles = css`
  main {
    display: grid;
    grid-template-columns: 372px minmax(0, 1fr);
    align-items: start;
    gap: 18px;
  }
  fieldset {
    display: grid;
    gap: 9px;
    margin: 0 0 12px;
    padding: 12px 14px 14px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_card);
  }
  legend {
    float: left;
    padding: 0;
    font-size: 14px;
    font-weight: 700;
  }
  legend + * {
    clear: both;
  }
  .field {
    grid-template-columns: 108px minmax(0, 1fr);
    font-size: 13px;
  }
  .checks {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 8px 12px;
    font-size: 13px;
  }
  .check,
  .colour {
    display: flex;
    align-items: center;
    gap: 7px;
    min-height: 26px;
  }
  .check input {
    margin: 0;
  }
  .colour input {
    width: 34px;
    height: 24px;
    padding: 1px;
  }
  .own {
    margin: 0;
    font-size: 13px;
  }
  .preview {
    padding: 18px;
    border: 1px dashed var(--_line);
    border-radius: 10px;
    background: repeating-linear-gradient(45deg, transparent 0 10px, var(--_shade) 10px 11px);
  }
  .preview carteiro-playground {
    margin: 0 auto;
  }
  .code {
    margin-top: 16px;
  }
  .code p {
    margin: 10px 0;
    font-size: 13.5px;
    line-height: 1.5;
  }
  .row {
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    gap: 8px;
  }
  textarea {
    padding: 10px;
    background: var(--_card);
    font: 12.5px/1.5 var(--_mono);
    resize: vertical;
  }
  @media (max-width: 900px) {
    main {
      grid-template-columns: minmax(0, 1fr);
    }
    .result {
      order: -1;
    }
    .preview {
      padding: 8px;
    }
  }
`;
