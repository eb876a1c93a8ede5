// The branches of a run, once there is more than one: each is gone to, named and forgotten here.
import { html, nothing } from 'lit';
import { icons } from '../ui/page-icons.js';
import { iconButton } from '../ui/parts.js';

/** @import { Branch } from '../core/record.js' */
/** @import { Ui } from '../store/ui.js' */

/** What a branch is called. @param {Ui['tr']} tr @param {Pick<Branch, 'name' | 'number' | 'fromMs'>} branch */
export function branchName(tr, { name, number, fromMs }) {
  if (name) return name;
  return number === 1 ? tr.t('branch.first') : tr.t('branch.usual', { number, at: tr.seconds(fromMs) });
}

/** @param {Ui} ui @param {Branch} branch */
function compareWith({ session, branches, dispatch }, branch) {
  const ways = [branch, branches.present].map((one) => branches.wayOf(session, one));
  dispatch({ type: 'compare', branches: ways });
}

/** @param {Ui} ui @param {Branch} branch */
function chip(ui, branch) {
  const { tr, branches, dispatch } = ui;
  const present = branch === branches.present;
  const name = branchName(tr, branch);
  if (!present) {
    return html`<span class="branch">
      <button type="button" class="button small" aria-pressed="false" @click=${() => dispatch({ type: 'switchBranch', branch })}>${name}</button>
      ${iconButton(icons.compare, tr.t('branch.compare', { name }), () => compareWith(ui, branch), { kind: 'small bare' })}
      ${iconButton(icons.close, tr.t('branch.remove', { name }), () => dispatch({ type: 'removeBranch', branch }), { kind: 'small bare' })}
    </span>`;
  }
  return html`<span class="branch here" aria-current="true">
    <input
      class="branch-name"
      aria-label=${tr.t('branch.name')}
      maxlength="40"
      size=${Math.max(8, name.length)}
      .value=${name}
      @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => dispatch({ type: 'renameBranch', branch, name: target.value === name ? '' : target.value })}
    />
  </span>`;
}

/** @param {Ui} ui */
export function branchRow(ui) {
  const { tr, branches } = ui;
  if (branches.list.length < 2) return nothing;
  return html`<div class="branches" role="group" aria-label=${tr.t('branch.label')}>
    <span class="quiet">${icons.branch}${tr.t('branch.label')}</span>
    ${branches.list.map((branch) => chip(ui, branch))}
  </div>`;
}
