// Draws the envelopes of a frame: pooled SVG elements, written to only where something changed.
import { tenth } from '../../ui/parts.js';
import { draw, drawBehind, drawBody, drawSkull } from './drawing.js';
import { Placer } from './placing.js';
import { ENVELOPE } from './slots.js';

/** @import { FrameReader } from '../../core/frame.js' */
/** @import { Scenario } from '../../core/types.js' */
/** @import { Translator } from '../../i18n/index.js' */
/** @import { Stage } from '../layout/columns.js' */
/** @import { Crowd } from './crowd.js' */
/** @import { Spot } from './placing.js' */

/** With more on the way than this, numbers cannot be read any more and are left out, and a canvas shows them all. */
const CROWD = 240;
const STATES_WITH_BADGE = new Set(['retryScheduled', 'parked', 'dead']);
const FLYING = new Set(['publishing', 'replicating', 'delivering', 'requesting', 'answering']);

/** Where the pie is: beside an envelope, or on its corner. */
const PIE = ['translate(25 0)', 'translate(8.5 4) scale(.74)'];

/** The letter of a key, where keys are drawn and not too many. @param {number} key */
const letterOf = (key) => (key >= 0 && key < 26 ? String.fromCharCode(65 + key) : '');

/** One pooled envelope: remembers what it shows, so that only differences are written. */
class Sprite {
  #layer;

  /** @param {Element} layer */
  constructor(layer) {
    this.#layer = layer;
    this.root = draw('g', {}, layer);
    drawBody(this.root);
    this.number = draw('text', { class: 'number', y: '8' }, this.root);
    this.x = this.y = this.scale = this.turn = Number.NaN;
    this.order = 0;
    this.letter = '';
    this.look = this.badgeText = this.remainingText = '';
    this.pieShare = -1;
    this.onIt = false;
    this.fade = 0;
    this.stamp = 0;
    this.shown = true;
    /** @type {SVGElement | undefined} */
    this.behind = undefined;
    /** @type {SVGElement | undefined} */
    this.skull = undefined;
    /** @type {SVGElement | undefined} */
    this.time = undefined;
  }

  /** @param {Spot} spot */
  move(spot) {
    if (spot.x !== this.x || spot.y !== this.y || spot.scale !== this.scale || spot.turn !== this.turn) {
      this.x = spot.x;
      this.y = spot.y;
      this.scale = spot.scale;
      this.turn = spot.turn;
      const turned = spot.turn === 0 ? '' : ` rotate(${tenth(spot.turn)})`;
      const scaled = spot.scale === 1 ? '' : ` scale(${Math.round(spot.scale * 1000) / 1000})`;
      this.root.setAttribute('transform', `translate(${tenth(spot.x)} ${tenth(spot.y)})${turned}${scaled}`);
    }
    const fade = Math.round(spot.fade * 20) / 20;
    if (fade !== this.fade) {
      this.fade = fade;
      this.root.setAttribute('opacity', String(1 - fade));
    }
  }

  /** @param {string} look @param {number} order @param {string} letter of its key @param {Translator} tr */
  dress(look, order, letter, tr) {
    if (look !== this.look) {
      this.look = look;
      this.root.setAttribute('class', look);
      if (look.includes(' copy')) this.behind ??= drawBehind(this.root);
      if (look.includes(' poison')) this.skull ??= drawSkull(this.root);
    }
    if (order !== this.order || letter !== this.letter) {
      this.order = order;
      this.letter = letter;
      const label = order > 0 ? letter + tr.plain(order) : '';
      this.number.textContent = label;
      this.number.classList.toggle('long', label.length > 3);
    }
  }

  /** @param {string} text */
  badge(text) {
    if (text === this.badgeText) return;
    this.badgeText = text;
    if (!this.badgeGroup) {
      this.badgeGroup = draw('g', { class: 'badge', transform: 'translate(13 -10)' }, this.root);
      draw('circle', { r: '6.5' }, this.badgeGroup);
      draw('text', { y: '3' }, this.badgeGroup);
    }
    this.badgeGroup.setAttribute('display', text ? 'inline' : 'none');
    if (this.badgeGroup.lastChild) this.badgeGroup.lastChild.textContent = text;
  }

