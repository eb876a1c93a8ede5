// What the cards on the stage share: their names, and the boxes in which envelopes lie.
import { css } from 'lit';

export const cardStyles = css`
  .client.plain,
  .topic:not(.figure) {
    background: var(--_soft);
  }
  .client .names,
  .topic .names {
    inset: 12px 3px auto;
    letter-spacing: -0.2px;
    text-align: center;
  }
  .names .title {
    justify-content: center;
  }
  .names p {
    white-space: nowrap;
  }
  .stack .names .title {
    justify-content: start;
  }
  .hole,
  .slot {
    border: 1px solid var(--_line);
    border-radius: 7px;
    background: var(--_card);
  }
  .service .slot,
  .client .slot {
    background: var(--_soft);
  }
  .figure.client .names,
  .figure.topic .names {
    inset: 12px 3px auto;
  }
`;
