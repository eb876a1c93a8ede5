// Draws the marks of the mechanisms: what a card turns away, a breaker's switch and a cache's clock on an arrow, a topic's records.
import { html, nothing, svg } from 'lit';
import { boxStyle } from '../../ui/parts.js';
import { callMarks, ingressMarks, recordsOf } from './marks.js';

/** @import { StageUi } from '../ui.js' */
/** @import { Box } from '../layout/columns.js' */
/** @import { Route } from '../layout/route.js' */
/** @import { CallMarks } from './marks.js' */

/** @typedef {{ kind: string, text: string, hint: string }} Badge */

/** From one line of words to the next. */
const LINE = 10;
/** On a card of less width a code says why a call was turned away. */
const SHORT_BELOW = 240;
/** How wide a record is drawn. */
const RECORD = 21;
/** Two posts and a lever between them: closed, open, half-open. @type {Record<string, string>} */
const LEVERS = { closed: 'M-5 0H5', open: 'M-5 0L3-6', halfOpen: 'M-5 0L4-3' };

/** What is said about an arrow. @param {StageUi} ui @param {CallMarks} marks @returns {Badge[]} */
function sayings({ tr }, { breaker, ageMs, out }) {
  /** @type {Badge[]} */
  const said = [];
  if (out) said.push({ kind: 'out', text: tr.t('mark.out'), hint: tr.t('mark.out.hint') });
  if (breaker) {
    const values = { state: breaker };
    said.push({ kind: `b-${breaker}`, text: tr.t('mark.breaker', values), hint: tr.t('mark.breaker.hint', values) });
  }
  if (ageMs >= 0) {
    // Number and unit stay together.
    const age = tr.duration(Math.round(ageMs / 1000) * 1000).replace(' ', '\u00a0');
    said.push({ kind: 'cache', text: age, hint: tr.t('mark.cache.hint', { age }) });
  }
  return said;
}

/** Words below a sign, one under the other, or beside it. @param {string[]} words @param {Route['words']} where */
function written(words, where) {
  if (where === 'entry') return nothing;
  if (where === 'beside') return svg`<text class="word" x="16" y="3.5">${words.join(' · ')}</text>`;
  const lines = words.flatMap((word) => word.split(/(?<=-)| /));
  return lines.map((line, i) => svg`<text class="word" text-anchor="middle" y=${22 + i * LINE}>${line}</text>`);
}

const SCISSORS = 'M-6.5-4a2.5 2.5 0 1 0 .1 0zM-6.5 1a2.5 2.5 0 1 0 .1 0zM-4.5-.5L7 5M-4.5 2.5L7-4.5';

/** Nobody is at the end of an arrow. @param {Route} route */
export const cutSign = ({ sign }) =>
  svg`<g transform="translate(${sign.x} ${sign.y})"><circle class="disc" r="11" /><path class="scissors" d=${SCISSORS} /></g>`;

/** What stands in the sign's ring. @param {CallMarks} marks @param {boolean} cut */
function symbol({ breaker, out }, cut) {
  if (out) return svg`<path class="line" d="M-5 0H5" />`;
  if (breaker)
    return svg`<path class="line" d=${LEVERS[breaker]} /><circle class="post" cx="-5" r="1.8" /><circle class="post" cx="5" r="1.8" />`;
  return cut ? svg`<path class="scissors" d=${SCISSORS} />` : svg`<path class="line" d="M0-5V0L3.5 2.5" />`;
}

/** The sign of an arrow on which a mechanism watches; nothing where there is none.
 * @param {StageUi} ui @param {number} call @param {Route} route @param {boolean} [cut] whether nobody is at its end */
export function callSign(ui, call, { sign, words }, cut = false) {
  const marks = callMarks(ui.session.frame, call);
  if (!marks) return undefined;
  const { breaker, out, ageMs } = marks;
  const kind = out ? 'out' : breaker ? `b-${breaker}` : cut ? 'cut-off' : 'cache';
  const said = sayings(ui, marks);
  return svg`<g class="mark ${kind}" transform="translate(${sign.x} ${sign.y})">
    <circle class="disc" r="11" /><circle class="ring" r="9.5" /> ${symbol(marks, cut)}
    ${
      ageMs >= 0 && kind !== 'cache' && words === 'below'
        ? svg`<g transform="translate(0 -22)"><circle class="disc" r="8" /><circle class="ring" r="7" /><path class="line" d="M0-4V0L2.5 2" /></g>`
        : nothing
    }
    ${written(
      said.map(({ text }) => text),
      words,
    )}
  </g>`;
}

