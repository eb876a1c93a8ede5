// What the page of a task and a part of a package have in common: a seed of the learner's own, and what is to hold at the end.
import { html, nothing } from 'lit';

/** @import { Line, Task } from '../core/grader.js' */
/** @import { Translator } from '../i18n/index.js' */

/** One of a task's seeds, by chance. @param {NonNullable<Task['seeds']>} seeds */
export function drawnSeed({ from, count }) {
  const [chance] = crypto.getRandomValues(new Uint32Array(1));
  return String(from + (chance % count));
}

/** What is to hold at the end, and whether it does. @param {Translator} tr @param {Pick<Task, 'reach'>} task @param {Pick<Line, 'reach'>} [line] */
export function aims(tr, { reach = [] }, line) {
  if (reach.length === 0) return nothing;
  const held = line?.reach.split(' ');
  return html`<ul>${reach.map(({ text }, index) => html`<li>${held?.includes(String(index + 1)) ? '✓ ' : '○ '}${tr.text(text)}</li>`)}</ul>`;
}
