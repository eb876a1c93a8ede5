// The pages of the classroom: a head, fields, and a table that becomes a list of cards on a phone.
import { css } from 'lit';

export const classroomStyles = css`
  .root {
    box-sizing: border-box;
    min-height: 100vh;
    padding: 14px 20px 40px;
    background: var(--_ground);
    color: var(--_ink);
    font-size: 14px;
    line-height: 1.45;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 14px;
    max-width: 1320px;
    margin: 0 auto 14px;
  }
  .head h1 {
    margin: 0;
    font-size: 17px;
  }
  .sign {
    display: flex;
    align-items: center;
    gap: 8px;
    color: inherit;
    font-weight: 700;
    text-decoration: none;
  }
  .sign path {
    fill: var(--_card);
    stroke: var(--_ink);
    stroke-width: 1.5;
  }
  .space {
    flex: 1;
  }
  .pages {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
  }
  .pages a {
    color: var(--_blue-ink);
  }
  .segments {
    flex-wrap: wrap;
    gap: 0;
    padding: 0;
    overflow: clip;
  }
  .segments button {
    flex: 1 0 auto;
    min-width: 40px;
    min-height: 32px;
    padding: 0 10px;
    border: 0;
    background: none;
    color: inherit;
    cursor: pointer;
  }
  .segments button:hover {
    background: var(--_soft);
  }
  .segments button[aria-pressed='true'] {
    background: var(--_ink);
    color: var(--_card);
    font-weight: 600;
  }
  .segments button:focus-visible {
    outline-offset: -3px;
  }
  a.button {
    color: inherit;
    text-decoration: none;
  }
  input[readonly] {
    box-sizing: border-box;
    width: 100%;
    min-height: 34px;
    padding: 4px 8px;
    border: 1px solid var(--_line);
    border-radius: 6px;
    background: var(--_soft);
    color: var(--_ink);
  }
  main {
    max-width: 1320px;
    margin: 0 auto;
  }
  .columns {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    align-items: start;
    gap: 14px;
  }
  .box {
    display: grid;
    gap: 10px;
    padding: 14px 16px 16px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_card);
  }
  .box + .box {
    margin-top: 14px;
  }
  .columns .box + .box {
    margin-top: 0;
  }
  .box h2 {
    margin: 0;
    font-size: 14.5px;
  }
  .box p {
    margin: 0;
  }
  .quiet {
    color: var(--_muted);
    font-size: 13px;
  }
  .field {
    display: grid;
    grid-template-columns: 190px minmax(0, 1fr);
    align-items: center;
    gap: 10px;
  }
  .field input,
  .field select,
  textarea {
    box-sizing: border-box;
    width: 100%;
    min-width: 0;
    min-height: 34px;
    padding: 4px 8px;
    border: 1px solid var(--_line);
    border-radius: 6px;
    background: var(--_soft);
    color: var(--_ink);
    font: inherit;
  }
  textarea.mono,
  input.mono {
    font: 12px/1.5 var(--_mono);
  }
  .check {
    display: flex;
    gap: 8px;
    align-items: start;
  }
  .check input {
    margin-top: 4px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .button {
    min-height: 36px;
  }
  .buttons.centre {
    justify-content: center;
  }
  .above {
    margin: 14px 0 0;
  }
  .box.bare {
    padding: 0;
    border: 0;
  }
  .drop {
    padding: 18px 12px;
    border: 2px dashed var(--_line);
    border-radius: 10px;
    background: var(--_soft);
    text-align: center;
  }
  .drop.over {
    border-color: var(--_blue);
    background: var(--_tint-blue);
  }
  .wrong {
    padding: 8px 12px;
    border: 1px solid var(--_red);
    border-radius: 8px;
    background: var(--_tint-red);
  }
  .said {
    min-height: 20px;
    color: var(--_green-ink);
    font-weight: 600;
  }
  .wide {
    overflow-x: auto;
    margin-top: 14px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_card);
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 13px;
  }
  th,
  td {
    padding: 7px 10px;
    border-bottom: 1px solid var(--_line);
    text-align: start;
    vertical-align: top;
  }
  th {
    color: var(--_muted);
    font-weight: 600;
    white-space: nowrap;
  }
  td.number {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  td .why {
    display: block;
    max-width: 44ch;
    color: var(--_muted);
  }
  .standing {
    display: inline-block;
    padding: 1px 8px;
    border: 1px solid;
    border-radius: 999px;
    font-weight: 600;
    white-space: nowrap;
  }
  .accepted {
    background: var(--_tint-green);
    color: var(--_green-ink);
  }
  .rescored {
    background: var(--_tint-orange);
    color: var(--_orange-ink);
    border-style: dashed;
  }
  .refused {
    background: var(--_tint-red);
    color: var(--_red-ink);
    border-style: double;
    border-width: 3px;
  }
  .lines {
    margin: 0;
    padding-inline-start: 18px;
  }
  dialog {
    box-sizing: border-box;
    width: min(560px, calc(100% - 24px));
    padding: 16px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_card);
    color: var(--_ink);
  }
  dialog::backdrop {
    background: #0006;
  }
  @media (max-width: 720px) {
    .root {
      padding: 10px 10px 30px;
    }
    .columns,
    .field {
      grid-template-columns: minmax(0, 1fr);
    }
    .field {
      gap: 3px;
    }
    .field input,
    .field select,
    .button {
      min-height: 42px;
    }
    table,
    tbody,
    tr,
    td {
      display: block;
    }
    thead {
      display: none;
    }
    tr {
      padding: 8px 0;
      border-bottom: 2px solid var(--_line);
    }
    td {
      display: grid;
      grid-template-columns: 96px minmax(0, 1fr);
      gap: 8px;
      padding: 4px 10px;
      border: 0;
    }
    td::before {
      content: attr(data-label);
      color: var(--_muted);
    }
    td:empty {
      display: none;
    }
  }
`;
