// A run to be compared, in plain objects: the scenario as its file has it, a log, and every delivery setting in full.
import { ProblemError } from '../core/wasm.js';

/** @import { Command, Delivery, LogEntry, Text } from '../core/types.js' */
/** @import { CallStep, Step } from '../core/steps.js' */
/** @import { Instance } from '../core/wasm.js' */

/** @typedef {{ on: string | { subscription: string }, steps: Step[] }} Handler */
/** @typedef {{ id: string, kind: string, name: Text, handlers?: Handler[] }} NodeSpec */
/** @typedef {{ id: string, consumers: string[], delivery?: Partial<Delivery>, name?: Text }} SubscriptionSpec */
/** @typedef {{ id: string, name: Text, broker: string, subscriptions?: SubscriptionSpec[] }} TopicSpec */
/** @typedef {{ setDelivery?: { subscription: string, delivery: Partial<Delivery> }, setCall?: { from: string } & CallStep }} SettingCommand */
/** @typedef {{ at: string, do: SettingCommand }} Fault */
/** @typedef {{ nodes: NodeSpec[], topics?: TopicSpec[], faults?: Fault[], claims?: unknown[], lesson?: unknown }} Spec only what is looked at */
/** @typedef {{ at: number, events: number, command: SettingCommand }} Given a command of the log */
/** @typedef {{ spec: Spec, log: Given[] }} RunSpec */

/** So many different faults are left out of a variant; one that lacks more is not the same story. */
const MOST_LEFT = 100;
/** The core says which word of a fault names what is not there. */
const NAMELESS = /^faults\[(\d+)\]\.do(\.\w+\.(node|client|subscription|from|to)$)?/;

/** The same scenario with other deliveries. @param {Spec} spec @param {(subscription: SubscriptionSpec) => Partial<Delivery> | undefined} change @returns {Spec} */
export function withDeliveries(spec, change) {
  const topics = (spec.topics ?? []).map((topic) => ({
    ...topic,
    subscriptions: (topic.subscriptions ?? []).map((s) => ({ ...s, delivery: change(s) })),
  }));
  return { ...spec, topics };
}

/** The same run with other commands, those of the scenario too. @param {RunSpec} run @param {(command: SettingCommand) => SettingCommand} change @returns {RunSpec} */
export function withCommands({ spec, log }, change) {
  const faults = (spec.faults ?? []).map((fault) => ({ ...fault, do: change(fault.do) }));
  return { spec: { ...spec, faults }, log: log.map((given) => ({ ...given, command: change(given.command) })) };
}

/**
 * A run with every delivery setting written out: it is the same run, and what differs from it can be told by looking.
 * @param {Instance} instance @param {string} json @param {LogEntry[]} log @returns {RunSpec}
 */
export function runOf(instance, json, log) {
  /** @type {Spec} */
  const written = JSON.parse(json);
  const playground = instance.open(json);
  const settings = () => instance.guard(() => playground.settings()).subscriptions;
  const given = log.map(([at, events, text]) => ({
    at,
    events,
    command: /** @type {SettingCommand} */ (JSON.parse(text)),
  }));
  try {
    const whole = settings();
    const spec = withDeliveries(written, ({ id }) => whole[id]);
    return withCommands({ spec, log: given }, (command) => {
      if (!command.setDelivery) return command;
      const { subscription } = command.setDelivery;
      // The core fills in what its presets mean when it carries the command out.
      instance.guard(() => playground.command(/** @type {Command} */ (command)));
      return { setDelivery: { subscription, delivery: settings()[subscription] } };
    });
  } finally {
    if (!instance.dead) playground.free();
  }
}

/** What a fault does, and to what: others of which that is the same name the same parts. @param {Fault} fault */
function aim(fault) {
  /** @type {[string, Record<string, unknown>][]} */
  const [[word, { node, client, subscription, from, to }]] = Object.entries(fault.do);
  return [word, node, client, subscription, from, to].join();
}

/**
 * The scenario as the core accepts it. A fault that names what this variant does not have is left out, and counted.
 * @param {Instance} instance @param {Spec} spec
 * @returns {{ json: string, left: number } | undefined} nothing when the core refuses it
 */
export function accepted(instance, spec) {
  // Claims and goals speak of this scenario's parts by name; nobody asks for them here.
  let faults = spec.faults ?? [];
  for (let tries = 0; tries <= MOST_LEFT; tries += 1) {
    const json = JSON.stringify({ ...spec, faults, claims: [], lesson: undefined });
    try {
      instance.open(json).free();
      return { json, left: (spec.faults ?? []).length - faults.length };
    } catch (failure) {
      if (!(failure instanceof ProblemError)) throw failure;
      const place = NAMELESS.exec(failure.problem.path);
      if (!place) return undefined;
      const refused = faults[Number(place[1])];
      const same = aim(refused);
      faults = faults.filter((fault) => fault !== refused && !(place[2] && aim(fault) === same));
    }
  }
  return undefined;
}
