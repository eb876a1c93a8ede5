// What only the full playground has: comparing, asking why, panels, sharing, the timeline. Loaded where the element is no figure.
import { ComparisonToggle } from '../compare/toggle.js';
import { EditToggle } from '../edit/toggle.js';
import { LabToggle } from '../lab/toggle.js';
import { Overlays } from '../lesson/overlays.js';
import { mark } from '../lesson/pointer.js';
import { Showing } from '../lesson/show.js';
import { Address } from '../share/address.js';
import { Sharing } from '../share/sharing.js';
import { controls } from '../stage/controls.js';
import { Guide } from '../store/guide.js';
import { TimelineController } from '../timeline/controller.js';
import { adopt } from '../ui/adopt.js';
import { WhyPanel } from '../why/panel.js';
import { attend } from './attention.js';
import { FileDrop } from './controllers/drop.js';
import { Focus } from './controllers/focus.js';
import { fullStyles } from './full-styles.js';
import { fullView } from './full-view.js';
import { LazyParts } from './lazy-parts.js';
import { fullAddress } from './site.js';

/** @import { ReactiveController } from 'lit' */
/** @import { Translator } from '../i18n/index.js' */
/** @import { StageUi } from '../stage/ui.js' */
/** @import { LedUi } from '../store/ui.js' */
/** @import { Request } from '../store/requests.js' */
/** @import { Asked } from '../store/run.js' */
/** @import { Store } from '../store/store.js' */
/** @import { CarteiroPlayground } from './playground-element.js' */

/** What the element has to do for it.
 * @typedef {object} Around
 * @property {() => Asked} asked
 * @property {() => boolean} narrow
 * @property {(request: Request) => unknown} dispatch for keys: what they ask for may be meant for what stands in place of the run
 * @property {() => boolean} still whether nothing may be seen to move
 * @property {() => number} zoom how much larger everything is drawn
 * @property {(beat: object) => void} told a beat of the lesson's guide begins or ends
 * @property {() => void} repaint the stage is laid out and drawn again
 */

/** @implements {ReactiveController} */
export class Full {
  #host;
  #store;
  #around;
  #focus = new Focus();
  /** What was drawn last. @type {LedUi | undefined} */
  #ui;
  /** The beat for which settings were opened or closed, and whether a deed was due in it. */
  #settingsFor = '';
  /** The node whose settings the guide has opened. */
  #lent = -1;
  /** The beat for which what it points at was brought into sight, and whether in the settings. */
  #seenFor = '';

