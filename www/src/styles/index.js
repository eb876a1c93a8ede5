// The page's styles, in the order in which they override each other.
import { cardStyles } from './cards.js';
import { controls } from './controls.js';
import { drawingStyles } from './drawing.js';
import { logStyles } from './log.js';
import { markStyles } from './marks.js';
import { pageStyles } from './page.js';
import { panelStyles } from './panels.js';
import { smallStyles } from './small.js';
import { stageStyles } from './stage.js';
import { tokens } from './tokens.js';
import { whyStyles } from './why.js';

export const styles = [
  tokens,
  controls,
  stageStyles,
  cardStyles,
  drawingStyles,
  logStyles,
  markStyles,
  pageStyles,
  panelStyles,
  smallStyles,
  whyStyles,
];
