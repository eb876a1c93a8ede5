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
    inset: calc(88px + var(--_n, 0px)) 12px auto;
    height: 36px;
  }
  .client.plain .amount {
    inset: calc(56px + var(--_n, 0px)) 12px auto;
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
    inset: calc(134px + var(--_n, 0px)) 12px auto;
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
    inset: calc(61px + var(--_n, 0px)) auto auto 14px;
    width: 106px;
  }
  .stack.client .amount {
    inset: calc(61px + var(--_n, 0px)) 12px auto auto;
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--_muted);
    font-size: 11px;
  }
  .stack.client .amount input {
    width: 68px;
    color: var(--_ink);
  }
  .figure.client .buy {
    inset: calc(60px + var(--_n, 0px)) 10px auto;
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