  /** @param {number} share -1 for none @param {boolean} onIt whether it lies on the envelope, or beside it */
  pie(share, onIt) {
    const shown = share < 0 ? -1 : Math.round(share * 100);
    if (shown === this.pieShare && (shown < 0 || onIt === this.onIt)) return;
    if (onIt !== this.onIt) {
      this.onIt = onIt;
      this.pieGroup?.setAttribute('transform', PIE[Number(onIt)]);
    }
    // The number makes room.
    this.number.setAttribute('x', onIt && shown >= 0 ? '-5' : '0');
    if (!this.pieGroup) {
      this.pieGroup = draw('g', { class: 'pie', transform: PIE[Number(onIt)] }, this.root);
      draw('circle', { class: 'dial', r: '8' }, this.pieGroup);
      this.slice = draw(
        'circle',
        { class: 'slice', r: '4', pathLength: '100', transform: 'rotate(-90)' },
        this.pieGroup,
      );
    }
    if (shown < 0 !== this.pieShare < 0) this.pieGroup.setAttribute('display', shown < 0 ? 'none' : 'inline');
    if (shown >= 0) this.slice?.setAttribute('stroke-dasharray', `${shown} 101`);
    this.pieShare = shown;
  }

  /** @param {string} text */
  remaining(text) {
    if (text === this.remainingText) return;
    this.remainingText = text;
    this.time ??= draw('text', { class: 'remaining', x: '36', y: '4' }, this.root);
    this.time.textContent = text;
  }

  /** A group that is only hidden is laid out all the same. @param {boolean} shown */
  show(shown) {
    if (shown === this.shown) return;
    this.shown = shown;
    if (shown) this.#layer.append(this.root);
    else this.root.remove();
  }
}

export class EnvelopeLayer {
  /** @type {Map<number, Sprite>} */
  #living = new Map();
  /** @type {Sprite[]} */
  #free = [];
  /** @type {Map<string, SVGElement>} */
  #counts = new Map();
  #stamp = 0;
  #layer;
  #reader;
  #looks;
  #tr;
  #placer;
  /** Draws those on the way, once its code is here. @type {Crowd | undefined} */
  #crowd;
  /** @type {Promise<void> | undefined} */
  #coming;
  #stage;
  #flies;
  /** @type {Spot} */
  #spot = { drawn: true, x: 0, y: 0, scale: 1, turn: 0, pie: -1, onIt: false, remainingMs: -1, fade: 0 };

