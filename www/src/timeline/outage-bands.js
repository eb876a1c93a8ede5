// Outages as bands: the commands by which a node is taken down and brought up again, as one span of time.
import { parseDuration, writeDuration } from '../core/durations.js';

/** @import { Duration, Health } from '../core/types.js' */
/** @import { Outage } from '../store/requests.js' */

/** A command that a scenario gives by itself. @typedef {{ at: Duration, do: Record<string, Record<string, unknown>> }} Fault */
/** What of a scenario's file its bands stand in. @typedef {{ until: Duration, faults?: Fault[] }} Faulted */

/** A span in which a node is not well. @typedef {Outage} Band */

/** Ends of bands stand at whole steps; none is shorter than one, and so far they keep from each other: at one instant the order of
 * the commands would count. */
export const STEP_MS = 500;

/** @param {Fault} fault */
const healthIn = (fault) =>
  /** @type {{ node: string, health: Health } | undefined} */ (/** @type {unknown} */ (fault.do.setHealth));

/** The bands of a file, as they come. @param {Faulted} file @returns {Band[]} */
export function bandsOf(file) {
  const end = parseDuration(file.until);
  const set = (file.faults ?? []).flatMap((fault, place) => {
    const set = healthIn(fault);
    return set ? [{ ...set, place, atMs: parseDuration(fault.at) }] : [];
  });
  set.sort((a, b) => a.atMs - b.atMs);
  return set.flatMap(({ node, health, place, atMs }, n) => {
    if (health === 'up') return [];
    const after = set.slice(n + 1).find((one) => one.node === node);
    // Another trouble begins where this one ends: that one is its end.
    const last = after?.health === 'up' ? after.place : -1;
    return [{ node, health, fromMs: atMs, toMs: after?.atMs ?? Math.max(end, atMs), first: place, last }];
  });
}

/** @param {number} ms */
const stepped = (ms) => Math.round(ms / STEP_MS) * STEP_MS;

/**
 * The span nearest to a wished one that meets no other band of the node and lies within the run; nothing where there is no room.
 * @param {Faulted} file @param {string} node @param {{ fromMs: number, toMs: number }} wished @param {Band} [own] the band that is moved
 * @returns {{ fromMs: number, toMs: number } | undefined}
 */
export function fitting(file, node, wished, own) {
  const others = bandsOf(file).filter((band) => band.node === node && band.first !== own?.first);
  const middle = own ? (own.fromMs + own.toMs) / 2 : wished.fromMs;
  if (others.some(({ fromMs, toMs }) => fromMs < middle && middle < toMs)) return undefined;
  const before = others.flatMap(({ toMs }) => (toMs <= middle ? [toMs + STEP_MS] : []));
  const after = others.flatMap(({ fromMs }) => (fromMs >= middle ? [fromMs - STEP_MS] : []));
  // One that people have written may touch its neighbour, and need not move for that.
  const least = Math.min(Math.max(0, ...before), own?.fromMs ?? Infinity);
  const most = Math.max(Math.min(parseDuration(file.until), ...after), own?.toMs ?? 0);
  if (most - least < STEP_MS) return undefined;
  const fromMs = Math.min(Math.max(stepped(wished.fromMs), least), most - STEP_MS);
  const toMs = Math.max(Math.min(stepped(wished.toMs), most), fromMs + STEP_MS);
  return { fromMs, toMs };
}

/** @param {string} node @param {number} ms @param {Health} health @returns {Fault} */
const fault = (node, ms, health) => ({ at: writeDuration(ms), do: { setHealth: { node, health } } });

/** The file's faults with one more, before the first that comes later. @param {Fault[]} faults @param {Fault} added */
function put(faults, added) {
  const at = faults.findIndex((one) => parseDuration(one.at) > parseDuration(added.at));
  return faults.toSpliced(at < 0 ? faults.length : at, 0, added);
}

/** The commands with those by which a node is down from an instant to another. @param {Faulted} file @param {string} node @param {{ fromMs: number, toMs: number }} span */
export function withBand(file, node, { fromMs, toMs }) {
  const begun = put(file.faults ?? [], fault(node, fromMs, 'down'));
  return toMs < parseDuration(file.until) ? put(begun, fault(node, toMs, 'up')) : begun;
}

/** The commands with a band elsewhere. @param {Faulted} file @param {Band} band @param {{ fromMs: number, toMs: number }} span */
export function withMovedBand(file, band, { fromMs, toMs }) {
  const faults = [...(file.faults ?? [])];
  faults[band.first] = { ...faults[band.first], at: writeDuration(fromMs) };
  if (band.last >= 0) faults[band.last] = { ...faults[band.last], at: writeDuration(toMs) };
  else if (toMs < band.toMs) return put(faults, fault(band.node, toMs, 'up'));
  return faults;
}

/** The commands without a band. @param {Faulted} file @param {Band} band */
export const withoutBand = (file, { first, last }) =>
  (file.faults ?? []).filter((_, place) => place !== first && place !== last);

/** Where there is room for a short outage of a node: after its last one, else wherever. @param {Faulted} file @param {string} node */
export function roomFor(file, node) {
  const ends = bandsOf(file).flatMap((band) => (band.node === node ? [band.toMs + STEP_MS] : []));
  const span = Math.max(STEP_MS, stepped(parseDuration(file.until) / 6));
  for (const fromMs of [ends.at(-1) ?? span, 0, ...ends]) {
    const room = fitting(file, node, { fromMs, toMs: fromMs + span });
    if (room) return room;
  }
  return undefined;
}
