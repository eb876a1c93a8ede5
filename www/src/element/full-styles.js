// The styles of what only the full playground has, in the order in which they override each other; all come after those of a figure.
import { guideStyles } from '../lesson/guide-style.js';
import { lessonStyles } from '../lesson/style.js';
import { panelStyles } from '../panels/style.js';
import { fullStageStyles } from '../stage/full-style.js';
import { askStyles } from '../why/ask-style.js';
import { pageStyles } from './page-style.js';
import { smallStyles } from './small-style.js';

export const fullStyles = [fullStageStyles, pageStyles, lessonStyles, guideStyles, panelStyles, smallStyles, askStyles];
