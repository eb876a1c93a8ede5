// The card of a service, in each of its shapes.
import { css } from 'lit';

export const serviceStyles = css`
  .guest {
    top: -9px;
    inset-inline-start: 4px;
    max-width: calc(100% - 8px);
  }
  /* It may be wider than a small card: it lies on its edge. */
  .figure .guest {
    inset-inline-start: 50%;
    max-width: none;
    translate: -50%;
  }
  .service .tally {
    top: 13px;
    inset-inline-end: 14px;
    display: flex;
    gap: 8px;
    color: var(--_muted);
    font-size: 12.5px;
  }
  .tally > span {
    display: inline-flex;
    align-items: center;
    gap: 3px;
    font-variant-numeric: tabular-nums;
  }
  .tally .icon {
    width: 12px;
    height: 12px;
    color: var(--_green);
    stroke-width: 3;
  }
  .figure.service .title {
    inset: 10px calc(60px + var(--_t)) auto 12px;
    font-size: 14px;
  }
  .figure.service .tally {
    top: 11px;
  }
  .figure .toggle {
    inset: calc(36px + var(--_n, 0px)) auto auto 12px;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    width: clamp(42px, 100% - 84px, 88px);
    padding: 0 2px;
    overflow: hidden;
    height: 28px;
    border: 0;
    border-radius: 8px;
    color: #fff;
    font-weight: 700;
    white-space: nowrap;
    cursor: pointer;
  }
  .figure.slim .toggle {
    font-size: 13px;
    letter-spacing: -0.2px;
  }
  .figure .toggle.h-slow,
  .figure .toggle.h-flaky {
    color: #1f2937;
  }
  .figure .toggle .icon {
    width: 12px;
    height: 12px;
    stroke-width: 3.2;
  }
  .figure.slim .toggle .icon {
    display: none;
  }
  .figure .hint {
    inset: auto auto 4px 13px;
    font-size: 10px;
  }
  .figure.service .slot {
    visibility: hidden;
  }
  .figure.service .label {
    display: none;
  }
`;
