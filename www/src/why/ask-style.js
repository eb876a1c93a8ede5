// Whatever on the page can be asked.
import { css } from 'lit';

export const askStyles = css`
  button.slot,
  button.hole,
  button.part,
  .log button.line,
  button.because {
    padding: 0;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  button.part,
  .log button.line,
  button.because {
    border: 0;
    background: none;
  }
  button.slot:hover,
  button.hole:hover {
    border-color: var(--_muted);
  }
  button.part:hover,
  button.because:hover,
  .log button.line:hover > span {
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .log .line {
    display: grid;
    grid-template-columns: 50px 1fr;
    width: 100%;
  }
  .log .line:focus-visible {
    outline-offset: 0;
  }
  .log .untimed .line {
    display: block;
  }
  /* Room for a finger. */
  .sheet .log li {
    padding-block: 6px;
  }
  .sheet .log li::before {
    top: 10px;
  }
  .narrow .part {
    min-width: 32px;
    margin-block: -6px;
    padding-block: 6px !important;
    text-align: end !important;
  }
  .asks {
    cursor: pointer;
  }
`;
