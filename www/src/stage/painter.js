// What is drawn by hand and not by templates: where the stage's cards stand, its envelopes, the timeline's bars.

import { TimelineCanvas } from '../timeline/canvas.js';
import { Hand } from '../timeline/hand.js';
import { laneNodes } from '../timeline/view.js';
import { envelopeSubject } from '../why/subject.js';
import { EnvelopeLayer } from './envelopes/layer.js';
import { layoutStage } from './layout/index.js';

/** @import { Session } from '../core/session.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Wishes } from '../timeline/hand.js' */
/** @import { Sight } from '../timeline/scale.js' */
/** @import { Stage } from './layout/columns.js' */

const STAGE_HEIGHT = 446;
const FIGURE_STAGE_HEIGHT = 346;
/** How far from an envelope a finger may touch. */
const FINGER = 8;

export class Painter {
  /** @type {Stage | undefined} */
  stage;
  #key = '';
  /** @type {EnvelopeLayer | undefined} */
  #envelopes;
  /** @type {TimelineCanvas | undefined} */
  timeline;
  /** @type {Hand | undefined} */
  #hand;

  /** The layout no longer fits: another scenario, another language. */
  forget() {
    this.#key = '';
  }

  /** The timeline's colours have changed. */
  repaint() {
    this.timeline?.repaint();
  }

  /** Lays the stage out, if its room has changed. @param {Session} session @param {number} width @param {boolean} figure */
  layOut(session, width, figure) {
    const key = `${width} ${figure}`;
    if (key === this.#key) return;
    this.#key = key;
    this.stage = layoutStage(session.scenario, {
      width,
      minHeight: figure ? FIGURE_STAGE_HEIGHT : STAGE_HEIGHT,
      figure,
    });
    this.#envelopes = undefined;
  }

  /**
   * Takes hold of what the templates have put on the page.
   * @param {ParentNode} root @param {Session} session @param {Translator} tr
   * @param {(timeline: TimelineCanvas) => Wishes} [wishes] what the hand on a timeline may ask for
   */
  attach(root, session, tr, wishes) {
    const layer = /** @type {SVGGElement | null} */ (root.querySelector('.envelopes > g'));
    if (layer && this.stage && !this.#envelopes) {
      this.#envelopes = new EnvelopeLayer(layer, this.stage, session.scenario, session.frame, tr.seconds);
    }
    const canvas = /** @type {HTMLCanvasElement | null} */ (root.querySelector('.lanes canvas'));
    if (canvas === (this.timeline?.canvas ?? null)) return;
    this.#hand?.release();
    this.timeline = canvas ? new TimelineCanvas(canvas) : undefined;
    this.#hand = this.timeline && canvas && wishes ? new Hand(canvas, wishes(this.timeline)) : undefined;
  }

  /** @param {boolean} still whether nothing may be seen to move */
  paintStage(still) {
    this.#envelopes?.update(still);
  }

  /** What can be asked of the envelope under the pointer. @param {Session} session @param {MouseEvent} event on the stage's canvas */
  subjectAt({ frame }, event) {
    const { left, top, width } = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const scale = width / (this.stage?.width ?? width);
    const slack = 'pointerType' in event && event.pointerType === 'touch' ? FINGER : 1;
    const at = this.#envelopes?.at((event.clientX - left) / scale, (event.clientY - top) / scale, slack) ?? -1;
    return at < 0 ? undefined : envelopeSubject(frame.data[at + frame.field.id], frame.data[at + frame.field.order]);
  }

  /** @param {Session} session @param {Sight} sight @param {Translator} tr */
  paintTimeline(session, sight, tr) {
    this.timeline?.draw(session, laneNodes(session.scenario), sight, tr);
  }
}
