// Small cards, gates and sidecars, and the marks that mechanisms leave on cards and arrows.
import { css } from 'lit';

export const markStyles = css`
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
  .service.gateway .title {
    inset-inline-start: 33px;
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
  .figure .ingress {
    inset-inline: 2px;
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
  .badge:is(.owned, .takes, .waits) {
    border-color: var(--_blue);
    color: var(--_blue-ink);
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
