// The question of a study, as its words are chosen: from a scenario to a question, from there to a plan and to a link, and back.

/** @import { LabCatalogue, LabMeasure, LabSetting } from '../../pkg/lab/lab.js' */
/** @import { Varied } from '../store/requests.js' */

/** A setting with its values as text: one, several, or a range. @typedef {{ path: string, values: string }} Chosen */

/** What is asked.
 * @typedef {object} Question
 * @property {Chosen[]} settings
 * @property {string} measure
 * @property {'most' | 'least'} bound whether a good run has at most, or at least, so much of it
 * @property {string} good how much that is; empty where nothing is good or bad
 * @property {string} runs of each point
 * @property {string} precision such as 2 %; empty where the runs are counted
 */

/** Runs of each point, unless it is said otherwise. */
const USUAL_RUNS = '200';
/** Measures that are asked for first, from the one that people fear most. */
const FEARED = ['deadLettered', 'lost', 'doneTwice', 'refused', 'late', 'outOfOrder'];

/** The unit of a duration, and its number. @param {string} text */
function spanOf(text) {
  const [, number, unit] = /^([\d.]+)(ms|s|min|h|d)$/.exec(text) ?? [];
  return unit ? { number: Number(number), unit } : undefined;
}

/** Values around one that is in force: half of it, itself, and more. @param {LabSetting['value']} value @returns {string} */
export function valuesAround(value) {
  if (typeof value === 'boolean') return 'false, true';
  if (typeof value === 'string') {
    const span = spanOf(value);
    if (!span) return value;
    const [low, high] = [span.number / 2, span.number * 3];
    return `${low}${span.unit}..${high}${span.unit}:6`;
  }
  if (!Number.isInteger(value)) return `${value / 2}, ${value}, ${value * 2}`;
  return [...new Set([Math.max(1, Math.ceil(value * 0.6)), value, value + Math.max(1, Math.ceil(value * 0.6))])].join(
    ', ',
  );
}

/** Values of a setting that are tried first: all that it may be, where these are a few words. @param {LabSetting} setting */
export const valuesOf = ({ value, words }) => (words.length > 0 ? words.join(', ') : valuesAround(value));

/** The setting that was picked elsewhere on the page, with its value there. One that the file leaves to a default is added to the catalogue, which lists what is written.
 * @param {LabCatalogue} catalogue @param {string} json the scenario @param {Varied} picked @returns {LabSetting | undefined} nothing where the file has no place for it */
export function settingOf({ settings }, json, { of, name, value }) {
  const found = settings.find((one) => one.of === of && one.name === name);
  if (found) return value === '' ? found : { ...found, value };
  const path = pathOf(JSON.parse(json), of, name);
  if (!path) return undefined;
  const made = { path, of, name, value, words: [] };
  settings.push(made);
  return made;
}

/** The path of a setting in a scenario's file, by whose it is and its name; nothing where its owner is not found.
 * @param {{ nodes: { id: string, handlers?: { steps?: { call?: { to: string | string[] } }[] }[] }[], topics?: { id: string, subscriptions: { id: string }[] }[] }} file @param {string} of @param {string} name */
function pathOf({ nodes, topics = [] }, of, name) {
  const [kind, id] = of.split(/:(.*)/s);
  if (kind === 'node') return `nodes.${id}.${name}`;
  if (kind === 'subscription') {
    const topic = topics.find(({ subscriptions }) => subscriptions.some((one) => one.id === id));
    return topic && `topics.${topic.id}.subscriptions.${id}.delivery.${name}`;
  }
  const [from, to] = id.split('/');
  for (const [h, { steps = [] }] of (nodes.find((node) => node.id === from)?.handlers ?? []).entries()) {
    const s = steps.findIndex(({ call }) => [call?.to].flat().includes(to));
    if (s >= 0) return `nodes.${from}.handlers.${h}.steps.${s}.call.${name}`;
  }
  return undefined;
}

/** What is asked of a scenario first: how long an outage is survived, with how many attempts. What it lacks is left out.
 * @param {LabCatalogue} catalogue @returns {Question} */
export function firstQuestion({ settings, measures, claims }) {
  const named = (/** @type {RegExp} */ name) => settings.find((setting) => name.test(setting.name));
  const wanted = [named(/(^|\.)maxAttempts$/), named(/^outage$/)].filter((one) => one !== undefined);
  if (wanted.length === 0) wanted.push(...[named(/^workers$/), named(/^rate$/)].filter((one) => one !== undefined));
  const known = FEARED.filter((name) => measures.some((measure) => measure.name === name));
  // What the lesson claims something about is what it is about.
  const claimed = known.find((name) => claims.some((claim) => new RegExp(`\\b${name}\\b`).test(claim)));
  const measure = claimed ?? known[0] ?? measures[0]?.name ?? '';
  return {
    settings: wanted.map(({ path, value }) => ({ path, values: valuesAround(value) })),
    measure,
    bound: 'most',
    good: '0',
    runs: USUAL_RUNS,
    precision: '',
  };
}

/** The comparison that a good run fulfils; empty where there is none. @param {Question} question */
export function constraintOf({ measure, bound, good }) {
  if (good.trim() === '') return '';
  const relation = bound === 'least' ? '>=' : good.trim() === '0' ? '==' : '<=';
  return `${measure} ${relation} ${good.trim()}`;
}

/** As the core reads it: the text of `WrittenPlan`. @param {Question} question */
export function written(question) {
  const constraint = constraintOf(question);
  return JSON.stringify({
    settings: question.settings.map(({ path, values }) => `${path}=${values}`),
    measures: [question.measure],
    constraints: constraint ? [constraint] : [],
    ...(question.precision.trim() ? { precision: question.precision.trim() } : { runs: Number(question.runs) || 0 }),
  });
}

/** As a link holds it, as one would write it on the command line. @param {Question} question */
export function linkOf({ settings, measure, bound, good, runs, precision }) {
  const parts = settings.map(({ path, values }) => [path, values.replaceAll(/\s/g, '')]);
  parts.push(
    ['measure', measure],
    [bound, good.trim()],
    precision.trim() ? ['precision', precision.trim()] : ['runs', runs],
  );
  return parts.map(([name, value]) => `${name}=${value.replaceAll(/[%;]/g, encodeURIComponent)}`).join(';');
}

/** What a link asks; what it does not say is as in another question. @param {string} link @param {Question} usual @returns {Question} */
export function questionIn(link, usual) {
  const question = { ...usual, settings: /** @type {Chosen[]} */ ([]), good: '' };
  for (const part of link.split(';')) {
    const [name, ...rest] = part.split('=');
    const value = safely(rest.join('='));
    if (name === 'measure' || name === 'runs' || name === 'precision') question[name] = value;
    else if (name === 'most' || name === 'least') Object.assign(question, { bound: name, good: value });
    else if (name && value) question.settings.push({ path: name, values: value.replaceAll(',', ', ') });
  }
  return question;
}

/** @param {string} text */
function safely(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    // Somebody has typed it: it is meant as it stands.
    return text;
  }
}

/** The measure of this name. @param {LabMeasure[]} measures @param {string} name */
export const measureNamed = (measures, name) => measures.find((measure) => measure.name === name);
