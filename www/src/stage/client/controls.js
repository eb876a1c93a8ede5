// What the full page has on a client's card besides: what an order is worth, and orders that come by themselves.
import { html, nothing } from 'lit';
import { meanOf, writeDuration } from '../../core/durations.js';
import { readNumber } from '../../i18n/typed.js';

/** @import { Dist, Scenario } from '../../core/types.js' */
/** @import { Ui } from '../../store/ui.js' */

/** @typedef {Scenario['nodes'][number]} Node */

/** The fastest rate, in orders a minute: the core counts time in microseconds. */
const FASTEST = 60_000_000;

/** What an order is worth, where that counts. @param {Ui} ui @param {Node} node */
export function amount({ tr }, { amount }) {
  if (amount === undefined) return nothing;
  return html`<label class="amount"
    ><span>${tr.t('client.amount')}</span>
    <input type="number" inputmode="numeric" min="1" max="1000000000" .value=${String(amount)} />
  </label>`;
}

const MOST_USERS = 10_000;

/** Of a closed loop the number of users is set: each orders when it has its answer and has thought. @param {Pick<Ui, 'tr' | 'dispatch'>} ui @param {string} client @param {number} users @param {Dist | null} every how long each thinks */
function usersField({ tr, dispatch }, client, users, every) {
  /** @param {Event & { currentTarget: HTMLInputElement }} event */
  const change = ({ currentTarget }) => {
    const wanted = Math.round(currentTarget.valueAsNumber);
    currentTarget.value = String(users);
    if (every && wanted >= 1 && wanted <= MOST_USERS && wanted !== users)
      dispatch({ type: 'command', command: { setArrivals: { client, every, users: wanted } } });
  };
  return html`<label class="auto" title=${tr.t('client.users.hint', { think: every ? meanOf(every) : 0 })}
    ><span>${tr.t('client.users')}</span
    ><input type="number" min="1" max=${MOST_USERS} .value=${String(users)} @change=${change}
  /></label>`;
}

/** So many letters of a rate are read in full; more of them are drawn smaller. */
const LETTERS = 3;

/** Any rate may be typed; what limits it is said while one does, and that it may vary in the lab is offered. @param {Ui} ui @param {Node} node */
export function arrivals({ tr, session, many, dispatch }, { id: client, order }) {
  const { arrivals: every, left, users = 0 } = session.settings().clients[client] ?? { arrivals: null, left: 0 };
  if (users > 0) return usersField({ tr, dispatch }, client, users, every);
  const perMinute = every === null ? 0 : 60_000 / meanOf(every);
  // The field is narrow; of a rare order the digits count.
  const rate = tr.typed(perMinute < 1 ? perMinute : Math.round(perMinute * 100) / 100);
  const words = tr.t('client.auto.limits', { most: FASTEST, left });
  const limits = `limits-${client}`;
  /** @param {Event & { currentTarget: HTMLInputElement }} event */
  const typed = ({ currentTarget }) => {
    const chosen = readNumber(currentTarget.value, tr.lang);
    currentTarget.setCustomValidity(chosen >= 0 && chosen <= FASTEST ? '' : words);
  };
  /** @param {Event & { currentTarget: HTMLInputElement }} event */
  const change = ({ currentTarget: { value, validity } }) => {
    if (!validity.valid || value === rate) return;
    const chosen = readNumber(value, tr.lang);
    const gap = chosen > 0 ? { exponential: { mean: writeDuration(60_000 / chosen) } } : null;
    dispatch({ type: 'command', command: { setArrivals: { client, every: gap } } });
  };
  /** What was refused is not in force, so it does not stay. @param {Event & { currentTarget: HTMLInputElement }} event */
  const leave = ({ currentTarget }) => {
    if (currentTarget.validity.valid) return;
    currentTarget.value = rate;
    currentTarget.setCustomValidity('');
  };
  const vary = { of: `node:${client}`, name: 'rate', value: Math.round(perMinute) };
  return html`<div class="auto"><label
    ><span>${tr.t('client.auto.short')}</span
    ><input
      type="text"
      inputmode="decimal"
      autocomplete="off"
      class=${rate.length > LETTERS ? 'long' : ''}
      .value=${rate}
      aria-label=${tr.t('client.auto.label', { order: tr.noun(order) })}
      aria-describedby=${limits}
      @input=${typed}
      @change=${change}
      @blur=${leave}
    /><span>${tr.t('client.auto.unit')}</span></label>
    <div class="limits"><small id=${limits}>${words}</small>${
      many && every
        ? html`<button
            type="button"
            class="button small"
            @pointerdown=${(/** @type {Event} */ event) => event.preventDefault()}
            @click=${() => dispatch({ type: 'lab', vary })}
          >${tr.t('client.auto.vary')}</button>`
        : nothing
    }</div></div>`;
}
