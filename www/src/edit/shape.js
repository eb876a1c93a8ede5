// What the stage draws of a file that may not be valid yet, in the form in which the core gives it of one that is.
import { bindingsOf, calledBy, callOf, deadTopicOf, publishOf, stepsOf, subscriptionsOf, topicsOf } from './file.js';

/** @import { Scenario, Text } from '../core/types.js' */
/** @import { Stage } from '../stage/layout/columns.js' */
/** @import { File } from './file.js' */

/** @type {Text} */
const NO_NAME = { en: '', 'pt-BR': '' };

/** The pairs of nodes of which one calls the other, in the order of the file. @param {File} file */
function callsOf({ nodes }) {
  const all = nodes.flatMap((node) =>
    stepsOf(node).flatMap((step) => {
      const call = callOf(step);
      return call ? calledBy(call).map((to) => ({ from: node.id, to })) : [];
    }),
  );
  return all.filter(({ from, to }, n) => all.findIndex((one) => one.from === from && one.to === to) === n);
}

/** The nodes that publish, with their topics. @param {File} file */
function publishesOf(file) {
  return file.nodes.flatMap((node) => {
    const published = new Set(stepsOf(node).map((step) => publishOf(step)?.topic));
    return topicsOf(file).flatMap(({ id }) => (published.has(id) ? [{ from: node.id, topic: id }] : []));
  });
}

/** @param {File} file @returns {Scenario} without what is not drawn */
export function shapeOf(file) {
  const names = new Map(file.nodes.map(({ id, name }) => [id, name]));
  const subscriptions = topicsOf(file).flatMap((topic) =>
    subscriptionsOf(topic).map(({ id, name, consumers, delivery, bindings }) => ({
      id,
      name: name ?? names.get(consumers[0]) ?? NO_NAME,
      topic: topic.id,
      consumers,
      bindings: bindingsOf({ id, consumers, bindings }),
      notice: /** @type {string | undefined} */ (delivery?.deadLetterNotice ?? undefined),
      deadTo: deadTopicOf(delivery),
    })),
  );
  return {
    id: file.id,
    title: file.title,
    text: NO_NAME,
    task: NO_NAME,
    seed: String(file.seed),
    effects: (file.effects ?? []).map(({ id, name }) => ({ id, name })),
    nodes: file.nodes.map(({ id, name, kind, workers = 1, sidecar, replicas }) => ({
      id,
      name,
      kind,
      workers: kind === 'service' ? workers : 0,
      amount: null,
      effects: [],
      sidecar: Boolean(sidecar),
      replicas: /** @type {Scenario['nodes'][number]['replicas']} */ (replicas ?? null),
    })),
    topics: topicsOf(file).map(({ id, name, broker, log = false }) => ({ id, name, broker, log })),
    subscriptions,
    publishes: publishesOf(file),
    calls: callsOf(file),
    claims: [],
  };
}

/** How tall the stage is at least, in CSS pixels. */
export const STAGE_HEIGHT = 446;

/** Nothing but room. @param {number} width @returns {Stage} */
export const emptyStage = (width) => ({
  mode: 'columns',
  width,
  height: STAGE_HEIGHT,
  boxes: new Map(),
  edges: new Map(),
  pile: { x: 0, y: 0, w: 0, h: 0 },
  bands: 1,
  scale: 1,
});
