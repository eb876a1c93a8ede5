// A worker of the lab, on a core of its own: computes runs of a plan, counts how often what a lesson claims holds, hunts, or forks a run.
// @ts-expect-error TypeScript does not know a module by its query.
import newGlue from '../../pkg/lab/lab.js?factory';

/** @import { LabCore } from './core.js' */

/** Rows are handed over at the latest after so long, in milliseconds. */
const HANDED_MS = 60;

/** What a page sends: first a plan, a scenario or a hunt; then batches of the plan, or seeds of the scenario.
 * @typedef {{ module: WebAssembly.Module, plan: string }
 *   | { module: WebAssembly.Module, hunt: { scenario: string, claim?: string, runs: number, deeds: number } }
 *   | { module: WebAssembly.Module, turning: { scenario: string, record: string, claim?: string, order?: number, moments: number, futures: number } }
 *   | { module: WebAssembly.Module, sure: string } | { seeds: [from: number, until: number] }
 *   | { batch: import('../../pkg/lab/lab.js').LabBatch }} Order */
/** What it hears.
 * @typedef {{ rows: { point: number, from: number, numbers: Float64Array } } | { idle: true } | { problem: unknown }
 *   | { runs: number, counts: Uint32Array }
 *   | { moment: import('../../pkg/lab/lab.js').LabMoment } | { turned: import('../../pkg/lab/lab.js').LabTurned }
 *   | { tried: number } | { hunted: import('../../pkg/lab/lab.js').LabHunted }} Told */

/** @type {InstanceType<LabCore['Lab']> | undefined} */
let lab;
/** @type {InstanceType<LabCore['LabSure']> | undefined} */
let sure;

/** @param {Told} told @param {Transferable[]} [transfer] */
const tell = (told, transfer = []) => globalThis.postMessage(told, { transfer });

/** Computes some runs of a point, and hands them over in parts. @param {InstanceType<LabCore['Lab']>} of @param {number} point @param {number} from @param {number} until */
function compute(of, point, from, until) {
  /** @type {Float64Array[]} */
  let rows = [];
  let [first, since] = [from, performance.now()];
  for (let run = from; run < until; run += 1) {
    rows.push(of.run(point, run));
    if (run + 1 < until && performance.now() - since < HANDED_MS) continue;
    const width = rows[0].length;
    const numbers = new Float64Array(rows.length * width);
    for (const [n, row] of rows.entries()) numbers.set(row, n * width);
    tell({ rows: { point, from: first, numbers } }, [numbers.buffer]);
    [rows, first, since] = [[], run + 1, performance.now()];
  }
}

globalThis.addEventListener('message', (/** @type {MessageEvent<Order>} */ { data }) => {
  try {
    if ('batch' in data) {
      if (lab) compute(lab, ...data.batch);
      tell({ idle: true });
    } else if ('seeds' in data) {
      const [from, until] = data.seeds;
      if (sure) tell({ runs: until - from, counts: sure.count(from, until) });
    } else if ('turning' in data) {
      const { scenario, record, claim, order, moments, futures } = data.turning;
      const told = (/** @type {import('../../pkg/lab/lab.js').LabMoment} */ moment) => tell({ moment });
      tell({ turned: newGlue(data.module).turning(scenario, record, claim, order, moments, futures, told) });
    } else if ('sure' in data) sure = new (newGlue(data.module).LabSure)(data.sure);
    else if ('plan' in data) lab = new (newGlue(data.module).Lab)(data.plan);
    else {
      const { scenario, claim, runs, deeds } = data.hunt;
      let told = performance.now();
      const goesOn = (/** @type {number} */ tried) => {
        if (performance.now() - told > HANDED_MS) {
          told = performance.now();
          tell({ tried });
        }
        return true;
      };
      tell({ hunted: newGlue(data.module).hunt(scenario, claim, runs, deeds, goesOn) });
    }
  } catch (failure) {
    // A problem is a plain object; what else is thrown is told by its text.
    tell({ problem: failure instanceof Error ? String(failure) : failure });
  }
});
