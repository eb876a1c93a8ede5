// Undo and redo of settings: of each change, the command that sets again what was in force before it.
/** @import { Command, Settings } from '../core/types.js' */

/** So many changes are remembered. */
const MOST = 100;

/**
 * The command that takes a change of settings back; none for what is no setting.
 * @param {Command} command @param {Settings} settings in force before it @returns {Command | undefined}
 */
export function inverseOf(command, settings) {
  if ('setDelivery' in command) {
    const { subscription } = command.setDelivery;
    const delivery = settings.subscriptions[subscription];
    return delivery && { setDelivery: { subscription, delivery } };
  }
  if ('setHealth' in command) {
    const { node } = command.setHealth;
    const { health } = settings.nodes[node] ?? {};
    return health && { setHealth: { node, health } };
  }
  if ('setWorkers' in command) {
    const { node } = command.setWorkers;
    const { workers } = settings.nodes[node] ?? {};
    return workers ? { setWorkers: { node, workers } } : undefined;
  }
  if ('setCall' in command) {
    const before = settings.calls.find(({ from, to }) => from === command.setCall.from && to === command.setCall.to);
    return before && { setCall: before };
  }
  if ('setIngress' in command) {
    const { node } = command.setIngress;
    const before = settings.nodes[node];
    return before && { setIngress: { node, ingress: before.ingress } };
  }
  if ('setMachine' in command) {
    const { node } = command.setMachine;
    const before = settings.nodes[node];
    return before && { setMachine: { node, ...(before.cores && { cores: before.cores }), speed: before.speed } };
  }
  if ('setHealthCheck' in command) {
    const { from, to } = command.setHealthCheck;
    const before = settings.pools.find((pool) => pool.from === from && pool.to.includes(to));
    return before && { setHealthCheck: { from, to, healthCheck: before.healthCheck ?? null } };
  }
  if ('setArrivals' in command) {
    const { client } = command.setArrivals;
    const before = settings.clients[client];
    return before && { setArrivals: { client, every: before.arrivals } };
  }
  return undefined;
}

export class Undo {
  /** @type {{ back: Command, forth: Command }[]} */
  #done = [];
  /** @type {{ back: Command, forth: Command }[]} */
  #undone = [];

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** Takes note of a change that was made. @param {Command} forth @param {Command | undefined} back */
  note(forth, back) {
    if (!back) return;
    this.#done = [...this.#done, { back, forth }].slice(-MOST);
    this.#undone = [];
  }

  /** Gives the last change's inverse to `give`, which says whether it was carried out. @param {(command: Command) => boolean} give */
  undo(give) {
    const change = this.#done.at(-1);
    if (!change || !give(change.back)) return;
    this.#done.pop();
    this.#undone.push(change);
  }

  /** @param {(command: Command) => boolean} give */
  redo(give) {
    const change = this.#undone.at(-1);
    if (!change || !give(change.forth)) return;
    this.#undone.pop();
    this.#done.push(change);
  }

  /** After going elsewhere in time there is nothing to undo: other settings are in force there. */
  forget() {
    this.#done = [];
    this.#undone = [];
  }
}
