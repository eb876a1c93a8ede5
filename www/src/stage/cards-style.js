// The cards on the stage: client, topic and service, in each of their shapes.
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
  .client .title {
    font-size: 14.5px;
  }
  .topic .title {
    font-size: 13px;
  }
  .topic.plain .names {
    top: 10px;
  }
  .names p {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
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
  .hole > span:first-child {
    position: absolute;
    inset: 4px 8px auto;
    overflow: hidden;
    color: var(--_muted);
    font-size: 10px;
    font-weight: 600;
    line-height: 13px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .buy {
    padding: 0;
    white-space: nowrap;
    border: 0;
    border-radius: 9px;
    background: var(--_press);
    color: #fff;
    font-size: 16px;
    font-weight: 700;
    cursor: pointer;
  }
  .buy:hover {
    filter: brightness(1.12);
  }
  .buy:active {
    transform: translateY(1px);
  }
  .client.plain .buy {
    inset: 88px 12px auto;
    height: 36px;
  }
  .client.plain .amount {
    inset: 56px 12px auto;
    display: flex;
    align-items: center;
    gap: 5px;
    color: var(--_muted);
    font-size: 10.5px;
  }
  .amount input {
    appearance: textfield;
  }
  .amount input::-webkit-inner-spin-button {
    display: none;
  }
  .client.plain .amount input {
    flex: 1;
    width: 20px;
    color: var(--_ink);
    font-size: 12px;
  }
  .client .auto {
    inset: 134px 12px auto;
    width: calc(100% - 24px);
    min-height: 26px;
    padding: 0;
    color: var(--_muted);
    font-size: 11px;
  }
  /* In Firefox the words of a list begin at its very edge. */
  @supports (-moz-appearance: none) {
    .client .auto {
      padding-inline-start: 4px;
    }
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
    overflow: hidden;
    font-size: 10px;
    letter-spacing: -0.2px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .broker .health > span {
    min-width: 24px;
    padding: 0 4px;
    font-size: 10px;
  }
  .broker .health .icon {
    display: none !important;
  }
  /* A long name has two lines; a short one stands in their middle. */
  .service:is(.wide, .compact, .bar) .title {
    display: flex;
    align-items: center;
    white-space: normal;
  }
  .service:is(.wide, .compact, .bar) .title span {
    display: -webkit-box;
    max-height: 100%;
    overflow: hidden;
    overflow-wrap: anywhere;
    hyphens: auto;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .service.wide .title {
    inset: 5px auto auto 16px;
    width: 108px;
    height: 34px;
    line-height: 17px;
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
  .service.tall .caption {
    display: -webkit-box;
    white-space: normal;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .service.tall .title,
  .service.stack .title {
    inset: 11px 70px auto 16px;
  }
  .service.tall .healths {
    inset: 36px 14px auto;
  }
  .service.stack .healths {
    inset: 30px 14px auto 16px;
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
  .service.stack .caption {
    bottom: 5px;
  }
  .service.stack .gear {
    bottom: 0;
  }
  .service .caption {
    inset: auto 40px 8px 16px;
    overflow: hidden;
    color: var(--_muted);
    font-size: 10.5px;
    line-height: 14px;
    text-overflow: ellipsis;
    white-space: nowrap;
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
  .stack.client .names {
    inset: 10px 130px auto 14px;
    text-align: start;
  }
  .stack.client .buy {
    inset: 10px 12px auto auto;
    width: 100px;
    height: 42px;
    font-size: 17px;
  }
  .stack.client .auto {
    inset: 61px auto auto 14px;
    width: 120px;
  }
  .stack.client .amount {
    inset: 61px 12px auto auto;
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--_muted);
    font-size: 11px;
  }
  .stack.client .amount input {
    width: 92px;
    color: var(--_ink);
  }
  .stack.topic .names {
    inset: 10px 142px auto 12px;
    text-align: start;
    white-space: nowrap;
  }
  .stack.topic .names p {
    display: none;
  }
  .stack.topic .broker {
    max-width: 128px;
    inset: 8px 10px auto auto;
  }
  .figure.client .names,
  .figure.topic .names {
    inset: 12px 3px auto;
  }
  .figure.topic .title {
    font-size: 12.5px;
    letter-spacing: -0.2px;
  }
  .figure.client .buy {
    inset: 60px 10px auto;
    height: 36px;
    font-size: 13.5px;
  }
  .figure.service .title {
    inset: 10px 60px auto 12px;
    font-size: 14px;
  }
  .figure.service .tally {
    top: 11px;
  }
  .figure .toggle {
    inset: 36px auto auto 12px;
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