/** The same in words for those who do not see the arrows. @param {StageUi} ui */
export function callsInWords(ui) {
  const { tr, session } = ui;
  const { nodes, calls } = session.scenario;
  /** @param {string} id */
  const name = (id) => tr.text(nodes.find((node) => node.id === id)?.name);
  const lines = calls.flatMap(({ from, to }, call) => {
    const marks = callMarks(session.frame, call);
    return (marks ? sayings(ui, marks) : []).map(({ hint }) =>
      tr.t('mark.call', { from: name(from), to: name(to), hint }),
    );
  });
  return lines.length > 0 ? html`<ul class="unseen">${lines.map((line) => html`<li>${line}</li>`)}</ul>` : nothing;
}

/** @param {Badge[]} badges @param {string} [style] */
export function rowOf(badges, style) {
  if (badges.length === 0) return nothing;
  return html`<ul class="ingress" part="ingress" .style=${style ?? ''}>
    ${badges.map(({ kind, text, hint }) => html`<li class="badge ${kind}" title=${hint}><span aria-hidden="true">${text}</span><span class="unseen">${hint}</span></li>`)}
  </ul>`;
}

/** What is said of the arrows to a card where these have no room for words. @param {StageUi} ui @param {Box} box */
function fromArrows(ui, box) {
  const said = [...ui.stage.edges.values()].flatMap(({ kind, key, to, route }) => {
    if (kind !== 'call' || to !== box.key || route.words !== 'entry') return [];
    const marks = callMarks(ui.session.frame, Number(key.slice(1)));
    return marks ? sayings(ui, marks) : [];
  });
  return [...new Map(said.map((one) => [one.text, one])).values()];
}

/** What a service has done more than once for one order. @param {StageUi} ui @param {Box} box @returns {Badge[]} */
function doneTwice({ tr, session: { scenario, frame } }, box) {
  const own = scenario.nodes[box.index].effects ?? [];
  const count = scenario.effects.reduce(
    (sum, { id }, place) => sum + (own.includes(id) ? frame.effect(place, 'twice') : 0),
    0,
  );
  if (count === 0) return [];
  const kind = count % 2 ? 'twice' : 'twice even';
  return [{ kind, text: tr.t('mark.twice', { count }), hint: tr.t('mark.twice.hint', { count }) }];
}

/** The row of badges of what a card's ingress turns away, and of what went wrong behind it. @param {StageUi} ui @param {Box} box */
export function ingress(ui, box) {
  const { tr, session } = ui;
  const turned = ingressMarks(session.frame, box.index);
  const said = fromArrows(ui, box);
  const short = box.w < SHORT_BELOW || turned.length + said.length > 2;
  const badges = [
    ...(ui.marks?.service(ui, box, short) ?? []),
    ...doneTwice(ui, box),
    ...turned.map(({ mark, count }) => ({
      kind: mark,
      text: tr.t(`mark.${mark}`, { count, short }),
      hint: tr.t(`mark.${mark}.hint`, { count }),
    })),
    ...said,
  ];
  return rowOf(badges);
}

/** The box through which a service's calls go. @param {StageUi} ui @param {Box} box */
export function sidecar({ tr }, box) {
  if (!box.sidecar) return nothing;
  return html`<span class="sidecar" .style=${boxStyle(box.sidecar)} title=${tr.t('mark.sidecar.hint')}><span>${tr.t('mark.sidecar')}</span></span>`;
}

/** The records of a topic that keeps them, numbered; under them where each group reads. @param {StageUi} ui @param {Box} box */
export function records({ tr, session }, box) {
  if (!box.log) return nothing;
  const room = Math.max(2, Math.floor(box.log.w / RECORD));
  const groups = box.holes.map(({ subscription }) => subscription);
  const { records: count, first, behind, readings } = recordsOf(session.frame, groups, room);
  return html`<div class="records" .style=${boxStyle(box.log)}>
    <svg width=${box.log.w} height=${box.log.h} aria-hidden="true">
      ${Array.from({ length: room }, (_, i) => {
        const number = first + i;
        const kind = number < count ? 'record' : 'record next';
        return number > count
          ? nothing
          : svg`<rect class=${kind} x=${i * RECORD + 1} y="1" width=${RECORD - 2} height="19" rx="2" />
            ${number < count ? svg`<text x=${(i + 0.5) * RECORD} y="14">${tr.plain(number)}</text>` : nothing}`;
      })}
      ${readings.map(({ place, groups: own }) => {
        const x = (place - first + 0.5) * RECORD;
        const back = behind && place === first ? '‹' : '';
        return svg`<path class="reader" d="M${x} 22l3.5 5h-7z" /><text class="group" x=${x} y="38">${back}${own.join(' ')}</text>`;
      })}
    </svg>
    <span class="unseen">${tr.t('log.records', { count })}</span>
  </div>`;
}

/** A group's number, which stands under the record it reads next. @param {Box} box @param {number} place */
export const groupNumber = (box, place) =>
  box.log ? html`<b class="group-number" aria-hidden="true">${place + 1}</b>` : nothing;
