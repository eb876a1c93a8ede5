// What a file lacks: the core's problem at the card it is about, and what a part still waits for before it does anything.
import { subscriptionsOf, topicsOf } from './file.js';
import { placeOf, withValue } from './place.js';

/** @import { Problem, Scenario } from '../core/types.js' */
/** @import { Thing } from './changes.js' */
/** @import { File } from './file.js' */

/** What a part waits for: arrows from a client, to or from a topic, to a service; a broker's first topic.
 * @typedef {'client' | 'unpublished' | 'unheard' | 'service' | 'broker'} Lack */

/** The part of the stage that a problem is about, if it is about one. @param {Problem} problem @param {File} file @returns {Thing | undefined} */
export function thingOf({ path }, file) {
  const [list, index] = placeOf(path);
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

/** A file without one entry. @param {File} file @param {string} path */
export const leftOut = (file, path) => withValue(file, placeOf(path), undefined);

/** @param {File} file @param {Scenario} shape of that file @param {Thing} thing @returns {Lack | undefined} */
export function lackOf(file, shape, { kind, id }) {
  if (kind === 'topic') {
    const notified = shape.subscriptions.some(({ notice, deadTo }) => notice === id || deadTo === id);
    if (!notified && !shape.publishes.some(({ topic }) => topic === id)) return 'unpublished';
    const topic = topicsOf(file).find((one) => one.id === id);
    // What a log keeps can be read later, and what a queue of another topic is bound to is heard there.
    const bound = shape.subscriptions.some(({ bindings }) => bindings?.some((binding) => binding.topic === id));
    return topic && !topic.log && !bound && subscriptionsOf(topic).length === 0 ? 'unheard' : undefined;
  }
  const node = file.nodes.find((one) => one.id === id);
  if (node?.kind === 'broker') return topicsOf(file).some(({ broker }) => broker === id) ? undefined : 'broker';
  if (node?.kind === 'client') {
    return [...shape.publishes, ...shape.calls].some(({ from }) => from === id) ? undefined : 'client';
  }
  return node?.handlers?.length ? undefined : 'service';
}
