// What is drawn on the stage by hand and not by templates: where the cards stand, and the envelopes.
import { envelopeSubject } from '../core/subject.js';
import { EnvelopeLayer } from './envelopes/layer.js';
import { layoutStage } from './layout/index.js';

/** @import { Session } from '../core/session.js' */
/** @import { Lang, Scenario, Text } from '../core/types.js' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { Stage } from './layout/columns.js' */

const STAGE_HEIGHT = 446;
/** A lying phone has less height, and room for a stage of so much. */
const LOW = 520;
const LOW_STAGE_HEIGHT = 280;
/** A wide stage is as much higher. */
const HEIGHT_TO_WIDTH = 0.41;
/** A figure is at least so high. */
export const FIGURE_STAGE_HEIGHT = 346;
/** How far from an envelope a finger may touch. */
const FINGER = 8;

/** A scenario whose cards have their names in one language only. @param {Scenario} scenario @param {Lang} lang @returns {Scenario} */
function namedIn(scenario, lang) {
  /** @template {{ name: Text }} T @param {T[]} all */
  const named = (all) =>
    all.map((one) => {
      const name = one.name?.[lang] ?? '';
      return { ...one, name: { en: name, 'pt-BR': name } };
    });
  const { nodes, topics, subscriptions } = scenario;
  return { ...scenario, nodes: named(nodes), topics: named(topics), subscriptions: named(subscriptions) };
}

export class StagePainter {
  /** @type {Stage | undefined} */
  stage;
  #key = '';
  /** @type {EnvelopeLayer | undefined} */
  #envelopes;

  /** The layout no longer fits: another scenario, another language. */
  forget() {
    this.#key = '';
  }

  /**
   * Lays the stage out, if its room has changed.
   * @param {Session} session @param {number} width in CSS pixels @param {boolean} figure
   * @param {Lang} [lang] in which names are read; a figure has the same height in each
   */
  layOut(session, width, figure, lang) {
    const low = !figure && globalThis.innerHeight < LOW;
    const key = `${width} ${figure} ${low} ${lang}`;
    if (key === this.#key) return;
    this.#key = key;
    this.stage = layoutStage(lang ? namedIn(session.scenario, lang) : session.scenario, {
      width,
      minHeight: figure
        ? FIGURE_STAGE_HEIGHT
        : low
          ? LOW_STAGE_HEIGHT
          : Math.max(STAGE_HEIGHT, Math.round(width * HEIGHT_TO_WIDTH)),
      figure,
      low,
    });
    this.#envelopes?.remove();
    this.#envelopes = undefined;
  }

  /** Takes hold of what the templates have put on the page. @param {ParentNode} root @param {Session} session @param {Translator} tr */
  attach(root, session, tr) {
    const layer = /** @type {SVGGElement | null} */ (root.querySelector('.envelopes > g'));
    if (layer && this.stage && !this.#envelopes) {
      this.#envelopes = new EnvelopeLayer(layer, this.stage, session.scenario, session.frame, tr);
    }
    this.#envelopes?.look();
  }

  /** @param {boolean} still whether nothing may be seen to move */
  paint(still) {
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
}
