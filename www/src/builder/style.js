// The page of the builder: choices on the left, the figure and its code on the right; on a phone one below the other.
import { css } from 'lit';

export const builderStyles = css`
  .root {
    box-sizing: border-box;
    min-height: 100vh;
    padding: 14px 20px 40px;
    background: var(--_ground);
    color: var(--_ink);
  }
  .head {
    display: flex;
    align-items: center;
    gap: 14px;
    max-width: 1320px;
    margin: 0 auto 14px;
  }
  .head h1 {
    margin: 0;
    font-size: 17px;
  }
  .sign {
    display: flex;
    align-items: center;
    gap: 8px;
    color: inherit;
    font-weight: 700;
    text-decoration: none;
  }
  .space {
    flex: 1;
  }
  main {
    display: grid;
    grid-template-columns: 372px minmax(0, 1fr);
    align-items: start;
    gap: 18px;
    max-width: 1320px;
    margin: 0 auto;
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
    display: grid;
    grid-template-columns: 108px minmax(0, 1fr);
    align-items: center;
    gap: 10px;
    font-size: 13px;
  }
  .field select,
  .field input {
    box-sizing: border-box;
    width: 100%;
    min-width: 0;
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
  .places {
    flex-wrap: wrap;
  }
  .row {
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    gap: 8px;
  }
  textarea {
    box-sizing: border-box;
    width: 100%;
    padding: 10px;
    border: 1px solid var(--_line);
    border-radius: 8px;
    background: var(--_card);
    color: var(--_ink);
    font:
      12.5px/1.5 ui-monospace,
      monospace;
    resize: vertical;
  }
  .said {
    min-height: 1.5em;
  }
  @media (max-width: 900px) {
    .root {
      padding: 10px 10px 30px;
    }
    main {
      grid-template-columns: minmax(0, 1fr);
    }
    .result {
      order: -1;
    }
    .preview {
      padding: 8px;
    }
    .head .name {
      display: none;
    }
  }
`;
