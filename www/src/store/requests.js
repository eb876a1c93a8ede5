// Everything that can be asked of a playground, as plain objects: a view dispatches them, and a host hears them.
/** @import { Stride } from '../core/session.js' */
/** @import { Command, Lang, Theme } from '../core/types.js' */
/** @import { Subject } from '../core/subject.js' */
/** @import { Branch } from '../core/record.js' */
/** @import { Sheet } from './ui.js' */
/** @import { Health } from '../core/types.js' */

/** A way a scenario went, by its own commands: a branch that is compared. `headMs` is how far it is known.
 * @typedef {Pick<Branch, 'number' | 'name' | 'fromMs' | 'log'> & { headMs: number }} Way */

/** A span in which a node is not well.
 * @typedef {object} Outage
 * @property {string} node its id
 * @property {Health} health
 * @property {number} fromMs
 * @property {number} toMs the end of the run where nothing ends it
 * @property {number} first the command that begins it, among those that set a health
 * @property {number} last the command that ends it, or -1
 */

/** What the lab is opened for.
 * @typedef {object} LabAsk
 * @property {string} [ask] a question as a link holds it
 * @property {Varied} [vary] a setting that is to vary
 * @property {BadEnd} [decided] a bad end of the run, of which it is asked when it was decided
 */

/** A setting that is to vary: whose it is and what it is called, as the lab's catalogue has it, and its value now.
 * @typedef {{ of: string, name: string, value: string | number | boolean }} Varied */

/** An order that is lost, dead or done twice, or a claim that fell. @typedef {{ order: number } | { claim: string }} BadEnd */

/** What is done to the run, and moves in time. Times are simulated milliseconds.
 * @typedef {{ type: 'command', command: Command } | { type: 'undo' } | { type: 'redo' }
 *   | { type: 'play' } | { type: 'pause' } | { type: 'togglePlay' } | { type: 'reset' } | { type: 'setSpeed', speed: number }
 *   | { type: 'step', stride?: Stride, back?: boolean } | { type: 'setStride', stride: Stride }
 *   | { type: 'seek', ms: number } | { type: 'seekBy', ms: number } | { type: 'goTo', fact: number }
 *   | { type: 'switchBranch', branch: Branch } | { type: 'removeBranch', branch: Branch }
 *   | { type: 'renameBranch', branch: Branch, name: string }
 *   | { type: 'moveOutage', band: Outage, span: { fromMs: number, toMs: number } }
 *   | { type: 'setSeed', seed: string } | { type: 'newSeed' } | { type: 'restart' }} TimeRequest */

/** What is opened, chosen and shown.
 * @typedef {{ type: 'open', scenario: string } | { type: 'openFile', file: File } | { type: 'share' } | { type: 'dismiss' } | { type: 'again' }
 *   | { type: 'compare', branches?: Way[], place?: string } | { type: 'edit' } | { type: 'lab' } & LabAsk | { type: 'sure' }
 *   | { type: 'select', node: number } | { type: 'show', sheet: Sheet }
 *   | { type: 'ask', subject: Subject, further?: boolean } | { type: 'unask', all?: boolean }
 *   | { type: 'pan', share: number } | { type: 'zoom', by: 1 | -1 } | { type: 'follow' }
 *   | { type: 'setLang', lang: Lang } | { type: 'setTheme', theme: Theme }
 *   | { type: 'setReading', reading: boolean } | { type: 'setEveryStep', everyStep: boolean }
 *   | { type: 'predict', option: number } | { type: 'goOn' } | { type: 'setGuide', on: boolean }
 *   | { type: 'showMe' } | { type: 'stopShowing' }
 *   | { type: 'showLessons' } | { type: 'showGlossary', term?: string } | { type: 'explain', term: string, word: Element }
 *   | { type: 'search', text: string } | { type: 'closeOverlay' } | { type: 'overlayClosed', overlay: import('./ui.js').Overlay }} PageRequest */

/** @typedef {TimeRequest | PageRequest} Request */

/** What carries requests out, by their type. @typedef {{ [Type in Request['type']]?: (request: Extract<Request, { type: Type }>) => unknown }} Effects */

export {};