  /**
   * @param {SVGGElement} layer @param {Stage} stage
   * @param {Scenario} scenario @param {FrameReader} reader
   * @param {Translator} tr
   */
  constructor(layer, stage, scenario, reader, tr) {
    this.#layer = layer;
    this.#reader = reader;
    this.#tr = tr;
    this.#placer = new Placer(stage, scenario, reader);
    this.#looks = reader.layout.envelopeStates.map((state) => ({
      look: `env s-${state}`,
      badge: STATES_WITH_BADGE.has(state),
    }));
    layer.replaceChildren();
    this.#stage = stage;
    this.#flies = reader.layout.envelopeStates.map((state) => FLYING.has(state));
  }

  /** Draws the reader's frame. @param {boolean} still whether flying envelopes stand still half-way */
  update(still) {
    this.#placer.crowded = this.#reader.envelopes > CROWD && this.#flying() > CROWD;
    if (this.#placer.crowded) this.#coming ??= this.#fetchCrowd();
    this.#placer.still = still;
    this.#drawAll(false);
    if (this.#placer.settle()) this.#drawAll(true);
    this.#crowd?.flush();
    this.#retire();
    this.#writeCounts();
  }

  /** Without it each has an element, and many are slow. */
  async #fetchCrowd() {
    try {
      const { Crowd } = await import('./crowd.js');
      if (this.#layer.isConnected) this.#crowd = new Crowd(this.#layer, this.#stage);
    } catch {
      this.#coming = undefined;
    }
  }

  /** The page may be of another size or in other colours. */
  look() {
    this.#crowd?.look();
  }

  remove() {
    this.#crowd?.remove();
  }

  /**
   * The envelope that is drawn nearest to a place: where its row begins in the frame's data, or -1.
   * @param {number} x @param {number} y @param {number} slack around an envelope
   */
  at(x, y, slack) {
    const { data, envelopeBase, envelopeStride } = this.#reader;
    let [nearest, least] = [-1, Number.POSITIVE_INFINITY];
    this.#placer.begin();
    for (let at = envelopeBase; at < data.length; at += envelopeStride) {
      this.#placer.place(at, this.#spot);
      const { drawn, scale } = this.#spot;
      const [dx, dy] = [Math.abs(this.#spot.x - x), Math.abs(this.#spot.y - y)];
      if (!drawn || dx > (ENVELOPE.w * scale) / 2 + slack || dy > (ENVELOPE.h * scale) / 2 + slack || dx + dy > least)
        continue;
      [nearest, least] = [at, dx + dy];
    }
    return nearest;
  }

  /** @param {boolean} again whether only the boxes are others: a crowd that flies is where it was */
  #drawAll(again) {
    const { data, envelopeBase, envelopeStride, field } = this.#reader;
    const crowd = this.#placer.crowded ? this.#crowd : undefined;
    this.#placer.begin();
    if (!again) this.#crowd?.begin();
    this.#stamp += 1;
    for (let at = envelopeBase; at < data.length; at += envelopeStride) {
      const inCrowd = crowd && this.#flies[data[at + field.state]];
      if (inCrowd && again) continue;
      this.#placer.place(at, this.#spot);
      if (!this.#spot.drawn) continue;
      if (inCrowd) crowd.add(this.#lookOf(at), this.#spot.x, this.#spot.y);
      else this.#drawOne(at);
    }
  }

  #flying() {
    const { data, envelopeBase, envelopeStride, field } = this.#reader;
    let flying = 0;
    for (let at = envelopeBase; at < data.length; at += envelopeStride) {
      if (this.#flies[data[at + field.state]]) flying += 1;
    }
    return flying;
  }

  /** @param {number} at */
  #drawOne(at) {
    const { data, field } = this.#reader;
    const sprite = this.#spriteFor(this.#keyOf(at));
    const style = this.#looks[data[at + field.state]];
    const attempt = data[at + field.attempt];
    sprite.move(this.#spot);
    sprite.dress(this.#lookOf(at), data[at + field.order], letterOf(data[at + field.key]), this.#tr);
    sprite.badge(attempt > 1 || (style.badge && attempt > 0) ? this.#tr.plain(attempt) : '');
    sprite.pie(this.#spot.pie, this.#spot.onIt);
    sprite.remaining(this.#spot.remainingMs >= 0 ? this.#tr.seconds(this.#spot.remainingMs) : '');
  }

  /** The class of an envelope. @param {number} at */
  #lookOf(at) {
    const { data, field } = this.#reader;
    const { look } = this.#looks[data[at + field.state]];
    const copy = data[at + field.copy] ? ' copy' : '';
    const poison = data[at + field.poison] ? ' poison' : '';
    const failed = data[at + field.failed] ? ' failed' : '';
    return copy || poison || failed ? look + copy + poison + failed : look;
  }

  /** A message has its number; what has none (a call, a publication) is known by its order and state. @param {number} at */
  #keyOf(at) {
    const { data, field } = this.#reader;
    const id = data[at + field.id];
    return id > 0 ? id : -(data[at + field.order] * 64 + data[at + field.state]);
  }

  /** @param {number} wanted */
  #spriteFor(wanted) {
    let key = wanted;
    let sprite = this.#living.get(key);
    // One message can be in two places (held by a caller and on the phone): each gets its own element.
    while (sprite && sprite.stamp === this.#stamp) {
      key += 0.25;
      sprite = this.#living.get(key);
    }
    if (!sprite) {
      sprite = this.#free.pop() ?? new Sprite(this.#layer);
      this.#living.set(key, sprite);
      sprite.show(true);
    }
    sprite.stamp = this.#stamp;
    return sprite;
  }

  #retire() {
    for (const [key, sprite] of this.#living) {
      if (sprite.stamp === this.#stamp) continue;
      sprite.show(false);
      this.#living.delete(key);
      if (this.#free.length < CROWD) this.#free.push(sprite);
    }
  }

  /** What has no room in its box is counted beside it. */
  #writeCounts() {
    for (const slot of this.#placer.slots.values()) {
      const more = slot.used - slot.capacity;
      let count = this.#counts.get(slot.key);
      if (more <= 0 && !count) continue;
      if (!count) {
        count = draw('text', { class: 'more', x: String(slot.moreX), 'text-anchor': 'end' }, this.#layer);
        this.#counts.set(slot.key, count);
      }
      if (count.getAttribute('y') !== String(slot.moreY)) count.setAttribute('y', String(slot.moreY));
      const text = more > 0 ? `+${this.#tr.number(more)}` : '';
      if (count.textContent !== text) count.textContent = text;
    }
  }
}
