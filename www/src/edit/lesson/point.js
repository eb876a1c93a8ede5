// What a beat points at: a part of the stage, which is picked by pressing it, a button of it, a setting, or an area of the page.
import { html, nothing } from 'lit';
import { icons } from '../../ui/page-icons.js';
import { topicsOf } from '../file.js';
import { pathOf, valueAt } from '../place.js';
import { subjectsOf } from './deed.js';
import { line, select, troubleAt } from './fields.js';

/** @import { Point } from '../../core/types.js' */
/** @import { Place } from '../place.js' */
/** @import { DeskUi } from './fields.js' */

const AREAS = ['timeline', 'books', 'compare'];
/** The buttons that can be pointed at. */
export const CONTROLS =
  'order down crash settings dropNext duplicateNext delayNext poisonNext reorder deadLetters redriveAll subscribe unsubscribe seek failLeader'.split(
    ' ',
  );
/** The settings that are offered, by what has them; others can be typed. */
export const SETTINGS = {
  subscription:
    'retry retry.maxAttempts retry.jitter retryHoldsPlace singleActiveConsumer ack inbox deadLetter deadLetterNotice prefetch prefetchPer lease requeue ttl delay maxLength preset duplicates'.split(
      ' ',
    ),
  node: 'health workers cores speed ingress arrivals'.split(' '),
  call: 'timeout retry retry.maxAttempts retry.jitter breaker retryBudget cache healthCheck'.split(' '),
};

/** @typedef {'none' | 'part' | 'control' | 'setting' | 'area'} Kind */

/** @param {Point | undefined} point @returns {Kind} */
function kindOf(point) {
  if (point === undefined) return 'none';
  if (typeof point === 'string') return AREAS.includes(point) ? 'area' : 'part';
  return 'setting' in point ? 'setting' : 'control';
}

/** Every part of the stage with its name. @param {DeskUi} ui @returns {[string, string][]} */
function partsOf({ tr, editor }) {
  const { file } = editor;
  return [
    ...file.nodes.map(({ id, name }) => /** @type {[string, string]} */ ([id, tr.text(name) || id])),
    ...topicsOf(file).map(({ id, name }) => /** @type {[string, string]} */ ([id, tr.text(name) || id])),
    ...subjectsOf(tr, editor, 'subscription').filter(([id]) => !file.nodes.some((node) => node.id === id)),
  ];
}

/** A list of parts, and a button by which one is picked on the stage. @param {DeskUi} ui @param {Place} place @param {string} id @param {(id: string) => void} change */
function picked(ui, place, id, change) {
  const { tr, editor } = ui;
  const parts = partsOf(ui);
  if (!parts.some(([one]) => one === id)) parts.unshift([id, id]);
  const back = `[data-place="${pathOf(place)}"]`;
  const pick = () => {
    editor.focusOn('.edit-stage .pick');
    editor.set({
      picks: (chosen) => {
        editor.focusOn(back);
        change(chosen);
      },
    });
  };
  return html`${select(ui, place, tr.t('teach.part'), parts, id, change)}
    <button type="button" class="button small" @click=${pick}>${icons.turn}<span>${tr.t('teach.pick')}</span></button>`;
}

/** @param {DeskUi} ui @param {Place} place */
export function pointFields(ui, place) {
  const { tr, editor } = ui;
  /** @type {Point | undefined} */
  const point = valueAt(editor.file, place);
  const kind = kindOf(point);
  const [first] = partsOf(ui);
  const id = first?.[0] ?? '';
  /** @type {Record<Kind, Point | undefined>} */
  const fresh = {
    none: undefined,
    part: id,
    control: { control: 'down', of: id },
    setting: { setting: `${id}/workers` },
    area: 'books',
  };
  const kinds = /** @type {Kind[]} */ (Object.keys(fresh)).map(
    (one) => /** @type {const} */ ([one, tr.t('teach.pointKind', { kind: one })]),
  );
  /** @param {unknown} next */
  const put = (next) => editor.put(place, next);
  return html`${select(ui, [...place, 'kind'], tr.t('teach.pointAt'), kinds, kind, (next) => put(fresh[/** @type {Kind} */ (next)]))}
    ${typeof point === 'string' && kind === 'part' ? picked(ui, place, point, put) : nothing}
    ${
      kind === 'area'
        ? select(
            ui,
            place,
            tr.t('teach.area'),
            AREAS.map((area) => /** @type {const} */ ([area, tr.t('teach.areaName', { area })])),
            String(point),
            put,
          )
        : nothing
    }
    ${
      typeof point === 'object' && 'control' in point
        ? html`${select(
            ui,
            [...place, 'control'],
            tr.t('teach.control'),
            CONTROLS.map((one) => /** @type {const} */ ([one, tr.t('teach.controlName', { control: one })])),
            point.control,
            (control) => put({ ...point, control }),
          )}
            ${picked(ui, [...place, 'of'], point.of, (of) => put({ ...point, of }))}`
        : nothing
    }
    ${typeof point === 'object' && 'setting' in point ? setting(ui, [...place, 'setting'], point.setting) : nothing}
    ${troubleAt(ui, place)}`;
}

/** @param {DeskUi} ui @param {Place} place @param {string} path of the setting */
function setting(ui, place, path) {
  const { tr, editor } = ui;
  const owners = /** @type {const} */ (['subscription', 'node', 'call']).flatMap((subject) =>
    subjectsOf(tr, editor, subject).map(([id, name]) => ({ subject, id, name })),
  );
  const clients = subjectsOf(tr, editor, 'client').map(([id, name]) => ({
    subject: /** @type {const} */ ('node'),
    id,
    name,
  }));
  const options = [...owners, ...clients].flatMap(({ subject, id, name }) =>
    SETTINGS[subject].map((field) => /** @type {[string, string]} */ ([`${id}/${field}`, `${name} · ${field}`])),
  );
  const unique = options.filter(([one], n) => options.findIndex(([other]) => other === one) === n);
  if (!unique.some(([one]) => one === path)) return line(ui, place, tr.t('teach.setting'), { code: true });
  unique.push([`${path.slice(0, path.lastIndexOf('/'))}/`, tr.t('teach.setting.other')]);
  return select(ui, place, tr.t('teach.setting'), unique, path, (next) => editor.put(place, next));
}

/** What is pointed at, in a few words. @param {DeskUi} ui @param {Point | undefined} point */
export function pointInWords(ui, point) {
  if (point === undefined) return '';
  if (typeof point !== 'string')
    return 'setting' in point
      ? point.setting
      : `${nameIn(ui, point.of)} · ${ui.tr.t('teach.controlName', { control: point.control })}`;
  return AREAS.includes(point) ? ui.tr.t('teach.areaName', { area: point }) : nameIn(ui, point);
}

/** @param {DeskUi} ui @param {string} id */
const nameIn = (ui, id) => partsOf(ui).find(([one]) => one === id)?.[1] ?? id;
