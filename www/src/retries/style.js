// The histogram of retries: hatched bars on an axis, the time ahead of the playhead on another ground.
import { css } from 'lit';

export const herdStyles = css`
  .retries svg {
    display: block;
    width: 100%;
    height: auto;
  }
  .retries text {
    fill: var(--_muted);
    font-size: 10px;
  }
  .retries .ahead {
    fill: var(--_soft);
  }
  .retries .tick {
    stroke: var(--_line);
    stroke-width: 0.7;
  }
  .retries .axis,
  .retries .playhead {
    stroke: var(--_ink);
    stroke-width: 1.2;
  }
  .retries .ground {
    fill: var(--_tint-sky);
  }
  .retries .hatch {
    fill: var(--_sky);
  }
  .retries .bars {
    stroke: var(--_sky-ink);
    stroke-width: 0.8;
  }
`;
