// The lesson's side: fields in both languages side by side, entries that fold, what a trial has found.
import { css } from 'lit';

export const lessonStyles = css`
  .aside .edit-desk.of-lesson {
    grid-template-columns: minmax(0, 1fr) minmax(460px, 44%);
    align-items: start;
  }
  .aside .of-lesson > :is(.edit-bar, .edit-problem) {
    grid-column: 1 / -1;
  }
  .aside .of-lesson .lesson-left {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
  }
  .aside .of-lesson .lesson-panel {
    position: sticky;
    top: 58px;
    max-height: calc(100vh - 74px);
  }
  .lesson-panel {
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    min-width: 0;
  }
  .lesson-panel .tabs {
    display: flex;
    flex-wrap: wrap;
    gap: 5px;
    padding-bottom: 8px;
    border-bottom: 1px solid var(--_line);
  }
  .lesson-panel .tabs .button[aria-pressed='true'] {
    border-color: var(--_blue);
    background: var(--_tint-blue);
    color: var(--_blue-ink);
    font-weight: 700;
  }
  .lesson-panel .tabs .is-wrong .icon,
  .entry.is-wrong .entry-name > .icon {
    color: var(--_red-ink);
  }
  .preview {
    display: grid;
    gap: 6px;
    min-width: 0;
  }
  .preview > h2 {
    color: var(--_muted);
    font-size: 13px;
    font-weight: 600;
  }
  .preview > [inert] {
    border-radius: 12px;
    outline: 2px dashed var(--_line);
    outline-offset: 3px;
  }
  .lesson-panel .count {
    color: var(--_muted);
    font-weight: 500;
  }
  .lesson-panel > .scroll {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 8px;
    min-height: 0;
    margin: 0 -10px;
    padding: 8px 10px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .lesson-panel h2 {
    margin-top: 8px;
    font-size: 13px;
  }
  .lesson-panel .button {
    justify-self: start;
  }
  .lesson-panel fieldset {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
    padding-top: 6px;
    border-top: 1px solid var(--_line);
  }
  .lesson-panel legend {
    padding-inline-end: 6px;
    font-size: 12.5px;
    font-weight: 700;
  }
  .both {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 2px 8px;
  }
  .both-name,
  .both > .field-problem {
    grid-column: 1 / -1;
  }
  .both-name {
    font-size: 12px;
    font-weight: 700;
  }
  .both label {
    position: relative;
    display: block;
  }
  .both .lang {
    position: absolute;
    inset: 4px 7px auto auto;
    color: var(--_muted);
    font-size: 9.5px;
    font-weight: 700;
    pointer-events: none;
  }
  .lesson-panel textarea {
    display: block;
    box-sizing: border-box;
    width: 100%;
    min-height: 32px;
    padding: 5px 26px 5px 8px;
    border: 1px solid var(--_line);
    border-radius: 7px;
    background: var(--_card);
    color: inherit;
    font: inherit;
    font-size: 13px;
    line-height: 1.35;
    resize: vertical;
    field-sizing: content;
  }
  .lesson-panel .field.code :is(input, textarea) {
    font-family: var(--_mono);
    font-size: 12px;
  }
  .lesson-panel [aria-invalid='true'] {
    border-color: var(--_red);
    box-shadow: 0 0 0 1px var(--_red);
  }
  .lesson-panel .line-field {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 6px;
  }
  .lesson-panel .line-field > .field {
    flex: 1;
    flex-wrap: nowrap;
    min-width: 0;
  }
  .lesson-panel .line-field > .field.json {
    flex-wrap: wrap;
  }
  .lesson-panel .line-field > .field.json textarea {
    padding-inline-end: 8px;
  }
  .lesson-panel .line-field > .button {
    width: 28px;
    padding: 0;
  }
  .lesson-panel .field > span {
    flex: 0 1 auto;
    min-width: 84px;
  }
  .lesson-panel .field:not(.check) :is(input, select) {
    flex: 1;
    min-width: 0;
    max-width: 330px;
    width: auto;
  }
  .lesson-panel .field-problem,
  .verdict {
    display: flex;
    flex: 1 0 100%;
    align-items: flex-start;
    gap: 6px;
    font-size: 12px;
    line-height: 1.35;
  }
  .lesson-panel .field-problem {
    color: var(--_red-ink);
  }
  .verdict {
    align-items: center;
    flex-wrap: wrap;
    margin: -4px 0 2px;
    padding: 5px 9px;
    border-radius: 7px;
    font-weight: 600;
  }
  .verdict > span {
    flex: 1;
  }
  .verdict.is-good {
    background: var(--_tint-green);
    color: var(--_green-ink);
  }
  .verdict.is-bad {
    background: var(--_tint-red);
    color: var(--_red-ink);
  }
  .trying {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .comparisons,
  .deeds,
  .deed {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 4px;
  }
  .deed .or {
    color: var(--_muted);
    font-size: 12px;
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 8px 14px;
  }
  .columns > div {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 4px;
  }
  .entry {
    border: 1px solid var(--_line);
    border-radius: 9px;
    background: var(--_soft);
  }
  .entry .entry {
    background: var(--_card);
  }
  .entry.is-wrong {
    border-color: var(--_red);
  }
  .entry-head {
    display: flex;
    align-items: center;
    gap: 2px;
    padding-inline-end: 4px;
  }
  .entry-name {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 8px;
    min-width: 0;
    min-height: 36px;
    padding: 6px 4px 6px 10px;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    font-size: 12.5px;
    text-align: start;
    cursor: pointer;
  }
  .entry-name b {
    flex: none;
    max-width: 60%;
    overflow-wrap: anywhere;
  }
  .entry-name > span {
    overflow: hidden;
    color: var(--_muted);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .entry-tools {
    display: flex;
    flex: none;
  }
  .entry-tools .button {
    width: 26px;
    padding: 0;
    border-color: transparent;
    background: none;
  }
  .entry-tools .button:first-child .icon {
    transform: rotate(180deg);
  }
  .entry-body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    padding: 4px 10px 10px;
  }
  .record .icon {
    color: var(--_blue-ink);
  }
  .narrow .lesson-panel {
    min-height: 60vh;
  }
  .narrow .lesson-panel > .scroll {
    overflow: visible;
  }
  @container (width < 400px) {
    .both,
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  .narrow .lesson-panel :is(.button.small, .field, .entry-tools .button) {
    min-height: 36px;
  }
`;
