// Small cards, gates and sidecars, and the marks that mechanisms leave on cards and arrows.
import { css } from 'lit';

export const markStyles = css`
  .box:is(.compact, .bar) .title {
    font-size: 12.5px;
  }
  .compact .label {
    font-size: 9.5px;
  }
  .service.compact .title,
  .service.bar .title {
    height: calc(30px + var(--_n, 0px));
    line-height: 15px;
  }
  .service.compact .title {
    inset: 5px calc(46px + var(--_t)) auto 12px;
  }
  .service.compact .tally {
    top: 9px;
    inset-inline-end: 11px;
    font-size: 11.5px;
  }
  .service.compact .healths {
    inset: calc(38px + var(--_n, 0px)) 10px auto;
  }
  .service.bar .title {
    inset: 4px auto auto 16px;
    width: calc(100% - 260px);
  }
  .service.bar .healths {
    inset: 7px 84px auto auto;
    width: 152px;
  }
  .service.bar .tally {
    top: 10px;
    inset-inline-end: 40px;
    font-size: 11.5px;
  }
  /* How patient a service is stands in its settings; what passes is said on its card, too. */
  .service.bar .caption,
  .service:is(.compact, .stack.thin) .caption:not(.brief) {
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .service.bar .gear {
    inset: 6px 9px auto auto;
  }
  .service.compact .caption {
    inset: auto 32px 5px 12px;
  }
  .service.compact .gear {
    inset: auto 5px 1px auto;
  }
  /* Only the state that holds has room for its word. */
  .compact .healths,
  .bar .healths {
    gap: 2px;
  }
  .compact .health,
  .bar .health {
    flex: 0 1 24px;
    min-width: 0;
  }
  .compact .health:has(:checked),
  .bar .health:has(:checked) {
    flex: 1 1 auto;
  }
  .compact .health > span,
  .bar .health > span {
    min-width: 0;
    min-height: 24px;
    padding: 0 3px;
    overflow: hidden;
    font-size: 11px;
  }
  .compact.slim .health :checked + span .icon {
    display: none;
  }
  .health b {
    white-space: nowrap;
  }
  .compact .health .icon,
  .bar .health .icon {
    flex: none;
    display: block;
    width: 12px;
    height: 12px;
  }
  .compact .health :not(:checked) + span b,
  .bar .health :not(:checked) + span b {
    position: absolute;
    clip-path: inset(50%);
  }
  .client.compact {
    background: var(--_soft);
  }
  .client.compact .names {
    inset: 8px 6px auto;
  }
  .client.compact .buy {
    inset: calc(48px + var(--_n, 0px)) 12px auto;
    height: 30px;
    font-size: 14px;
  }
  .client.compact .amount {
    display: none;
  }
  .client.compact .auto {
    inset: calc(84px + var(--_n, 0px)) 12px auto;
  }
  .gateway {
    border-width: 2px;
    border-color: var(--_blue);
    border-radius: 10px 10px 22px 22px;
  }
  .gateway .shield {
    top: 9px;
    inset-inline-start: 11px;
    color: var(--_blue-ink);
  }
  .gateway.wide .shield,
  .gateway.tall .shield {
    top: 12px;
  }
  .gateway.stack .shield {
    top: 7px;
  }
  .service.gateway .title {
    inset-inline-start: 33px;
  }
  .service.gateway.wide .title {
    width: 92px;
  }
  .service.gateway .gear {
    inset-inline-end: 9px;
  }
  .service.gateway.bar .title {
    width: calc(100% - 278px);
  }
  .sidecar {
    display: grid;
    place-items: center;
    border: 1px solid var(--_purple);
    border-right: 0;
    border-radius: 8px 0 0 8px;
    background: var(--_card);
    color: var(--_purple-ink);
  }
  .sidecar > span {
    font-size: 9.5px;
    font-weight: 600;
    line-height: 1;
    writing-mode: vertical-rl;
    rotate: 180deg;
  }
  .ingress {
    z-index: 1;
    inset: -12px 10px auto;
    display: flex;
    gap: 3px;
    pointer-events: none;
  }
  .stack .ingress {
    top: -9px;
    justify-content: center;
  }
  .guest,
  .ingress .badge {
    padding: 0 5px;
    overflow: hidden;
    border: 1px solid var(--_red);
    border-radius: 8px;
    background: var(--_card);
    color: var(--_red-ink);
    font-size: 9.5px;
    font-weight: 700;
    line-height: 14px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .ingress .badge {
    flex: 0 1 auto;
    min-width: 0;
    pointer-events: auto;
  }
  .guest,
  .badge.unauthenticated {
    border-style: dashed;
  }
  .badge.forbidden {
    border-style: double;
    border-width: 3px;
    line-height: 10px;
  }
  .badge.twice {
    background: var(--_down-fill);
    color: #fff;
    font-size: 11px;
  }
  .badge.b-closed {
    border-color: var(--_green);
    color: var(--_green-ink);
  }
  .badge.b-halfOpen {
    border-color: var(--_orange);
    border-style: dashed;
    color: var(--_orange-ink);
  }
  .badge.cache {
    border-color: var(--_sky);
    color: var(--_sky-ink);
  }
  .mark .ring {
    fill: var(--_card);
    stroke: var(--_grey);
    stroke-width: 1.5;
  }
  .mark .line {
    fill: none;
    stroke: var(--_ink);
    stroke-width: 1.8;
    stroke-linecap: round;
  }
  .cut-off > .ring {
    stroke: none;
  }
  .mark .post {
    fill: var(--_ink);
  }
  .mark .word {
    fill: var(--_ink);
    stroke: var(--_card);
    stroke-width: 3px;
    paint-order: stroke;
    font-size: 9px;
    font-weight: 600;
  }
  .stage.stack .mark .word {
    stroke: var(--_ground);
  }
  .b-closed > .ring {
    stroke: var(--_green);
  }
  .b-open > .ring,
  .mark.out > .ring {
    stroke: var(--_red);
    stroke-width: 2.2;
  }
  .b-halfOpen > .ring {
    stroke: var(--_orange);
    stroke-dasharray: 4 2;
    stroke-width: 2.2;
  }
  .mark.out > .line {
    stroke: var(--_red);
    stroke-width: 3;
  }
  .record {
    fill: var(--_tint-blue);
    stroke: var(--_blue);
    stroke-width: 1;
  }
  .record.next {
    fill: none;
    stroke: var(--_grey);
    stroke-dasharray: 3 2;
  }
  .records text {
    fill: var(--_blue-ink);
    font-size: 8.5px;
    font-weight: 700;
    text-anchor: middle;
  }
  .records .reader {
    fill: var(--_ink);
  }
  .records .group {
    fill: var(--_ink);
    font-size: 9.5px;
  }
  .group-number {
    display: inline-block;
    min-width: 13px;
    margin-inline-end: 4px;
    border-radius: 3px;
    background: var(--_ink);
    color: var(--_card);
    font-size: 9px;
    line-height: 12px;
    text-align: center;
  }
`;
