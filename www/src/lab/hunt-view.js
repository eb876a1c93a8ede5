// Break it for me: which claim is to fall, how far the hunt is, and what it has found.
import { html, nothing } from 'lit';
import { parseDuration } from '../core/durations.js';
import { HUNT_RUNS } from './hunt.js';
import { ownerName } from './names.js';

/** @import { LabHunted } from '../../pkg/lab/lab.js' */
/** @import { LabUi } from './view.js' */

/** A deed in a sentence. @param {LabUi} ui @param {NonNullable<LabHunted['found']>['deeds'][number]} deed */
function deedInWords({ tr, lab }, { atMs, endMs, do: command }) {
  const [[kind, what]] = Object.entries(command);
  const { node, subscription, point = '', by } = /** @type {Record<string, string>} */ (what);
  const name = ownerName(tr, lab.scenario, node ? `node:${node}` : `subscription:${subscription}`);
  return tr.t('lab.deed', {
    kind,
    at: tr.duration(Math.round(atMs)),
    name,
    point,
    span: endMs === null ? tr.duration(Math.round(parseDuration(by ?? '0s'))) : tr.duration(Math.round(endMs - atMs)),
  });
}

/** @param {LabUi} ui @param {LabHunted} hunted */
function outcome(ui, { tried, kinds, found }) {
  const { tr, lab } = ui;
  const names = tr.list(kinds.map((kind) => tr.t('lab.kind', { kind })));
  if (!found) return html`<p>${tr.t('lab.hunt.none', { tried, kinds: names })}</p>`;
  const sizes = { tried, of: found.of, left: found.deeds.length, claim: lab.claimName(found.claim, tr) };
  return html`<p><b>${tr.t('lab.hunt.found', sizes)}</b></p>
    <ul class="deeds">${found.deeds.map((deed) => html`<li>${deedInWords(ui, deed)}</li>`)}</ul>
    ${found.deeds.length > 0 ? html`<p class="quiet">${tr.t(found.minimal ? 'lab.hunt.minimal' : 'lab.hunt.fewer', { left: found.deeds.length })}</p>` : nothing}
    <div class="buttons"><button type="button" class="button primary" @click=${() => lab.lookAt(found.record)}>${tr.t('lab.hunt.open')}</button>
      <button type="button" class="button" @click=${() => lab.decideFound(found)}>${tr.t('decided.ask')}</button></div>`;
}

/** @param {LabUi} ui */
export function huntCard(ui) {
  const { tr, lab } = ui;
  const { hunt, catalogue } = lab;
  if (catalogue.claims.length === 0) return nothing;
  const words = (/** @type {string} */ source) => lab.claimName(source, tr);
  const running = hunt.tried !== undefined;
  return html`<section class="card hunt" aria-label=${tr.t('lab.hunt')}>
    <h2>${tr.t('lab.hunt')}</h2>
    <p class="quiet">${tr.t('lab.hunt.text', { runs: HUNT_RUNS })}</p>
    <div class="acts">
      <label class="typed"><span>${tr.t('lab.hunt.claim')}</span>
        <select ?disabled=${running} @change=${(/** @type {Event & { target: HTMLSelectElement }} */ { target }) => Object.assign(hunt, { claim: target.value })}>
          <option value="">${tr.t('lab.hunt.any')}</option>
          ${catalogue.claims.map((source) => html`<option value=${source} ?selected=${source === hunt.claim}>${words(source)}</option>`)}
        </select></label>
      ${
        running
          ? html`<button type="button" class="button" @click=${() => hunt.stop()}>${tr.t('lab.stop')}</button>
            <progress max=${HUNT_RUNS} value=${hunt.tried ?? 0} aria-label=${tr.t('lab.progress')}></progress>
            <span class="quiet">${tr.t('lab.hunt.tried', { tried: hunt.tried ?? 0 })}</span>`
          : html`<button type="button" class="button" @click=${() => hunt.begin()}>${tr.t('lab.hunt.begin')}</button>`
      }
    </div>
    <div aria-live="polite">
      ${hunt.problem ? html`<p class="wrong"><b>${tr.text(hunt.problem.message)}</b> ${tr.text(hunt.problem.remedy)}</p>` : nothing}
      ${hunt.hunted ? outcome(ui, hunt.hunted) : nothing}
    </div>
  </section>`;
}
