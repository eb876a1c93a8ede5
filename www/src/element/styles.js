// The styles of a figure, in the order in which they override each other; the full page adds its own: see full-styles.js.

import { cardStyles } from '../stage/card-style.js';
import { clientStyles } from '../stage/client/style.js';
import { markStyles } from '../stage/marks/style.js';
import { serviceStyles } from '../stage/service/style.js';
import { stageStyles } from '../stage/style.js';
import { logStyles } from '../stage/topic/log-style.js';
import { topicStyles } from '../stage/topic/style.js';
import { controls } from '../ui/controls.js';
import { drawingStyles } from '../ui/drawing-style.js';
import { tokens } from '../ui/tokens.js';
import { figureStyles } from './figure-style.js';
import { mediaStyles } from './media-style.js';
import { commonStyles } from './style.js';

export const styles = [
  tokens,
  controls,
  stageStyles,
  cardStyles,
  clientStyles,
  topicStyles,
  serviceStyles,
  drawingStyles,
  logStyles,
  markStyles,
  commonStyles,
  figureStyles,
  mediaStyles,
];
