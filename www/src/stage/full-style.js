// What only the full page has of buttons, and on the stage: its cards with their switches, boxes and settings. Comes after the styles of a figure.
import { css } from 'lit';

export const fullStageStyles = css`
  .file:focus-within {
    outline: 2px solid var(--_blue-ink);
    outline-offset: 2px;
  }
  .segments {
    gap: 0;
    padding: 0;
    overflow: clip;
  }
  .segments button {
    min-width: 34px;
    min-height: 26px;
    padding: 0 8px;
    border: 0;
    background: none;
    font-size: 12px;
    cursor: pointer;
  }
  .segments button + button {
    border-inline-start: 1px solid var(--_line);
  }
  .segments button[aria-pressed='true'] {
    background: var(--_ink);
    color: var(--_card);
    font-weight: 600;
  }
  .segments button:focus-visible {
    outline-offset: -3px;
  }
  .segments button[aria-pressed='true']:focus-visible {
    outline-color: var(--_card);
  }
  input:not([type='checkbox'], [type='radio'], [type='file']) {
    min-height: 26px;
    padding: 0 6px;
    border: 1px solid var(--_line);
    border-radius: 6px;
    background: var(--_card);
  }
  input[type='checkbox'] {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--_press);
  }
  .logo {
    fill: none;
    stroke: var(--_blue);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .selected {
    box-shadow: 0 0 0 2px var(--_blue);
  }
  .healths {
    display: flex;
    gap: 2px;
  }
  [role='radiogroup'] > form:not([class]) {
    display: contents;
  }
  .health {
    position: relative;
    display: block;
    cursor: pointer;
  }
  .health > span {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 4px;
    min-width: 44px;
    min-height: 24px;
    padding: 0 7px;
    border: 1px solid var(--_line);
    border-radius: 7px;
    background: var(--_card);
    color: var(--_muted);
    font-size: 11px;
  }
  .health b {
    font-weight: 400;
  }
  .health .icon {
    display: none;
    width: 11px;
    height: 11px;
    stroke-width: 3.4;
  }
  .health:hover > span {
    border-color: var(--_muted);
  }
  .health :checked + span {
    border-color: transparent;
    color: #fff;
  }
  .health :checked + span .icon {
    display: block;
  }
  .health :checked + span b {
    font-weight: 700;
  }
  .h-up :checked + span {
    background: var(--_up-fill);
  }
  .h-slow :checked + span {
    background: var(--_slow-fill);
    color: #1f2937;
  }
  .h-flaky :checked + span {
    background: var(--_orange);
    color: #1f2937;
  }
  .h-draining :checked + span,
  .h-hung :checked + span {
    background: var(--_hung-fill);
  }
  .h-down :checked + span {
    background: var(--_down-fill);
  }
  .health :focus-visible + span {
    outline: 2px solid var(--_blue-ink);
    outline-offset: 2px;
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
    padding: 0 4px;
    color: var(--_ink);
    font-size: 12px;
  }
  .client .auto {
    inset: calc(134px + var(--_n, 0px)) 12px auto;
    display: flex;
    align-items: center;
    gap: 3px;
    width: calc(100% - 24px);
    min-height: 26px;
    color: var(--_muted);
    font-size: 10.5px;
  }
  .auto label {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 3px;
    min-width: 0;
  }
  .auto input {
    flex: 1;
    width: 20px;
    padding: 0 3px;
    color: var(--_ink);
    font-size: 12px;
  }
  .auto input.long {
    padding: 0 1px;
    font-size: 10px;
    letter-spacing: -0.3px;
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
  }
  .auto:focus-within .limits {
    display: grid;
    gap: 4px;
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
  .topic.plain .names {
    top: 10px;
  }
  .broker {
    inset: auto 10px 10px;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 3px;
  }
  .broker .quiet {
    display: -webkit-box;
    flex: 1;
    min-width: 0;
    overflow: hidden;
    font-size: 10px;
    letter-spacing: -0.2px;
    line-height: 11px;
    overflow-wrap: anywhere;
    hyphens: auto;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .broker .health > span {
    min-width: 22px;
    padding: 0 2px;
    font-size: 10px;
  }
  .broker .health .icon {
    display: none !important;
  }
  .stack.topic .broker {
    max-width: 128px;
    inset: 8px 10px auto auto;
  }
  /* Beside the switch there is room for two lines; a short name stands in their middle. */
  .service.wide .title {
    inset: 5px auto auto 16px;
    width: 108px;
    height: calc(34px + var(--_n, 0px));
  }
  .service.wide .healths {
    inset: 10px auto auto 128px;
  }
  .service.tall .title,
  .service.stack .title {
    inset: 11px calc(64px + var(--_t)) auto 16px;
  }
  .service.tall .healths {
    inset: calc(36px + var(--_n, 0px)) 14px auto;
  }
  .service.stack .healths {
    inset: calc(30px + var(--_n, 0px)) 14px auto 16px;
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
  .service.stack.thin .health > span {
    min-width: 0;
    padding: 0 3px;
  }
  .service.stack .caption {
    bottom: 5px;
  }
  .service.stack .gear {
    bottom: 0;
  }
  .service .caption {
    inset: auto 40px 8px 16px;
    color: var(--_muted);
    font-size: 10.5px;
    line-height: 13px;
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
  .replicas .button {
    width: 24px;
    min-width: 0;
    height: 18px;
    min-height: 0;
    padding: 0;
  }
  .replicas .icon {
    width: 11px;
    height: 11px;
  }
  .plug {
    justify-content: center;
    gap: 3px;
    padding: 0 2px;
    font-size: 10.5px;
    letter-spacing: -0.2px;
    line-height: 11px;
    white-space: normal;
  }
  .plug .icon {
    width: 13px;
    height: 13px;
  }
  .rewind .button {
    width: 24px;
    min-width: 0;
    min-height: 22px;
    padding: 0;
  }
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
    width: calc(100% - 260px - max(0px, var(--_t)));
  }
  .service.bar .healths {
    inset: 7px calc(84px + max(0px, var(--_t))) auto auto;
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
    inset: auto 36px 5px 12px;
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
  .gateway.wide .shield,
  .gateway.tall .shield {
    top: 12px;
  }
  .gateway.stack .shield {
    top: 7px;
  }
  .service.gateway.wide .title {
    width: 92px;
  }
  .service.gateway:is(.wide, .tall, .stack) .title {
    inset-inline-start: 33px;
  }
  .service.gateway .gear {
    inset-inline-end: 9px;
  }
  .service.gateway.bar .title {
    width: calc(100% - 278px);
  }
`;
