// The page around the stage: head, lesson, books, log, timeline, settings, sheets, notices, the figure's foot.
import { css } from 'lit';

export const pageStyles = css`
  .card {
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_card);
    padding: 10px 16px;
  }
  .card-head {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 28px;
  }
  .card h2 {
    font-size: 15px;
    line-height: 22px;
  }
  .space {
    flex: 1;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 50px;
    padding: 7px 16px;
    border-bottom: 1px solid var(--_line);
    background: var(--_card);
  }
  h1.sign {
    margin: 0;
    line-height: 1.2;
  }
  .sign {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-inline-end: 6px;
    font-size: 19px;
    font-weight: 700;
  }
  .picker {
    flex: 0 1 330px;
    min-width: 0;
    border-radius: 14px;
    background: var(--_soft);
    text-overflow: ellipsis;
  }
  .desk {
    display: grid;
    gap: 10px;
    max-width: 1920px;
    margin: 0 auto;
    padding: 8px 16px;
  }
  .task {
    display: flex;
    align-items: end;
    gap: 16px;
  }
  .lesson {
    flex: 1;
    min-width: 0;
  }
  .task h2 {
    font-size: 14.5px;
  }
  .task .prose {
    margin-top: 2px;
    line-height: 1.6;
  }
  .task:not(.reading) .prose {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .task.reading .prose {
    max-width: 110ch;
  }
  .task h3 {
    margin-top: 8px;
    color: var(--_muted);
    font-size: 11.5px;
  }
  .claims li {
    position: relative;
    padding-inline-start: 15px;
    line-height: 20px;
  }
  .claims li::before {
    content: '';
    position: absolute;
    inset: 7px auto auto 2px;
    width: 6px;
    height: 6px;
    background: var(--_blue);
    transform: rotate(45deg);
  }
  .middle {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 272px;
    gap: 12px;
  }
  .middle .stage {
    display: flex;
    align-items: center;
  }
  .side {
    display: grid;
    grid-template: minmax(190px, 1fr) auto / minmax(0, 1fr);
    gap: 10px;
    min-width: 0;
  }
  .log,
  .side .settings {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 0;
    contain: size;
  }
  .log .card-head {
    justify-content: space-between;
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    color: var(--_muted);
    font-size: 11px;
  }
  .log ol {
    flex: 1;
    min-height: 0;
    margin: 4px -8px 0;
    padding: 0 8px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .log li {
    position: relative;
    display: grid;
    grid-template-columns: 50px 1fr;
    padding: 3px 0 3px 17px;
    font-size: 12px;
  }
  .log li::before {
    content: '';
    position: absolute;
    z-index: 1;
    inset: 7px auto auto 0;
    width: 9px;
    height: 9px;
    border-radius: 50%;
    background: var(--_blue);
  }
  .log li + li::after {
    content: '';
    position: absolute;
    inset: -9px auto auto 4px;
    width: 1px;
    height: 15px;
    background: var(--_line);
  }
  .log .tone-good::before {
    background: var(--_green);
  }
  .log .tone-wait::before {
    border: 2px solid var(--_sky);
    background: var(--_card);
  }
  .log .tone-bad::before {
    border-radius: 0;
    background: var(--_red);
    transform: rotate(45deg) scale(.85);
  }
  .log time {
    color: var(--_muted);
    font: 11px/1.5 var(--_mono);
  }
  .books .card-head {
    justify-content: space-between;
  }
  .books li {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 8px;
    margin-top: 4px;
    font-size: 12px;
    line-height: 18px;
  }
  .books .bar {
    display: flex;
    flex: 0 0 100%;
    gap: 1px;
    height: 9px;
    overflow: hidden;
    border-radius: 3px;
    background: var(--_tint-grey);
  }
  .bar > span {
    /* One lost purchase among thousands must be seen. */
    min-width: 3px;
    flex-basis: 0;
  }
  .b-done {
    background: var(--_green);
  }
  .b-late {
    background: repeating-linear-gradient(90deg, var(--_green) 0 5px, var(--_tint-green) 5px 7px);
  }
  .b-twice {
    background: var(--_purple);
  }
  .b-waiting {
    background: repeating-linear-gradient(-45deg, var(--_sky) 0 2px, var(--_card) 2px 5px);
  }
  .b-dead {
    background: repeating-linear-gradient(45deg, var(--_red) 0 5px, var(--_card) 5px 7px);
  }
  .b-lost {
    background: var(--_red);
  }
  .books.brief {
    padding-block: 8px;
  }
  .sum {
    display: flex;
    gap: 8px;
    font-variant-numeric: tabular-nums;
  }
  .sum .rest {
    font-size: 11px;
    line-height: 18px;
  }
  .r-late {
    color: var(--_green-ink);
  }
  .r-twice {
    color: var(--_purple-ink);
  }
  .r-waiting {
    color: var(--_sky-ink);
  }
  .r-dead,
  .r-lost {
    color: var(--_red-ink);
    font-weight: 600;
  }
  .verdict {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 10px;
    margin-top: 6px;
  }
  .verdict.good b {
    color: var(--_green-ink);
  }
  .verdict.bad b {
    color: var(--_red-ink);
  }
  .timeline {
    padding-bottom: 6px;
  }
  .play-buttons {
    display: flex;
    gap: 4px;
  }
  .play-buttons .button {
    width: 34px;
    padding: 0;
  }
  .timeline h2 {
    margin-inline-end: 6px;
  }
  .speed-word {
    margin-inline-start: 12px;
  }
  .seed {
    display: flex;
    align-items: center;
    gap: 6px;
    font-family: var(--_mono);
    font-size: 12px;
  }
  .seed label {
    color: var(--_muted);
  }
  .seed input {
    width: 9ch;
    color: var(--_ink);
    font-family: var(--_mono);
  }
  .seed .button {
    width: 30px;
    padding: 0;
  }
  .clock {
    min-width: 8ch;
    text-align: end;
  }
  .zoom {
    display: flex;
    gap: 3px;
  }
  .zoom .button {
    width: 28px;
    padding: 0;
  }
  .lanes {
    position: relative;
    margin-top: 6px;
  }
  .lanes canvas {
    position: absolute;
    inset: 0 -8px 0 88px;
    width: calc(100% - 80px);
    height: 100%;
  }
  .lane {
    position: absolute;
    display: flex;
    align-items: center;
    width: 84px;
    font-size: 12.5px;
    font-weight: 600;
    line-height: 1.2;
  }
  .settings .scroll {
    flex: 1;
    min-height: 0;
    margin: 4px -10px 0;
    padding: 4px 10px 8px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .settings .card-head {
    justify-content: space-between;
  }
  .settings .healths {
    margin-bottom: 6px;
  }
  .settings .health {
    flex: 1;
  }
  .settings .health > span {
    min-width: 0;
    padding: 0 3px;
  }
  .settings .health .icon {
    display: none;
  }
  .settings fieldset {
    margin-top: 10px;
    padding-top: 6px;
    border-top: 1px solid var(--_line);
  }
  .settings legend {
    padding: 0 6px 0 0;
    font-weight: 700;
  }
  .field {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 2px 8px;
    min-height: 32px;
    font-size: 12px;
  }
  .field > span {
    color: var(--_muted);
  }
  .field input:not([type='checkbox']) {
    width: 86px;
  }
  .field select {
    max-width: 150px;
    padding: 0 4px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .field .buttons {
    flex: 1 0 100%;
  }
  .letters {
    flex: 1 0 100%;
  }
  .letters li {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 30px;
  }
  .letters b {
    flex: 1;
    font-weight: 500;
  }
  .schedule {
    padding: 4px 0;
  }
  .schedule svg {
    display: block;
    width: 100%;
    height: auto;
  }
  .schedule text {
    fill: var(--_muted);
    font-size: 10px;
  }
  .schedule .sure {
    fill: var(--_sky);
  }
  .schedule .spread {
    fill: var(--_sky);
    fill-opacity: 0.35;
    stroke: var(--_sky);
    stroke-dasharray: 2 2;
  }
  .column {
    display: grid;
    gap: 10px;
    padding: 10px 12px 14px;
  }
  .narrow .task {
    flex-direction: column;
    align-items: stretch;
    gap: 6px;
    padding: 10px 12px;
  }
  .narrow .head {
    flex-wrap: wrap;
    gap: 5px;
    padding: 8px 12px;
  }
  .narrow .sign {
    gap: 6px;
    margin: 0;
    font-size: 17px;
  }
  .narrow .logo {
    width: 30px;
    height: 23px;
  }
  .narrow .head .button {
    padding: 0 8px;
  }
  .narrow .head .picker {
    order: 9;
    flex: 1 0 100%;
  }
  .narrow .file span {
    position: absolute;
    clip-path: inset(50%);
  }
  .bottom-bar {
    position: sticky;
    z-index: 4;
    bottom: 0;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 5px;
    padding: 10px 10px calc(10px + env(safe-area-inset-bottom));
    border-top: 1px solid var(--_line);
    border-radius: 16px 16px 0 0;
    background: var(--_card);
    box-shadow: 0 -4px 14px var(--_shade);
  }
  .bottom-bar .button,
  .bottom-bar select {
    min-height: 42px;
  }
  .bottom-bar .play-buttons .button {
    width: 42px;
  }
  .bottom-bar > .button {
    flex-direction: column;
    gap: 0;
    padding: 0 4px;
    font-size: 10px;
  }
  .bottom-bar .speed-select {
    width: 58px;
    padding: 0 2px;
    font-weight: 600;
  }
  .sheet {
    position: fixed;
    z-index: 3;
    inset: auto 0 0;
    max-height: 72vh;
    padding-bottom: 70px;
    overflow: auto;
    overscroll-behavior: contain;
    border-radius: 16px 16px 0 0;
    background: var(--_card);
    box-shadow: 0 -6px 24px var(--_shade), 0 0 0 1px var(--_line);
  }
  .sheet .card {
    border: 0;
    background: none;
  }
  .sheet .log {
    height: 50vh;
  }
  .sheet .timeline .card-head {
    flex-wrap: wrap;
  }
  @media (prefers-reduced-motion: no-preference) {
    .sheet {
      animation: slide-up 0.18s ease-out;
    }
  }
  @keyframes slide-up {
    from {
      transform: translateY(30%);
      opacity: 0;
    }
  }
  .float {
    position: absolute;
    z-index: 5;
    inset: 62px 16px auto auto;
    width: min(430px, calc(100% - 32px));
    box-shadow: 0 8px 30px var(--_shade);
    border-radius: 10px;
  }
  .help .card-head {
    justify-content: space-between;
  }
  .help p {
    margin-top: 8px;
    line-height: 1.6;
  }
  .problem {
    display: flex;
    gap: 12px;
    margin: 12px 16px;
    padding: 12px 16px;
    border: 1.5px solid var(--_red);
    border-radius: 10px;
    background: var(--_tint-red);
    overflow-wrap: anywhere;
  }
  .problem > .icon {
    width: 22px;
    height: 22px;
    color: var(--_red-ink);
  }
  .problem p {
    margin-top: 4px;
  }
  .problem code {
    font-family: var(--_mono);
  }
  .waiting {
    padding: 60px 16px;
    color: var(--_muted);
    text-align: center;
  }
  .dropping {
    outline: 3px dashed var(--_blue);
    outline-offset: -6px;
  }
  .figure {
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_soft);
  }
  .figure .stage.card {
    border: 0;
    border-radius: 0;
    background: none;
  }
  .figure-bar {
    display: flex;
    align-items: center;
    gap: 16px;
    min-height: 72px;
    padding: 10px 14px;
    border-top: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_card);
  }
  .figure-bar .play-buttons .button {
    width: 38px;
    height: 38px;
  }
  .figure-books {
    flex: 1;
    min-width: 0;
  }
  .line {
    font-size: 12px;
    font-weight: 600;
  }
  .line span + span::before {
    content: ' · ';
  }
  .figure-last {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 10px;
  }
  .figure-last .verdict {
    margin-top: 2px;
  }
  .figure-last a {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    color: var(--_blue-ink);
    white-space: nowrap;
  }
  .figure-last a .icon {
    width: 12px;
    height: 12px;
  }
  @container (max-width: 1139.9px) {
    .middle {
      grid-template-columns: minmax(0, 1fr);
    }
    .side {
      grid-template: minmax(220px, auto) / minmax(0, 1fr) minmax(0, 1fr);
    }
  }
  @container (min-width: 1500px) {
    .middle {
      grid-template-columns: minmax(0, 1fr) 360px;
    }
  }
`;
