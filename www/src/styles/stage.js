// The stage: cards and boxes, arrows, envelopes, the pile.
import { css } from 'lit';

export const stageStyles = css`
  .stage.card {
    position: relative;
    overflow: hidden;
    padding: 0;
  }
  .stage.stack.card {
    border: 0;
    border-radius: 0;
    background: none;
    overflow: visible;
  }
  .stage .canvas {
    position: relative;
    margin: 0 auto;
  }
  .stage .arrows,
  .stage .envelopes {
    position: absolute;
    inset: 0;
    overflow: visible;
    pointer-events: none;
  }
  .stage .envelopes {
    contain: layout style;
    will-change: transform;
  }
  .box {
    position: absolute;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_card);
  }
  .box > * {
    position: absolute;
  }
  .box .title {
    overflow: hidden;
    font-size: 15.5px;
    line-height: 20px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .client.plain,
  .topic:not(.figure) {
    background: var(--_soft);
  }
  .client .names,
  .topic .names {
    inset: 12px 6px auto;
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
  .label {
    overflow: hidden;
    color: var(--_muted);
    font-size: 10.5px;
    line-height: 13px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .buy {
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
    padding: 0 4px;
    color: var(--_muted);
    font-size: 11.5px;
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
    text-overflow: ellipsis;
  }
  .broker .health > span {
    min-width: 34px;
    padding: 0 5px;
    font-size: 10.5px;
  }
  .broker .health .icon {
    display: none !important;
  }
  .is-down {
    border: 1.5px dashed var(--_red);
    background: repeating-linear-gradient(-45deg, transparent 0 6px, var(--_band-down) 6px 7px) var(--_card);
  }
  .selected {
    box-shadow: 0 0 0 2px var(--_blue);
  }
  .service.wide .title {
    inset: 12px auto auto 16px;
    max-width: 122px;
  }
  .service.wide .healths {
    inset: 10px auto auto 128px;
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
  .service.tall .healths,
  .service.stack .healths {
    inset: 36px 14px auto;
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
  .service.stack .health > span {
    min-height: 32px;
    font-size: 12px;
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
    font-size: 10px !important;
    font-weight: 700 !important;
    text-overflow: ellipsis;
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
    inset: 12px 12px auto auto;
    width: 100px;
    height: 44px;
    font-size: 17px;
  }
  .stack.client .auto {
    inset: 58px auto auto 14px;
    width: 120px;
  }
  .stack.client .amount {
    inset: 58px 12px auto auto;
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
    inset: 10px 130px auto 12px;
    text-align: start;
    white-space: nowrap;
  }
  .stack.topic .names p {
    display: none;
  }
  .stack.topic .broker {
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
    font-size: 14.5px;
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
    width: 88px;
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
  .pile {
    position: absolute;
  }
  .pile svg {
    display: block;
    overflow: visible;
  }
  .pile .floor {
    fill: none;
    stroke: var(--_line);
    stroke-width: 1.5;
    stroke-linecap: round;
  }
  .pile.some .floor {
    stroke: var(--_red);
  }
  .pile .letter {
    fill: var(--_card);
    stroke: var(--_red);
    stroke-width: 1.8;
  }
  .pile .count {
    display: block;
    color: var(--_muted);
    font-size: 10.5px;
    line-height: 16px;
    text-align: center;
    white-space: nowrap;
  }
  .pile.some .count {
    color: var(--_red-ink);
    font-weight: 700;
  }
`;

