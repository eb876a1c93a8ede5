// The editor: palette, cards with handles, arrows that can be chosen, lanes with bands. Adopted when it is opened.
import { css } from 'lit';
import { settingsStyles } from '../settings/style.js';
import { laneStyles } from './lane-style.js';

export const editStyles = css`
  ${settingsStyles}
  ${laneStyles}
  .edit-bar {
    position: sticky;
    z-index: 6;
    top: 0;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    padding: 8px 12px;
  }
  .palette {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .palette-part {
    border: 1.5px dashed var(--_muted);
    cursor: grab;
    touch-action: none;
    user-select: none;
  }
  .edit-bar .button {
    min-height: 32px;
  }
  .button:disabled {
    opacity: 0.45;
    cursor: default;
  }
  .held {
    position: fixed;
    z-index: 20;
    padding: 8px 14px;
    border: 1.5px solid var(--_blue);
    border-radius: 9px;
    background: var(--_card);
    box-shadow: 0 6px 18px var(--_shade);
    font-weight: 700;
    transform: translate(-50%, -50%);
    pointer-events: none;
  }
  .edit-problem {
    display: flex;
    align-items: center;
    gap: 10px;
    border-color: var(--_red);
    background: var(--_tint-red);
  }
  .edit-problem p {
    flex: 1;
  }
  .edit-problem code {
    font-family: var(--_mono);
    font-size: 11px;
  }
  .edit-problem > .icon,
  .wrong .icon {
    color: var(--_red-ink);
  }
  .edit-desk,
  .edit-middle {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px 12px;
  }
  .edit-desk {
    max-width: 1920px;
    margin: 0 auto;
    padding: 8px 16px;
  }
  .aside .edit-middle {
    grid-template-columns: minmax(0, 1fr) 312px;
  }
  .root .edit .edit-stage {
    display: block;
    grid-area: auto;
  }
  .edit-stage:focus {
    outline: none;
  }
  .edit-stage.awaits {
    border: 1.5px dashed var(--_blue);
  }
  .narrow .edit-bar,
  .narrow .palette {
    gap: 4px;
  }
  .narrow .edit-bar {
    padding: 6px 8px;
  }
  .narrow .edit-bar > .space {
    display: none;
  }
  .narrow .edit-bar > .button {
    flex: 1 0 auto;
    padding: 0 7px;
  }
  .narrow .palette {
    flex: 1 0 100%;
    justify-content: space-between;
  }
  .narrow .palette-part {
    padding: 0 8px;
  }
  .narrow .palette-part .icon {
    display: none;
  }
  @media (height < 520px) {
    .edit-bar {
      position: static;
    }
  }
  .edit-stage .empty {
    position: absolute;
    inset: 40% 24px auto;
    color: var(--_muted);
    font-size: 15px;
    text-align: center;
  }
  .edit-stage .hint {
    padding: 6px 16px;
    background: var(--_tint-blue);
    color: var(--_blue-ink);
    font-weight: 600;
    text-align: center;
  }
  .piece {
    position: absolute;
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 1px;
    padding: 8px 10px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_card);
  }
  .piece:is(.of-client, .of-topic, .of-broker) {
    background: var(--_soft);
  }
  .piece.chosen {
    border-color: var(--_blue);
    box-shadow: 0 0 0 1px var(--_blue);
  }
  .piece .kind {
    color: var(--_muted);
    font-size: 10.5px;
    line-height: 15px;
  }
  .piece .name {
    width: calc(100% + 12px);
    margin-inline: -6px;
    padding: 0 5px;
    border-color: transparent;
    background: none;
    font-size: 14.5px;
    font-weight: 700;
    text-overflow: ellipsis;
  }
  .piece:hover .name {
    border-color: var(--_line);
  }
  .piece .name:focus {
    border-color: var(--_blue);
    background: var(--_card);
  }
  .piece .does {
    color: var(--_muted);
    font-size: 11px;
    line-height: 14px;
  }
  .piece .lack,
  .piece .wrong {
    margin-top: 3px;
    font-size: 11px;
    font-weight: 600;
    line-height: 14px;
  }
  .piece .lack {
    color: var(--_orange-ink);
  }
  .piece .wrong {
    display: flex;
    gap: 4px;
    color: var(--_red-ink);
  }
  /* Between its name and its foot lie the pigeonholes. */
  .of-topic :is(.lack, .wrong) {
    position: absolute;
    inset: auto 10px 8px;
  }
  .stack .of-topic :is(.lack, .wrong) {
    inset: 18px 46px auto 46%;
    margin: 0;
  }
  .stack .of-topic:has(.lack, .wrong) .name {
    width: 46%;
  }
  .piece .hole {
    position: absolute;
    overflow: hidden;
    padding: 4px 8px;
    color: var(--_muted);
    font-size: 10.5px;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .piece .tools {
    position: absolute;
    z-index: 2;
    inset: -14px 8px auto auto;
    display: none;
    gap: 3px;
  }
  .piece:is(:hover, :focus-within, .chosen) .tools {
    display: flex;
  }
  .piece:is(.target, .dim) .tools,
  .narrow .piece:not(.chosen) .tools {
    display: none;
  }
  .tools .button,
  .arrow-tools .button,
  .band-tools .button {
    width: 26px;
    padding: 0;
  }
  .piece .handle {
    position: absolute;
    z-index: 3;
    inset: calc(50% - 15px) -15px auto auto;
    display: grid;
    place-items: center;
    width: 30px;
    height: 30px;
    padding: 0;
    border: 1.5px solid var(--_blue);
    border-radius: 50%;
    background: var(--_card);
    color: var(--_blue-ink);
    cursor: crosshair;
    touch-action: none;
  }
  .handle:hover,
  .handle[aria-pressed='true'] {
    background: var(--_press);
    color: #fff;
  }
  .stack .piece .handle {
    inset: auto 12px -15px auto;
  }
  .stack .handle .icon {
    transform: rotate(90deg);
  }
  .piece.dim {
    opacity: 0.45;
  }
  .piece.target {
    border-color: var(--_green);
    box-shadow: 0 0 0 3px var(--_tint-green), 0 0 0 4.5px var(--_green);
  }
  .piece .drop {
    position: absolute;
    z-index: 4;
    inset: 0;
    border: 0;
    border-radius: 10px;
    background: none;
    cursor: pointer;
  }
  .piece .drop:hover {
    background: color-mix(in srgb, var(--_green) 14%, transparent);
  }
  .picks .pick {
    box-shadow: inset 0 0 0 2px var(--_blue);
  }
  .picks .hole {
    z-index: 5;
  }
  .edit-stage.picks .piece :is(.tools, .handle) {
    display: none;
  }
  .recording {
    position: fixed;
    z-index: 30;
    inset: auto 16px 16px;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    max-width: 640px;
    margin-inline: auto;
    padding: 10px 14px;
    border: 2px solid var(--_orange);
    border-radius: 12px;
    background: var(--_card);
    box-shadow: 0 8px 28px var(--_shade);
  }
  .recording p {
    display: flex;
    flex: 1 1 200px;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 10px;
  }
  .recording [role='status'] {
    font-weight: 700;
  }
  .narrow .recording {
    inset: 6px 6px auto;
    padding: 8px 10px;
    font-size: 12.5px;
  }
  .narrow .recording .button {
    flex: 1;
  }
  .edit-stage .hint .button {
    margin-inline-start: 8px;
  }
  .sides {
    display: flex;
  }
  .sides .button:first-child {
    border-radius: 9px 0 0 9px;
  }
  .sides .button:last-child {
    margin-inline-start: -1px;
    border-radius: 0 9px 9px 0;
  }
  .sides .button[aria-pressed='true'] {
    border-color: var(--_blue);
    background: var(--_tint-blue);
    color: var(--_blue-ink);
    font-weight: 700;
  }
  .edit-stage .arrow {
    cursor: pointer;
    pointer-events: all;
    outline: none;
  }
  .edit-stage .arrow .near {
    fill: none;
    stroke: transparent;
    stroke-width: 20;
    pointer-events: stroke;
  }
  .edit-stage .arrow.call .way {
    stroke-dasharray: 7 4;
  }
  .edit-stage .arrow:is(:hover, :focus-visible, .chosen) .way {
    stroke: var(--_blue);
    stroke-width: 2.5;
  }
  .edit-stage .arrow:is(:hover, :focus-visible, .chosen) .head {
    fill: var(--_blue);
  }
  .drawn {
    fill: none;
    stroke: var(--_blue);
    stroke-width: 2.5;
    stroke-dasharray: 6 4;
  }
  .arrow-tools {
    position: absolute;
    z-index: 3;
    transform: translate(-50%, -50%);
  }
  .brokers {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 8px 16px;
    border-top: 1px solid var(--_line);
  }
  .stack .brokers {
    padding-inline: 0;
  }
  .brokers .piece {
    position: relative;
    flex-flow: row wrap;
    align-items: center;
    gap: 0 10px;
    max-width: 100%;
    min-height: 40px;
    padding: 3px 10px;
  }
  .brokers .piece .name {
    width: 130px;
    margin: 0;
  }
  .brokers .piece .tools {
    position: static;
    display: flex;
  }
  .brokers .piece :is(.lack, .wrong) {
    margin: 0;
  }
  .edit-panel {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .edit-side {
    position: relative;
    min-width: 0;
  }
  .aside .edit-panel {
    position: absolute;
    inset: 0;
  }
  .field.wide input {
    flex: 1 0 100%;
    width: 100%;
  }
  .edit-panel h3 {
    margin: 12px 0 4px;
    font-size: 13px;
  }
  .edit-panel .scroll > .buttons {
    margin-top: 12px;
  }
  .danger {
    color: var(--_red-ink);
  }
  .how {
    display: grid;
    gap: 7px;
    padding-inline-start: 18px;
    list-style: decimal;
  }
  .arrow-list li {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 6px;
    min-height: 30px;
    font-size: 12px;
  }
`;
