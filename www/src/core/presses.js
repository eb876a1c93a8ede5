// The commands of a figure's stage, which its core takes without a reader for JSON: what is done to which thing.

/** @import { Command, Scenario } from './types.js' */

/** @typedef {keyof typeof import('../../pkg/figure/figure.js').Press} Press */

/** The most that an order may be worth, as the core has it. */
const MOST_AMOUNT = 1e9;

/**
 * A command as a figure's core takes it: the press, the index of the node or subscription, and an order's amount. Undefined for one
 * that only the whole core takes, or says what is wrong with.
 * @param {Scenario} scenario @param {Command} command @returns {[press: Press, index: number, amount?: number] | undefined}
 */
export function pressOf({ nodes, subscriptions }, command) {
  const [[word, fields] = ['', {}], ...more] = Object.entries(command ?? {});
  if (more.length > 0 || typeof fields !== 'object' || fields === null) return undefined;
  /** @param {readonly { id: string }[]} things @param {unknown} wanted */
  const indexOf = (things, wanted) => things.findIndex(({ id }) => id === wanted);
  const { client, amount, node, health, subscription, ...others } = fields;
  if (Object.keys(others).length > 0) return undefined;
  const count = Object.keys(fields).length;
  if (word === 'placeOrder' && count === (amount === undefined ? 1 : 2)) {
    const index = indexOf(nodes, client);
    const fits = amount === undefined || (Number.isInteger(amount) && amount >= 0 && amount <= MOST_AMOUNT);
    return nodes[index]?.kind === 'client' && fits ? ['PlaceOrder', index, amount] : undefined;
  }
  if (word === 'setHealth' && count === 2) {
    const index = indexOf(nodes, node);
    if (index < 0 || nodes[index].kind === 'client') return undefined;
    return health === 'up' ? ['SetUp', index] : health === 'down' ? ['SetDown', index] : undefined;
  }
  const index = word === 'redriveAll' && count === 1 ? indexOf(subscriptions, subscription) : -1;
  return index < 0 ? undefined : ['RedriveAll', index];
}
