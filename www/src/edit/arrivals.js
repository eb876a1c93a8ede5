// How orders come to a client by themselves: an open loop, whose rate may follow a profile, or a closed one of users who think.
import { html, nothing } from 'lit';
import { parseDuration, writeDuration } from '../core/durations.js';
import { durationField, numberField, toggle } from '../ui/fields.js';
import { icons } from '../ui/page-icons.js';
import { iconButton } from '../ui/parts.js';
import { setOfNode } from './changes.js';
import { lengthOf } from './file.js';

/** @import { Arrivals, FileNode } from './file.js' */
/** @import { EditUi } from './view.js' */

const MOST_ORDERS = 1_000_000;
const MOST_USERS = 10_000;
const MOST_TIMES = 1_000;
const FRESH = { every: { exponential: { mean: '2s' } }, limit: 100 };
/** How a new change of the rate begins: three times as many orders. */
const FRESH_TIMES = 3;
/** Half-way through what is left of the run. */
const LATER = 2;

/** How the rate changes: from each instant on so many times as many orders. @param {EditUi} ui @param {Arrivals} now @param {(next: Arrivals) => void} set */
function profile({ tr, editor }, now, set) {
  const rates = now.profile ?? [];
  /** A profile without a rate is none; each begins later than the one before. @param {typeof rates} next */
  const put = (next) => {
    const { profile: _, ...rest } = now;
    const sorted = next.toSorted((a, b) => parseDuration(a.at) - parseDuration(b.at));
    set(next.length > 0 ? { ...rest, profile: sorted } : rest);
  };
  const last = rates.length > 0 ? parseDuration(rates[rates.length - 1].at) : 0;
  const at = writeDuration(Math.round((last + lengthOf(editor.file)) / LATER));
  return html`<fieldset>
    <legend>${tr.t('edit.profile')}</legend>
    ${rates.map(
      (
        rate,
        n,
      ) => html`<div class="under" role="group" aria-label=${tr.t('edit.profile.rate', { at: parseDuration(rate.at), times: rate.times })}>
        ${durationField(tr.t('edit.profile.at'), rate.at, (wanted) => put(rates.with(n, { ...rate, at: wanted })))}
        ${numberField(tr.t('edit.profile.times'), rate.times, { min: 0, max: MOST_TIMES, step: 0.5 }, (times) => put(rates.with(n, { ...rate, times })))}
        ${iconButton(icons.trash, tr.t('edit.profile.remove', { at: parseDuration(rate.at) }), () => put(rates.toSpliced(n, 1)), { kind: 'small' })}
      </div>`,
    )}
    <button type="button" class="button small" @click=${() => put([...rates, { at, times: FRESH_TIMES }])}>${tr.t('edit.profile.add')}</button>
  </fieldset>`;
}

/** @param {EditUi} ui @param {FileNode} node */
export function arrivals(ui, { id, arrivals: now }) {
  const { tr, editor } = ui;
  /** @param {Arrivals | undefined} next */
  const set = (next) => editor.apply(setOfNode(editor.file, id, 'arrivals', next));
  const on = toggle(tr.t('edit.arrivals'), now !== undefined, (wanted) => set(wanted ? FRESH : undefined));
  if (!now) return on;
  const { every, users, think, limit } = now;
  const mean = typeof every === 'object' && 'exponential' in every ? every.exponential.mean : undefined;
  return html`${on}
  ${mean === undefined ? nothing : durationField(tr.t('edit.arrivals.every'), mean, (wanted) => set({ ...now, every: { exponential: { mean: wanted } } }))}
  ${typeof every === 'string' ? durationField(tr.t('edit.arrivals.gap'), every, (wanted) => set({ ...now, every: wanted })) : nothing}
  ${users === undefined ? nothing : numberField(tr.t('edit.arrivals.users'), users, { min: 1, max: MOST_USERS, step: 1 }, (wanted) => set({ ...now, users: Math.round(wanted) }))}
  ${typeof think === 'string' ? durationField(tr.t('edit.arrivals.think'), think, (wanted) => set({ ...now, think: wanted })) : nothing}
  ${numberField(tr.t('edit.arrivals.limit'), limit, { min: 1, max: MOST_ORDERS, step: 1 }, (wanted) => set({ ...now, limit: Math.round(wanted) }))}
  ${every === undefined ? nothing : profile(ui, now, set)}`;
}
