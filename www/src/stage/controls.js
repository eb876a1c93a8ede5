// What the full page has on the stage's cards besides what a figure has there.
import { amount, arrivals } from './client/controls.js';
import { downInWords, serviceControls } from './service/controls.js';
import { brokerSwitch, leader, plug, rewind } from './topic/controls.js';

export const controls = {
  amount,
  arrivals,
  service: serviceControls,
  down: downInWords,
  broker: brokerSwitch,
  leader,
  plug,
  rewind,
};
