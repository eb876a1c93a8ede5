// The card of a topic, in each of its shapes.
import { css } from 'lit';

export const topicStyles = css`
  .topic .title {
    font-size: 13px;
  }
  .hole > span:first-child {
    position: absolute;
    inset: 4px 7px auto;
    max-height: var(--_l);
    overflow: hidden;
    color: var(--_muted);
    font-size: 10px;
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
    letter-spacing: -0.2px;
  }
`;
