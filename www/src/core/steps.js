// The steps of a handler as the file writes them: a decision holds others, and who looks for steps looks there, too.
/** @import { Retry } from './types.js' */

/** @typedef {{ to: string, timeout: string, retry?: Retry }} CallStep */
/** @typedef {{ topic: string, via: string }} PublishStep */
/** @typedef {{ probability: number, then?: Step[], otherwise?: Step[] }} Decision */
/** @typedef {string | { call?: CallStep, publish?: PublishStep, decide?: Decision, require?: { effects: string[] }, [kind: string]: unknown }} Step */

/** The decision that a step is. @param {Step} step */
const decision = (step) => (typeof step === 'object' ? step.decide : undefined);

/** Every step, those of all branches too, in the order of the file. @param {Step[]} steps @param {Step[]} [found] @returns {Step[]} */
export function everyStep(steps, found = []) {
  for (const step of steps) {
    const decide = decision(step);
    found.push(step);
    everyStep(decide?.then ?? [], found);
    everyStep(decide?.otherwise ?? [], found);
  }
  return found;
}

/** The same steps, each changed into none, one or more. @param {Step[]} steps @param {(step: Step) => Step | Step[]} change @returns {Step[]} */
export function changeSteps(steps, change) {
  /** @type {Step[]} */
  const changed = [];
  for (const step of steps) {
    const decide = decision(step);
    if (decide) {
      const { then = [], otherwise = [] } = decide;
      changed.push({
        // biome-ignore lint/suspicious/noThenProperty: the word of the file, and no function
        decide: { ...decide, then: changeSteps(then, change), otherwise: changeSteps(otherwise, change) },
      });
    } else changed.push(...[change(step)].flat());
  }
  return changed;
}
