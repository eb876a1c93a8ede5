// What is drawn: arrows, envelopes, pies, and the same signs in prose.
import { css } from 'lit';

export const drawingStyles = css`
  .arrow .way {
    fill: none;
    stroke: var(--_grey);
    stroke-width: 1.5;
  }
  .arrow .head {
    fill: var(--_grey);
  }
  .arrow:is(.notice, .dead) .way {
    stroke-dasharray: 2 5;
    stroke-linecap: round;
  }
  .arrow.cut .way {
    stroke-dasharray: 3 4;
  }
  .arrow.out .way {
    stroke: var(--_red);
    stroke-dasharray: 8 5;
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
  .s-retryScheduled,
  .s-parked,
  .s-waitingCore,
  .s-waiting,
  .s-heldUp,
  .s-blocked,
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
  .s-handled,
  .k-done {
    --_c: var(--_green);
    --_ci: var(--_green-ink);
  }
  .s-stale,
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
  .s-waitingCore .body,
  .s-heldUp .body,
  .s-handled .body,
  .s-stale .body,
  .s-delayed .body,
  .s-suppressed .body {
    stroke-dasharray: 4 2;
  }
  .s-blocked .body,
  .s-outbox .body {
    fill: var(--_tint-blue);
  }
  .crowd {
    position: absolute;
    pointer-events: none;
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
  .legend {
    padding: 1px 5px 1px 4px;
    border-radius: 5px;
    background: color-mix(in srgb, var(--_c) 13%, transparent);
    color: var(--_ci);
    font-weight: 600;
    white-space: nowrap;
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
