// The sign of a call on its arrow: a telephone, or the circuit breaker as a switch that is closed, open or between.
import { svg } from 'lit';

/** @typedef {import('./ui.js').Ui} Ui */

const PHONE =
  'M-3.8-6.2l2 .5.8 3-1.6 1.3a9 9 0 0 0 3.8 3.8l1.3-1.6 3 .8.5 2c-.4 1.3-1.4 2.2-2.7 2.2C-1.4 5.8-6 1.2-6-3.6c0-1.3.9-2.3 2.2-2.6z';
/** The lever of the switch. @type {Record<string, string>} */
const LEVER = { closed: 'M-4 0H4', open: 'M-4 0L1.5-6', halfOpen: 'M-4 0L3-3' };

/** @param {Ui} ui @param {number} call its place among the scenario's */
export function edgeSign({ session: { frame } }, call) {
  const state = frame.breaker(call);
  if (!state) return svg`<circle class="disc" r="11" /><path class="phone" d=${PHONE} />`;
  return svg`<g class="breaker ${state}"><circle class="disc" r="11" />
    <path class="contact" d="M-9 0H-4M4 0H9" /><path class="lever" d=${LEVER[state]} /></g>`;
}
