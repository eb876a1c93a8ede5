// What every view is given: the language, the simulation, the layout, what is selected, and what can be done.

/** @typedef {'none' | 'settings' | 'timeline' | 'log' | 'help'} Sheet */

/** What the page remembers by itself; everything else is asked of the core.
 * @typedef {object} ViewState
 * @property {Lang} lang
 * @property {Theme} theme
 * @property {boolean} figure
 * @property {boolean} playing
 * @property {number} speed
 * @property {number} selected the node whose settings are open, or -1
 * @property {Sheet} sheet
 * @property {number} windowMs how much time the timeline shows
 * @property {number | undefined} fromMs from when; without it the timeline follows the playhead
 * @property {Stride} stride how far a step goes
 * @property {boolean} reading whether the lesson's whole text is open
 * @property {boolean} everyStep whether the log shows every fact
 * @property {string} picked the scenario in the picker; empty for a file of one's own
 */

/** @typedef {object} Actions
 * @property {(command: Command) => void} command
 * @property {() => void} togglePlay
 * @property {() => void} pause
 * @property {(stride?: Stride, back?: boolean) => void} step by the chosen stride, unless another is named
 * @property {(stride: Stride) => void} setStride
 * @property {(ms: number) => void} seek at most to where the run is known
 * @property {(ms: number) => void} seekBy
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {(branch: Branch) => void} switchTo
 * @property {(branch: Branch, name: string) => void} rename
 * @property {(branch: Branch) => void} remove
 * @property {(share: number) => void} pan by a share of the time shown
 * @property {(by: 1 | -1) => void} zoom
 * @property {() => void} follow the playhead again, or stay here
 * @property {() => void} reset
 * @property {(speed: number) => void} setSpeed
 * @property {(seed: string) => void} setSeed
 * @property {() => void} newSeed
 * @property {(id: string) => void} pick
 * @property {(file: File) => void} openFile
 * @property {() => void} share
 * @property {(node: number) => void} select
 * @property {(sheet: Sheet) => void} show opens a sheet; one that is open is closed
 * @property {(lang: Lang) => void} setLang
 * @property {(theme: Theme) => void} setTheme
 * @property {(reading: boolean) => void} setReading
 * @property {(option: number) => void} predict an answer to the lesson's question
 * @property {() => void} showSolution begins the lesson again, and does what reaches its goals
 * @property {(every: boolean) => void} setEveryStep
 * @property {(subject: Subject, further?: boolean) => void} ask why; `further`: it came up in an answer
 * @property {(all?: boolean) => void} unask back to the question before, or to none
 * @property {(fact: number) => void} goTo pauses where a fact has just happened
 * @property {(event: MouseEvent) => Subject | undefined} subjectAt the envelope under the pointer
 * @property {() => void} dismiss
 * @property {() => void} restart
 * @property {(branches?: import('../compare/index.js').Branch[]) => void} compare begins a comparison, or ends the one there is
 * @property {(action: () => unknown) => void} attempt does what the core may refuse, and draws anew
 */

/** @typedef {object} Ui
 * @property {Translator} tr
 * @property {Session} session
 * @property {Instance} core
 * @property {Stage} stage
 * @property {ViewState} view
 * @property {Asking} asking
 * @property {Actions} act
 * @property {Lesson} lesson
 * @property {Shelf} shelf
 * @property {Narrator} narrator
 * @property {Branches} branches
 * @property {Undo} undo
 * @property {boolean} narrow
 * @property {string} full the address of the full playground, for the figure's link
 * @property {Comparison} [comparison] what is on the page instead of the run
 */

import { html, nothing } from 'lit';

/** @import { Comparison } from '../compare/index.js' */
/** @import { Session, Stride } from '../core/session.js' */
/** @import { Command, Lang, Theme } from '../core/types.js' */
/** @import { Instance } from '../core/wasm.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Shelf } from '../lesson/library.js' */
/** @import { Stage } from '../stage/layout/columns.js' */
/** @import { Asking } from '../why/panel.js' */
/** @import { Subject } from '../why/subject.js' */
/** @import { Branch, Branches } from './branches.js' */
/** @import { Lesson } from './lesson.js' */
/** @import { Narrator } from './narrator.js' */
/** @import { Undo } from './undo.js' */

/** @param {{ x: number, y: number, w: number, h: number }} rect */
export const boxStyle = ({ x, y, w, h }) => `left:${x}px;top:${y}px;width:${w}px;height:${h}px`;

/**
 * The name on a card. In a figure it stands directly under the course page's heading.
 * @param {ViewState} view @param {string} name
 */
export function cardName(view, name) {
  return view.figure
    ? html`<h2 class="title" title=${name}><span>${name}</span></h2>`
    : html`<h3 class="title" title=${name}><span>${name}</span></h3>`;
}

/**
 * A button with a drawing; its name is spoken and shown as a hint.
 * @param {unknown} drawing @param {string} name @param {() => void} press
 * @param {{ kind?: string, pressed?: boolean, expanded?: boolean, disabled?: boolean, text?: string }} [options]
 */
export function iconButton(drawing, name, press, { kind = '', pressed, expanded, disabled = false, text } = {}) {
  return html`<button
    type="button"
    class="button ${kind}"
    title=${name}
    aria-label=${text ? nothing : name}
    aria-pressed=${pressed ?? nothing}
    aria-expanded=${expanded ?? nothing}
    ?disabled=${disabled}
    @click=${press}
  >
    ${drawing}${text ? html`<span>${text}</span>` : nothing}
  </button>`;
}
