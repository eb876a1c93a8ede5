// Chooses how the stage is laid out: columns where they fit, one column of cards where they do not.
import { layoutColumns } from './columns.js';
import { layoutStack } from './stack.js';

/** @typedef {import('./columns.js').Stage} Stage */
/** @typedef {import('./columns.js').Box} Box */

/**
 * @param {import('../types.js').Scenario} scenario
 * @param {{ width: number, minHeight: number, figure: boolean }} options
 * @returns {Stage}
 */
export function layoutStage(scenario, { width, minHeight, figure }) {
  const style = figure ? 'figure' : 'full';
  return layoutColumns(scenario, { width, minHeight, style }) ?? layoutStack(scenario, { width, figure });
}
