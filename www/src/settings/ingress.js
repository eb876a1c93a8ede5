// The settings of what is checked of the calls to a node: who must be logged in, who may call, and how many calls may pass.
import { html, nothing } from 'lit';
import { choice, durationField, numberField, toggle } from '../ui/fields.js';

/** @import { Ingress, Scenario } from '../core/types.js' */
/** @import { Ui } from '../store/ui.js' */

/** What a limit is when it is switched on. */
const LIMIT = { rate: 10, burst: 10 };
const MOST_RATE = 1_000_000;
/** How a limit counts. */
const ALGORITHMS = /** @type {const} */ (['tokenBucket', 'fixedWindow', 'slidingWindow']);

/** Whether a node takes calls, so that something may be checked of them. @param {Scenario} scenario @param {number} index */
export const hasIngress = ({ nodes, calls }, index) => calls.some(({ to }) => to === nodes[index].id);

/** @param {Ui} ui @param {Ingress} ingress @param {(ingress: Ingress) => void} change */
function limitOf({ tr, session }, ingress, change) {
  const { limit } = ingress;
  const on = toggle(tr.t('ingress.limit'), Boolean(limit), (wanted) =>
    change({ ...ingress, limit: wanted ? LIMIT : undefined }),
  );
  if (!limit) return on;
  const { rate, burst = rate, reserved = [], per = '1s', algorithm = 'tokenBucket' } = limit;
  /** @param {Partial<NonNullable<Ingress['limit']>>} part */
  const set = (part) => {
    const wanted = { algorithm, rate, per, burst, reserved, ...part };
    // A window has no other burst than its rate.
    if (wanted.algorithm !== 'tokenBucket') wanted.burst = wanted.rate;
    change({ ...ingress, limit: wanted });
  };
  const clients = session.scenario.nodes.filter(({ kind }) => kind === 'client');
  /** Others keep at least one a second, and each share a whole token of the burst. @param {string} client */
  const most = (client) =>
    rate - 1 - reserved.reduce((sum, share) => sum + (share.client === client ? 0 : share.rate), 0);
  return html`${on}
  ${choice(
    tr.t('ingress.algorithm'),
    algorithm,
    ALGORITHMS.map((name) => /** @type {const} */ ([name, tr.t(`ingress.algorithm.${name}`)])),
    (wanted) => set({ algorithm: wanted }),
  )}
  ${numberField(tr.t(per === '1s' ? 'ingress.rate' : 'ingress.calls'), rate, { min: 1, max: MOST_RATE, step: 1 }, (wanted) => set({ rate: wanted }))}
  ${durationField(tr.t('ingress.per'), per, (wanted) => set({ per: wanted }))}
  ${algorithm === 'tokenBucket' ? numberField(tr.t('ingress.burst'), burst, { min: 1, max: MOST_RATE, step: 1 }, (wanted) => set({ burst: wanted })) : nothing}
  ${clients.map(({ id, name }) => {
    const own = reserved.find(({ client }) => client === id)?.rate ?? 0;
    const range = { min: 0, max: Math.max(0, most(id)), step: 1 };
    return numberField(tr.t('ingress.reserved', { name: tr.text(name) }), own, range, (wanted) => {
      const others = reserved.filter(({ client }) => client !== id);
      set({ reserved: wanted > 0 ? [...others, { client: id, rate: wanted }] : others });
    });
  })}`;
}

/** @param {Ui} ui @param {string} node @param {Ingress} ingress @param {(ingress: Ingress) => void} change */
function allowedOf({ tr, session }, node, ingress, change) {
  const { nodes, calls } = session.scenario;
  const callers = nodes.filter(({ id }) => calls.some(({ from, to }) => from === id && to === node));
  const { allow } = ingress;
  return html`${toggle(tr.t('ingress.allow'), Boolean(allow), (wanted) =>
    change({ ...ingress, allow: wanted ? callers.filter(({ identity }) => identity).map(({ id }) => id) : undefined }),
  )}
  ${
    allow
      ? callers.map(({ id, name, identity }) =>
          toggle(
            tr.t('ingress.caller', { name: tr.text(name), known: identity === true }),
            allow.includes(id),
            (wanted) => {
              const others = allow.filter((other) => other !== id);
              change({ ...ingress, allow: wanted ? [...others, id] : others });
            },
          ),
        )
      : nothing
  }`;
}

/** @param {Ui} ui @param {number} index */
export function ingressSettings(ui, index) {
  const { tr, session, dispatch } = ui;
  const { id, sidecar } = session.scenario.nodes[index];
  const ingress = session.settings().nodes[id]?.ingress ?? {};
  /** @param {Ingress} wanted */
  const change = (wanted) => {
    const empty = !wanted.authenticate && !wanted.allow && !wanted.limit;
    dispatch({ type: 'command', command: { setIngress: { node: id, ingress: empty ? null : wanted } } });
  };
  return html`<fieldset>
    <legend>${tr.t(sidecar ? 'ingress.sidecar' : 'ingress.title')}</legend>
    ${toggle(tr.t('ingress.authenticate'), ingress.authenticate ?? false, (authenticate) => change({ ...ingress, authenticate }))}
    ${allowedOf(ui, id, ingress, change)} ${limitOf(ui, ingress, change)}
  </fieldset>`;
}
