// What was done in a run of the file that is edited, as it stands in a lesson: as steps to a goal, as the end of a beat, as the solution.
import { parseDuration, writeDuration } from '../core/durations.js';
import { INSTANT_MS } from '../core/session.js';
import { difference } from './difference.js';
import { same } from './document.js';
import { withField } from './file.js';
import { pathOf, valueAt, withValue } from './place.js';
import { changed, settled } from './settle.js';

/** @import { Session } from '../core/session.js' */
/** @import { Command } from '../core/types.js' */
/** @import { Fault } from '../timeline/outage-bands.js' */
/** @import { File } from './file.js' */
/** @import { Place } from './place.js' */

/** A command with its instant. @typedef {{ ms: number, command: Record<string, unknown> }} Done */

/** The commands that set all of something. */
const SETTINGS = ['setDelivery', 'setCall', 'setWorkers', 'setMachine', 'setIngress', 'setHealthCheck'];

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

/** The subject of a command that says all that holds for it from then on: of several such the last one counts. @param {Command} command */
function settingOf(command) {
  const [[word, { node, subscription, from, to }]] = /** @type {[string, Record<string, unknown>][]} */ (
    Object.entries(command)
  );
  return SETTINGS.includes(word) ? JSON.stringify([word, node, subscription, from, to]) : undefined;
}

/** What was in force at the beginning, as far as a setting takes the place of it. @param {Session} session */
function settingsAtFirst(session) {
  const { subscriptions, calls } = session.scenario;
  const delivered = subscriptions.map(({ id }, n) => [id, session.deliveryAt(n, 0)]);
  return /** @type {import('../core/types.js').Settings} */ (
    /** @type {unknown} */ ({
      subscriptions: Object.fromEntries(delivered),
      calls: calls.map(({ from, to }, n) => ({ ...session.callAt(n, 0), from, to })),
    })
  );
}

/** The file whose contrast has what was done as well: what was set is so from the beginning, and what else was done happens at its instant. @param {File} file @param {Session} session */
function withContrast(file, session) {
  const place = ['lesson', 'contrast', 'changes'];
  const settings = settingsAtFirst(session);
  /** @type {Map<string, Command>} */
  const set = new Map();
  const faults = [...(file.faults ?? [])];
  for (const [ms, , text] of session.commandLog()) {
    const command = /** @type {Command} */ (JSON.parse(text));
    const setting = settingOf(command);
    if (setting) set.set(setting, command);
    else
      faults.push({
        at: writeDuration(Math.ceil(ms)),
        do: /** @type {Fault['do']} */ (shortened(session, ms, command)),
      });
  }
  const happens = faults.length > (file.faults?.length ?? 0) ? withField(file, 'faults', faults) : file;
  const after = [...set.values()].reduce((now, command) => settled(now, settings, command), happens);
  return withValue(file, place, [...(valueAt(file, place) ?? []), ...difference(file, after)]);
}

/**
 * The file with what was done in a run at a place: in a list of steps, which the solution then reaches, in one step, in the solution alone, or in the contrast.
 * @param {File} file @param {Place} place @param {Session} session @returns {File}
 */
export function withDone(file, place, session) {
  const done = doneIn(session);
  if (done.length === 0) return file;
  if (pathOf(place) === 'lesson.solution') return withSolution(file, session);
  if (pathOf(place) === 'lesson.contrast.changes') return withContrast(file, session);
  const steps = stepsOf(done);
  if (place.at(-1) !== 'steps') {
    const { do: deed, times } = /** @type {typeof steps[number]} */ (steps.at(-1));
    return withValue(withValue(file, [...place, 'do'], deed), [...place, 'times'], times);
  }
  return withSolution(withValue(file, place, [...(valueAt(file, place) ?? []), ...steps]), session);
}
