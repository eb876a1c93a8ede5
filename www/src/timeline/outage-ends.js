// Outages on the timeline, which are dragged by their ends or as a whole, or moved by keys: drawn over the canvas, loaded when there is nothing else to do.
import { css, html, nothing, render } from 'lit';
import { lanesOf } from './canvas.js';
import { STEP_MS } from './outage-bands.js';
import { fittingIn, moveOutage, outagesOf } from './outages.js';
import { msOf, xOf } from './scale.js';

/** @import { Session } from '../core/session.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Store } from '../store/store.js' */
/** @import { Band } from './outage-bands.js' */
/** @import { Scale } from './scale.js' */

/** What of an outage is held: an end, or all of it. @typedef {'fromMs' | 'toMs' | 'both'} End */
/** A part that is held: where the outage would be. @typedef {{ band: Band, end: End, span: { fromMs: number, toMs: number } }} Held */

/** A grip in the middle where there is room for it between the ends, in CSS pixels. */
const GRIP_ROOM = 44;
/** How far an arrow key moves an end; with Shift, further. */
const KEY_MS = { small: STEP_MS, large: 5000 };

/** What each part is called, on the page and in its sentence. */
const LOOKS = { fromMs: 'first', both: 'whole', toMs: 'last' };

/** How far from the beginning of an outage it was taken hold of. */
const grasped = { ms: 0 };

/** @param {Band} band @param {{ fromMs: number, toMs: number }} span */
const keepsLength = (band, span) => Math.abs(span.toMs - span.fromMs - (band.toMs - band.fromMs)) < STEP_MS;

export class OutageEnds {
  /** @type {Held | undefined} */
  #held;
  /** @type {{ session: Session, future: number, head: number, bands: Band[] } | undefined} */
  #known;
  #moved;
  #draw;

  /** @param {(band: Band, span: { fromMs: number, toMs: number }) => void} moved @param {() => void} draw */
  constructor(moved, draw) {
    this.#moved = moved;
    this.#draw = draw;
  }

