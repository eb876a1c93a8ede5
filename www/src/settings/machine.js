// The settings of a machine: how many pieces of work it computes at once, and how fast.
import { html } from 'lit';
import { choice, numberField } from '../ui/fields.js';
import { fold } from './fold.js';

/** @import { Settings } from '../core/types.js' */
/** @import { Ui } from '../store/ui.js' */

const CORES = ['0', '1', '2', '3', '4', '5', '8', '16'];
const SPEED = { min: 0.01, max: 1000, step: 0.5 };

/** @param {Ui} ui @param {string} node @param {Settings['nodes'][string]} now */
export function machineSettings({ tr, dispatch }, node, now) {
  const [cores, speed] = [now.cores ?? 0, now.speed ?? 1];
  /** @param {number} count @param {number} pace */
  const set = (count, pace) =>
    dispatch({ type: 'command', command: { setMachine: { node, ...(count > 0 && { cores: count }), speed: pace } } });
  const counts = [...new Set([...CORES, String(cores)])];
  /** @param {string} count */
  const name = (count) => (count === '0' ? tr.t('machine.unlimited') : tr.number(Number(count)));
  return fold(
    tr.t('machine.legend'),
    [tr.t('said.cores', { cores: name(String(cores)) }), speed !== 1 && tr.t('said.speed', { speed })],
    html`${choice(
      tr.t('machine.cores'),
      String(cores),
      counts.map((count) => [count, name(count)]),
      (count) => set(Number(count), speed),
    )}
    ${numberField(tr.t('machine.speed'), speed, SPEED, (pace) => set(cores, pace))}`,
  );
}
