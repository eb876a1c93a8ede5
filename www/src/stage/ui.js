// What a view of the stage may show, beside what every view may.
/** @import { Subject } from '../core/subject.js' */
/** @import { Ui } from '../store/ui.js' */
/** @import { Stage } from './layout/columns.js' */

/** `subjectAt`: what can be asked of the envelope under the pointer.
 * @typedef {Ui & { stage: Stage, subjectAt: (event: MouseEvent) => Subject | undefined }} StageUi */

export {};