  /** @param {Session} session */
  #bands(session) {
    const { future } = session;
    const known = this.#known;
    if (known?.session === session && known.future === future) return known.bands;
    const bands = outagesOf(session);
    this.#known = { session, future, head: session.head, bands };
    this.#held = undefined;
    return bands;
  }

  /** Carries out what a hand has asked for. @param {Store} store @param {Band} band @param {{ fromMs: number, toMs: number }} span */
  move(store, band, span) {
    moveOutage(store, band, span);
  }

  /** @param {HTMLElement} canvas over whose place they stand @param {Session} session @param {number[]} nodes that have a lane @param {Scale} scale @param {Translator} tr */
  paint(canvas, session, nodes, scale, tr) {
    const place = /** @type {HTMLElement} */ (canvas.nextElementSibling);
    const lanes = lanesOf(nodes, canvas.clientHeight);
    const right = scale.left + scale.width;
    const ends = this.#bands(session).flatMap((band) => {
      const lane = lanes.find(({ node }) => session.scenario.nodes[node].id === band.node);
      if (!lane) return [];
      const held = this.#held?.band.first === band.first && this.#held.band.node === band.node ? this.#held : undefined;
      const span = held?.span ?? band;
      const name = tr.text(session.scenario.nodes[lane.node].name);
      const [from, to] = [xOf(scale, span.fromMs), xOf(scale, span.toMs)];
      // What has outlasted the run's length, and goes on, has no end yet, and no middle.
      const goesOn = band.last < 0 && session.head >= band.toMs;
      const own = /** @type {const} */ ([
        ['fromMs', from],
        ['both', (from + to) / 2],
        ['toMs', to],
      ]).map(([end, x]) =>
        x < scale.left || x > right || (end !== 'fromMs' && goesOn) || (end === 'both' && to - from < GRIP_ROOM)
          ? nothing
          : this.#end({ session, band, end, name, x, lane, scale, tr, value: span[end === 'both' ? 'fromMs' : end] }),
      );
      const outline = held
        ? html`<span class="outage-held" .style=${`left:${Math.max(from, scale.left)}px;width:${Math.min(to, right) - Math.max(from, scale.left)}px;top:${lane.top}px;height:${lane.height}px`}></span>`
        : nothing;
      return [outline, ...own];
    });
    render(html`${ends}`, place);
  }

  /** @param {{ session: Session, band: Band, end: End, name: string, x: number, lane: { top: number, height: number }, scale: Scale, tr: Translator, value: number }} it */
  #end({ session, band, end, name, x, lane, scale, tr, value }) {
    /** @param {number} ms */
    const hold = (ms) => {
      const by = Math.max(ms - band.fromMs, -band.fromMs);
      const wished = end === 'both' ? { fromMs: band.fromMs + by, toMs: band.toMs + by } : { ...band, [end]: ms };
      const fits = fittingIn(session, band, { fromMs: wished.fromMs, toMs: wished.toMs });
      // A whole outage keeps its length: where there is no room for all of it, it stays where it was last.
      const span = fits && (end !== 'both' || keepsLength(band, fits)) ? fits : undefined;
      if (span) this.#held = { band, end, span };
      this.#draw();
    };
    const release = () => {
      const held = this.#held;
      this.#held = undefined;
      if (held && (held.span.fromMs !== band.fromMs || held.span.toMs !== band.toMs)) this.#moved(band, held.span);
      this.#draw();
    };
    const cancel = () => {
      this.#held = undefined;
      this.#draw();
    };
    /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
    const msAt = ({ clientX, currentTarget }) => {
      const place = /** @type {HTMLElement} */ (currentTarget.parentElement);
      const { left, width } = place.getBoundingClientRect();
      return msOf(scale, ((clientX - left) / width) * place.clientWidth);
    };
    return html`<span
      class="outage-end ${LOOKS[end]} ${band.health === 'down' ? '' : 'mild'}"
      role="slider"
      tabindex="0"
      aria-label=${tr.t('outage.end', { name, end: LOOKS[end] })}
      aria-valuemin="0"
      aria-valuemax=${Math.round(session.head)}
      aria-valuenow=${Math.round(value)}
      aria-valuetext=${tr.duration(value)}
      title=${tr.t(end === 'both' ? 'outage.hint.whole' : 'outage.hint')}
      .style=${`left:${x}px;top:${lane.top}px;height:${lane.height}px`}
      @pointerdown=${(/** @type {PointerEvent & { currentTarget: HTMLElement }} */ event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
        event.preventDefault();
        grasped.ms = end === 'both' ? msAt(event) - band.fromMs : 0;
        hold(end === 'both' ? band.fromMs : band[end]);
      }}
      @pointermove=${(/** @type {PointerEvent & { currentTarget: HTMLElement }} */ event) => event.currentTarget.hasPointerCapture(event.pointerId) && hold(msAt(event) - grasped.ms)}
      @pointerup=${release}
      @pointercancel=${cancel}
      @blur=${() => this.#held?.band === band && release()}
      @keydown=${(/** @type {KeyboardEvent} */ event) => {
        const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (way) hold(value + way * KEY_MS[event.shiftKey ? 'large' : 'small']);
        else if (event.key === 'Enter') release();
        else if (event.key === 'Escape' && this.#held) cancel();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    ></span>`;
  }
}

export const outageStyles = css`
  .outage-ends {
    position: absolute;
    inset: 0 -8px 0 calc(var(--_names) + 4px);
    pointer-events: none;
  }
  .outage-end {
    position: absolute;
    width: 14px;
    margin-inline-start: -7px;
    cursor: ew-resize;
    pointer-events: auto;
    touch-action: none;
  }
  .outage-end::before {
    position: absolute;
    inset: 15% 4.5px;
    border-radius: 3px;
    background: var(--_red);
    content: '';
  }
  .outage-end.whole {
    width: 26px;
    margin-inline-start: -13px;
    cursor: grab;
  }
  .outage-end.whole:active {
    cursor: grabbing;
  }
  .outage-end.whole::before {
    inset: 38% 3px;
    background: none;
    border-block: 2px solid var(--_red);
    border-radius: 0;
  }
  .outage-end.mild:not(.whole)::before {
    background: var(--_orange);
  }
  .outage-end.mild.whole::before {
    border-color: var(--_orange);
  }
  .outage-end:is(:hover, :focus-visible)::before {
    inset: 6% 3.5px;
  }
  .outage-held {
    position: absolute;
    border: 2px dashed var(--_red);
    border-radius: 5px;
    background: color-mix(in srgb, var(--_red) 12%, transparent);
  }
  @media (pointer: coarse) {
    .outage-end {
      width: 28px;
      margin-inline-start: -14px;
    }
    .outage-end::before {
      inset: 10% 11px;
    }
  }
`;
