// Logs and replicas: a row of numbered records, a plug, an offset, a leader with its followers.
import { css } from 'lit';

export const logStyles = css`
  .replicas {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 2px;
    height: 16px;
    color: var(--_muted);
    font-size: 9.5px;
    line-height: 13px;
  }
  .replicas i {
    width: 15px;
    height: 15px;
    border: 1.5px solid var(--_muted);
    border-radius: 50%;
    font-style: normal;
    font-weight: 700;
    text-align: center;
  }
  .replicas i.leader {
    border-color: var(--_blue);
    background: var(--_blue);
    color: var(--_card);
  }
  .replicas i.gone {
    border: 1.5px dashed var(--_red);
  }
  .replicas b {
    color: var(--_blue);
  }
  .hole.off {
    border-style: dashed;
    background: none;
  }
  .offset {
    color: var(--_muted);
    font-size: 10px;
    font-variant-numeric: tabular-nums;
    font-weight: 700;
    line-height: 14px;
    text-align: end;
    pointer-events: none;
  }
  .arrow.off .way {
    stroke-dasharray: 1 6;
    opacity: 0.6;
  }
  .arrow.off .head {
    opacity: 0.25;
  }
  .arrow .acks {
    fill: var(--_muted);
    font-size: 10.5px;
    font-weight: 600;
    text-anchor: middle;
  }
  .arrow .acks.on-rail {
    text-anchor: start;
  }
`;
