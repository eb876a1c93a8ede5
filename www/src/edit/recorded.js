// What was done in a run of the file that is edited, as it stands in a lesson: as steps to a goal, as the end of a beat, as the solution.
import { parseDuration, writeDuration } from '../core/durations.js';
import { INSTANT_MS } from '../core/session.js';
import { same } from './document.js';
import { pathOf, valueAt, withValue } from './place.js';
import { changed } from './settle.js';

/** @import { Session } from '../core/session.js' */
/** @import { Command } from '../core/types.js' */
/** @import { File } from './file.js' */
/** @import { Place } from './place.js' */

/** A command with its instant. @typedef {{ ms: number, command: Record<string, unknown> }} Done */

/** A person's commands of a run; of settings only what each has changed, and of an order no amount that is the usual one. @param {Session} session @returns {Done[]} */
export const doneIn = (session) =>
  session.commandLog().map(([ms, , text]) => ({ ms, command: shortened(session, ms, JSON.parse(text)) }));

/** @param {Session} session @param {number} ms @param {Command} command @returns {Record<string, unknown>} */
function shortened(session, ms, command) {
  const { nodes, subscriptions, calls } = session.scenario;
  if ('placeOrder' in command) {
    const { client, amount } = command.placeOrder;
    const usual = nodes.find(({ id }) => id === client)?.amount;
    return amount === usual ? { placeOrder: { client } } : command;
  }
  if ('setDelivery' in command) {
    const { subscription, delivery } = command.setDelivery;
    const before = session.deliveryAt(
      subscriptions.findIndex(({ id }) => id === subscription),
      ms - INSTANT_MS,
    );
    return { setDelivery: { subscription, delivery: Object.fromEntries(changed(delivery, before ?? {})) } };
  }
  if ('setCall' in command) {
    const { from, to, ...wish } = command.setCall;
    const before = session.callAt(
      calls.findIndex((call) => call.from === from && call.to === to),
      ms - INSTANT_MS,
    );
    return { setCall: { from, to, ...Object.fromEntries(changed(wish, before ?? {})) } };
  }
  return command;
}

/** Commands as steps: the same one several times is one step. @param {Done[]} done */
function stepsOf(done) {
  /** @type {{ do: object, times?: number }[]} */
  const steps = [];
  for (const { command } of done) {
    const last = steps.at(-1);
    if (last && same(last.do, command)) last.times = (last.times ?? 1) + 1;
    else steps.push({ do: command });
  }
  return steps;
}

/** The file with commands of its solution more, each at its instant. A solution's command is given as a whole. @param {File} file @param {Session} session */
function withSolution(file, session) {
  const place = ['lesson', 'solution'];
  /** @type {{ at: string, do: unknown }[]} */
  const before = valueAt(file, place) ?? [];
  const added = session.commandLog().map(([ms, , text]) => {
    const command = /** @type {Command} */ (JSON.parse(text));
    const at = writeDuration(Math.ceil(ms));
    return { at, do: 'placeOrder' in command ? shortened(session, ms, command) : command };
  });
  const all = [...before, ...added];
  const sorted = all.toSorted((a, b) => parseDuration(a.at) - parseDuration(b.at));
  return all.length > 0 ? withValue(file, place, sorted) : file;
}

/**
 * The file with what was done in a run at a place: in a list of steps, which the solution then reaches, in one step, or in the solution alone.
 * @param {File} file @param {Place} place @param {Session} session @returns {File}
 */
export function withDone(file, place, session) {
  const done = doneIn(session);
  if (done.length === 0) return file;
  if (pathOf(place) === 'lesson.solution') return withSolution(file, session);
  const steps = stepsOf(done);
  if (place.at(-1) !== 'steps') {
    const { do: deed, times } = /** @type {typeof steps[number]} */ (steps.at(-1));
    return withValue(withValue(file, [...place, 'do'], deed), [...place, 'times'], times);
  }
  return withSolution(withValue(file, place, [...(valueAt(file, place) ?? []), ...steps]), session);
}
