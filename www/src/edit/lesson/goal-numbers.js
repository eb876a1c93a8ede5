// Beats name goals by their numbers: when a goal goes, or changes places, they go on meaning the same one.
import { pathOf, valueAt, withValue } from '../place.js';

/** @import { File } from '../file.js' */
/** @import { Place } from '../place.js' */

/** A file whose beats name goals by their new numbers; a beat that ended by one that is gone ends when the learner goes on. @param {File} file @param {(goal: number) => number | undefined} now */
function renumbered(file, now) {
  const beats = /** @type {{ until?: { goal?: number } }[]} */ (valueAt(file, ['lesson', 'beats']) ?? []);
  return beats.reduce((changed, { until }, n) => {
    if (until?.goal === undefined) return changed;
    const goal = now(until.goal);
    const place = ['lesson', 'beats', n, 'until'];
    return goal === undefined ? withValue(changed, place, undefined) : withValue(changed, [...place, 'goal'], goal);
  }, file);
}

/** @param {Place} entry */
const isGoal = (entry) => pathOf(entry.slice(0, -1)) === 'lesson.goals';

/** A file in which an entry of a list is gone. @param {File} file @param {Place} entry */
export function withoutGoal(file, entry) {
  const gone = Number(entry.at(-1));
  if (!isGoal(entry)) return file;
  return renumbered(file, (goal) => (goal === gone ? undefined : goal > gone ? goal - 1 : goal));
}

/** A file in which an entry of a list has changed places with its neighbour. @param {File} file @param {Place} entry @param {1 | -1} by */
export function withMovedGoal(file, entry, by) {
  const here = Number(entry.at(-1));
  if (!isGoal(entry)) return file;
  return renumbered(file, (goal) => (goal === here ? here + by : goal === here + by ? here : goal));
}
