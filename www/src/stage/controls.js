// What the full page has on the stage's cards besides what a figure has there.
import { amount, arrivals } from './client/controls.js';
import { deadButtons, healthSwitch, serviceControls } from './service/controls.js';
import { brokerSwitch, leader, plug, rewind } from './topic/controls.js';

export const controls = {
  amount,
  arrivals,
  health: healthSwitch,
  dead: deadButtons,
  service: serviceControls,
  broker: brokerSwitch,
  leader,
  plug,
  rewind,
};
