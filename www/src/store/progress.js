// What was reached in each built-in lesson, kept on this device.
import { keepIn, parsed, textIn } from '../core/kept.js';

const KEY = 'carteiro.progress';

/** Which goals were reached, of how many. @typedef {{ goals: number[], of: number }} Reached */

/** @returns {Record<string, Reached>} */
function kept() {
  const found = parsed(textIn('localStorage', KEY));
  return typeof found === 'object' && found ? /** @type {Record<string, Reached>} */ (found) : {};
}

/** @param {number} goal @param {number} of */
const isGoal = (goal, of) => Number.isInteger(goal) && goal >= 0 && goal < of;

/** What is kept of a lesson; other tabs may have added to it. @param {string} id @returns {Reached} */
export function reachedIn(id) {
  const found = /** @type {Partial<Reached> | undefined} */ (Object.entries(kept()).find(([key]) => key === id)?.[1]);
  const of = Number.isInteger(found?.of) ? Number(found?.of) : 0;
  const goals = Array.isArray(found?.goals) ? found.goals.filter((one) => isGoal(one, of)) : [];
  return { goals: [...new Set(goals)], of };
}

/** Keeps that a goal was reached, for good. @param {string} id @param {number} goal @param {number} of how many the lesson has */
export function keepReached(id, goal, of) {
  const goals = [...new Set([...reachedIn(id).goals, goal])].filter((one) => isGoal(one, of)).sort((a, b) => a - b);
  keepIn('localStorage', KEY, JSON.stringify({ ...kept(), [id]: { goals, of } }));
}
