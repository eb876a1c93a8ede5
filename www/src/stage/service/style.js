// The card of a service, in each of its shapes.
import { css } from 'lit';

export const serviceStyles = css`
  /* Beside the switch there is room for two lines; a short name stands in their middle. */
  .service.wide .title {
    inset: 5px auto auto 16px;
    width: 108px;
    height: calc(34px + var(--_n, 0px));
  }
  .service.wide .healths {
    inset: 10px auto auto 128px;
  }
  .guest {
    top: -9px;
    inset-inline-start: 4px;
    max-width: calc(100% - 8px);
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
  .service.tall .title,
  .service.stack .title {
    inset: 11px calc(64px + var(--_t)) auto 16px;
  }
  .service.tall .healths {
    inset: calc(36px + var(--_n, 0px)) 14px auto;
  }
  .service.stack .healths {
    inset: calc(30px + var(--_n, 0px)) 14px auto 16px;
  }
  .service.tall .health,
  .service.stack .health {
    flex: 1 1 auto;
  }
  .service.tall .health > span {
    min-width: 0;
    padding: 0 2px;
  }
  .service.tall .health .icon {
    display: none;
  }
  .service.stack .title {
    top: 6px;
  }
  .service.stack .tally {
    top: 8px;
  }
  .service.stack .health > span {
    min-height: 30px;
    font-size: 12px;
  }
  .service.stack.thin .health > span {
    min-width: 0;
    padding: 0 3px;
  }
  .service.stack .caption {
    bottom: 5px;
  }
  .service.stack .gear {
    bottom: 0;
  }
  .service .caption {
    inset: auto 40px 8px 16px;
    color: var(--_muted);
    font-size: 10.5px;
    line-height: 13px;
  }
  .service .gear {
    inset: auto 9px 3px auto;
    min-height: 24px;
    width: 26px;
    padding: 0;
    border-color: transparent;
    background: none;
    color: var(--_muted);
  }
  .service .gear:hover,
  .service .gear[aria-expanded='true'] {
    color: var(--_blue-ink);
  }
  .redrive {
    width: 52px;
    height: 26px;
    padding: 0;
    overflow: hidden;
    border: 1px solid var(--_red);
    border-radius: 7px;
    background: var(--_card);
    color: var(--_red-ink) !important;
    font-size: 9.5px !important;
    font-weight: 700 !important;
    letter-spacing: -.3px;
    text-overflow: ellipsis;
    white-space: nowrap;
    cursor: pointer;
  }
  .redrive:hover {
    background: var(--_tint-red);
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
    width: min(88px, 100% - 84px);
    padding: 0 2px;
    overflow: hidden;
    height: 28px;
    border: 0;
    border-radius: 8px;
    color: #fff;
    font-weight: 700;
    cursor: pointer;
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
