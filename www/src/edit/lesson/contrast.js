// The contrast, change by change: what is set otherwise, or is not there, or happens in it; and where the idea is met.
import { html, nothing } from 'lit';
import { WORDS } from '../../settings/locate.js';
import { icons } from '../../ui/page-icons.js';
import { found, segmentsOf } from '../difference.js';
import { callOf, handlersOf, publishOf, subscriptionsOf, topicsOf } from '../file.js';
import { valueAt } from '../place.js';
import { deedInWords } from './deed.js';
import { addEntry, begin, bothTexts, folded, json, line, NO_TEXT, said, select, trouble, troubleAt } from './fields.js';
import { doItNow } from './step.js';

/** @import { Text } from '../../core/types.js' */
/** @import { Change } from '../difference.js' */
/** @import { FileNode } from '../file.js' */
/** @import { Place } from '../place.js' */
/** @import { DeskUi } from './fields.js' */

/** A part of the file with the places in it that a contrast may change. @typedef {{ id: string, name: string, places: [path: string, name: string][] }} Part */

/** What can be set of each kind of node, and of what has settings of its own. */
const FIELDS = {
  client: ['arrivals/every', 'arrivals/limit'],
  service: ['workers', 'cores', 'speed', 'maxWaitingCalls', 'restart', 'crashes', 'ingress', 'sidecar'],
  gateway: ['ingress', 'sidecar'],
  broker: ['durable', 'replicas'],
  subscription:
    'ack prefetch prefetchPer lease renewal crashReturns requeue retry retry/backoff retry/jitter retry/maxAttempts retryAs ordering inbox deadLetter ttl delay maxLength fetch commit preset'.split(
      ' ',
    ),
  call: 'timeout deadline retry retry/backoff retry/jitter retry/maxAttempts breaker retryBudget cache cache/coalesce bulkhead healthCheck'.split(
    ' ',
  ),
};

/** The words beside a setting, or its name in the file. @param {DeskUi} ui @param {string} field */
function fieldName({ tr }, field) {
  const word = WORDS[field.replaceAll('/', '.')];
  return word ? tr.t(word) : field.replaceAll('/', ' · ');
}

/** The calls and publications of a node's handlers, and the steps themselves. @param {DeskUi} ui @param {FileNode} node @returns {[string, string][]} */
function stepPlaces(ui, node) {
  const { tr, editor } = ui;
  /** @param {string} id */
  const nameOf = (id) => tr.text(editor.file.nodes.find((one) => one.id === id)?.name) || id;
  return handlersOf(node).flatMap(({ steps }, h) =>
    steps.flatMap((step, s) => {
      const path = `/nodes/${node.id}/handlers/${h}/steps/${s}`;
      const call = callOf(step);
      const publish = publishOf(step);
      const [word] = typeof step === 'string' ? [step] : Object.keys(step);
      const to = call ? [call.to].flat().map(nameOf).join(', ') : '';
      return /** @type {[string, string][]} */ ([
        [path, tr.t('teach.change.step', { number: s + 1, word })],
        ...(publish ? [[`${path}/publish/via`, tr.t('teach.change.via', { topic: publish.topic })]] : []),
        ...(call
          ? FIELDS.call.map((field) => [
              `${path}/call/${field}`,
              tr.t('teach.change.call', { to, field: fieldName(ui, field) }),
            ])
          : []),
      ]);
    }),
  );
}