  /** @param {CarteiroPlayground} host @param {Store} store @param {Around} around */
  constructor(host, store, around) {
    this.#host = host;
    this.#store = store;
    this.#around = around;
    const root = () => host.renderRoot;
    const drawn = () => {
      host.requestUpdate();
      return host.updateComplete;
    };
    /** @param {boolean} into */
    const moveFocus = (into) => this.#focus.move(host.renderRoot, into, host.updateComplete);
    const isPage = () => host.page && !host.figure;
    const compared = () => this.#compared;
    this.address = new Address({
      store,
      isPage,
      compared,
      goTo: (place) => store.attempt(() => this.comparison?.goTo(place)),
    });
    this.sharing = new Sharing({
      store,
      isPage,
      compared,
      asked: around.asked,
      root,
      full: () => fullAddress(host.full) || location.href,
      drawn,
    });
    this.timeline = new TimelineController(store);
    this.comparing = new ComparisonToggle(store, () => this.#turned('compare'));
    this.editing = new EditToggle(store, isPage, () => this.#turned('build'));
    this.experimenting = new LabToggle(store, isPage, () => this.#turned('lab'), root);
    this.whyPanel = new WhyPanel(store, moveFocus, root);
    this.overlays = new Overlays(store, { root, drawn });
    this.guide = new Guide(store, around.told);
    this.showing = new Showing(store, this.guide, {
      root: () => host.renderRoot,
      drawn,
      ui: () => this.#ui,
      locate: () => this.parts.views.locate,
      still: around.still,
    });
    this.parts = new LazyParts(store, {
      narrow: around.narrow,
      closeOthers: () => this.whyPanel.close(),
      moveFocus,
      root,
    });
    this.drop = new FileDrop(
      () => host.requestUpdate(),
      (file) => store.dispatch({ type: 'openFile', file }),
    );
    const features = [
      this.sharing,
      this.timeline,
      this.comparing,
      this.editing,
      this.experimenting,
      this.whyPanel,
      this.overlays,
      this.parts,
      this.guide,
      this.showing,
    ];
    for (const { effects } of features) store.use(effects);
    if (store.run.session) this.guide.opened();
    for (const styles of fullStyles) adopt(host.renderRoot, styles);
    attend(host, store, (request) => (this.editing.open ? this.editing.key(request) : around.dispatch(request)));
    host.addController(this);
  }

  hostConnected() {
    // What is kept is found again by its address.
    this.address.connect();
    this.sharing.connect();
  }

  hostDisconnected() {
    this.address.disconnect();
    this.sharing.disconnect();
  }

  /** What is on the page instead of the run. */
  get comparison() {
    return this.comparing.open;
  }

  /** The same, as far as others may know it. */
  get #compared() {
    const { comparison } = this;
    if (!comparison) return undefined;
    const { place, pair } = comparison;
    return {
      place,
      now: pair.now,
      record: comparison.record.bind(comparison),
      sentence: comparison.sentence.bind(comparison),
    };
  }

  /** A scenario begins: what belonged to the one before is closed. */
  opened() {
    this.comparing.close();
    this.editing.close();
    this.experimenting.opened();
    this.sharing.opened();
    this.whyPanel.close();
    this.overlays.close();
    this.showing.stop();
    this.guide.opened();
    this.#settingsFor = '';
    this.#lent = -1;
    this.#seenFor = '';
    if (!this.#host.figure) this.parts.expect();
    this.address.opened();
  }

  /** The language is another: what is laid out by words is laid out again. */
  spoken() {
    this.comparison?.forget();
    this.overlays.close();
  }

  /** The templates are on the page. @param {Translator} tr @param {boolean} still @returns {boolean} whether it has drawn what stands in place of the run */
  updated(tr, still) {
    this.sharing.changed();
    this.address.changed();
    const { renderRoot } = this.#host;
    if (!this.comparison) {
      this.timeline.attach(renderRoot);
      const instead = this.editing.open ?? this.experimenting.open;
      instead?.updated(renderRoot);
      if (!instead) this.#lead();
      return instead !== undefined;
    }
    this.comparison.attach(renderRoot, tr);
    this.comparison.paint(still);
    return true;
  }

  /** The guide points at what it speaks of; when the lesson is over, what came of it is fetched. */
  #lead() {
    const ui = this.#ui;
    if (!ui || this.#host.figure) return;
    const { asked, found } = mark(this.#host.renderRoot, ui, this.parts.views.locate);
    const { index, over } = this.guide;
    const narrow = this.#around.narrow();
    const panel = found?.closest('.settings');
    const seen = `${index} ${panel ? 'settings' : ''}`;
    if (seen !== this.#seenFor && found) {
      this.#seenFor = seen;
      // The strip hides what is far down; a field of the settings may be below their edge, or the page's.
      if (panel || narrow) {
        const block = panel && !narrow ? 'nearest' : 'center';
        found.scrollIntoView({ block, behavior: this.#around.still() ? 'instant' : 'smooth' });
      }
    }
    this.#turnSettings(asked, panel !== null && panel !== undefined);
    if (over) this.parts.expectEnding();
    this.showing.drawn();
  }

  /** Opens the settings that a beat asks for, and closes them once what is asked for was done. On a phone they cover what
   * is said: there the learner opens them. @param {number} asked the node whose settings are to be opened, or -1 @param {boolean} inPanel whether what is pointed at is in open settings */
  #turnSettings(asked, inPanel) {
    const { index, open, count, waits } = this.guide;
    const { state, dispatch } = this.#store;
    const narrow = this.#around.narrow();
    if (!open && !narrow) return;
    // On a phone a deed that is done gives the page back at once; at a desk the next beat does.
    const turn = narrow ? `${index} ${open && count ? 'due' : ''}` : `${index}`;
    const opens = asked >= 0 && !narrow;
    // A learner who lets time pass chooses what is open.
    if (turn === this.#settingsFor || (opens && !waits)) return;
    this.#settingsFor = turn;
    const stays = inPanel && count !== undefined;
    const closes = !stays && (narrow || state.selected === this.#lent);
    const node = opens ? asked : closes ? -1 : state.selected;
    if (opens) this.#lent = asked;
    if (node !== state.selected) dispatch({ type: 'select', node });
  }

  /** @param {Translator} tr */
  paintTimeline(tr) {
    const { session } = this.#store.run;
    if (session) this.#store.run.try(() => this.timeline.paint(session, tr));
  }

  /** Something took the place of the run, or gave it back: who pressed its button goes on from there. @param {'compare' | 'build' | 'lab'} button */
  async #turned(button) {
    this.#around.repaint();
    await this.#host.updateComplete;
    /** @type {HTMLElement | null} */ (this.#host.renderRoot.querySelector(`.head .${button}`))?.focus();
  }

  /** Closes what was opened last. */
  escape() {
    const { state, dispatch } = this.#store;
    if (this.editing.open || this.experimenting.open) return;
    if (this.showing.on) dispatch({ type: 'stopShowing' });
    else if (this.whyPanel.subject) dispatch({ type: 'unask' });
    else if (state.selected >= 0) dispatch({ type: 'select', node: -1 });
    else if (state.sheet !== 'none') dispatch({ type: 'show', sheet: 'none' });
    else if (state.reading && this.#around.narrow()) dispatch({ type: 'setReading', reading: false });
  }

  /** @param {StageUi} stageUi */
  view(stageUi) {
    const { whyPanel, comparison, editing, experimenting, overlays, guide } = this;
    const ui = { ...stageUi, controls, marks: this.parts.views.marks, guide, many: experimenting.many };
    this.#ui = ui;
    return [
      fullView({ ui, whyPanel, comparison, editing: editing.open ?? experimenting.open, parts: this.parts.views }),
      overlays.view(ui),
      this.showing.view(this.#around.zoom()),
      editing.banner(ui),
    ];
  }
}
