// The panel that answers "Why?": a story as a rail of lines, each a place to go to, and what is now at its foot.
import { html, nothing, svg } from 'lit';
import { ENVELOPE_PATH } from '../ui/icons.js';
import { alongLines, instant } from '../ui/list.js';
import { icons } from '../ui/page-icons.js';
import { iconButton } from '../ui/parts.js';
import { Teller } from './teller.js';

export { whyStyles as styles } from './style.js';

/** @import { LedUi, Ui } from '../store/ui.js' */
/** @import { Envelope } from './present.js' */
/** @import { Line } from './reasons.js' */
/** @import { Subject } from '../core/subject.js' */

const teller = new Teller();

/** What is behind a line: a way to the fact, where it is one. @param {Ui} ui @param {Line['because']} because */
function behind({ tr, dispatch }, because) {
  if (!because) return nothing;
  const { index, text } = because;
  const words = tr.t('why.because', { cause: text });
  return index === undefined
    ? html`<span class="because">${words}</span>`
    : html`<button type="button" class="because" title=${tr.t('why.go')} @click=${() => dispatch({ type: 'goTo', fact: index })}>${words}</button>`;
}

/** @param {Ui} ui @param {Line} line */
function words({ tr }, { at, label, text, index }) {
  const said = html`<span>${label ? html`<b>${label}</b> ` : nothing}${text}</span>`;
  return index < 0 ? said : html`${instant(tr, at)}${said}`;
}

/** A line: its fact is gone to; where it stands for something else, that is asked. @param {Ui} ui @param {Line} line @param {boolean} list @param {boolean} current @param {boolean} later */
function row(ui, line, list, current, later) {
  const { dispatch, tr } = ui;
  const { index, subject, tone } = line;
  const asks = list || index < 0 ? subject : undefined;
  const press = asks
    ? () => dispatch({ type: 'ask', subject: asks, further: true })
    : () => dispatch({ type: 'goTo', fact: index });
  const said = words(ui, line);
  return html`<li class="tone-${tone} ${later ? 'later' : ''} ${index < 0 ? 'untimed' : ''}">
    ${
      asks || index >= 0
        ? html`<button
          type="button"
          class="line"
          title=${tr.t(asks ? 'why.title' : 'why.go')}
          aria-current=${current ? 'step' : nothing}
          @click=${press}
        >
          ${said}
        </button>`
        : html`<p class="line">${said}</p>`
    }
    ${behind(ui, line.because)}
  </li>`;
}

/** The line at the playhead: the last one, or of those of its instant the one that was chosen. @param {Line[]} lines @param {number} went */
function placeOf(lines, went) {
  const chosen = lines.findIndex(({ index, at }) => index === went && at === lines.at(-1)?.at);
  return chosen < 0 ? lines.length - 1 : chosen;
}

/** The same setting or fault is named once. @param {Line[]} lines @returns {Line[]} */
function namedOnce(lines) {
  const named = new Set();
  return lines.map((line) => {
    const text = line.because?.text;
    if (!text || !named.has(text)) {
      named.add(text);
      return line;
    }
    return { ...line, because: undefined };
  });
}

/** @param {Envelope | undefined} envelope */
function sign(envelope) {
  if (!envelope) return nothing;
  const { state, order, attempt } = envelope;
  return html`<svg class="sign-of" viewBox="-15 -18 38 30" width="38" height="30" aria-hidden="true">
    <g class="env s-${state}">
      <path class="body" d=${ENVELOPE_PATH} /><text class="number" y="8">${order}</text>
      ${attempt > 0 ? svg`<g class="badge" transform="translate(13 -10)"><circle r="6.5" /><text y="3">${attempt}</text></g>` : nothing}
    </g>
  </svg>`;
}

/** Orders of a standing that are looked through. */
const MOST = 100_000;
/** @type {{ session?: Ui['session'], facts?: number, order?: number, bad?: boolean }} what was looked at last */
let looked = {};

/** Whether an order is lost, dead or done twice. @param {Ui['session']} session @param {number} order */
function endedBadly(session, order) {
  const facts = session.frame.header('facts');
  if (looked.session !== session || looked.facts !== facts || looked.order !== order) {
    const stands = (/** @type {number} */ effect) =>
      /** @type {const} */ (['lost', 'dead', 'twice']).some((standing) =>
        session.orders(effect, standing, MOST).includes(order),
      );
    looked = { session, facts, order, bad: session.scenario.effects.some((_, effect) => stands(effect)) };
  }
  return looked.bad;
}

/** The way to where it was decided that an order ends badly. @param {LedUi} ui @param {Subject} subject */
function decided({ tr, session, many, dispatch }, subject) {
  if (!many || !('order' in subject) || !endedBadly(session, subject.order)) return nothing;
  const { order } = subject;
  return html`<button type="button" class="button small decide" @click=${() => dispatch({ type: 'lab', decided: { order } })}>${tr.t('decided.ask')}</button>`;
}

/** @param {LedUi} ui @param {Subject} subject @param {{ further: boolean, went: number }} way whether another question led here; the fact that was gone to last */
export function why(ui, subject, { further, went }) {
  const { tr, dispatch, session } = ui;
  const { story, later } = teller.tell(ui, subject);
  const lines = namedOnce([...story.lines, ...later]);
  const here = session.past && !story.list ? placeOf(story.lines, went) : -1;
  return html`<section part="why" class="card log why" role="dialog" aria-label=${tr.t('why.ask', { what: story.title })}>
    <div class="card-head">
      ${further ? iconButton(icons.previous, tr.t('why.back'), () => dispatch({ type: 'unask' }), { kind: 'bare' }) : nothing}
      <h2>${tr.t('why.title')}<span class="quiet">${story.title}</span></h2>
      ${sign(story.envelope)} ${iconButton(icons.close, tr.t('why.close'), () => dispatch({ type: 'unask', all: true }), { kind: 'bare' })}
    </div>
    <div class="scroll ${story.list ? '' : 'story'}" tabindex="0" role="group" aria-label=${story.title}>
      <ol @keydown=${alongLines}>
        ${lines.map((line, i) => row(ui, line, story.list, i === here, i >= story.lines.length))}
      </ol>
    </div>
    ${decided(ui, subject)}
    <ul class="present">
      ${story.now.map((line) => row(ui, line, false, false, false))}
    </ul>
  </section>`;
}
