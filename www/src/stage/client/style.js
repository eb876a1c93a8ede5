// The card of a client, in each of its shapes.
import { css } from 'lit';

export const clientStyles = css`
  .client .title {
    font-size: 14.5px;
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
    display: flex;
    align-items: center;
    gap: 4px;
    width: calc(100% - 24px);
    min-height: 26px;
    color: var(--_muted);
    font-size: 11px;
  }
  .auto input {
    flex: 1;
    width: 20px;
    color: var(--_ink);
    font-size: 12px;
  }
  .auto input:invalid {
    border-color: var(--_red);
  }
  .auto .limits {
    position: absolute;
    inset: calc(100% + 3px) auto auto 0;
    z-index: 4;
    display: none;
    width: max-content;
    max-width: 190px;
    padding: 5px 8px;
    border: 1px solid var(--_line);
    border-radius: 8px;
    background: var(--_card);
    color: var(--_ink);
    pointer-events: none;
  }
  .auto:focus-within .limits {
    display: block;
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
  .client .buy.long {
    font-size: 13px;
    line-height: 1.1;
    white-space: normal;
  }
  .figure.client .buy {
    inset: 60px 10px auto;
    height: 36px;
    font-size: 13.5px;
  }
  .stack .figure.client .names {
    inset: 11px 140px auto 14px;
    text-align: start;
  }
  .stack .figure.client .buy {
    inset: 11px 12px auto auto;
    width: 116px;
    height: 38px;
  }
`;
