// The panel "Why?", and whatever on the page can be asked.
import { css } from 'lit';

export const whyStyles = css`
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
  .why .card-head h2 {
    flex: 1;
    min-width: 0;
    line-height: 18px;
  }
  .why .card-head h2 .quiet {
    display: block;
    overflow: hidden;
    font-weight: 400;
    line-height: 14px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .why .bare {
    min-height: 26px;
    padding: 0 4px;
    border-color: transparent;
    background: none;
  }
  .sign-of {
    flex: none;
    margin-block: -4px;
  }
  .why .scroll {
    flex: 1;
    min-height: 0;
    margin: 4px -8px 0;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  /* The end of a story stays in sight while it goes on. */
  .why .story {
    display: flex;
    flex-direction: column-reverse;
  }
  .why .scroll ol {
    flex: none;
    margin: 0 0 auto;
    padding: 2px 8px;
    overflow: visible;
  }
  .because {
    display: block;
    margin-inline-start: 50px;
    color: var(--_blue-ink) !important;
    font-size: 11px !important;
    line-height: 1.35 !important;
  }
  span.because {
    color: var(--_muted) !important;
  }
  .untimed .because {
    margin-inline-start: 0;
  }
  .log li:has([aria-current])::before {
    box-shadow: 0 0 0 3px var(--_tint-blue), 0 0 0 4px var(--_blue-ink);
  }
  .log button.line[aria-current] {
    font-weight: 700;
  }
  .log .later .line,
  .log .later .because {
    color: var(--_muted) !important;
  }
  .log .later::before {
    outline: 1px dashed var(--_muted);
    outline-offset: 1px;
    background: var(--_card);
  }
  .present {
    flex: none;
    max-height: 45%;
    margin: 4px -16px -10px;
    padding: 5px 16px 7px;
    overflow-y: auto;
    border-top: 1px solid var(--_line);
    border-radius: 0 0 10px 10px;
    background: var(--_soft);
  }
  .log .present li::before {
    border: 2px solid var(--_grey);
    background: var(--_card);
  }
  .log .present li::after {
    display: none;
  }
  .sheet .why {
    height: 56vh;
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