export const drawingStyles = css`
  .arrow .way {
    fill: none;
    stroke: var(--_grey);
    stroke-width: 1.5;
  }
  .arrow .head {
    fill: var(--_grey);
  }
  .arrow.cut .way {
    stroke-dasharray: 3 4;
  }
  .arrow .disc {
    fill: var(--_card);
  }
  .stage.stack .arrow .disc {
    fill: var(--_ground);
  }
  .arrow .phone {
    fill: var(--_muted);
  }
  .arrow .scissors {
    fill: none;
    stroke: var(--_red);
    stroke-width: 1.7;
    stroke-linecap: round;
  }
  .env .body,
  .icon.envelope .body {
    fill: var(--_card);
    stroke: var(--_c, var(--_blue));
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .env text,
  .envelopes .more {
    font-family: inherit;
  }
  .env .number {
    fill: var(--_ci, var(--_blue-ink));
    font-size: 8.5px;
    font-weight: 700;
    text-anchor: middle;
  }
  .env .number.long {
    font-size: 7px;
  }
  .env .badge circle {
    fill: var(--_ci, var(--_blue-ink));
  }
  .env .badge text {
    fill: var(--_card);
    font-size: 8.5px;
    font-weight: 700;
    text-anchor: middle;
  }
  .dial {
    fill: var(--_card);
    stroke: var(--_c, var(--_blue));
    stroke-width: 1.5;
  }
  .env .slice {
    fill: none;
    stroke: var(--_c, var(--_blue));
    stroke-width: 8;
  }
  .icon .slice {
    fill: var(--_c);
  }
  .env .remaining {
    fill: var(--_muted);
    font-size: 10.5px;
  }
  .env .behind {
    fill: none;
    stroke: var(--_c, var(--_blue));
    stroke-width: 1.6;
    stroke-linejoin: round;
  }
  .env:not(.copy) .behind,
  .env:not(.poison) .skull {
    display: none;
  }
  .env .skull {
    fill: var(--_red);
    stroke: var(--_card);
    stroke-width: 1.2;
  }
  .env .eye {
    fill: var(--_card);
    stroke: none;
  }
  .envelopes .more {
    fill: var(--_ink);
    font-size: 11px;
    font-weight: 700;
  }
  .s-working,
  .s-holding,
  .s-answering,
  .k-working {
    --_c: var(--_orange);
    --_ci: var(--_orange-ink);
  }
  .s-retryWait,
  .s-parked,
  .s-delayed,
  .k-retry {
    --_c: var(--_sky);
    --_ci: var(--_sky-ink);
  }
  .s-dead,
  .s-lost,
  .s-refused,
  .k-dead,
  .k-lost {
    --_c: var(--_red);
    --_ci: var(--_red-ink);
  }
  .s-acked,
  .k-done {
    --_c: var(--_green);
    --_ci: var(--_green-ink);
  }
  .s-suppressed,
  .k-suppressed {
    --_c: var(--_grey);
    --_ci: var(--_grey-ink);
  }
  .k-transit,
  .k-ready,
  .k-topic {
    --_c: var(--_blue);
    --_ci: var(--_blue-ink);
  }
  .env.failed {
    --_c: var(--_red);
    --_ci: var(--_red-ink);
  }
  .s-parked .body,
  .s-delayed .body,
  .s-suppressed .body {
    stroke-dasharray: 4 2;
  }
  .s-outbox .body {
    fill: var(--_tint-blue);
  }
  .crowd {
    fill: var(--_card);
    stroke: var(--_blue);
    stroke-width: 1.6;
  }
  .icon.envelope {
    width: auto;
    height: 15px;
    vertical-align: -3px;
  }
  .icon .cross {
    fill: none;
    stroke: var(--_c);
    stroke-width: 2.6;
    stroke-linecap: round;
  }
  .logo {
    fill: none;
    stroke: var(--_blue);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .legend {
    padding: 1px 5px 1px 4px;
    border-radius: 5px;
    background: color-mix(in srgb, var(--_c) 13%, transparent);
    color: var(--_ci);
    font-weight: 600;
    box-decoration-break: clone;
  }
  .legend .icon {
    margin-inline-end: 4px;
  }
  .legend .icon:not(.envelope) {
    width: 12px;
    height: 12px;
    vertical-align: -2px;
  }
`;
