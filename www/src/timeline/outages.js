// Outages of a run that are moved by their ends: the commands that make them are given at other instants, on another branch.
import { parseDuration, writeDuration } from '../core/durations.js';
import { INSTANT_MS } from '../core/session.js';
import { ProblemError } from '../core/wasm.js';
import { bandsOf, fitting, withMovedBand } from './outage-bands.js';

/** @import { Session } from '../core/session.js' */
/** @import { Command, LogEntry } from '../core/types.js' */
/** @import { Store } from '../store/store.js' */
/** @import { Band, Fault } from './outage-bands.js' */

/** A command that has an instant; `own`: a person's. @typedef {Fault & { own?: boolean }} Given */
/** What is to be given by hand, from an instant on. @typedef {{ fromMs: number, timed: { ms: number, command: Command }[] }} Deeds */

/** @param {Fault} fault @returns {string | undefined} the node whose health it sets */
const nodeOf = (fault) => /** @type {string | undefined} */ (fault.do.setHealth?.node);

/** @param {LogEntry} entry @returns {Given} */
const given = ([atMs, , text]) => ({ at: writeDuration(atMs), do: JSON.parse(text), own: true });

/** The commands that change the health of nodes in a run: a person's, and the scenario's until a person has set that node's. @param {Session} session @returns {Given[]} */
export function healthCommands(session) {
  const own = session.commandLog().map(given).filter(nodeOf);
  /** @type {Map<string | undefined, number>} */
  const held = new Map();
  for (const fault of own) if (!held.has(nodeOf(fault))) held.set(nodeOf(fault), parseDuration(fault.at));
  /** @type {{ faults?: Fault[] }} */
  const { faults = [] } = JSON.parse(session.json);
  const scenario = faults.filter(
    (fault) => nodeOf(fault) !== undefined && parseDuration(fault.at) < (held.get(nodeOf(fault)) ?? Infinity),
  );
  /** @type {Map<string | undefined, string>} */
  const now = new Map();
  return [...scenario, ...own]
    .toSorted((a, b) => parseDuration(a.at) - parseDuration(b.at))
    .filter((fault) => {
      const [node, health] = [nodeOf(fault), JSON.stringify(fault.do.setHealth.health)];
      if (health === (now.get(node) ?? '"up"')) return false;
      now.set(node, health);
      return true;
    });
}

/** The run as far as its outages go. @param {Session} session */
const outagesIn = (session) => ({ until: session.until, faults: healthCommands(session) });

/** @param {Session} session */
export const outagesOf = (session) => bandsOf(outagesIn(session));

/** The span nearest to a wished one for an outage. @param {Session} session @param {Band} band @param {{ fromMs: number, toMs: number }} wished */
export const fittingIn = (session, band, wished) => fitting(outagesIn(session), band.node, wished, band);

/**
 * What is to be given by hand so that an outage is elsewhere: every command of its node from the first that is another, and what a person has done since.
 * @param {Session} session @param {Band} band @param {{ fromMs: number, toMs: number }} span @returns {Deeds | undefined} nothing when it is there already
 */
export function deedsFor(session, band, span) {
  const file = outagesIn(session);
  /** @param {Given[]} faults */
  const ofNode = (faults) =>
    faults
      .filter((fault) => nodeOf(fault) === band.node)
      .map((fault) => ({ ms: parseDuration(fault.at), command: /** @type {Command} */ (fault.do), own: fault.own }))
      .toSorted((a, b) => a.ms - b.ms);
  const [before, after] = [ofNode(file.faults), ofNode(withMovedBand(file, band, span))];
  const first = after.findIndex(({ ms }, n) => ms !== before[n]?.ms);
  if (first < 0) return undefined;
  const [was, will] = [before[first]?.ms ?? Infinity, after[first].ms];
  const fromMs = Math.max(0, Math.min(was, will) - INSTANT_MS);
  const own = after.slice(first).map(({ ms, command }) => ({ ms, command }));
  // What the scenario does sooner than that is not to happen: once a person has set a node's health, the scenario leaves it alone.
  if (was < will && !before[first].own) {
    const health = first > 0 ? Reflect.get(after[first - 1].command, 'setHealth').health : 'up';
    own.unshift({ ms: fromMs, command: { setHealth: { node: band.node, health } } });
  }
  const others = session.commandLog().flatMap((entry) => {
    const { do: command } = given(entry);
    const [ms] = entry;
    return ms > fromMs && nodeOf(given(entry)) !== band.node ? [{ ms, command: /** @type {Command} */ (command) }] : [];
  });
  return { fromMs, timed: [...own, ...others].toSorted((a, b) => a.ms - b.ms) };
}

/** Moves an outage, and goes back to where the playhead was. @param {Store} store @param {Band} band @param {{ fromMs: number, toMs: number }} span */
export function moveOutage(store, band, span) {
  const { run } = store;
  const { session } = run;
  const deeds = session && deedsFor(session, band, span);
  if (!session || !deeds) return;
  const { now } = session;
  let branched = false;
  run.go((one) => one.seek(deeds.fromMs));
  run.try(() => {
    branched = run.branches.act(session, () => {
      session.cut();
      /** @type {ProblemError | undefined} */
      let refused;
      for (const { ms, command } of deeds.timed) {
        if (ms > session.now) session.seek(ms);
        try {
          session.command(command);
        } catch (failure) {
          // The rest is as it was; what is not possible any more is said.
          if (!(failure instanceof ProblemError)) throw failure;
          refused ??= failure;
        }
      }
      if (refused) throw refused;
    });
  });
  run.go((one) => one.seek(now));
  store.changed();
  store.notify({ type: 'acted', branched });
}
