// A part of the settings that is opened when it is wanted; what is set in it is said beside its name.
import { html, nothing } from 'lit';

/** @param {string} name @param {(string | false | undefined)[]} said what is set, in a few words each @param {unknown} content @param {boolean} [open] at first */
export function fold(name, said, content, open = false) {
  const words = said.filter(Boolean).join(' · ');
  return html`<details class="fold" ?open=${open}>
    <summary><b>${name}</b>${words ? html` <span class="quiet">${words}</span>` : nothing}</summary>
    <div class="under">${content}</div>
  </details>`;
}

/** What is set of something that is on. @param {unknown} content */
export const under = (content) => html`<div class="under">${content}</div>`;
