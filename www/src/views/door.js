// What stands at a node's door: a badge that says what is checked there, what is left of its limit, and whom it refused.
import { html, nothing } from 'lit';
import { icons } from '../icons.js';

/** @typedef {import('./ui.js').Ui} Ui */

/** What a door refused, by the number that HTTP has for it. */
const REFUSED = /** @type {const} */ ([
  ['unauthenticated', 401],
  ['forbidden', 403],
  ['limited', 429],
]);

/** @param {Ui} ui @param {number} index */
export function door({ tr, session }, index) {
  const { frame, scenario } = session;
  const ingress = session.settings().nodes[scenario.nodes[index].id]?.ingress;
  const refused = REFUSED.map(([field, code]) => ({ field, code, count: frame.node(index, field) })).filter(
    ({ count }) => count > 0,
  );
  if (!ingress && refused.length === 0) return nothing;
  const [tokens, reserved] = [frame.node(index, 'tokens'), frame.node(index, 'reservedTokens')];
  const shared = (ingress?.limit?.reserved?.length ?? 0) > 0;
  return html`<span part="door" class="door ${ingress ? '' : 'open'}" title=${tr.t(ingress ? 'door.title' : 'door.open')}>
    ${icons.shield}<span class="unseen">${tr.t(ingress ? 'door.title' : 'door.open')}</span>
    ${Number.isNaN(tokens) ? nothing : html`<b title=${tr.t('door.tokens')}>${tr.t(shared ? 'door.shares' : 'door.left', { tokens, reserved })}</b>`}
    ${refused.map(
      ({ field, code, count }) =>
        html`<b class="refused" title=${tr.t(`door.${field}`)}><span class="unseen">${tr.t(`door.${field}`)}: </span>${tr.t('door.refused', { code: String(code), count })}</b>`,
    )}
  </span>`;
}
