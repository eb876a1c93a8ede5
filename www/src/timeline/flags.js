// The flags on the timeline's axis: what a person, or the scenario, commanded, and where.
import { xOf } from './scale.js';

/** @import { Fact } from '../core/types.js' */
/** @import { Scale } from './scale.js' */

/** @typedef {{ x: number, tone: 'bad' | 'good' | 'set', fact: Fact }} Flag */

const TROUBLE = ['nodeCrashed', 'crashArmed', 'tamperArmed', 'queueReordered', 'messageDropped'];

/** @param {Fact} fact @returns {Flag['tone']} */
function toneOf({ what, health, poison }) {
  if (TROUBLE.includes(what) || (what === 'healthSet' && health !== 'up') || poison === true) return 'bad';
  return what === 'healthSet' || what === 'messageRedriven' || poison === false ? 'good' : 'set';
}

/** The commands that are in sight. @param {Fact[]} commands @param {Scale} scale @returns {Flag[]} */
export function flagsOf(commands, scale) {
  const inSight = commands.filter(({ atMs }) => atMs >= scale.fromMs && atMs <= scale.toMs);
  return inSight.map((fact) => ({ x: Math.round(xOf(scale, fact.atMs)) + 0.5, tone: toneOf(fact), fact }));
}
