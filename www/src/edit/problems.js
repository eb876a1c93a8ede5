// What a file lacks: the core's problem at the card it is about, and what a part still waits for before it does anything.
import { subscriptionsOf, topicsOf } from './file.js';

/** @import { Problem, Scenario } from '../core/types.js' */
/** @import { Thing } from './changes.js' */
/** @import { File } from './file.js' */

/** What a part waits for: arrows from a client, to or from a topic, to a service; a broker's first topic.
 * @typedef {'client' | 'unpublished' | 'unheard' | 'service' | 'broker'} Lack */

/** A place in a file, as a list of names and numbers. @param {string} path such as `nodes[2].handlers[0].on` */
const stepsIn = (path) => [...path.matchAll(/[^.[\]]+/g)].map(([step]) => (/^\d+$/.test(step) ? Number(step) : step));

/** The part of the stage that a problem is about, if it is about one. @param {Problem} problem @param {File} file @returns {Thing | undefined} */
export function thingOf({ path }, file) {
  const [list, index] = stepsIn(path);
  if (list === 'nodes' && typeof index === 'number' && file.nodes[index])
    return { kind: 'node', id: file.nodes[index].id };
  const topic = list === 'topics' && typeof index === 'number' ? topicsOf(file)[index] : undefined;
  return topic && { kind: 'topic', id: topic.id };
}

/** Entries that can be left out by themselves: what they say may no longer be true of the parts there are. */
const ENTRIES =
  /^(?:faults\[\d+\]|claims\[\d+\]|lesson\.(?:goals\[\d+\]|solution\[\d+\]|meet\[\d+\]|beats\[\d+\]|prediction|contrast)|lesson\b)/;

/** The smallest part around a problem that can be left out. @param {Problem} problem */
export const entryOf = ({ path }) => ENTRIES.exec(path)?.[0];

/** @param {unknown} value @param {(string | number)[]} steps @returns {unknown} */
function without(value, [step, ...rest]) {
  if (Array.isArray(value)) {
    return rest.length === 0
      ? value.filter((_, n) => n !== step)
      : value.map((item, n) => (n === step ? without(item, rest) : item));
  }
  const fields = Object.entries(/** @type {object} */ (value));
  return Object.fromEntries(
    fields.flatMap(([name, field]) => {
      if (name !== step) return [[name, field]];
      return rest.length === 0 ? [] : [[name, without(field, rest)]];
    }),
  );
}

/** A file without one entry. @param {File} file @param {string} path */
export const leftOut = (file, path) => /** @type {File} */ (without(file, stepsIn(path)));

/** @param {File} file @param {Scenario} shape of that file @param {Thing} thing @returns {Lack | undefined} */
export function lackOf(file, shape, { kind, id }) {
  if (kind === 'topic') {
    const notified = shape.subscriptions.some(({ notice }) => notice === id);
    if (!notified && !shape.publishes.some(({ topic }) => topic === id)) return 'unpublished';
    const topic = topicsOf(file).find((one) => one.id === id);
    // What a log keeps can be read later.
    return topic && !topic.log && subscriptionsOf(topic).length === 0 ? 'unheard' : undefined;
  }
  const node = file.nodes.find((one) => one.id === id);
  if (node?.kind === 'broker') return topicsOf(file).some(({ broker }) => broker === id) ? undefined : 'broker';
  if (node?.kind === 'client') {
    return [...shape.publishes, ...shape.calls].some(({ from }) => from === id) ? undefined : 'client';
  }
  return node?.handlers?.length ? undefined : 'service';
}
