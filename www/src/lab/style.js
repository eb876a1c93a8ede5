// The lab: the sentence with its words, the answer, the curve, the map, the table. Adopted when the lab is opened.
import { css } from 'lit';

export const labStyles = css`
  .experiment {
    align-content: start;
  }
  .experiment.desk {
    max-width: 1280px;
    width: 100%;
  }
  .experiment .card {
    padding: 12px 18px 14px;
  }
  .experiment.column .card {
    padding: 10px 12px 12px;
    margin-bottom: 10px;
  }
  .experiment.column {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .experiment > * {
    min-width: 0;
  }
  .experiment .quiet {
    color: var(--_muted);
    font-size: 13px;
  }
  .question {
    margin: 8px 0;
    font-size: 17px;
    line-height: 40px;
  }
  .asked {
    display: inline;
    min-height: 32px;
    margin: 0 1px;
    padding: 5px 9px;
    border: 1.5px solid var(--_blue);
    border-radius: 8px;
    background: var(--_tint-blue);
    color: var(--_blue-ink);
    font: inherit;
    font-size: 15px;
    line-height: 1.4;
    text-align: start;
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
    cursor: pointer;
  }
  .asked.new {
    border-style: dashed;
    background: none;
  }
  .asked.new .icon {
    width: 14px;
    height: 14px;
    margin-inline-end: 4px;
    vertical-align: -2px;
  }
  .asked[aria-expanded='true'] {
    background: var(--_press);
    color: #fff;
  }
  .change {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px 12px;
    margin: 4px 0 12px;
    padding: 10px 12px;
    border-inline-start: 3px solid var(--_blue);
    background: var(--_soft);
  }
  .change p {
    flex: 1 0 100%;
  }
  .change code {
    font-family: var(--_mono);
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  .typed {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 3px;
    max-width: 100%;
    min-width: 0;
    font-size: 13px;
  }
  .typed > span {
    color: var(--_muted);
  }
  .typed :is(input, select) {
    width: auto;
    max-width: 100%;
    min-height: 36px;
    padding: 0 10px;
    font-size: 15px;
    text-align: start;
  }
  .found {
    flex: 1 0 100%;
    max-height: 260px;
    margin: 0;
    padding: 0;
    overflow: auto;
    list-style: none;
  }
  .found button {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    width: 100%;
    min-height: 36px;
    padding: 4px 8px;
    border: 0;
    border-radius: 6px;
    background: none;
    color: inherit;
    font: inherit;
    font-size: 14px;
    text-align: start;
    cursor: pointer;
  }
  .found button:hover {
    background: var(--_tint-blue);
  }
  .acts,
  .experiment .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .experiment .buttons {
    margin-top: 8px;
  }
  .acts progress {
    width: min(220px, 40vw);
    accent-color: var(--_blue);
  }
  .hunt .acts {
    align-items: end;
    margin-top: 8px;
  }
  .experiment .acts .button {
    min-height: 36px;
  }
  .experiment .wrong {
    margin: 0 0 8px;
    padding: 8px 12px;
    border-inline-start: 3px solid var(--_red);
    background: var(--_tint-red);
  }
  .borders {
    margin: 0 0 6px;
    padding: 0;
    font-size: 17px;
    font-weight: 600;
    line-height: 26px;
    list-style: none;
  }
  .hash {
    white-space: nowrap;
  }
  .results .card-head {
    flex-wrap: wrap;
    margin-bottom: 8px;
  }
  .chart {
    min-height: 300px;
    cursor: pointer;
  }
  .line-names {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 18px;
    margin: 6px 0;
    padding: 0;
    font-size: 13px;
    list-style: none;
  }
  .sample {
    vertical-align: -1px;
    fill: none;
    stroke-width: 2.5;
  }
  /* What is only read aloud must not make the page wider. */
  .scrolled {
    position: relative;
    max-width: 100%;
    overflow: auto;
  }
  .map,
  .rows {
    border-collapse: separate;
    border-spacing: 2px;
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }
  .map caption {
    padding-bottom: 4px;
    text-align: start;
  }
  .map th {
    padding: 2px 6px;
    color: var(--_muted);
    font-weight: 400;
    text-align: end;
  }
  .map thead th {
    text-align: center;
  }
  .map td {
    padding: 0;
  }
  .cell {
    min-width: 40px;
    width: 100%;
    height: 30px;
    padding: 0 4px;
    border: 0;
    border-radius: 4px;
    background: color-mix(in srgb, var(--_hot) var(--share), var(--_tint-green));
    color: var(--_ink);
    font: inherit;
    font-size: 12px;
    cursor: pointer;
  }
  .experiment {
    --_hot: var(--_orange);
  }
  :host(.dark) .experiment,
  .dark .experiment {
    --_hot: #8a5a00;
  }
  .cell[aria-pressed='true'] {
    outline: 3px solid var(--_ink);
    outline-offset: -1px;
  }
  .rows {
    width: 100%;
    border-spacing: 0;
  }
  .rows :is(th, td) {
    padding: 5px 8px;
    border-bottom: 1px solid var(--_line);
    text-align: end;
  }
  .rows th {
    color: var(--_muted);
    font-weight: 600;
    vertical-align: bottom;
  }
  .rows .chosen td {
    background: var(--_tint-blue);
  }
  .point {
    margin-top: 10px;
    padding: 10px 12px;
    border: 1px solid var(--_line);
    border-radius: 9px;
  }
  .sure h3 {
    margin: 10px 0 4px;
    font-size: 14px;
  }
  .decided:focus {
    outline: none;
  }
  .decided-curve {
    display: block;
    width: 100%;
    max-width: 720px;
    margin: 8px 0;
    font-size: 12px;
    fill: var(--_muted);
  }
  .decided-curve path {
    fill: none;
    stroke: var(--_blue);
    stroke-width: 2;
  }
  .decided-curve .grid {
    stroke: var(--_line);
    stroke-width: 1;
  }
  .decided-curve .band {
    fill: var(--_blue);
    fill-opacity: 0.18;
    stroke: none;
  }
  .decided-curve .turn-line {
    stroke: var(--_red);
    stroke-dasharray: 5 4;
  }
  .decided-curve circle {
    fill: var(--_red);
  }
  .steps {
    margin: 0 0 8px;
    padding: 0;
    list-style: none;
  }
  .steps li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 2px 12px;
    padding: 4px 0;
    border-bottom: 1px solid var(--_line);
    font-size: 14px;
  }
  .hunt [aria-live] > * {
    margin-top: 8px;
  }
  .hunt .deeds {
    margin: 4px 0;
    padding-inline-start: 20px;
  }
`;
