// The setting that was touched last is offered to the lab, where it may vary: whose it is, what it is called there, and its value now.
import { html, nothing } from 'lit';
import { icons } from '../ui/page-icons.js';
import { WORDS } from './locate.js';

/** @import { Session } from '../core/session.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Varied } from '../store/requests.js' */
/** @import { LedUi } from '../store/ui.js' */

/** What is in force of an owner, as the panel shows it. @param {Session} session @param {string} of */
function settingsOf(session, of) {
  const { nodes, subscriptions, calls } = session.settings();
  const [kind, id] = of.split(/:(.*)/s);
  if (kind === 'node') return nodes[id];
  if (kind === 'subscription') return subscriptions[id];
  return calls.find(({ from, to }) => `${from}/${to}` === id);
}

/** The value at a path; nothing where there are several, or parts of one. @param {unknown} settings @param {string} path */
function valueAt(settings, path) {
  /** @type {unknown} */
  let value = settings;
  for (const name of path.split('.')) value = /** @type {Record<string, unknown> | null | undefined} */ (value)?.[name];
  // Leases are one for each attempt; other lists are lists of names.
  const [one, ...others] = path === 'lease' ? [value].flat() : [value];
  const plain = typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean';
  return plain && others.length === 0 ? one : undefined;
}

/** Whether the scenario itself takes a node down, so that the length of that may vary. @param {Session} session @param {string} node */
function hasOutage({ json }, node) {
  const { faults = [] } = /** @type {{ faults?: { do: { setHealth?: { node: string, health: unknown } } }[] }} */ (
    JSON.parse(json)
  );
  return faults.some(({ do: { setHealth: set } }) => set?.node === node && set.health === 'down');
}

/** The setting that the words beside a field mean, where it is one that may vary.
 * @param {Translator} tr @param {Session} session @param {string} of @param {string} words @returns {Varied | undefined} */
export function meantBy(tr, session, of, words) {
  const settings = settingsOf(session, of);
  for (const [name, key] of Object.entries(WORDS)) {
    const value = tr.t(key) === words ? valueAt(settings, name) : undefined;
    if (value !== undefined) return { of, name, value };
  }
  return undefined;
}

/** The setting that was touched last in a panel, with the words beside it. @type {{ session?: Session, node?: number, words?: string, vary?: Varied }} */
let last = {};

/** Offers what was touched in the panel. Not before a click has changed its field: what is drawn then would take the change back. @param {LedUi} ui @param {Event} event */
export function touched({ tr, session, view, many, guide }, { target }) {
  if (!many || !(target instanceof Element)) return;
  const { id } = session.scenario.nodes[view.selected];
  const field = target.closest('.field');
  const here = { session, node: view.selected };
  if (field) {
    const of = field.closest('fieldset')?.dataset.of ?? `node:${id}`;
    const words = field.querySelector(':scope > span')?.textContent?.trim() ?? '';
    last = { ...here, words, vary: meantBy(tr, session, of, words) };
  } else if (target.closest('.healths') && hasOutage(session, id)) {
    const vary = { of: `node:${id}`, name: 'outage', value: '' };
    last = { ...here, words: tr.t('settings.vary.outage'), vary };
  } else return;
  guide.redraw();
}

/** @param {LedUi} ui */
export function offer({ tr, session, view, many, dispatch }) {
  if (!many) return nothing;
  const { words = '', vary } = last.session === session && last.node === view.selected ? last : {};
  if (!vary) return html`<p class="vary quiet">${tr.t('settings.vary.hint')}</p>`;
  return html`<p class="vary"><button type="button" class="button small" @click=${() => dispatch({ type: 'lab', vary })}>
    ${icons.lab}<span>${tr.t('settings.vary', { name: words })}</span>
  </button></p>`;
}
