// Runs of the built-in scenarios as someone plays them who presses everything, in the real simulation.
import { readFileSync } from 'node:fs';
import { Session } from '../src/core/session.js';
import { ProblemError } from '../src/core/wasm.js';
import { wholeCore } from './builds.js';
import { Chance } from './chance.js';
import { scenarioText } from './scenario-files.js';

/** @import { Command } from '../src/core/types.js' */

export const core = wholeCore();

const FOLDER = new URL('../../lessons/', import.meta.url);
/** @type {{ id: string }[]} */
const catalogue = JSON.parse(readFileSync(new URL('index.json', FOLDER), 'utf8'));
export const scenario = scenarioText;

/** @param {Chance} chance @param {Session} session @returns {Command} */
function anyCommand(chance, { scenario: { nodes, subscriptions } }) {
  const client = nodes.find(({ kind }) => kind === 'client')?.id ?? '';
  const service = chance.of(nodes.filter(({ kind }) => kind === 'service')).id;
  const subscription = subscriptions.length > 0 ? chance.of(subscriptions).id : '';
  /** @type {Command[]} */
  const commands = [
    { placeOrder: { client } },
    { placeOrder: { client, amount: 1 + chance.below(1000) } },
    {
      setHealth: {
        node: service,
        health: chance.of(['up', 'down', { flaky: { probability: 0.3 } }, { slow: { factor: 3 } }]),
      },
    },
    { crash: { node: service, point: chance.of(['now', 'beforeEffect', 'afterEffect', 'afterAck']) } },
    { setWorkers: { node: service, workers: 1 + chance.below(4) } },
    { setArrivals: { client, every: chance.of([null, { exponential: { mean: '300ms' } }]) } },
    { duplicateNext: { subscription } },
    { dropNext: { subscription } },
    { poisonNext: { subscription } },
    { delayNext: { subscription, by: '1500ms' } },
    { reorder: { subscription } },
    { redriveAll: { subscription } },
    { setDelivery: { subscription, delivery: { ack: chance.of(['before', 'after']), inbox: { window: 'forever' } } } },
  ];
  return chance.of(commands);
}

/** A run as someone plays it who presses everything. @param {number} seed */
export function played(seed) {
  const chance = new Chance(seed);
  const { id } = chance.of(catalogue);
  const session = new Session(core, scenario(id), String(chance.below(2 ** 32)));
  for (let turn = chance.below(30); turn >= 0; turn -= 1) {
    const way = chance.below(8);
    if (way < 3) session.advance(session.now + chance.below(3000) / 1.7);
    else if (way === 3) session.step(chance.of(['event', 'attempt', 'message']), chance.below(2) === 0);
    else if (way === 4) session.seek(chance.below(Math.ceil(session.head) + 1));
    else {
      try {
        session.command(anyCommand(chance, session));
      } catch (failure) {
        // Not every command fits every scenario and every moment.
        if (!(failure instanceof ProblemError)) throw failure;
      }
    }
  }
  const own = chance.below(2) === 0;
  return { session, id, picked: own ? '' : id };
}
