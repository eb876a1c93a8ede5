// The stage: arrows beneath, cards on top of them, envelopes above all, the pile of lost orders below.
import { html, nothing, svg } from 'lit';
import { ENVELOPE_PATH } from '../ui/icons.js';
import { boxStyle } from '../ui/parts.js';
import { client } from './client/view.js';
import { callSign, callsInWords, cutSign } from './marks/view.js';
import { service } from './service/view.js';
import { acks } from './topic/replicas.js';
import { topic } from './topic/view.js';

/** @import { Stage } from './layout/columns.js' */
/** @import { StageUi } from './ui.js' */

/** Lost orders that are drawn; all of them are counted. */
const PILED = 24;
const PHONE =
  'M-3.8-6.2l2 .5.8 3-1.6 1.3a9 9 0 0 0 3.8 3.8l1.3-1.6 3 .8.5 2c-.4 1.3-1.4 2.2-2.7 2.2C-1.4 5.8-6 1.2-6-3.6c0-1.3.9-2.3 2.2-2.6z';

/** Whether nobody is at the end of an arrow. @param {StageUi} ui @param {string} key the end's key in the layout */
function isDown({ session, stage }, key) {
  const box = stage.boxes.get(key);
  if (!box) return false;
  if (box.kind !== 'topic') return session.frame.health(box.index) === 'down';
  const broker = session.scenario.nodes.findIndex(({ id }) => id === session.scenario.topics[box.index].broker);
  return broker >= 0 && session.frame.health(broker) === 'down';
}

/** @param {StageUi} ui */
function arrows(ui) {
  const { stage, session } = ui;
  return html`<svg class="arrows" width=${stage.width} height=${stage.height} aria-hidden="true">
    ${[...stage.edges.values()].map(({ key, kind, from, to, subscription, route }) => {
      const call = kind === 'call' ? Number(key.slice(1)) : -1;
      // A health check has found the instance unfit: its caller calls others.
      const out = call >= 0 && session.frame.call(call, 'out') > 0;
      const off = subscription >= 0 && session.frame.subscription(subscription, 'on') === 0;
      const cut = isDown(ui, to) || isDown(ui, from);
      const watched = call >= 0 ? callSign(ui, call, route, cut) : undefined;
      const confirm = kind === 'publish' ? acks(ui, from, to) : '';
      const { end, sign } = route;
      return svg`<g class="arrow ${kind} ${cut ? 'cut' : ''} ${out ? 'out' : ''} ${off ? 'off' : ''}">
        <path class="way" d=${route.d} />
        <path class="head" d="M0 0L-10-4.5v9z" transform="translate(${end.x} ${end.y}) rotate(${end.angle})" />
        ${watched ?? nothing}
        ${kind === 'call' && !cut && !watched ? svg`<g transform="translate(${sign.x} ${sign.y})"><circle class="disc" r="11" /><path class="phone" d=${PHONE} /></g>` : nothing}
        ${confirm ? acksSign(stage, to, sign, confirm) : nothing}
        ${cut && !watched ? cutSign(route) : nothing}
      </g>`;
    })}
  </svg>`;
}

/** What the publisher waits for: over the sign, or over the card where the sign stands on the rail. @param {Stage} stage @param {string} to @param {{ x: number, y: number }} sign @param {string} words */
function acksSign({ mode, boxes }, to, sign, words) {
  const box = boxes.get(to);
  if (mode === 'stack' && box && sign.x < box.x)
    return svg`<text class="acks on-rail" x=${box.x + 6} y=${box.y - 3}>${words}</text>`;
  return svg`<text class="acks" x=${sign.x} y=${sign.y - 14}>${words}</text>`;
}

/** The n-th envelope of the pile lies a little askew, always in the same way. @param {number} n */
function askew(n) {
  const row = n < 9 ? 0 : n < 16 ? 1 : 2;
  const place = n - [0, 9, 16][row];
  return { x: place * 10 + row * 10, y: -row * 7, turn: ((n * 37) % 23) - 11 };
}

/** @param {StageUi} ui */
function pile({ tr, session, stage }) {
  const lost = session.frame.header('lost');
  const { x, y, w, h } = stage.pile;
  const drawn = Math.min(lost, PILED);
  return html`<div part="pile" class="pile ${lost > 0 ? 'some' : ''}" .style=${boxStyle({ x, y, w, h })}>
    <svg width=${w} height=${h - 16} aria-hidden="true">
      <path class="floor" d="M2 ${h - 18}H${w - 2}" />
      ${Array.from({ length: drawn }, (_, n) => {
        const at = askew(n);
        return svg`<path class="letter" d=${ENVELOPE_PATH} transform="translate(${18 + at.x} ${h - 29 + at.y}) rotate(${at.turn}) scale(.8)" />`;
      })}
    </svg>
    <span class="count">${tr.t('pile.lost', { count: lost, order: tr.noun(session.scenario.order) })}</span>
  </div>`;
}

/** An envelope is asked before the box in which it lies, and after whatever else can be pressed there. @param {StageUi} ui */
function asking({ dispatch, view, subjectAt }) {
  if (view.figure) return { ask: undefined, point: undefined };
  const controls = 'button:not(.slot, .hole), label, input, select';
  /** @param {MouseEvent} event */
  const under = (event) => (/** @type {Element} */ (event.target).closest(controls) ? undefined : subjectAt(event));
  return {
    ask: {
      capture: true,
      /** @param {MouseEvent} event */
      handleEvent(event) {
        // A press of a key has no place.
        const subject = event.detail > 0 ? under(event) : undefined;
        if (!subject) return;
        event.stopPropagation();
        dispatch({ type: 'ask', subject });
      },
    },
    /** @param {PointerEvent & { currentTarget: Element }} event */
    point: (event) =>
      event.currentTarget.classList.toggle('asks', event.pointerType === 'mouse' && under(event) !== undefined),
  };
}

/** @param {StageUi} ui */
export function stage(ui) {
  const views = { client, service, gateway: service, topic };
  const { ask, point } = asking(ui);
  return html`<section part="stage" class="card stage ${ui.stage.mode}" aria-label=${ui.tr.t('stage.title')}>
    <div class="canvas" .style=${`width:${ui.stage.width}px;height:${ui.stage.height}px;zoom:${ui.stage.scale}`} @click=${ask} @pointermove=${point}>
      ${arrows(ui)} ${callsInWords(ui)} ${[...ui.stage.boxes.values()].map((box) => views[box.kind](ui, box))} ${pile(ui)}
      <svg class="envelopes" width=${ui.stage.width} height=${ui.stage.height} aria-hidden="true"><g></g></svg>
    </div>
  </section>`;
}
