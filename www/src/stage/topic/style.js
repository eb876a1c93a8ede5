// The card of a topic, in each of its shapes.
import { css } from 'lit';

export const topicStyles = css`
  .topic .title {
    font-size: 13px;
  }
  /* Not that of the topic's own name. */
  .hole {
    --_f: 1;
  }
  .hole > span:first-child {
    position: absolute;
    inset: 4px 7px auto;
    max-height: var(--_l);
    overflow: hidden;
    color: var(--_muted);
    font-size: calc(10px * var(--_f, 1));
    letter-spacing: calc((var(--_f, 1) - 1) * 4px);
    font-weight: 600;
    line-height: 13px;
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  .stack.topic .names {
    inset: 10px 142px auto 12px;
    text-align: start;
  }
  .stack.topic .names p {
    display: none;
  }
  .figure.topic .title {
    font-size: 12.5px;
  }
  .figure.topic .title span {
    letter-spacing: calc((var(--_f, 1) - 1) * 1.5px - 0.2px);
  }
`;
