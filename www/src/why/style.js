// The panel "Why?".
import { css } from 'lit';

export const whyStyles = css`
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
  .why .decide {
    flex: none;
    align-self: start;
    margin: 4px 0;
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
`;