/** @param {DeskUi} ui @returns {Part[]} */
function partsOf(ui) {
  const { tr, editor } = ui;
  const { file } = editor;
  const nodes = file.nodes.map((node) => {
    const { id, kind, name } = node;
    const own = FIELDS[kind].map(
      (field) => /** @type {[string, string]} */ ([`/nodes/${id}/${field}`, fieldName(ui, field)]),
    );
    return { id: `/nodes/${id}`, name: tr.text(name) || id, places: [...own, ...stepPlaces(ui, node)] };
  });
  const topics = topicsOf(file).flatMap((topic) => {
    const base = `/topics/${topic.id}`;
    const name = tr.text(topic.name) || topic.id;
    const own = ['log', 'dedupWindow', 'key', 'partitions'].map(
      (field) => /** @type {[string, string]} */ ([`${base}/${field}`, field]),
    );
    const subscriptions = subscriptionsOf(topic).map(({ id, name: text, consumers }) => ({
      id: `${base}/subscriptions/${id}`,
      name: tr.t('teach.subscription', { topic: name, name: tr.text(text) || id }),
      places: /** @type {[string, string][]} */ ([
        ...FIELDS.subscription.map((field) => [`${base}/subscriptions/${id}/delivery/${field}`, fieldName(ui, field)]),
        ...(consumers.length > 0 ? [[`${base}/subscriptions/${id}/consumers`, tr.t('teach.change.consumers')]] : []),
      ]),
    }));
    return [{ id: base, name, places: own }, ...subscriptions];
  });
  const faults = (file.faults ?? []).map(
    (fault, n) => /** @type {[string, string]} */ ([`/faults/${n}`, `${fault.at} · ${deedInWords(ui, fault.do)}`]),
  );
  const run = {
    id: '/faults',
    name: tr.t('teach.change.run'),
    places: /** @type {[string, string][]} */ ([
      ['/faults', tr.t('teach.change.faults')],
      ...faults,
      ['/faults/-', tr.t('teach.change.fault')],
      ['/until', tr.t('edit.until')],
      ['/seed', tr.t('teach.seed')],
    ]),
  };
  // The longest first, so that a place is found in the innermost part that has it.
  return [...topics, ...nodes, run];
}

/** @param {Part[]} parts @param {string} path */
const partWith = (parts, path) =>
  parts.find(({ places }) => places.some(([one]) => one === path)) ??
  parts.toSorted((a, b) => b.id.length - a.id.length).find(({ id }) => path.startsWith(`${id}/`));

/** The change of a place: what stands there now, to be changed. @param {DeskUi} ui @param {string} path @returns {Change} */
function changeOf({ editor }, path) {
  const value = found(editor.file, segmentsOf(path));
  if (path === '/faults/-') return { op: 'add', path, value: { at: '1s', do: {} } };
  return value === undefined ? { op: 'add', path, value: null } : { op: 'replace', path, value };
}

/** What is to stand at the place. @param {DeskUi} ui @param {Place} own @param {Change} change */
function valueFields(ui, own, { value }) {
  const { tr, editor } = ui;
  const place = [...own, 'value'];
  const label = tr.t('teach.change.value');
  if (typeof value === 'boolean') {
    const options = /** @type {const} */ ([
      ['true', tr.t('teach.change.is', { is: 'yes' })],
      ['false', tr.t('teach.change.is', { is: 'no' })],
    ]);
    return select(ui, place, label, options, String(value), (next) => editor.put(place, next === 'true'));
  }
  if (typeof value === 'number') return line(ui, place, label, { number: true });
  if (typeof value === 'string') return line(ui, place, label, { code: true });
  const text = JSON.stringify(value ?? null);
  const rows = Math.min(6, Math.ceil(text.length / 50));
  return json(ui, place, label, value, (next) => editor.put(place, next), { text, rows });
}

/** @param {DeskUi} ui @param {Place} own @param {Change} change @param {Part[]} parts */
function changeFields(ui, own, change, parts) {
  const { tr, editor } = ui;
  const { op, path } = change;
  const part = partWith(parts, path);
  const put = (/** @type {Change} */ next) => editor.put(own, next);
  const of = parts.map(({ id, name }) => /** @type {[string, string]} */ ([id, name]));
  const places = [...(part?.places ?? [])];
  // What was written by hand is still what stands there.
  if (!places.some(([one]) => one === path)) places.unshift([path, path]);
  if (!part) of.unshift(['', tr.t('teach.setting.other')]);
  const ways = /** @type {const} */ ([
    ['set', tr.t('teach.change.way', { way: path.endsWith('/-') ? 'add' : 'set' })],
    ['remove', tr.t('teach.change.way', { way: 'remove' })],
  ]);
  return html`${select(ui, [...own, 'part'], tr.t('teach.part'), of, part?.id ?? '', (id) => {
    const [[first] = ['']] = parts.find((one) => one.id === id)?.places ?? [];
    put(changeOf(ui, first));
  })}
    ${select(ui, [...own, 'path'], tr.t('teach.setting'), places, path, (next) => put(changeOf(ui, next)))}
    ${select(ui, [...own, 'op'], tr.t('teach.change'), ways, op === 'remove' ? 'remove' : 'set', (way) => put(way === 'remove' ? { op: 'remove', path } : changeOf(ui, path)))}
    ${op === 'remove' ? nothing : valueFields(ui, own, change)}`;
}

