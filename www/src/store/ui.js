// What a view may show, and the one way by which it changes anything.
/** @import { Session, Stride } from '../core/session.js' */
/** @import { Lang, Theme } from '../core/types.js' */
/** @import { Instance } from '../core/wasm.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Branches } from './branches.js' */
/** @import { Guide } from './guide.js' */
/** @import { Lesson } from './lesson.js' */
/** @import { Narrator } from './narrator.js' */
/** @import { Request } from './requests.js' */

/** @typedef {'none' | 'settings' | 'timeline' | 'log' | 'help'} Sheet */

/** What lies over the page. @typedef {'none' | 'lessons' | 'glossary' | 'term'} Overlay */

/** What the page remembers by itself; everything else is asked of the core.
 * @typedef {object} ViewState
 * @property {Lang} lang
 * @property {Theme} theme
 * @property {boolean} figure
 * @property {boolean} playing
 * @property {number} speed simulated seconds a second
 * @property {number} selected the node whose settings are open, or -1
 * @property {Sheet} sheet
 * @property {number | undefined} windowMs how much time the timeline shows; without it the whole run
 * @property {number | undefined} fromMs from when; without it the timeline follows the playhead
 * @property {Stride} stride how far a step goes
 * @property {boolean} reading whether the lesson's whole text is open
 * @property {boolean} everyStep whether the log shows every fact
 * @property {string} picked the built-in scenario that runs; empty for a file of one's own
 * @property {Overlay} overlay
 * @property {string} term the term that is explained, or shown first in the glossary
 * @property {string} typed what is typed to find a lesson or a term
 * @property {boolean} comparing whether two runs are compared on the page instead of the run
 * @property {boolean} [editing] whether a scenario is built on the page instead
 * @property {boolean} [experimenting] whether the lab is on the page instead
 */

/** What many runs say of what stands elsewhere on the page, where there is a lab; once it was counted how sure the lesson is, the views of that:
 * how far it is, what stands beside a claim, and the answers to the question.
 * @typedef {object} Many
 * @property {{ head: (ui: LedUi) => unknown, claim: (ui: LedUi, claim: number) => unknown, answers: (ui: LedUi) => unknown }} [sure]
 */

/** @typedef {object} Ui
 * @property {Translator} tr
 * @property {Session} session
 * @property {Instance} core
 * @property {ViewState} view
 * @property {Lesson} lesson
 * @property {Narrator | undefined} narrator tells what happens; a figure that nobody has touched has none
 * @property {Branches} branches
 * @property {boolean} narrow whether the page is one column
 * @property {(request: Request) => unknown} dispatch
 * @property {Many} [many]
 */

/** A view of the full page, which a guide leads through its lesson. @typedef {Ui & { guide: Guide }} LedUi */

export {};
