// The quantities that a comparison may speak of, offered while it is typed.
import { subscriptionsOf, topicsOf } from '../file.js';
import measures from './measures.json';

/** @import { Scenario } from '../../core/types.js' */
/** @import { File } from '../file.js' */

/** As many as are offered at once. */
const OFFERED = 40;
/** What comes before the word that is being typed, and that word. */
const LAST_WORD = /^(.*?(?:==|!=|<=|>=|<|>)\s*)?(new:)?(\S*)$/;

/** @param {File} file @param {Scenario} shape of that file */
export function quantitiesOf(file, shape) {
  /** @param {string} owner @param {string[]} names */
  const each = (owner, names) => names.map((name) => `${owner}.${name}`);
  const subscriptions = topicsOf(file).flatMap((topic) => subscriptionsOf(topic).map(({ id }) => id));
  const effects = (file.effects ?? []).map(({ id }) => id);
  return [
    ...effects,
    ...measures.run,
    ...subscriptions.flatMap((id) => each(id, measures.subscription)),
    ...file.nodes.flatMap(({ id }) => each(`node:${id}`, measures.node)),
    ...shape.calls.flatMap(({ from, to }) => each(`call:${from}/${to}`, measures.call)),
    ...effects.flatMap((id) => each(`effect:${id}`, measures.effect)),
  ];
}

/** What the comparison that is typed may become. @param {string} typed @param {string[]} quantities @returns {string[]} */
export function offered(typed, quantities) {
  const [, before = '', grown = '', word = ''] = LAST_WORD.exec(typed) ?? [];
  const begins = quantities.filter((one) => one.startsWith(word) && one !== word);
  const holds = quantities.filter((one) => !one.startsWith(word) && one.includes(word));
  return [...begins, ...holds].slice(0, OFFERED).map((one) => `${before}${grown}${one}`);
}
