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
  .box.client .buy.long {
    font-size: 13px;
    line-height: 1.1;
    white-space: normal;
  }
  .figure.client .buy {
    inset: calc(60px + var(--_n, 0px)) 10px auto;
    height: 36px;
    font-size: 13.5px;
  }
  .figure.client .names p {
    font-size: 10.5px;
    letter-spacing: -0.5px;
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