/** A change in a few words. @param {DeskUi} ui @param {Change} change @param {Part[]} parts @returns {{ what: string, says: string }} */
function changeInWords({ tr }, { op, path, value }, parts) {
  const part = partWith(parts, path);
  const name = part?.places.find(([one]) => one === path)?.[1] ?? segmentsOf(path).at(-1) ?? path;
  const shown = op === 'remove' ? tr.t('teach.change.gone') : typeof value === 'string' ? value : JSON.stringify(value);
  return { what: part?.name ?? path, says: `${name}: ${shown}` };
}

/** The changes, one after the other. @param {DeskUi} ui */
function changes(ui) {
  const { tr, editor } = ui;
  const place = ['lesson', 'contrast', 'changes'];
  /** @type {Change[]} */
  const all = valueAt(editor.file, place) ?? [];
  const parts = partsOf(ui);
  const [first] = parts.find(({ places }) => places.length > 0)?.places ?? [];
  return html`<h2>${tr.t('teach.contrast.changes')}</h2>
    <p class="quiet">${tr.t('teach.contrast.changes.hint')}</p>
    ${all.map((change, n) => {
      const own = [...place, n];
      return folded(ui, own, { ...changeInWords(ui, change, parts), body: () => changeFields(ui, own, change, parts) });
    })}
    ${troubleAt(ui, place)}
    <div class="buttons">
      ${first ? addEntry(ui, place, tr.t('teach.change.add'), changeOf(ui, first[0])) : nothing} ${doItNow(ui, place, tr.t('teach.record'))}
    </div>`;
}

/** @param {DeskUi} ui */
export function contrast(ui) {
  const { tr, editor, desk } = ui;
  const { file } = editor;
  if (!file.lesson) return begin(ui);
  const place = ['lesson', 'contrast'];
  const fresh = { name: NO_TEXT(), text: NO_TEXT(), changes: [{ op: 'replace', path: '/seed', value: file.seed }] };
  return html`${
    valueAt(file, place)
      ? html`${bothTexts(ui, [...place, 'name'], tr.t('teach.contrast.name'), { rows: 1 })}
          ${bothTexts(ui, [...place, 'text'], tr.t('teach.contrast.text'))} ${changes(ui)}
          ${trouble(ui, editor.problem ? undefined : desk.contrastProblem)}
          <button type="button" class="button small danger" @click=${() => editor.put(place, undefined)}>${icons.trash}<span>${tr.t('teach.contrast.remove')}</span></button>`
      : html`<p>${tr.t('teach.contrast.none')}</p>
          <button type="button" class="button" @click=${() => editor.put(place, fresh)}>${icons.plus}<span>${tr.t('teach.contrast.add')}</span></button>`
  }
    <h2>${tr.t('teach.meet')}</h2>
    ${meetings(ui)}`;
}

/** The systems in which the idea is met. @param {DeskUi} ui */
function meetings(ui) {
  const { tr, editor } = ui;
  const place = ['lesson', 'meet'];
  const all = /** @type {{ system: string, text: Text }[]} */ (valueAt(editor.file, place) ?? []);
  return html`${all.map(({ system, text }, n) =>
    folded(ui, [...place, n], {
      what: system || tr.t('teach.system'),
      says: said(ui, text),
      body: () =>
        html`${line(ui, [...place, n, 'system'], tr.t('teach.system'))} ${bothTexts(ui, [...place, n, 'text'], tr.t('teach.words'))}`,
    }),
  )}
    ${troubleAt(ui, place)} ${addEntry(ui, place, tr.t('teach.system.add'), { system: '', text: NO_TEXT() })}`;
}
