// The card of a topic, in each of its shapes.
import { css } from 'lit';

export const topicStyles = css`
  .topic .title {
    font-size: 13px;
  }
  .topic.plain .names {
    top: 10px;
  }
  .hole > span:first-child {
    position: absolute;
    inset: 4px 7px auto;
    color: var(--_muted);
    font-size: 10px;
    font-weight: 600;
    line-height: 13px;
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  .broker {
    inset: auto 10px 10px;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 3px;
  }
  .broker .quiet {
    flex: 1;
    min-width: 0;
    font-size: 10px;
    letter-spacing: -0.2px;
    line-height: 11px;
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  .broker .health > span {
    min-width: 24px;
    padding: 0 4px;
    font-size: 10px;
  }
  .broker .health .icon {
    display: none !important;
  }
  .stack.topic .names {
    inset: 10px 142px auto 12px;
    text-align: start;
  }
  .stack.topic .names p {
    display: none;
  }
  .stack.topic .broker {
    max-width: 128px;
    inset: 8px 10px auto auto;
  }
  .figure.topic .title {
    font-size: 12.5px;
    letter-spacing: -0.2px;
  }
`;
