// What a view of the stage may show, beside what every view may.
/** @import { Subject } from '../core/subject.js' */
/** @import { Ui } from '../store/ui.js' */
/** @import { Stage } from './layout/columns.js' */

/** `subjectAt`: what can be asked of the envelope under the pointer. `marks`: of queues, once their code is here. `controls`: what a figure has no room for on its cards.
 * @typedef {Ui & { stage: Stage, subjectAt: (event: MouseEvent) => Subject | undefined, controls?: Controls, marks?: Marks }} StageUi */

/** @typedef {typeof import('./controls.js').controls} Controls */

/** @typedef {typeof import('./marks/queues.js').marks} Marks */

export {};
